"""Whether files can be opened and read, and whether they may be signed."""

import pytest

from submissions.checks import formats
from submissions.documents import Document, Form, Mark, Page
from tests.submissions.evidence import made
from tests.submissions.evidence.cases import case, finding, outcomes
from tests.submissions.evidence.measures import of_scans

TEXT = "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2566 ของเทศบาลตำบลอัลฟา"
TABLE = [["โครงการ", "งบประมาณ"], ["อบรม", "120000"]]
SCANS = [
    made.scan(),
    made.scan(3),
    made.scan(strips=8),
    made.scan(margin=0.1),
    made.joined(made.scan(2), made.pdf([TEXT])),
    made.joined(made.pdf([TEXT]), made.scan(1)),
    made.picture(),
    made.picture(kind="JPEG"),
    made.picture(1200, 1700, "TIFF"),
]
TEXTS = [
    made.pdf([TEXT]),
    made.pdf(["-"]),  # nearly empty, and no picture
    made.pdf([TEXT], extra=made.shown("top:6cm;left:2cm;width:16cm;height:10cm", 320, 200)),  # a photograph with its text
    made.pdf([TEXT] * 4, extra=made.shown("top:0;left:0;width:18cm;height:26cm;z-index:-1", 180, 260)),  # text on a picture
    made.without_letters(made.pdf([TEXT] * 4)),
]


@pytest.mark.parametrize("content", SCANS, ids=range(len(SCANS)))
def test_scans(content):
    assert finding(formats, case(content), "format.scan").outcome == "found"


@pytest.mark.parametrize("content", TEXTS, ids=range(len(TEXTS)))
def test_no_scans(content):
    assert finding(formats, case(content), "format.scan").outcome == "clear"


def test_a_scanned_appendix_is_said_and_nothing_more():
    one = finding(formats, case(made.joined(made.pdf([TEXT]), made.pdf([TEXT]), made.scan())), "format.scan")
    sentence = "1 of 3 pages are pictures of pages, without text. What stands there was not checked."
    assert (one.outcome, formats.SCAN.sentence(one.outcome, one.facts)) == ("unknown", sentence)


def test_a_signed_copy_may_be_a_scan():
    assert outcomes(formats, case(made.scan(), needs_signature=True)) == {
        "opens": "clear",
        "locked": "clear",
        "scan": "unknown",
        "signed": "unknown",
    }


def test_recognised_text_under_a_scan_is_text_with_a_note():
    document = Document(Form.PDF, pages=(Page(TEXT * 3, images=0.98),), page_count=1)
    one = finding(formats, case(document), "format.scan")
    assert (one.outcome, one.facts["ocr"]) == ("clear", True)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.4 broken", {"opens": "found"}),
        (made.locked(made.pdf([TEXT]), user="x"), {"opens": "clear", "locked": "found"}),
        (
            made.without_letters(made.pdf([TEXT] * 4)),
            {"opens": "clear", "locked": "clear", "scan": "clear", "garbled": "found"},
        ),
        (
            made.with_part(made.xlsx(TABLE), "xl/vbaProject.bin"),
            {"opens": "clear", "locked": "clear", "macro": "found"},
        ),
        (made.word([TEXT]), {"opens": "clear", "locked": "clear", "macro": "clear"}),
        (Document(Form.OTHER, marks=frozenset({Mark.UNREADABLE})), {"opens": "unknown"}),
        (Document(Form.PDF, pages=(Page(TEXT),), marks=frozenset({Mark.CUT})), {"opens": "unknown"}),
    ],
    ids=["broken", "locked", "garbled", "macro", "word", "too much", "cut"],
)
def test_what_hinders(content, expected):
    found = outcomes(formats, case(content))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (made.xlsx(TABLE), "clear"),
        (made.pdf([TEXT]), "found"),
        (made.word([TEXT, TABLE]), "found"),
        (b"<html><body>x<a href='http://a/b.XLSX'>x</a>", "clear"),
        (b"<html><body>x", "unknown"),
    ],
    ids=["xlsx", "pdf", "word", "page with a table", "page"],
)
def test_data_for_computers(content, outcome):
    assert finding(formats, case(content, machine_readable=True), "format.machine_readable").outcome == outcome


LOW = "top:18cm;left:8cm;width:5cm"
SIGNATURES = [
    (made.pdf([TEXT], extra=made.shown(LOW)), "clear"),
    (made.pdf([TEXT], extra=made.shown("top:0;left:7cm;width:3cm", 100, 110)), "found"),  # the garuda
    (made.pdf([TEXT], extra=made.shown("top:0;left:2cm;width:12cm", 300, 60)), "found"),  # a letterhead
    (made.pdf([TEXT]), "found"),
    (made.scan(), "unknown"),
    (made.word([TEXT]), "unknown"),
]


@pytest.mark.parametrize(("content", "outcome"), SIGNATURES, ids=range(len(SIGNATURES)))
def test_signatures(content, outcome):
    assert finding(formats, case(content, needs_signature=True), "format.signed").outcome == outcome


def test_a_digital_signature():
    one = finding(formats, case(made.with_signature_field(made.pdf([TEXT])), needs_signature=True), "format.signed")
    assert (one.outcome, one.facts, one.measured) == ("clear", {"digital": True}, {"signatures": 1})


def test_scans_are_told_from_texts():
    counts = of_scans()
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.98
    assert counts["right"] / (counts["right"] + counts["overlooked"]) >= 0.98
    assert counts.total() >= 40
