"""Office files: the list of their parts before anything is unpacked, then the parts, counted while they are read."""

import mmap
import re
import stat
import zipfile
from pathlib import Path

from submissions.examining.ends import PAGE, head_of
from submissions.examining.faults import Fault, Faulty
from submissions.examining.reaching import examine_fields, examine_relations

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024  # bytes of all parts together
MAX_RATIO = 100  # unpacked to packed; tables of equal rows reach 50
HARMLESS = 10 * 1024 * 1024  # unpacked bytes below which no ratio matters
IN_NAMES = {
    "vbaproject": Fault.MACRO,
    "vbadata": Fault.MACRO,
    "externallink": Fault.LINKED,
    "oleobject": Fault.OBJECT,
    "activex": Fault.OBJECT,
}
STEP = 1024 * 1024
DTD = (b"<!doctype", b"<!entity")
FIELDS = (b"instrtext", b"fldsimple")
# A sheet of an old workbook that holds macros of Excel 4 (BOUNDSHEET of MS-XLS, type 1), wherever it lies in the file
MACRO_SHEET = re.compile(rb"\x85\x00[\x07-\x60]\x00.{4}[\x00-\x02]\x01[\x01-\x1f][\x00\x01]", re.DOTALL)


def _wide(text: str) -> re.Pattern[bytes]:
    return re.compile(re.escape(text.encode("utf-16-le")))


def examine_office(path: Path, ending: str) -> None:
    head = head_of(path, 8)
    if head == OLE:  # how office programs wrap what is protected by a password
        raise Faulty(Fault.ENCRYPTED if _holds(path, _wide("EncryptedPackage")) else Fault.OTHER_KIND)
    if not head.startswith(b"PK\x03\x04"):
        raise Faulty(Fault.OTHER_KIND)
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        _examine_list(entries)
        names = [entry.filename for entry in entries]
        if "[Content_Types].xml" not in names or not any(name.startswith(FOLDERS[ending]) for name in names):
            raise Faulty(Fault.OTHER_KIND)
        if PAGE.search(archive.comment):
            raise Faulty(Fault.TWO_IN_ONE)
        for entry in entries:
            _examine_part(archive, entry)


def _examine_list(entries: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Faulty(Fault.UNFOLDS)
    if unpacked > HARMLESS and unpacked > MAX_RATIO * max(packed, 1):
        raise Faulty(Fault.UNFOLDS)
    seen = set()
    for entry in entries:
        name = entry.orig_filename
        if entry.flag_bits & 1:
            raise Faulty(Fault.ENCRYPTED)
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\x00" in name or name in seen:
            raise Faulty(Fault.ALTERED)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Faulty(Fault.ALTERED)
        for word, fault in IN_NAMES.items():
            if word in name.lower():
                raise Faulty(fault)
        seen.add(name)


def _examine_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Reads it to its end, which also compares its checksum; a part is never longer than the list said."""
    name = entry.filename.lower()
    is_text, has_fields = name.endswith((".xml", ".rels", ".vml")), False
    before = b""
    with archive.open(entry) as part:
        while chunk := part.read(STEP):
            if is_text:
                # Without NULs, UTF-16 reads like ASCII, and no way of writing it hides the words.
                seen = before + chunk.replace(b"\x00", b"").lower()
                if any(word in seen for word in DTD):
                    raise Faulty(Fault.ALTERED)
                if entry.filename == "[Content_Types].xml" and b"macroenabled" in seen:
                    raise Faulty(Fault.MACRO)
                has_fields = has_fields or any(word in seen for word in FIELDS)
                before = seen[-32:]
    if name.endswith(".rels"):
        examine_relations(archive.read(entry))
    elif has_fields and name.startswith(FOLDERS["docx"]):
        examine_fields(archive.read(entry))


def examine_old_office(path: Path, ending: str) -> None:
    """Word and Excel files of before 2007: known by the names of their streams."""
    if head_of(path, 8) != OLE:
        raise Faulty(Fault.OTHER_KIND)
    if _holds(path, _wide("EncryptedPackage")):
        raise Faulty(Fault.ENCRYPTED)
    wanted = {"doc": ("WordDocument",), "xls": ("Workbook", "Book")}[ending]
    if not any(_holds(path, _wide(name)) for name in wanted):
        raise Faulty(Fault.OTHER_KIND)
    if _holds(path, _wide("_VBA_PROJECT")) or (ending == "xls" and _holds(path, MACRO_SHEET)):
        raise Faulty(Fault.MACRO)


def _holds(path: Path, pattern: re.Pattern[bytes]) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return pattern.search(content) is not None
