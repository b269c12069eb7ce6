"""The way from the home page: one walk finds all that a citizen could click to, and nothing that they could not."""

import pytest

from submissions.checks.ways import Step, place_of, says, shortest, steps_of, worded
from submissions.inspecting.exploring import Explorer, Search, Target, rewalk
from tests.agency_site import ITEMS, ROOT, title_of
from tests.sites import Page


def target(key: int, url: str, number: int = 1) -> Target:
    return Target(key, frozenset([place_of(url)]), number, title_of(number))


def test_one_walk_finds_forty_three_pages_and_their_documents_in_sixty_fetches(site, example) -> None:
    targets = [target(n, example.items[n], n) for n in ITEMS]
    targets += [target(100 + n, example.documents[n], n) for n in ITEMS]
    assert len(example.pages) >= 600
    with Explorer(f"{ROOT}/") as explorer:
        walks = Search(explorer, targets, 2566).run()
    assert [key for key, walk in walks.items() if not walk.way] == []
    assert worded(walks[112].way) == "หน้าแรก › ITA › ITA 2566 › O12 รายการที่ 12 ของการเปิดเผยข้อมูล › ดาวน์โหลดเอกสาร 12"
    assert walks[12].pages <= 60
    assert len([path for path in site.asked if not path.endswith((".txt", ".xml"))]) <= 60


def test_what_nobody_can_click_to_has_no_way(site, example) -> None:
    targets = [target(1, example.items[1], 1)]
    targets += [target(place, url, 44) for place, url in enumerate(example.hidden.values(), 2)]
    with Explorer(f"{ROOT}/") as explorer:
        walks = Search(explorer, targets, 2566).run()
    assert [bool(walks[key].way) for key in (1, 2, 3, 4)] == [True, False, False, False]
    assert [walks[key].in_sitemap for key in (2, 3, 4)] == [False, True, False]
    assert walks[2].pages <= 300


def test_documents_are_never_fetched_on_the_way(site, example) -> None:
    with Explorer(f"{ROOT}/") as explorer:
        Search(explorer, [target(1, example.documents[1], 1)], 2566).run()
    assert [path for path in site.asked if path.endswith(".pdf")] == []


def test_robots_txt_is_obeyed(site, example) -> None:
    example.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /ita/\n", media_type="text/plain")
    with Explorer(f"{ROOT}/") as explorer:
        walk = Search(explorer, [target(1, example.items[1], 1)], 2566).run()[1]
    assert (walk.way, [path for path in site.asked if path.startswith("/ita/")]) == ((), [])


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (Page("gone", 500), "home"),
        (Page("<script src=app.js></script><div id=app></div>"), "scripted"),
    ],
)
def test_a_home_page_that_cannot_be_read_says_why(site, example, page, problem) -> None:
    example.pages["/"] = page
    with Explorer(f"{ROOT}/") as explorer:
        assert Search(explorer, [target(1, example.items[1], 1)], 2566).run()[1].problem == problem


def test_a_page_that_sends_its_readers_on_is_a_click(site, example) -> None:
    example.pages["/ita/"] = Page('<meta http-equiv="refresh" content="0;url=/ita-new/">')
    example.pages["/ita-new/"] = Page('<a href="/ita/2566/">ITA 2566</a>')
    with Explorer(f"{ROOT}/") as explorer:
        walk = Search(explorer, [target(1, example.items[1], 1)], 2566).run()[1]
    assert worded(walk.way) == f"หน้าแรก › ITA › … › ITA 2566 › O1 {title_of(1)}"


def test_a_link_that_redirects_leads_where_it_redirects_to(site, example) -> None:
    example.pages["/"] = Page('<p>ยินดีต้อนรับ</p><a href="/go?id=1">ITA 2566</a>')
    example.pages["/go?id=1"] = Page(status=302, headers={"Location": "/ita/2566/"})
    targets = [target(1, f"{ROOT}/ita/2566/"), target(2, f"{ROOT}/go?id=1"), target(3, example.items[3], 3)]
    with Explorer(f"{ROOT}/") as explorer:
        walks = Search(explorer, targets, 2566).run()
    menu = "หน้าแรก › ITA 2566"
    assert [worded(walks[n].way) for n in (1, 2, 3)] == [menu, menu, f"{menu} › O3 {title_of(3)}"]


def test_a_home_page_that_redirects_is_still_the_home_page(site, example) -> None:
    example.pages["/th/"] = example.pages["/"]
    example.pages["/"] = Page(status=302, headers={"Location": "/th/"})
    with Explorer(f"{ROOT}/") as explorer:
        walks = Search(explorer, [target(1, f"{ROOT}/th/"), target(2, f"{ROOT}/ita/")], 2566).run()
    assert [worded(walks[n].way) for n in (1, 2)] == ["หน้าแรก", "หน้าแรก › ITA"]


@pytest.mark.parametrize(
    ("written", "ok", "step"),
    [
        ("หน้าแรก > ITA > ITA 2566 > O12 รายการที่ 12 ของการเปิดเผยข้อมูล", True, ""),
        ("หน้าหลัก › ita › ITA ๒๕๖๖ › O12", True, ""),
        ("ITA > ITA 2566 > O12 > ดาวน์โหลดเอกสาร 12", True, ""),
        ("หน้าแรก > ITA > ITA 2566", True, ""),  # the last click is the evidence itself
        ("หน้าแรก > ธรรมาภิบาล > ITA 2566", False, "ธรรมาภิบาล"),
        ("หน้าแรก > ITA > ITA 2565 > O12", False, ""),  # the same item of another year
    ],
)
def test_a_way_that_somebody_wrote_is_clicked_along(site, example, written: str, ok: bool, step: str) -> None:
    places = frozenset([place_of(example.items[12]), place_of(example.documents[12])])
    with Explorer(f"{ROOT}/") as explorer:
        found = rewalk(explorer, written, Target(1, places, 12, title_of(12)))
    assert found is not None
    assert (found.ok, found.step) == (ok, step)


def test_pages_that_robots_txt_closes_are_not_asked_for(site, example) -> None:
    """Then nobody says that there is no way: it could not be looked for, nor a written one followed."""
    example.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /ita/2566/", media_type="text/plain")
    aim = target(1, example.items[12], 12)
    with Explorer(f"{ROOT}/") as explorer:
        walk = Search(explorer, [aim], 2566).run()[1]
        written = rewalk(explorer, f"หน้าแรก > ITA > ITA 2566 > O12 {title_of(12)}", aim)
    assert (walk.way, walk.problem) == ((), "robots")
    assert written is not None
    assert (written.ok, written.at, written.problem) == (False, "ITA 2566", "page")
    assert [path for path in site.asked if path.startswith("/ita/2566/")] == []


def test_a_written_way_stays_on_the_website_and_ends(site, example) -> None:
    example.pages["/"] = Page('<p>ยินดีต้อนรับ</p><a href="http://other.example.go.th/">เว็บไซต์อื่น</a>')
    aim = target(1, example.items[12], 12)
    with Explorer(f"{ROOT}/") as explorer:
        elsewhere = rewalk(explorer, "หน้าแรก > เว็บไซต์อื่น > O12", aim)
        endless = rewalk(explorer, " > ".join(["หน้าแรก", *["ITA"] * 11]), aim)
    assert elsewhere is not None
    assert (elsewhere.ok, elsewhere.problem, endless) == (False, "page", None)


def test_a_heading_of_a_menu_is_no_step_of_its_own(site, example) -> None:
    example.pages["/"] = Page('<ul><li>ข้อมูลหน่วยงาน<ul><li><a href="/ita/2566/">ITA ปี 2566</a></li></ul></li></ul>')
    with Explorer(f"{ROOT}/") as explorer:
        found = rewalk(explorer, "หน้าแรก > ข้อมูลหน่วยงาน > ITA ปี 2566 > O3", target(1, example.items[3], 3))
    assert found is not None
    assert found.ok


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        ("หน้าแรก > ITA > O1", ["ITA", "O1"]),
        ("หน้าหลัก»ITA»O1", ["ITA", "O1"]),
        ("“ITA” → “O1”", ["ITA", "O1"]),
        ("เข้าที่หน้าเว็บไซต์แล้วเลือกเมนู ITA", []),
        ("", []),
    ],
)
def test_ways_are_read_as_people_write_them(written: str, steps: list[str]) -> None:
    assert steps_of(written) == steps


def test_words_are_compared_as_people_read_them() -> None:
    assert [says("ITA ๒๕๖๖", "ita 2566"), says("O12 แผนการใช้จ่าย", "แผนการใช้จ่าย"), says("ข่าว", "แผน"), says("", "x")] == [
        2,
        1,
        0,
        0,
    ]


def test_a_link_with_words_goes_before_one_without() -> None:
    home = place_of(f"{ROOT}/")
    links = {
        home: [Step("", f"{ROOT}/a"), Step("ข้อมูล", f"{ROOT}/b")],
        place_of(f"{ROOT}/a"): [Step("x", f"{ROOT}/t")],
        place_of(f"{ROOT}/b"): [Step("เอกสาร", f"{ROOT}/t")],
    }
    ways = shortest(home, links, Step("หน้าแรก", f"{ROOT}/"), {})
    assert worded(ways[place_of(f"{ROOT}/t")]) == "หน้าแรก › ข้อมูล › เอกสาร"


def test_a_place_is_the_same_however_its_letters_are_written():
    quoted = "https://www.xn--o3cg7ak5c9d.xn--o3cw4h/%E0%B9%81%E0%B8%9C%E0%B8%99.pdf"
    assert place_of("http://เทศบาล.ไทย:80/แผน.pdf#p2") == place_of(quoted)
