"""Foreign files as plain values: what is read of each form, and that nothing in them breaks the reader."""

import io
import random
import zipfile

import pytest

from submissions.documents import Foreign, Form, Mark, read_all
from submissions.documents.child import read
from tests.submissions.evidence import made

TITLE = "รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2566"
TABLE = [["โครงการ", "งบประมาณ"], ["อบรมคุณธรรม", "120000"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def test_pages_of_a_pdf():
    document = read(Foreign(made.joined(made.pdf([TITLE]), made.pdf(["พ.ศ. ๒๕๖๕"]), made.scan())))
    assert (document.form, document.page_count, document.marks) == (Form.PDF, 3, frozenset())
    assert ["2566" in document.pages[0].text, "๒๕๖๕" in document.pages[1].text, document.pages[2].text] == [True, True, ""]
    assert [page.images for page in document.pages] == [0, 0, 1]


def test_what_a_pdf_says_of_itself():
    assert read(Foreign(made.pdf([TITLE], title="แผน ๒๕๖๖"))).title == "แผน ๒๕๖๖"


def test_pictures_and_their_places():
    page = read(Foreign(made.pdf([TITLE], extra=made.shown("top:18cm;left:8cm;width:6cm")))).pages[0]
    (one,) = page.pictures
    assert (0.015 < one.share < 0.025, 0.6 < one.top < 0.75, one.ratio) == (True, True, pytest.approx(3, abs=0.1))


@pytest.mark.parametrize(
    ("content", "form", "marks"),
    [
        (made.locked(made.pdf([TITLE]), user="x"), Form.PDF, {Mark.ENCRYPTED}),
        (made.locked(made.pdf([TITLE])), Form.PDF, set()),  # only printing is forbidden: everybody can read it
        (made.without_letters(made.pdf([TITLE] * 5)), Form.PDF, {Mark.GARBLED}),
        (made.pdf([TITLE] * 5), Form.PDF, set()),
        (made.pdf(["Annual report of the agency, fiscal year 2023, with all its results"] * 3), Form.PDF, set()),
        (b"%PDF-1.7 nothing", Form.PDF, {Mark.UNREADABLE}),
        (made.pdf([TITLE])[:900], Form.PDF, {Mark.UNREADABLE}),
        (made.with_part(made.xlsx(TABLE), "xl/vbaProject.bin"), Form.XLSX, {Mark.MACRO}),
        (made.with_part(made.word([TITLE]), "word/vbaProject.bin"), Form.DOCX, {Mark.MACRO}),
        (made.with_part(made.xlsx(TABLE), "xl/x", b"\0" * 30_000_000), Form.XLSX, {Mark.UNREADABLE}),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Form.DOC, {Mark.ENCRYPTED}),
        (OLE + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"), Form.DOC, {Mark.MACRO}),
        (OLE + "Workbook".encode("utf-16-le"), Form.XLS, {Mark.UNREADABLE}),
        (made.picture()[:60], Form.IMAGE, set()),  # its head is enough to know its size
        (made.picture()[:12], Form.IMAGE, {Mark.UNREADABLE}),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_what_is_noteworthy(content, form, marks):
    document = read(Foreign(content))
    assert (document.form, set(document.marks)) == (form, marks)


def test_a_workbook_as_it_was_typed():
    document = read(Foreign(made.xlsx([["ปี", "งบ"], [], [2566, 1200.5]], [["แผ่นสอง"]])))
    assert [sheet.rows for sheet in document.sheets] == [(("ปี", "งบ"), ("2566", "1200.5")), (("แผ่นสอง",),)]
    assert (document.pages[0].text, document.page_count) == ("ปี\tงบ\n2566\t1200.5", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_encoding_and_delimiter(encoding, delimiter):
    text = f'โครงการ{delimiter}งบประมาณ\n"อบรม{delimiter} ระยะ ๒"{delimiter}5000\n'
    document = read(Foreign(text.encode(encoding), "x.csv"))
    assert document.sheets[0].rows == (("โครงการ", "งบประมาณ"), (f"อบรม{delimiter} ระยะ ๒", "5000"))


def test_a_table_longer_than_may_be_read_is_cut():
    document = read(Foreign(b"a,b\n" * 200_010, "x.csv"))
    assert (len(document.sheets[0].rows), document.marks) == (200_000, {Mark.CUT})


def test_word_and_slides():
    document = read(Foreign(made.word([TITLE, TABLE, "ลงชื่อ"], title="รายงาน")))
    assert document.pages[0].text == f"{TITLE}\nโครงการ\tงบประมาณ\nอบรมคุณธรรม\t120000\nลงชื่อ"
    assert (document.title, document.sheets[0].rows[1]) == ("รายงาน", ("อบรมคุณธรรม", "120000"))
    document = read(Foreign(made.slides("หนึ่ง", "สอง")))
    assert ([page.text for page in document.pages], document.page_count) == (["หนึ่ง", "สอง"], 2)


def test_a_picture_is_a_page_without_text():
    document = read(Foreign(made.picture(kind="JPEG")))
    assert (document.pages[0].text, document.pages[0].images, document.detail) == ("", 1.0, "300 × 100")


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p:sld xmlns:p="p">&b;</p:sld>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("ppt/slides/slide1.xml", bomb)
    assert read(Foreign(out.getvalue())).marks == {Mark.UNREADABLE}


def test_what_no_database_takes_is_left_out():
    assert read(Foreign("ก\ud800ข\x07ค,ง\n".encode("utf-8", "surrogatepass"), "x.csv")).text.count("\ud800") == 0
    assert read(Foreign(b"x" * 3000 + b"\x00\x07y")).text == "x" * 3000 + "y"


def test_no_bytes_break_the_reader():
    """Whole files with bytes overwritten at random: every one is read or said to be unreadable, by the same child."""
    chance = random.Random(3)
    whole = [made.pdf([TITLE]), made.xlsx(TABLE), made.word([TITLE, TABLE]), made.slides("x"), made.scan(), made.picture()]
    broken = []
    for content in whole:
        for _time in range(6):
            bytes_ = bytearray(content)
            for _byte in range(30):
                bytes_[chance.randrange(20, len(bytes_))] = chance.randrange(256)
            broken.append(Foreign(bytes(bytes_)))
    assert len(read_all(broken)) == 36


def test_what_crosses_the_border_of_the_child_is_the_same():
    many = [Foreign(made.joined(made.pdf([TITLE]), made.scan())), Foreign(made.xlsx(TABLE)), Foreign(made.word([TITLE, TABLE]))]
    assert read_all(many) == [read(one) for one in many]
