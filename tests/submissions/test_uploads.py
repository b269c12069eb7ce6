"""Uploads as hostile input: what is refused with which sentence, and what is kept."""

import io
import os
import time
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from criteria.uploads import clean_name
from submissions import actions, uploads
from submissions.actions import About
from submissions.examining import Fault, Handed, examine_all
from submissions.models import Evidence, StoredFile
from tests.factories import World, pdf_upload, small_pdf

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""


def office(ending: str = "docx", extra: dict[str, bytes | str] | None = None, *, comment: bytes = b"") -> bytes:
    """The least that counts as an Office file, with further parts."""
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}[ending]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": TYPES, main: "<x/>", **(extra or {})}.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(out, kind)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(small_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def print_only_pdf() -> bytes:
    """Opens without a password, as many ministries publish them."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(small_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="", allow=pikepdf.Permissions(extract=False)))
    return out.getvalue()


def old_office(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in streams)


W = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind: str, target: str, mode: str = "External") -> str:
    """What a part of an Office file refers to."""
    return f"<Relationships><Relationship Id='r1' Type='{OFFICE}/{kind}' Target='{target}' TargetMode='{mode}'/></Relationships>"


def related(kind: str, target: str, ending: str = "docx", mode: str = "External") -> bytes:
    return office(ending, {f"{'ppt' if ending == 'pptx' else 'word'}/_rels/settings.xml.rels": relation(kind, target, mode)})


def part(*pieces: str) -> str:
    """A text with a field, its instruction in these pieces."""
    return f"<w:d {W}><w:p>{''.join(f'<w:r><w:instrText>{piece}</w:instrText></w:r>' for piece in pieces)}</w:p></w:d>"


def fields(*pieces: str) -> bytes:
    return office(extra={"word/document2.xml": part(*pieces)})


def sheet(kind: int) -> bytes:
    """How an old workbook names a sheet: 0 a table, 1 macros of Excel 4."""
    return b"\x85\x00\x0d\x00" + bytes(4) + b"\x00" + bytes([kind]) + b"\x05\x00Auto1"


def encrypted_entry() -> bytes:
    """The bit that says so, set in both places where the first part is listed."""
    content = bytearray(office())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


HTML = b"<html><script>alert(1)</script></html>"
LOOP = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 1 >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF\n"
)
KEPT: dict[str, tuple[str, bytes]] = {
    "PDF": ("a.pdf", small_pdf()),
    "PDF that may only be printed": ("a.pdf", print_only_pdf()),
    "PDF that opens at a page": ("a.pdf", small_pdf(catalog=b"/OpenAction [3 0 R /Fit]")),
    "Word": ("a.docx", office()),
    "Word with a chart": ("a.docx", office(extra={"word/embeddings/Microsoft_Excel_Sheet1.xlsx": office("xlsx")})),
    "Excel": ("a.xlsx", office("xlsx")),
    "PowerPoint": ("a.pptx", office("pptx")),
    "old Word": ("a.doc", old_office("WordDocument")),
    "old Excel": ("a.xls", old_office("Workbook") + sheet(0)),
    "Word with links, a template of its writer and a table of contents": (
        "a.docx",
        office(
            extra={
                "word/_rels/document.xml.rels": relation("hyperlink", "https://www.alpha.go.th/"),
                "word/_rels/settings.xml.rels": relation("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"),
                "word/header1.xml": part(r"TOC \o", " PAGE ", r'INCLUDEPICTURE "https://host.example/a.png" \* MERGEFORMATINET'),
            }
        ),
    ),
    "PNG": ("a.png", picture()),
    "JPEG": ("a.JPG", picture("JPEG")),
    "CSV in UTF-8": ("a.csv", "ข้อ,ข้อมูล\r\nO1,โครงสร้าง\r\n".encode("utf-8-sig")),
    "CSV of an old Excel": ("a.csv", "ข้อ,ข้อมูล\r\nO1,โครงสร้าง\r\n".encode("cp874")),
    "text that speaks of <html>": ("a.txt", b"how to " * 1000 + HTML),
}
REFUSED: dict[str, tuple[str, bytes, Fault]] = {
    "HTML as PDF": ("a.pdf", HTML, Fault.OTHER_KIND),
    "HTML before the PDF": ("a.pdf", HTML + small_pdf(), Fault.OTHER_KIND),
    "program as PDF": ("a.pdf", b"MZ" + bytes(200), Fault.OTHER_KIND),
    "PDF as Word": ("a.docx", small_pdf(), Fault.OTHER_KIND),
    "Excel as Word": ("a.docx", office("xlsx"), Fault.OTHER_KIND),
    "SVG as PNG": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Fault.TWO_IN_ONE),
    "PNG as JPEG": ("a.jpg", picture(), Fault.OTHER_KIND),
    "HTML inside the PDF's head": ("a.pdf", small_pdf().replace(b"%\n", b"%" + HTML + b"\n", 1), Fault.TWO_IN_ONE),
    "HTML behind the PDF": ("a.pdf", small_pdf() + HTML, Fault.TWO_IN_ONE),
    "PDF and ZIP": ("a.pdf", small_pdf() + office() + b"\n%%EOF", Fault.TWO_IN_ONE),
    "PNG and HTML": ("a.png", picture() + HTML, Fault.TWO_IN_ONE),
    "JPEG and ZIP": ("a.jpg", picture("JPEG") + office(), Fault.TWO_IN_ONE),
    "Office and HTML": ("a.docx", office(comment=HTML), Fault.TWO_IN_ONE),
    "PDF without an end": ("a.pdf", small_pdf()[:-8], Fault.BROKEN),
    "PDF without pages": ("a.pdf", small_pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids []      /Count 0"), Fault.BROKEN),
    "PDF whose pages are their own parents": ("a.pdf", LOOP, Fault.BROKEN),
    "PDF of nothing": ("a.pdf", b"%PDF-1.7\nnothing\n%%EOF\n", Fault.BROKEN),
    "PDF with a password": ("a.pdf", locked_pdf(), Fault.ENCRYPTED),
    "PDF with JavaScript": ("a.pdf", small_pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), Fault.SCRIPT),
    "PDF that starts a program": ("a.pdf", small_pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"), Fault.SCRIPT),
    "PDF that sends a form": (
        "a.pdf",
        small_pdf(extra=(b"<< /Type /Annot /A << /S /SubmitForm /F (http://a.example) >> >>",)),
        Fault.SCRIPT,
    ),
    "PDF with a file inside": ("a.pdf", small_pdf(catalog=b"/Names << /EmbeddedFiles << /Names [] >> >>"), Fault.ATTACHED),
    "PDF with an XFA form": ("a.pdf", small_pdf(catalog=b"/AcroForm << /Fields [] /XFA [] >>"), Fault.FORM),
    "macros": ("a.xlsx", office("xlsx", {"xl/vbaProject.bin": b"x"}), Fault.MACRO),
    "macros by another name": (
        "a.docx",
        office(extra={"[Content_Types].xml": TYPES.replace("/>", "><Override ContentType='a.macroEnabled.main+xml'/></Types>")}),
        Fault.MACRO,
    ),
    "macros in old Excel": ("a.xls", old_office("Workbook", "_VBA_PROJECT"), Fault.MACRO),
    "links to other workbooks": ("a.xlsx", office("xlsx", {"xl/externalLinks/externalLink1.xml": "<x/>"}), Fault.LINKED),
    "object of another program": ("a.docx", office(extra={"word/embeddings/oleObject1.bin": b"x"}), Fault.OBJECT),
    "ActiveX": ("a.docx", office(extra={"word/activeX/activeX1.xml": "<x/>"}), Fault.OBJECT),
    "a template elsewhere": ("a.docx", related("attachedTemplate", "http://host.example/a.dotm"), Fault.LINKED),
    "a template on another computer": ("a.docx", related("attachedTemplate", r"\\host\share\a.dotm"), Fault.LINKED),
    "an object elsewhere": ("a.docx", related("oleObject", "https://host.example/a.xlsx"), Fault.LINKED),
    "an object in another file": ("a.docx", related("oleObject", "file:///C:\\a.xlsx"), Fault.LINKED),
    "a picture elsewhere": ("a.pptx", related("image", "http://host.example/a.png", "pptx"), Fault.LINKED),
    "a page put in": ("a.docx", related("aFChunk", "/word/a.mht", mode="Internal"), Fault.OBJECT),
    "a field that starts a program": ("a.docx", fields(r"DDEAUTO c:\\cmd.exe"), Fault.SCRIPT),
    "a field in pieces": ("a.docx", fields("DD", "EAU", "TO calc"), Fault.SCRIPT),
    "a simple field": (
        "a.docx",
        office(extra={"word/header1.xml": f"<w:hdr {W}><w:p><w:fldSimple w:instr='dde excel a'/></w:p></w:hdr>"}),
        Fault.SCRIPT,
    ),
    "a picture on another computer": ("a.docx", fields(r'INCLUDEPICTURE "\\\\host\\a.png"'), Fault.LINKED),
    "macros of Excel 4": ("a.xls", old_office("Workbook") + sheet(1), Fault.MACRO),
    "entities": ("a.xlsx", office("xlsx", {"xl/styles.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), Fault.ALTERED),
    "entities in UTF-16": ("a.xlsx", office("xlsx", {"xl/styles.xml": "<!DOCTYPE x><x/>".encode("utf-16")}), Fault.ALTERED),
    "names that climb": ("a.docx", office(extra={"../../etc/passwd": b"x"}), Fault.ALTERED),
    "names from the root": ("a.docx", office(extra={"/etc/passwd": b"x"}), Fault.ALTERED),
    "Office with a password": ("a.xlsx", old_office("EncryptedPackage"), Fault.ENCRYPTED),
    "a part with a password": ("a.docx", encrypted_entry(), Fault.ENCRYPTED),
    "old Word as Excel": ("a.xls", old_office("WordDocument"), Fault.OTHER_KIND),
    "bomb": ("a.xlsx", office("xlsx", {"xl/sheet1.xml": bytes(60 * 1024 * 1024)}), Fault.UNFOLDS),
    "a hundred bombs": (
        "a.xlsx",
        office("xlsx", {f"xl/{n}.xml": os.urandom(64) + bytes(3 << 20) for n in range(70)}),
        Fault.UNFOLDS,
    ),
    "thousands of parts": ("a.docx", office(extra={f"word/{n}": b"" for n in range(5000)}), Fault.UNFOLDS),
    "ZIP cut short": ("a.docx", office()[:-30], Fault.BROKEN),
    "a part that does not fit its checksum": (
        "a.docx",
        office().replace(b"word/document.xml", b"word/documenX.xml", 1),
        Fault.BROKEN,
    ),
    "picture of 400 million pixels": ("a.png", picture(size=(20_000, 20_000)), Fault.PIXELS),
    "text with NUL": ("a.csv", b"a,b\x00c", Fault.NOT_TEXT),
    "text with control characters": ("a.txt", b"\x1b[2J\x07", Fault.NOT_TEXT),
    "HTML as text": ("a.txt", b"  <!DOCTYPE html><p>", Fault.OTHER_KIND),
    "XML as CSV": ("a.csv", b"<?xml version='1.0'?><a/>", Fault.OTHER_KIND),
    "shell script as text": ("a.txt", b"#!/bin/sh\nrm -rf /\n", Fault.OTHER_KIND),
}


@pytest.fixture(scope="module")
def examined(tmp_path_factory) -> dict[str, Fault | None]:
    """The whole corpus, examined at once, as the files of one request are."""
    folder = tmp_path_factory.mktemp("corpus")
    handed = []
    for number, (name, content, *_fault) in enumerate((*KEPT.values(), *REFUSED.values())):
        path = folder / str(number)
        path.write_bytes(content)
        handed.append(Handed(path, name.rsplit(".", 1)[-1].lower()))
    return dict(zip((*KEPT, *REFUSED), examine_all(handed), strict=True))


@pytest.mark.parametrize("case", KEPT)
def test_what_offices_hand_in_is_kept(examined, case):
    assert examined[case] is None


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_files_are_found(examined, case):
    assert examined[case] == REFUSED[case][2]


def test_every_fault_but_the_childs_own_end_is_in_the_corpus():
    assert {fault for _name, _content, fault in REFUSED.values()} == set(Fault) - {Fault.TOO_HARD}


def test_each_fault_has_its_own_sentence_with_the_files_name():
    said = {uploads.sentence_of(fault, "แผน.pdf", "pdf") for fault in Fault}
    assert (len(said), all("แผน.pdf" in sentence for sentence in said)) == (len(Fault), True)


def test_a_file_that_kills_the_child_takes_no_other_along(tmp_path):
    """Reading endless text takes more memory than the child may have."""
    good, endless = tmp_path / "good.pdf", tmp_path / "endless.txt"
    good.write_bytes(small_pdf())
    with endless.open("wb") as file:
        file.truncate(2 * 1024**3)  # takes no room on the disk
    files = [Handed(good, "pdf"), Handed(endless, "txt"), Handed(good, "pdf")]
    assert examine_all(files) == [None, Fault.TOO_HARD, None]


def test_twenty_files_cost_about_as_much_as_one(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(small_pdf())
    begun = time.monotonic()
    examine_all([Handed(path, "pdf")])
    one = time.monotonic() - begun
    examine_all([Handed(path, "pdf")] * 20)
    assert time.monotonic() - begun - one < 5 * one


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", b"<html>", "is of a kind that cannot be kept"),
        ("run.exe", b"MZ", "is of a kind that cannot be kept"),
        ("a.pdf.html", small_pdf(), "is of a kind that cannot be kept"),
        ("noending", b"x", "is of a kind that cannot be kept"),
        (".htaccess", b"x", "is of a kind that cannot be kept"),
        ("report.pdf", b"", "is empty"),
        ("report.pdf", HTML, "is not really a PDF file"),
        ("table.csv", b"a,b\x00c", "is not really plain text"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_kept_is_refused_by_name(name, content, words):
    world = World()
    with pytest.raises(PermissionDenied) as refusal:
        actions.add_file(world.item("O1"), SimpleUploadedFile(name, content), About(), by=world.staff)
    assert (name in str(refusal.value), words in str(refusal.value)) == (True, True)
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.pdf", "b.pdf"),
        ("ก\u0000ข.pdf", "กข.pdf"),
        ("รายงาน\u202efdp.exe", "รายงานfdp.exe"),
        ("รายงาน\u2066 ๒๕๖๖\u2069.pdf", "รายงาน ๒๕๖๖.pdf"),
        ("งบน\u0e4d\u0e32มา.pdf", "งบนำมา.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 146 + ".pdf"),
        ("รายงานผล ปี ๒๕๖๖ (ฉบับแก้ไข).pdf", "รายงานผล ปี ๒๕๖๖ (ฉบับแก้ไข).pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("", "file"),
    ],
)
def test_names_keep_their_thai_and_lose_what_deceives(given, kept):
    assert clean_name(given) == kept


@pytest.mark.django_db
def test_an_item_has_only_so_many_files(settings):
    settings.UPLOAD_MAX_PER_ITEM = 2
    world = World()
    first = actions.add_file(world.item("O1"), pdf_upload(content=small_pdf("1")), About(), by=world.staff)
    actions.withdraw_evidence(first, reason="ผิดไฟล์", by=world.staff)
    actions.add_file(world.item("O1"), pdf_upload(content=small_pdf("2")), About(), by=world.staff)
    with pytest.raises(PermissionDenied, match="This item had 2 files already"):
        actions.add_file(world.item("O1"), pdf_upload(content=small_pdf("3")), About(), by=world.staff)
    actions.add_file(world.item("O2"), pdf_upload(content=small_pdf("3")), About(), by=world.staff)


def seconds_of_children() -> float:
    """What the processes that this one began and waited for have used."""
    return os.times().children_user


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "uploads"}])
@pytest.mark.django_db
def test_who_may_not_add_here_costs_no_examination(client, headers):
    world, sent = World(), {"urls": "", "title": "แผนปี ๒๕๙๐"}
    address = f"/{world.year.scope}/O1/evidence/"
    client.force_login(world.observer)
    before = seconds_of_children()
    refused = client.post(address, {**sent, "files": [pdf_upload(content=HTML)]}, headers=headers)
    assert seconds_of_children() == before
    text = refused.content.decode()
    assert ("Only the agency&#x27;s staff and its ITA coordinator" in text, "is not really a PDF" in text) == (True, False)
    assert (refused.status_code, "แผนปี ๒๕๙๐" in text) == ((422, False) if headers else (403, True))
    client.force_login(world.staff)
    client.post(address, {**sent, "files": [pdf_upload(content=HTML)]}, headers=headers)
    assert seconds_of_children() > before


@pytest.mark.django_db
def test_who_may_not_replace_it_costs_no_examination(client):
    world = World()
    evidence = world.answer("O1").evidence.get()
    client.force_login(world.observer)
    before = seconds_of_children()
    refused = client.post(f"/{world.year.scope}/O1/evidence/{evidence.key}/replace/", {"file": pdf_upload(content=HTML)})
    assert seconds_of_children() == before
    text = refused.content.decode()
    assert (refused.status_code, "ITA coordinator write answers" in text, "is not really a PDF" in text) == (403, True, False)


@pytest.mark.django_db
def test_parts_of_who_may_not_add_any_more_are_not_put_together(client):
    """The item was handed in while the parts came."""
    world, content = World(), b"MZ" + bytes(100)
    client.force_login(world.staff)
    begun = client.post(f"/{world.year.scope}/O1/uploads/", {"name": "a.pdf", "size": len(content), "modified": 1})
    client.put(begun["Location"], content, "application/octet-stream", headers={"Upload-Offset": "0"})
    world.submit("O1")
    before = seconds_of_children()
    headers = {"HX-Request": "true", "HX-Target": "uploads"}
    key = begun["Location"].split("/")[-2]
    refused = client.post(f"/{world.year.scope}/O1/evidence/", {"upload": key}, headers=headers)
    assert (refused.status_code, "Take it back or have it returned" in refused.content.decode()) == (422, True)
    assert seconds_of_children() == before


@pytest.mark.django_db
def test_an_agencys_year_has_only_so_much_room(settings):
    world, other = World(), World("beta")
    one, two = small_pdf("one"), small_pdf("two")
    settings.UPLOAD_YEAR_BYTES = len(one) + 10
    actions.add_file(world.item("O1"), pdf_upload(content=one), About(), by=world.staff)
    with pytest.raises(PermissionDenied, match="The agency's files of this year take up all"):
        actions.add_file(world.item("O2"), pdf_upload(content=two), About(), by=world.staff)
    actions.add_file(other.item("O1"), pdf_upload(content=two), About(), by=other.staff)
    assert StoredFile.objects.count() == 2


@pytest.mark.django_db
def test_what_was_half_written_is_written_again():
    """A server that is killed in the middle leaves a part of the file under its name."""
    world, content = World(), small_pdf("half")
    evidence = actions.add_file(world.item("O1"), pdf_upload(content=content), About(), by=world.staff)
    Path(default_storage.path(evidence.file.path)).write_bytes(content[:100])
    actions.add_file(world.item("O2"), pdf_upload(content=content), About(), by=world.staff)
    assert default_storage.open(evidence.file.path).read() == content


@pytest.mark.django_db
def test_a_store_that_takes_nothing_leaves_no_row(settings, tmp_path):
    world = World()
    (tmp_path / "media").write_bytes(b"a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "media"
    with pytest.raises(PermissionDenied, match="was not saved"):
        actions.add_file(world.item("O1"), pdf_upload(content=small_pdf("unkept")), About(), by=world.staff)
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)
