"""PDF: begins and ends as one, is nothing else besides, opens without a password, and does nothing on its own."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf  # noqa: TID253 -- this module is the child's

from submissions.examining.ends import PAGE, head_of, tail_of
from submissions.examining.faults import Fault, Faulty

END = b"%%EOF"
TAIL = 64 * 1024
# Keys and values that make a reader run, send or open something
KEYS = {
    "/JS": Fault.SCRIPT,
    "/EmbeddedFiles": Fault.ATTACHED,
    "/EF": Fault.ATTACHED,
    "/XFA": Fault.FORM,
}
KINDS = {
    "/JavaScript": Fault.SCRIPT,
    "/Launch": Fault.SCRIPT,
    "/SubmitForm": Fault.SCRIPT,
    "/ImportData": Fault.SCRIPT,
    "/RichMedia": Fault.SCRIPT,
    "/EmbeddedFile": Fault.ATTACHED,
    "/FileAttachment": Fault.ATTACHED,
}


def examine_pdf(path: Path, _ending: str) -> None:
    head, tail = head_of(path), tail_of(path, TAIL)
    if not head.startswith(b"%PDF-"):
        raise Faulty(Fault.OTHER_KIND)
    if END not in tail[-2048:]:
        raise Faulty(Fault.BROKEN)
    if zipfile.is_zipfile(path) or PAGE.search(head) or PAGE.search(tail[tail.rfind(END) :]):
        raise Faulty(Fault.TWO_IN_ONE)
    try:
        with pikepdf.open(path) as pdf:
            if not len(pdf.pages):
                raise Faulty(Fault.BROKEN)
            for dictionary in _dictionaries(pdf):
                _examine(dictionary)
    except pikepdf.PasswordError as locked:
        raise Faulty(Fault.ENCRYPTED) from locked


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, also those inside others. What stands on its own is met on its own: nothing is followed."""
    waiting: list[pikepdf.Object] = [pdf.trailer]
    for top in pdf.objects:
        waiting.append(top)
        while waiting:
            one = waiting.pop()
            if isinstance(one, pikepdf.Array):
                inside = list(one)
            elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                inside = [value for _key, value in one.items()]
            else:
                continue
            waiting += [value for value in inside if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _examine(dictionary: pikepdf.Object) -> None:
    for key, value in dictionary.items():
        if key in KEYS:
            raise Faulty(KEYS[key])
        if key in ("/S", "/Type", "/Subtype") and isinstance(value, pikepdf.Name) and str(value) in KINDS:
            raise Faulty(KINDS[str(value)])
