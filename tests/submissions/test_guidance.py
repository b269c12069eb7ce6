"""The help at one item: what a good answer has, what went wrong before, what others did well."""

import datetime

import pytest
from django.test import Client

from assignments.queries import Responsible
from criteria.importers import import_edition
from criteria.models import Edition
from criteria.queries import components_of, leaves
from submissions import actions, queries
from submissions.enums import Reason, ResultSource
from submissions.guidance import ItemHelp, item_help
from submissions.models import Result, Submission
from tests.factories import DATA, World

pytestmark = pytest.mark.django_db


def help_of(world: World, code: str, responsible: Responsible | None = None) -> ItemHelp:
    submission = world.item(code)
    parts = leaves(components_of([submission.item]).get(submission.item_id, []))
    bases = queries.bases_of(submission)
    return item_help(submission, parts, bases, responsible or Responsible(), queries.previous_of(submission))


def next_edition(tmp_path) -> Edition:
    """The same items a year later; history joins them by requirement."""
    text = (DATA / "2590-small.yaml").read_text().replace("2590", "2591").replace("พ.ศ. 2589", "พ.ศ. 2590")
    path = tmp_path / "2591-small.yaml"
    path.write_text(text)
    return import_edition(path, by=None, publish=True)


def a_year_later(world: World, edition: Edition) -> World:
    """The same agency and people in the next edition."""
    later = object.__new__(World)
    later.__dict__ = dict(world.__dict__, edition=edition)
    later.year = actions.open_year(world.agency, edition, by=world.admin)
    return later


def test_points_follow_from_the_items_own_rows():
    world = World()
    one, two, three, four = (help_of(world, code).points for code in ("O1", "O2", "O3", "O4"))
    assert [point.text for point in one] == [
        "All 3 required components are shown, each with evidence.",
        "The data is up to date on the day on which it is looked at.",
        "The data is that of the whole agency, not of one unit.",
    ]
    assert [point.text for point in two][:3] == [
        "The one required component is shown.",
        "1 component names the year 2590: show the data of exactly that year.",
        "The data is of fiscal year 2590.",
    ]
    assert (two[2].first_day, two[2].last_day) == (datetime.date(2046, 10, 1), datetime.date(2047, 9, 30))
    assert [point.text for point in three if "component" in point.text or "signed" in point.text] == [
        "The criteria name no components: the item is judged as a whole, by its title.",
        "The document is signed by the head of the agency.",
    ]
    assert four[1].text == "1 component names the year 2589: show the data of exactly that year."
    assert four[2].text == "The results are of fiscal year 2589, not of the current year."
    assert (four[2].first_day, four[2].last_day) == (datetime.date(2045, 10, 1), datetime.date(2046, 9, 30))
    assert [point.code for point in four if point.code] == ["O3"]


def test_an_item_for_everyone_and_a_main_website_add_their_points():
    world = World()
    world.agency.main_host = "alpha.example"
    world.agency.save()
    rows = list(world.year.assignments.filter(item__number=1))
    texts = [point.text for point in help_of(world, "O1", Responsible(everyone=True, rows=rows)).points]
    assert texts[-2:] == [
        "All 2 departments add evidence of their own.",
        "The links lead to the agency's main website, alpha.example.",
    ]


def test_last_years_zero_says_why_and_what_to_do(tmp_path):
    world = World()
    world.open_assessment()
    for code in ("O1", "O2", "O3", "O4"):
        world.judge(code, met=code != "O2", reason="R9")
    actions.open_clarification_round(world.year, by=world.admin)
    actions.confirm(world.year, by=world.admin)
    actions.publish(world.year, by=world.admin)
    later = a_year_later(world, next_edition(tmp_path))
    (lesson,) = help_of(later, "O2").lessons
    assert ([cause.code for cause in lesson.causes], lesson.is_reading) == ([Reason.R9], False)
    (clean,) = help_of(later, "O1").lessons
    assert (clean.is_clean, clean.causes) == (True, [])
    page = Client()
    page.force_login(world.staff)
    text = page.get("/alpha/2591-small/O2/").content.decode()
    assert ("got 0." in text, "out of date" in text, "Bring the page up to date before you hand in" in text) == (True, True, True)
    assert help_of(later, "O2").common == []  # its own reason is told once, not counted among others'


@pytest.mark.parametrize(
    ("score", "comment", "codes", "is_reading"),
    [
        (0, "ไม่แสดงช่องทางเข้าถึงข้อมูล", ["R1"], True),
        (100, "ต้องใช้ข้อมูลของจังหวัดมิใช่ส่วนราชการ", ["R2"], True),
        (0, "ขอให้ปรับปรุง", [], False),
        (0, "", ["R8"], False),
        (None, "ควรจัดทำให้ครบถ้วน", [], False),
    ],
)
def test_an_official_comment_is_read_only_where_it_speaks(tmp_path, score, comment, codes, is_reading):
    world = World()
    item = world.item("O1").item
    Result.objects.create(assessment=world.year, item=item, source=ResultSource.OFFICIAL, score=score, comment=comment)
    (lesson,) = help_of(a_year_later(world, next_edition(tmp_path)), "O1").lessons
    assert ([str(cause.code) for cause in lesson.causes], lesson.is_reading) == (codes, is_reading)


def test_others_reasons_and_examples_come_from_published_years_only():
    asking, failing, good, hidden = World("asking"), World("failing"), World("good"), World("hidden")
    failing.publish(failing=("O1",))
    good.publish()
    hidden.open_clarification(failing=("O1",))
    shown = help_of(asking, "O1")
    assert [(str(cause.code), cause.n) for cause in shown.common] == [("R1", 1)]
    assert [(one.assessment.agency.slug, one.shown_title, one.shown_path) for one in shown.examples] == [
        ("good", "หลักฐาน", "หน้าแรก > ITA")
    ]
    page = Client()
    page.force_login(asking.staff)
    assert "/public/good/2590-small/#O1" in page.get("/asking/2590-small/O1/").content.decode()


def test_a_doubtful_join_gives_no_example_and_three_are_enough():
    asking = World("asking")
    for slug in ("one", "two", "three", "four"):
        World(slug).publish()
    assert (len(help_of(asking, "O1").examples), help_of(asking, "O4").examples) == (3, [])


def test_an_answer_of_one_without_evidence_is_no_example():
    asking, known = World("asking"), World("known")
    Result.objects.create(assessment=known.year, item=known.item("O1").item, source=ResultSource.OFFICIAL, score=100)
    known.year.stage = "published"
    known.year.save()
    assert (help_of(asking, "O1").examples, Submission.objects.filter(score=100).count()) == ([], 0)
