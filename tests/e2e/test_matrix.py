"""Writing the matrix in a real browser: painted with the mouse, by keys alone, and as a list on a telephone."""

import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from assignments.models import Assignment
from criteria.models import Item
from tests.factories import World, make_department
from tests.pages import session_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
MATRIX = "/alpha/2590-small/matrix/edit/"


@pytest.fixture
def world() -> World:
    """Office leads all, finance supports all, third and fourth have nothing yet."""
    found = World()
    found.third, found.fourth = make_department(found.agency, "third"), make_department(found.agency, "fourth")
    return found


@pytest.fixture
def open_matrix(browser: Browser, live_server):
    contexts = []

    def open_page(width: int = 1280) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="th-TH", viewport={"width": width, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session_of("coordinator@alpha"), "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(MATRIX)
        return page

    yield open_page
    for context in contexts:
        context.close()


def cell(page: Page, code: str, department) -> object:
    number = Item.objects.get(number=int(code[1:])).pk
    return page.locator(f"select[name='cell.{number}.{department.pk}']")


def centre(page: Page, code: str, department) -> tuple[float, float]:
    one = cell(page, code, department)
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple, end: tuple) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()


def values(page: Page, world: World, department) -> list[str]:
    return [cell(page, code, department).input_value() for code in ("O1", "O2", "O3", "O4")]


def stands(world: World, department) -> list[str]:
    rows = dict(Assignment.objects.filter(assessment=world.year, department=department).values_list("item__number", "part"))
    return [rows.get(number, "") for number in (1, 2, 3, 4)]


def brush(page: Page, name: str) -> None:
    page.locator(f"[data-brush='{name}']").click()


def save(page: Page) -> None:
    page.locator("#cells button[type=submit]").click()
    expect(page.locator(".notice-success")).to_be_visible()


def test_a_rectangle_is_painted_taken_back_and_painted_again(world, open_matrix):
    page = open_matrix()
    page.locator("#cells").scroll_into_view_if_needed()
    brush(page, "support")
    start, end = centre(page, "O1", world.third), centre(page, "O3", world.fourth)
    drag(page, centre(page, "O1", world.third), end)
    assert (values(page, world, world.third), values(page, world, world.fourth)) == (["support"] * 3 + [""],) * 2
    page.locator("[data-undo]").click()
    assert values(page, world, world.third) == [""] * 4
    drag(page, start, centre(page, "O2", world.third))
    save(page)
    assert (stands(world, world.third), stands(world, world.fourth)) == (["support", "support", "", ""], [""] * 4)


def test_another_brush_leaves_the_last_rectangle_alone_even_where_its_end_was_not_heard(world, open_matrix):
    page = open_matrix()
    brush(page, "support")
    page.evaluate("addEventListener('mouseup', (event) => event.stopImmediatePropagation(), { capture: true, once: true })")
    drag(page, centre(page, "O1", world.third), centre(page, "O2", world.third))
    brush(page, "lead")
    page.mouse.move(*centre(page, "O3", world.third), steps=6)
    assert values(page, world, world.third) == ["support", "support", "", ""]
    brush(page, "")
    page.keyboard.down("Shift")
    page.mouse.click(*centre(page, "O4", world.third))
    page.keyboard.up("Shift")
    assert values(page, world, world.third) == ["support", "support", "", ""]


def test_shift_fills_from_where_the_last_painting_began(world, open_matrix):
    page = open_matrix()
    brush(page, "support")
    page.mouse.click(*centre(page, "O1", world.third))
    page.keyboard.down("Shift")
    page.mouse.click(*centre(page, "O4", world.third))
    page.keyboard.up("Shift")
    save(page)
    assert stands(world, world.third) == ["support"] * 4


def test_keys_alone_move_the_lead_fill_downwards_and_save(world, open_matrix):
    page = open_matrix()
    cell(page, "O1", world.fourth).focus()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "O1", world.finance)).to_be_focused()
    page.keyboard.press("l")
    assert (values(page, world, world.office)[0], values(page, world, world.finance)[0]) == ("support", "lead")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    page.keyboard.press("Shift+ArrowDown")
    expect(cell(page, "O2", world.fourth)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    page.keyboard.press("Delete")
    page.locator("#cells button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice-success")).to_be_visible()
    assert (stands(world, world.office)[0], stands(world, world.finance)[0]) == ("support", "lead")
    assert stands(world, world.fourth) == ["support", "support", "", ""]


def test_on_a_telephone_it_is_a_list_in_which_part_and_day_are_chosen(world, open_matrix):
    page = open_matrix(width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    one = cell(page, "O1", world.third)
    one.scroll_into_view_if_needed()
    label = one.evaluate("(cell) => getComputedStyle(cell.closest('td'), '::before').content")
    assert label == f'"{world.third.name_th}"'
    one.select_option("support")
    day = page.locator("td.day").first
    day.locator("summary").click()
    day.locator("input").first.fill("15")
    day.locator("select").select_option("3")
    day.locator("input").last.fill("2590")
    expect(page.locator("[data-changed]")).to_contain_text("2")
    save(page)
    assert stands(world, world.third) == ["support", "", "", ""]
    days = Assignment.objects.filter(assessment=world.year, item__number=1).values_list("due_on", flat=True)
    assert set(days) == {datetime.date(2047, 3, 15)}
    expect(page.locator("td.day summary").first).to_contain_text("15 มี.ค. 2590")
