"""What Word, Excel and PowerPoint files have in common: a zip of XML, looked at before anything else reads it."""

import io
import zipfile

from defusedxml import ElementTree

from submissions.documents.shapes import Mark

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024**2
MAX_RATIO = 200  # Office's own XML packs 10 to 40 times
LARGE_ENOUGH = 20 * 1024**2  # below this a high ratio harms nobody
CORE = "docProps/core.xml"
TITLE = "{http://purl.org/dc/elements/1.1/}title"


def open_package(content: bytes) -> zipfile.ZipFile:
    """The archive, if it may be unpacked. Raises ValueError for bombs and BadZipFile for what is none."""
    package = zipfile.ZipFile(io.BytesIO(content))
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > max(LARGE_ENOUGH, MAX_RATIO * len(content)):
        raise ValueError(f"{unpacked} bytes unpacked, {len(entries)} parts")
    return package


def marks_of(package: zipfile.ZipFile) -> set[Mark]:
    """Macros are seen by the name of their part: what scans for their content misses some."""
    return {Mark.MACRO} if any("vbaproject" in name.lower() for name in package.namelist()) else set()


def title_of(package: zipfile.ZipFile) -> str:
    if CORE not in package.namelist():
        return ""
    found = ElementTree.fromstring(package.read(CORE)).find(TITLE)
    return (found.text or "").strip()[:300] if found is not None else ""
