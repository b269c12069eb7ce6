"""The document engine: Thai that reads back, no fetches, a seal that shows every change. No database."""

import datetime
import io
import subprocess

import pikepdf
import pytest
from pypdf import PdfReader

from ita_portal.lib.sandbox import Limits
from reports.pdf.render import MAX_HTML, RenderError, render_in_child
from reports.pdf.sign import seal_certificate_info, sign
from reports.pdf.verify import verify

WHEN = datetime.datetime(2026, 3, 5, 9, 30, tzinfo=datetime.UTC)
SENTENCES = (
    "สำนักงานจังหวัดจัดทำคำสั่งและข้อมูลประจำปีงบประมาณ พ.ศ. ๒๕๖๙",
    "น้ำ ก่ำ ค้ำ ป้ำ ฟ้ำ ฝ่ำ ที่ ผู้ปฏิบัติ กี่ ปี่ ฐู ญู",
    "การดำเนินการเพื่อป้องกันการทุจริตและนำผลไปสู่การปฏิบัติ",
)


def page(body: str) -> str:
    return f'<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><title>ทดสอบ</title></head><body>{body}</body></html>'


def render(body: str, **more) -> bytes:
    return render_in_child(page(body), title="ทดสอบ", description="ทดสอบ", created=WHEN, identifier=b"0123456789abcdef", **more)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render("".join(f"<p>{sentence}</p>" for sentence in SENTENCES))


@pytest.fixture(scope="module")
def sealed(plain) -> bytes:
    return sign(plain, reason="ทดสอบ", signer_name="ITA Portal")


def raw_text(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_thai_reads_back_letter_for_letter(plain):
    by_poppler = raw_text(plain)
    by_pypdf = " ".join(PdfReader(io.BytesIO(plain)).pages[0].extract_text().split())
    assert [sentence in by_poppler for sentence in SENTENCES] == [True] * 3
    assert [sentence in by_pypdf for sentence in SENTENCES] == [True] * 3
    assert by_poppler.count("ำ") == sum(sentence.count("ำ") for sentence in SENTENCES)
    assert "\u0e4d" not in by_poppler


def test_thai_without_spaces_breaks_into_lines():
    """The Thai dictionary of the system is there: without it, text runs off the page and nobody says so."""
    text = raw_text(
        render(f'<table><tr><td style="width:60mm">{"การประเมินคุณธรรมและความโปร่งใส" * 6}</td><td></td><td></td></tr></table>')
    )
    assert len([line for line in text.splitlines() if "การ" in line]) >= 4


def test_equal_input_gives_equal_bytes(plain):
    assert render("".join(f"<p>{sentence}</p>" for sentence in SENTENCES)) == plain


def test_only_our_typeface_is_in_the_file(plain):
    with pikepdf.open(io.BytesIO(plain)) as opened:
        names = {
            str(thing.BaseFont) for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    assert names
    assert all("Sarabun" in name for name in names)


def test_nothing_is_fetched(live_address):
    """Neither a file of the machine nor an address: the page is set without them, and nobody was asked."""
    address, asked = live_address
    body = (
        f'<p>ข้อความ</p><img src="{address}/a.png"><img src="file:///etc/hostname"><link rel="stylesheet" href="{address}/a.css">'
        '<link rel="attachment" href="file:///etc/hostname"><object data="file:///etc/passwd"></object>'
    )
    pdf = render(body)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.attachments) == 0
    assert "ข้อความ" in raw_text(pdf)
    assert asked == []


@pytest.fixture
def live_address():
    """A server that remembers what it was asked."""
    import http.server
    import threading

    asked: list[str] = []

    class Remember(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Remember)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_too_long_a_text_is_refused_with_a_sentence():
    with pytest.raises(RenderError, match="too long"):
        render("x" * MAX_HTML)


def test_a_renderer_that_does_not_end_is_ended():
    with pytest.raises(RenderError, match="could not be set"):
        render('<table><tr><td colspan="1000000">x</td></tr></table>' * 3, limits=Limits(cpu_seconds=4, wall_seconds=8))


def test_the_sealed_file_is_accepted(sealed):
    found = verify(sealed)
    assert (found.ok, found.reasons, len(found.signatures)) == (True, (), 1)
    signature = found.signatures[0]
    assert (signature.intact, signature.trusted, signature.unchanged) == (True, True, True)
    assert signature.signer == seal_certificate_info().subject
    assert seal_certificate_info().self_made is True


def changed_byte(pdf: bytes, at: float) -> bytes:
    place = int(len(pdf) * at)
    return pdf[:place] + bytes([pdf[place] ^ 0x01]) + pdf[place + 1 :]


@pytest.mark.parametrize("at", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98])
def test_a_changed_byte_is_refused(sealed, at):
    assert verify(changed_byte(sealed, at)).ok is False


def test_an_added_revision_is_refused(sealed):
    """Something appended leaves the sealed bytes intact; a plain signature check would still say valid."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root["/Lang"] = generic.pdf_string("en")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    found = verify(out.getvalue())
    assert (found.ok, found.signatures[0].intact, found.signatures[0].unchanged) == (False, True, False)


def test_a_saved_again_an_unsealed_and_a_foreign_file_are_refused(sealed, plain):
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        opened.save(again)
    answers = [
        verify(content).ok
        for content in (again.getvalue(), plain, b"", b"%PDF-1.7 nothing", b"PK\x03\x04", sealed[: len(sealed) // 2])
    ]
    assert answers == [False] * 6


def test_a_seal_of_somebody_elses_key_is_not_trusted(plain, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    foreign = sign(plain, reason="x", signer_name="ITA Portal")
    assert verify(foreign).ok is True
    settings.VAR_DIR = tmp_path / "other"
    found = verify(foreign)
    assert (found.ok, found.signatures[0].intact, found.signatures[0].trusted) == (False, True, False)
