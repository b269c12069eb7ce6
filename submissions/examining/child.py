"""Run as a limited child: paths and endings on standard input, one line of answer for each. Never imported by the portal.

The answers go to the file that the first argument names, each as soon as it is known: an empty line or a fault.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from submissions.examining.faults import Fault, Faulty
from submissions.examining.images import examine_image
from submissions.examining.office import examine_office, examine_old_office
from submissions.examining.pdfs import examine_pdf
from submissions.examining.texts import examine_text

EXAMINERS: dict[str, Callable[[Path, str], None]] = {
    "pdf": examine_pdf,
    "docx": examine_office,
    "xlsx": examine_office,
    "pptx": examine_office,
    "doc": examine_old_office,
    "xls": examine_old_office,
    "png": examine_image,
    "jpg": examine_image,
    "jpeg": examine_image,
    "csv": examine_text,
    "txt": examine_text,
}


def fault_of(path: Path, ending: str) -> str:
    try:
        EXAMINERS[ending](path, ending)
    except Faulty as found:
        return found.fault.value
    except MemoryError:
        raise
    except Exception:  # whatever a foreign file does to a parser, it is the file's fault
        return Fault.BROKEN.value
    return ""


def main() -> None:
    with Path(sys.argv[1]).open("w", encoding="ascii") as answers:
        for path, ending in json.load(sys.stdin):
            answers.write(fault_of(Path(path), ending) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
