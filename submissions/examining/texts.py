"""CSV and plain text: letters in one of the two ways that Thai offices write them, and no page for a browser."""

import re
from pathlib import Path

from submissions.examining.ends import PAGE
from submissions.examining.faults import Fault, Faulty

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
OTHERS = (b"%PDF-", b"PK\x03\x04", b"MZ", b"{\\rtf", b"#!")
XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml", re.I)


def examine_text(path: Path, _ending: str) -> None:
    content = path.read_bytes()
    if content.startswith(OTHERS) or XML.match(content) or PAGE.search(content[:4096]):
        raise Faulty(Fault.OTHER_KIND)
    if CONTROL.search(content):
        raise Faulty(Fault.NOT_TEXT)
    for encoding in ("utf-8-sig", "cp874"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    raise Faulty(Fault.NOT_TEXT)
