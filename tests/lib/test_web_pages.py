"""Pages of Thai sites as they really are: wrong declarations, old character sets, links without words, pages that are not what they seem."""

import pytest

from ita_portal.lib.web_pages import Link, decode, is_log_in_place, likeness, read_page

THAI = "แผนการจัดซื้อจัดจ้าง ประจำปีงบประมาณ"
URL = "https://www.example.go.th/oit/o12.html"


@pytest.mark.parametrize(
    ("encoding", "meta", "header"),
    [
        ("utf-8", "", ""),
        ("utf-8", "tis-620", ""),  # the declaration lies
        ("utf-8", "", "text/html; charset=windows-874"),
        ("utf-8-sig", "", ""),
        ("cp874", "", ""),
        ("cp874", "tis-620", ""),
        ("cp874", "utf-8", ""),
        ("cp874", "", "text/html; charset=UTF-8"),
        ("cp874", "x-unknown-thai", ""),
        ("tis-620", "windows-874", ""),
        ("iso-8859-11", "", "text/html; charset=iso-8859-11"),
        ("utf-16", "", ""),
    ],
)
def test_thai_is_read_whatever_the_page_says_of_itself(encoding: str, meta: str, header: str) -> None:
    page = f'<html><head><meta charset="{meta}"></head><body>{THAI}</body></html>'
    assert THAI in decode(page.encode(encoding), header)


def test_a_page_cut_inside_a_letter_is_still_utf8() -> None:
    assert decode(THAI.encode()[:-1]) == THAI[:-1]


def test_links_are_absolute_and_named_by_what_a_person_sees() -> None:
    page = read_page(
        """<base href="/ita/"><a href="o1.html#part"> O1 <b>โครงสร้าง</b></a><a href="/a.pdf" title="แผน"><i></i></a>
        <a href="//www.example.go.th/b"><img src="b.png" alt="รูปแผน"></a><a href="mailto:a@b">x</a><a href="javascript:go()">y</a>
        <iframe src="frame.html" title="กรอบ"></iframe><a href="http://[broken">z</a>""",
        URL,
    )
    assert page.links == (
        Link("https://www.example.go.th/ita/o1.html", "O1 โครงสร้าง"),
        Link("https://www.example.go.th/a.pdf", "แผน"),
        Link("https://www.example.go.th/b", "รูปแผน"),
        Link("https://www.example.go.th/ita/frame.html", "กรอบ"),
    )


def test_only_words_that_are_shown_are_its_text() -> None:
    page = read_page(f"<title> ก  ข </title><style>p{{}}</style><script>var x</script><p>{THAI}</p><noscript>no</noscript>", URL)
    assert (page.title, page.text) == ("ก ข", THAI)


def test_a_page_that_sends_its_readers_on() -> None:
    assert read_page('<meta http-equiv="refresh" content="0; url=/new">', URL).refresh == "https://www.example.go.th/new"
    assert read_page('<meta http-equiv="refresh" content="0; url=http://[x/"><base href="http://[x/">', URL).refresh == ""


@pytest.mark.parametrize(
    ("html", "wall", "box"),
    [
        ("<form><input type=password></form>", True, False),
        (f"<form><p>{THAI * 40}</p><input type=password></form><a href=/>กลับ</a>", True, False),
        ("<p>ชื่อผู้ใช้</p><input type=password>", True, False),
        (f"<form><input type=password></form><p>{THAI * 40}</p>", False, False),
        ("<form><input type=password></form>" + f"<a href=/a>{THAI}</a>" * 40, False, True),
        (f"<p>{THAI}</p>", False, False),
    ],
)
def test_pages_to_log_in_and_boxes_beside_content(html: str, wall: bool, box: bool) -> None:
    page = read_page(html, URL)
    assert (page.asks_for_password, page.log_in_box) == (wall, box)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/login", True),
        ("/wp-login.php?redirect_to=x", True),
        ("/Account/SignIn/", True),
        ("/auth/realms/x", True),
        ("/docs/login-manual.pdf", False),
        ("/login-manual/", False),
        ("/how-to-log-in", False),
        ("/authority/", False),
    ],
)
def test_places_to_log_in_are_whole_parts_of_a_path(path: str, is_one: bool) -> None:
    assert is_log_in_place(f"https://www.example.go.th{path}") is is_one


def test_a_page_made_by_script_is_known() -> None:
    assert read_page("<script src=app.js></script><div id=app></div>", URL).made_by_script
    assert not read_page(f"<script src=app.js></script><p>{THAI * 10}</p>", URL).made_by_script
    assert not read_page("<p>สั้น</p>", URL).made_by_script


def test_the_sites_own_not_found_is_like_itself_and_unlike_a_real_page() -> None:
    missing = [read_page(f"<title>เทศบาล</title><p>ไม่พบหน้าที่ท่านต้องการ กลับหน้าแรก {n}</p>", URL) for n in range(2)]
    real = read_page(f"<title>O12</title><p>{THAI * 20}</p>", URL)
    assert likeness(*missing) > 0.95
    assert likeness(missing[0], real) < 0.5
