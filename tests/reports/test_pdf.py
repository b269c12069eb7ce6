"""The document engine: Thai that reads back, no fetches, a seal that shows every change. No database."""

import datetime
import io
import json
import re
import subprocess

import pikepdf
import pytest
from django.template import engines
from pypdf import PdfReader

from ita_portal.lib.sandbox import Limits
from ita_portal.lib.thai import thai_digits
from reports.pdf.examine import found_in
from reports.pdf.fonts import built_fonts
from reports.pdf.render import MAX_HTML, Attached, RenderError, render_in_child
from reports.pdf.sign import seal_certificate_info, sign, trusted_roots
from reports.pdf.verify import MAX_BYTES, verify

WHEN = datetime.datetime(2026, 3, 5, 9, 30, tzinfo=datetime.UTC)
SENTENCES = (
    "สำนักงานจังหวัดจัดทำคำสั่งและข้อมูลประจำปีงบประมาณ พ.ศ. ๒๕๖๙",
    "น้ำ ก่ำ ค้ำ ป้ำ ฟ้ำ ฝ่ำ ที่ ผู้ปฏิบัติ กี่ ปี่ ฐู ญู",
    "การดำเนินการเพื่อป้องกันการทุจริตและนำผลไปสู่การปฏิบัติ",
    "ฟื้นฟูพื้นที่ที่ปนเปื้อน โดยเปิดเผยข้อมูลอย่างต่อเนื่อง",
)
CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"


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
    assert [sentence in by_poppler for sentence in SENTENCES] == [True] * len(SENTENCES)
    assert [sentence in by_pypdf for sentence in SENTENCES] == [True] * len(SENTENCES)
    assert by_poppler.count("ำ") == sum(sentence.count("ำ") for sentence in SENTENCES)
    assert "\u0e4d" not in by_poppler


def test_every_syllable_reads_back_in_every_face():
    """Each consonant with each vowel and tone above or below, and with SARA AM, for readers that go by place and those that go by order."""
    tones = ("", "่", "้", "๊", "๋")
    words = [letter + tone + "ำ" for letter in CONSONANTS for tone in tones]
    words += [letter + vowel + tone for letter in CONSONANTS for vowel in "ัิีึืุู" for tone in (*tones, "์")]
    words += [f"{word}น" for word in words]  # what follows must not seem another word
    lines = [" ".join(words[start : start + 12]) for start in range(0, len(words), 12)]
    faces = ("span", "b", "i", "b><i")
    pdf = render("".join(f"<p><{face}>{line}</p>" for face in faces for line in lines))

    def only_words(text: str) -> list[str]:
        return re.sub(r"หน้า \d+ จาก \d+", "", text).split()

    assert only_words(raw_text(pdf)) == words * 4
    assert only_words("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)) == words * 4


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


PAPER = """{% extends "reports/pdf/base.html" %}{% block digits %}digits-thai{% endblock %}{% block heading %}สรุปรายข้อ{% endblock %}
{% block short_title %}สรุปรายข้อ {{ agency }}{% endblock %}{% block code %}K7PQ2M9XTR4C{% endblock %}
{% block body %}<table><thead><tr><th class="c-code">ข้อ</th><th>ข้อมูล</th><th class="c-score num">คะแนน</th><th class="c-status">สถานะ</th>
<th class="c-who">หน่วยที่รับผิดชอบ</th><th class="c-evidence">หลักฐาน</th></tr></thead><tbody>{% for number in numbers %}<tr><td>O{{ number }}</td>
<td>มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน</td><td class="num">100</td><td>ได้รับคำชี้แจง</td><td>กองยุทธศาสตร์และงบประมาณ</td>
<td class="c-evidence">https://www.example.go.th/profile/{{ address }}</td></tr>{% endfor %}</tbody></table>{% endblock %}"""


def test_a_year_of_43_items_is_well_set():
    """Table heads, code and short title on every page, Thai page numbers, every address whole, nothing beyond the margins."""
    context = {"agency": 'เทศบาลตำบล "ตัวอย่าง"', "numbers": range(1, 44), "address": "a1b2c3d4e5" * 12}
    html = engines["django"].from_string(PAPER).render(context)
    pdf = render_in_child(html, title="สรุป", description="สรุป", created=WHEN, identifier=b"0123456789abcdef")
    pages = raw_text(pdf).removesuffix("\f").split("\f")
    last = len(pages)
    assert last > 3
    for number, text in enumerate(pages, start=1):
        assert f"หน้า {thai_digits(number)} จาก {thai_digits(last)}" in text
        assert "รหัสเอกสาร K7PQ2M9XTR4C" in text
        assert ('สรุปรายข้อ เทศบาลตำบล "ตัวอย่าง"' in text) == (number > 1)
        assert ("หลักฐาน" in text) == bool(re.search(r"^O\d+", text, re.M))
    assert re.findall(r"^O(\d+)", "\n".join(pages), re.M) == [str(number) for number in range(1, 44)]
    assert re.sub(r"\s", "", "".join(pages)).count("https://www.example.go.th/profile/" + "a1b2c3d4e5" * 12) == 43
    assert "ลงชื่อ" in pages[-1]
    left, right = edges(pdf)
    assert left >= 85 - 1
    assert right <= 595 - 57 + 1


def edges(pdf: bytes) -> tuple[float, float]:
    """Where the leftmost word begins and the rightmost ends, in points."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    words = [
        (float(begin), float(end)) for begin, end in re.findall(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"', boxes)
    ]
    return min(begin for begin, _end in words), max(end for _begin, end in words)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("แนบแล้ว ✓", "แนบแล้ว ◊"), ("ดี😀มาก 漢字", "ดี◊มาก ◊◊"), ("ข้อ ① ⅷ ก‑ข", "ข้อ 1 viii ก‐ข"), ("&lt;b&gt; ＜i＞", "<b> ◊i◊")],
)
def test_letters_that_the_typeface_lacks_get_a_stand_in(typed, shown):
    """What somebody typed must neither stop a paper nor bring another typeface into it, nor become markup."""
    assert shown in raw_text(render(f"<p>{typed}</p>"))


def test_the_typeface_is_the_same_wherever_it_is_built(tmp_path):
    one, other = (built_fonts(tmp_path / name) for name in ("one", "other"))
    assert [path.read_bytes() for path in one.values()] == [path.read_bytes() for path in other.values()]
    assert set((tmp_path / "one").iterdir()) == set(one.values())


def test_the_file_says_that_it_is_archivable_and_accessible(sealed):
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        told = opened.open_metadata()
        found = {name: told.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part", "dc:title")}
        structured, language = "/StructTreeRoot" in opened.Root, str(opened.Root.Lang)
    assert found == {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1", "dc:title": "ทดสอบ"}
    assert (structured, language) == (True, "th")


def test_what_is_attached_travels_inside():
    data = '{"รายการ": "</rdf:RDF> beginbfchar <0001> <0e01>"}'.encode()
    pdf = render("<p>ข้อความ</p>", attachments=[Attached("data.json", data, "ข้อมูลสำหรับเครื่อง")])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()} == {"data.json": data}
        assert opened.attachments["data.json"].description == "ข้อมูลสำหรับเครื่อง"


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


def test_a_changed_byte_of_the_seal_itself_is_refused(sealed):
    """The seal does not cover its own place: parts of it that no signature holds, the case of its digits, the zeros behind it."""
    start, length, after, _rest = map(int, re.search(rb"/ByteRange\s*\[(\d+) (\d+) (\d+) (\d+)", sealed).groups())
    end = length + len(sealed[length:after].rstrip(b">0"))
    roots = trusted_roots()
    assert (start, [one["intact"] for one in found_in(sealed, roots)]) == (0, [True])
    accepted = []
    for place in [*range(length + 40, length + 90), *range(length + 90, end, 23), end + 40, after - 2]:
        for change in (0x01, 0x20):
            changed = sealed[:place] + bytes([sealed[place] ^ change]) + sealed[place + 1 :]
            try:
                found = found_in(changed, roots)
            except Exception:  # the child that reads would end with it, and the file would be refused
                continue
            if all(one["intact"] and one["trusted"] and one["unchanged"] for one in found):
                accepted.append(place - length)
    assert accepted == []


@pytest.mark.parametrize("tail", [b"\n", b"% nothing\n", b"<html><script>alert(1)</script></html>", b"\0" * 600])
def test_bytes_behind_the_end_are_refused(sealed, tail):
    """Readers overlook them, and a signature check alone says valid."""
    found = verify(sealed + tail)
    assert (found.ok, bool(found.reasons)) == (False, True)


def test_the_answer_is_plain_data(sealed, plain):
    answers = [json.loads(json.dumps(verify(content).to_json())) for content in (sealed, plain, b"x")]
    told = [(one["ok"], one["readable"], len(one["signatures"])) for one in answers]
    assert told == [(True, True, 1), (False, True, 0), (False, False, 0)]
    assert datetime.datetime.fromisoformat(answers[0]["signatures"][0]["signed_at"]).tzinfo is not None


def test_a_file_that_is_too_large_is_not_read():
    assert "30 MB" in verify(b"%PDF-1.7" + bytes(MAX_BYTES)).reasons[0]


def test_a_file_that_refers_to_itself_is_refused():
    loop = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 >>\nstartxref\n9\n%%EOF\n"
    found = verify(loop)
    assert (found.ok, found.readable) == (False, False)


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
