"""Whether a file can be opened, read by a computer and told apart as signed: scans, passwords, macros, broken typefaces."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ita_portal.lib.hosts import parts_of
from submissions.checks.case import Case, Family, Finding, Kind
from submissions.documents.shapes import OFFICE, TABLES, Document, Form, Mark, Page
from submissions.enums import Grade, Outcome, Reason

FEW_LETTERS = 50  # on a page: a stamp and a page number
PICTURE_PAGE = 0.6  # share of the page that pictures cover: with few letters it is a scan …
WHOLE_PAGE = 0.9  # … and with many, a scan under which a program has laid what it recognised
MOSTLY = 0.5  # share of scanned pages from which on the document counts as a scan
SIGNATURE = (0.002, 0.12)  # share of the page
SIGNATURE_BELOW = 0.25  # of the page's height: above that it is a garuda or a logo
SIGNATURE_WIDE = 1.2
TABLE_ENDINGS = (".xlsx", ".xls", ".csv", ".json", ".ods")

OPENS = Kind(
    "format.opens",
    Reason.R13,
    Grade.FACT,
    found=gettext_lazy(
        "The file is broken: it cannot be opened. Save it anew, open it once yourself, and hand that one in instead."
    ),
    unknown=gettext_lazy(
        "The file is larger than what the portal reads, so not all of it could be checked. Look at it yourself."
    ),
    clear=gettext_lazy("The file opens."),
)
LOCKED = Kind(
    "format.locked",
    Reason.R14,
    Grade.FACT,
    found=gettext_lazy("The file opens only with a password; an assessor has none. Save it without one and hand it in again."),
    unknown=gettext_lazy("Whether the file wants a password could not be seen."),
    clear=gettext_lazy("The file opens without a password."),
)
MACRO = Kind(
    "format.macro",
    Reason.R12,
    Grade.FACT,
    found=gettext_lazy(
        "The file carries macros; many computers refuse to open such files. Save it as .xlsx, .docx or PDF, without macros."
    ),
    unknown=gettext_lazy("Whether the file carries macros could not be seen."),
    clear=gettext_lazy("The file carries no macros."),
)


def _scanned(facts: dict) -> dict:
    """How much of the document is pictures of pages."""
    scans, pages = facts.get("scans", 0), facts.get("pages", 0)
    if pages <= 1:
        extent = _("The document is a picture of a page, without text")
    elif scans == pages:
        extent = _("All %(pages)s pages are pictures of pages, without text") % {"pages": pages}
    else:
        extent = _("%(scans)s of %(pages)s pages are pictures of pages, without text") % {"scans": scans, "pages": pages}
    if facts.get("signed"):
        advice = _("As a signed copy that is right; hand in the file that it was printed from beside it.")
    else:
        advice = _("What stands there was not checked.")
    note = _("Its text was recognised by a program under the scanned pages; figures in it may be misread.")
    return {"extent": extent, "advice": advice, "note": note if facts.get("ocr") else ""}


SCAN = Kind(
    "format.scan",
    Reason.R11,
    Grade.FACT,
    found=gettext_lazy(
        "%(extent)s: it was scanned or photographed, and nobody can search or copy it. Make the PDF from the file itself "
        "(save as PDF); a signed copy may lie beside it."
    ),
    unknown=gettext_lazy("%(extent)s. %(advice)s"),
    clear=gettext_lazy("Its text can be read, searched and copied. %(note)s"),
    words=_scanned,
)
GARBLED = Kind(
    "format.garbled",
    Reason.R12,
    Grade.FACT,
    found=gettext_lazy(
        "The text of the PDF comes out as other signs when it is copied or searched (a faulty typeface), so nothing in it could "
        "be checked. Set the text in TH Sarabun New or another newer typeface and save it as PDF again."
    ),
    unknown=gettext_lazy("Whether its text can be copied could not be seen."),
    clear=gettext_lazy("Its text comes out right when it is copied."),
)
_FORMS = {
    Form.PDF: "PDF",
    Form.DOCX: "Word",
    Form.DOC: "Word",
    Form.PPTX: "PowerPoint",
    Form.IMAGE: gettext_lazy("a picture"),
}
MACHINE_READABLE = Kind(
    "format.machine_readable",
    Reason.R12,
    Grade.FACT,
    found=gettext_lazy(
        "The item asks for data that a computer can go on working with; this is %(form)s. Add the same table as XLSX or CSV."
    ),
    unknown=gettext_lazy(
        "The item asks for data that a computer can go on working with. No XLSX or CSV file was seen on the page: "
        "link one there, or hand it in beside this."
    ),
    clear=gettext_lazy("The data can be worked with by a computer."),
    words=lambda facts: {"form": _FORMS.get(facts.get("form", ""), facts.get("form", ""))},
)
SIGNED = Kind(
    "format.signed",
    Reason.R11,
    Grade.HINT,
    found=gettext_lazy(
        "The item asks for a signed copy, and nothing that may be a signature was seen. If it is signed, say so here; "
        "if not, hand in the signed copy."
    ),
    unknown=gettext_lazy("The item asks for a signed copy. Whether this one is signed cannot be seen here; look at it yourself."),
    clear=gettext_lazy("%(seen)s"),
    words=lambda facts: {
        "seen": _("It carries a digital signature. Whose it is was not checked.")
        if facts.get("digital")
        else _("Something that may be a signature stands on page %(page)s. Whose it is was not checked.")
        % {"page": facts.get("page", "")}
    },
)


def is_scanned(page: Page) -> bool:
    """A page that is nothing but a picture of one."""
    return page.images >= PICTURE_PAGE and len(page.text.strip()) < FEW_LETTERS


def is_recognised(page: Page) -> bool:
    """A picture of a page with recognised text under it."""
    return page.images >= WHOLE_PAGE and not is_scanned(page)


def look(case: Case) -> Iterator[Finding]:
    """Says nothing where nothing came, and of a web page only whether it offers data where data are asked for."""
    document = case.document
    if document is None or (case.fetched is not None and not case.fetched.fine):
        return
    if document.form == Form.HTML:
        yield from _asked(case, document)
        return
    yield _opens(document)
    if document.has(Mark.UNREADABLE):
        return
    yield Finding(LOCKED.name, Outcome.FOUND if document.has(Mark.ENCRYPTED) else Outcome.CLEAR)
    if document.form in OFFICE:
        yield Finding(MACRO.name, Outcome.FOUND if document.has(Mark.MACRO) else Outcome.CLEAR)
    if document.has(Mark.ENCRYPTED):
        return
    if document.form in (Form.PDF, Form.IMAGE) and document.pages:
        yield _scan(case, document)
    if document.form == Form.PDF and document.text.strip():
        yield Finding(GARBLED.name, Outcome.FOUND if document.has(Mark.GARBLED) else Outcome.CLEAR)
    yield from _asked(case, document)


def _opens(document: Document) -> Finding:
    measured = {"detail": document.detail, "pages": document.page_count, "read": len(document.pages)}
    outcome = Outcome.CLEAR
    if document.has(Mark.CUT) or (document.has(Mark.UNREADABLE) and document.form == Form.OTHER):
        outcome = Outcome.UNKNOWN  # too much for the reader, or only its beginning came: that is not the file's fault
    elif document.has(Mark.UNREADABLE):
        outcome = Outcome.FOUND
    return Finding(OPENS.name, outcome, measured=measured)


def _scan(case: Case, document: Document) -> Finding:
    scans = [index for index, page in enumerate(document.pages) if is_scanned(page)]
    pages = len(document.pages)
    facts = {"scans": len(scans), "pages": pages, "signed": case.asked.needs_signature}
    if document.form == Form.PDF and any(map(is_recognised, document.pages)):
        facts["ocr"] = True
    measured = {"images": [page.images for page in document.pages[:20]], "letters": [len(p.text) for p in document.pages[:20]]}
    outcome = Outcome.UNKNOWN if scans else Outcome.CLEAR
    if len(scans) >= MOSTLY * pages and not case.asked.needs_signature:
        outcome = Outcome.FOUND
    return Finding(SCAN.name, outcome, facts, measured)


def _asked(case: Case, document: Document) -> Iterator[Finding]:
    """What only some items ask for."""
    if case.asked.machine_readable:
        outcome = Outcome.CLEAR if document.form in TABLES else Outcome.FOUND
        if document.form in (Form.HTML, Form.TEXT, Form.ZIP, Form.OTHER):
            offered = any(parts_of(link.url).path.lower().endswith(TABLE_ENDINGS) for link in document.links)
            outcome = Outcome.CLEAR if offered else Outcome.UNKNOWN
        yield Finding(MACHINE_READABLE.name, outcome, {"form": str(document.form)})
    if case.asked.needs_signature:
        yield _signed(document)


def _signed(document: Document) -> Finding:
    if document.signatures:
        return Finding(SIGNED.name, Outcome.CLEAR, {"digital": True}, {"signatures": document.signatures})
    for index, page in enumerate(document.pages):
        for one in page.pictures:
            low, high = SIGNATURE
            if low <= one.share <= high and one.top >= SIGNATURE_BELOW and one.ratio >= SIGNATURE_WIDE:
                measured = {"share": one.share, "top": one.top, "ratio": one.ratio}
                return Finding(SIGNED.name, Outcome.CLEAR, {"page": index + 1}, measured)
    can_tell = document.form == Form.PDF and not any(page.images >= PICTURE_PAGE for page in document.pages)
    return Finding(SIGNED.name, Outcome.FOUND if can_tell else Outcome.UNKNOWN)


FAMILY = Family("format", (OPENS, LOCKED, MACRO, SCAN, GARBLED, MACHINE_READABLE, SIGNED), look)
