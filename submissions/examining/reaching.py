"""What of an Office file reaches out of it when somebody opens it: templates, objects and pictures elsewhere, fields that start programs."""

import re
from xml.etree import ElementTree  # declarations, the way to entities, are refused before anything is parsed

from submissions.examining.faults import Fault, Faulty

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST = 64 * 1024 * 1024  # bytes of a part with fields; a book of a thousand pages has ten
ON_THE_PAGE = "hyperlink"  # asks before it leads anywhere
CHUNK = "afchunk"  # a page of another kind, put in when it is opened
# A drive of whoever wrote it: nothing comes from there on another computer. \\host and http:// are asked at once.
OWN_DRIVE = re.compile(r"(?:file:/{2,3})?[a-z]:[\\/]|[^:\\/]+$", re.IGNORECASE)
STARTS = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
# Pictures that were pasted from a web page name it, too; programs show what is kept of them and ask before they fetch.
BRINGS = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|RD)\b[^\\]{0,20}\"?\s*\\\\", re.IGNORECASE)


def examine_relations(content: bytes) -> None:
    """Raise Faulty where a part names something elsewhere that is fetched without a question."""
    for relation in ElementTree.fromstring(content):  # noqa: S314 -- see the import
        kind = relation.get("Type", "").rpartition("/")[2].lower()
        if kind == CHUNK:
            raise Faulty(Fault.OBJECT)
        elsewhere = relation.get("TargetMode", "").lower() == "external" and kind != ON_THE_PAGE
        if elsewhere and (kind == "oleobject" or not OWN_DRIVE.match(relation.get("Target", "").strip())):
            raise Faulty(Fault.LINKED)


def examine_fields(content: bytes) -> None:
    """Raise Faulty where a field of a text starts a program or brings something from another computer.

    The letters of one field may stand in any number of pieces, so the pieces are read together, paragraph by paragraph.
    """
    if len(content) > LARGEST:
        raise Faulty(Fault.TOO_HARD)
    root = ElementTree.fromstring(content)  # noqa: S314 -- see the import
    simple = (field.get(f"{WORD}instr", "") for field in root.iter(f"{WORD}fldSimple"))
    pieces = ("".join(piece.text or "" for piece in around.iter(f"{WORD}instrText")) for around in root.iter(f"{WORD}p"))
    for instruction in (*simple, *pieces):
        if STARTS.search(instruction):
            raise Faulty(Fault.SCRIPT)
        if BRINGS.search(instruction):
            raise Faulty(Fault.LINKED)
