"""Narrowing a year's items, the matrix, the next item, the assessor's queue: what is shown, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.actions import assign_assessor
from assignments.models import Assignment
from submissions import actions
from submissions.enums import Status
from tests.factories import World, buddhist
from tests.submissions.test_views import client_of, url

pytestmark = pytest.mark.django_db


def shown(client, address: str, **asked: str) -> list[str]:
    return [line.code for line in client.get(address, asked).context["page"].listing.lines]


@pytest.fixture
def world() -> World:
    """O1 waits for the coordinator, O2 was begun, O3 belongs to nobody, O4 to finance alone and is due."""
    world = World()
    world.submit("O1")
    world.answer("O2", title="ข่าว ปี 2588")
    Assignment.objects.filter(assessment=world.year, item__number=3).delete()
    four = Assignment.objects.filter(assessment=world.year, item__number=4)
    four.filter(department=world.office).delete()
    four.update(due_on="2047-03-31")
    return world


@pytest.mark.parametrize("name", ["year", "matrix"])
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["O1", "O2", "O3", "O4"]),
        ({"status": "submitted"}, ["O1"]),
        ({"department": "nobody"}, ["O3"]),
        ({"sub": "10.1"}, ["O3", "O4"]),
        ({"mine": "1"}, ["O1"]),
        ({"hints": "1"}, ["O2", "O4"]),  # O4 builds on O3, which is not handed in
        ({"empty": "1"}, ["O3", "O4"]),
        ({"q": "รายงาน"}, ["O4"]),
        ({"q": "๐๒"}, ["O2"]),
        ({"q": "measures"}, ["O3", "O4"]),
        ({"status": "draft", "sub": "9.1"}, ["O2"]),
        (buddhist("due", 31, 3, 2590), ["O4"]),
        (buddhist("due", 30, 3, 2590), []),
        (buddhist("due", 30, "", ""), ["O1", "O2", "O3", "O4"]),
        ({"status": "nonsense", "department": "-1", "sub": "x"}, ["O1", "O2", "O3", "O4"]),
    ],
)
def test_the_list_is_narrowed(world, name, asked, expected):
    assert shown(client_of(world.coordinator), url(world, name), **asked) == expected


def test_a_department_shows_its_own_items(world):
    client = client_of(world.coordinator)
    assert shown(client, url(world, "year"), department=str(world.office.pk)) == ["O1", "O2"]
    assert shown(client_of(world.finance_staff), url(world, "year"), mine="1") == ["O1", "O2", "O4"]


def test_the_number_found_is_said_and_the_statuses_are_links(world):
    response = client_of(world.coordinator).get(url(world, "year"), {"sub": "9.1"})
    listing = response.context["page"].listing
    assert [(one["label"], one["n"], one["query"]) for one in listing.counts] == [
        ("all", 4, "?sub=9.1"),
        ("not handed in", 3, "?sub=9.1&status=draft"),
        ("waiting for the coordinator", 1, "?sub=9.1&status=submitted"),
    ]
    assert "2 of 4 items shown" in response.content.decode()


def test_htmx_gets_the_list_alone_with_a_short_address(world):
    client = client_of(world.coordinator)
    headers = {"HX-Request": "true"}
    response = client.get(url(world, "year"), {"status": "", "q": "", "sub": "9.1"}, headers=headers)
    assert response.headers["HX-Push-Url"] == url(world, "year") + "?sub=9.1"
    assert ("<html" in response.content.decode(), "HX-Request" in response.headers["Vary"]) == (False, True)
    back = client.get(url(world, "year"), headers=headers | {"HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


def test_all_shown_can_be_ticked_without_script(world):
    page = client_of(world.coordinator).get(url(world, "year"), {"sub": "9.1", "chosen": "all"}).content.decode()
    assert [f'value="{code}" aria-label' in page for code in ("O1", "O2", "O3")] == [True, True, False]
    assert page.count(" checked") == 2


@pytest.mark.parametrize("role", ["staff", "coordinator", "executive", "observer", "admin"])
def test_a_list_costs_the_same_for_any_filter_and_any_number(role):
    world = World()
    client = client_of(world.people()[role])
    counts = set()
    for codes in ((), ("O1",), ("O2", "O3", "O4")):
        for code in codes:
            world.submit(code)
        for asked in ({}, {"status": "submitted"}, {"hints": "1", "empty": "1"}, {"q": "O1"}, {"mine": "1"}):
            with CaptureQueriesContext(connection) as captured:
                client.get(url(world, "year"), asked)
            counts.add(len(captured))
    assert len(counts) == 1
    assert counts.pop() <= 14


def test_the_matrix_counts_by_row_and_department(world):
    page = client_of(world.coordinator).get(url(world, "matrix")).context["page"]
    assert [(row.line.code, row.count) for row in page.rows] == [("O1", 2), ("O2", 2), ("O3", 0), ("O4", 1)]
    assert {str(column.department): [line.code for line, _part in column.lines] for column in page.columns} == {
        str(world.finance): ["O1", "O2", "O4"],
        str(world.office): ["O1", "O2"],
    }


def test_next_leads_each_person_to_what_waits_for_them():
    world = World()
    world.submit("O2")
    world.submit("O4")
    address = url(world, "next")
    coordinator, staff = client_of(world.coordinator), client_of(world.staff)
    assert coordinator.get(address).headers["Location"] == url(world, "item", "O2")
    assert coordinator.get(address, {"after": "O2"}).headers["Location"] == url(world, "item", "O4")
    assert coordinator.get(address, {"after": "๐๔"}).headers["Location"] == url(world, "item", "O2")
    assert staff.get(address).headers["Location"] == url(world, "item", "O1")
    response = client_of(world.observer).get(address, follow=True)
    assert ("Nothing waits for you in this year." in response.content.decode(), response.redirect_chain[-1][0]) == (
        True,
        url(world, "year"),
    )


def test_after_a_step_the_next_item_is_offered():
    world = World()
    world.submit("O1")
    world.submit("O3")
    client = client_of(world.coordinator)
    page = client.post(url(world, "step", "O1", "accept"), follow=True).content.decode()
    assert f'<a href="{url(world, "item", "O3")}">Next item to accept or return: O3</a>' in page


def test_what_changed_since_it_was_looked_at_is_not_accepted_unseen():
    world = World()
    world.submit("O1")
    client = client_of(world.coordinator)
    seen = client.get(url(world, "item", "O1")).context["page"].seen
    actions.recall(world.item("O1"), by=world.staff)
    world.submit("O1")
    response = client.post(url(world, "step", "O1", "return"), {"seen": seen, "comment": "แก้ปี"})
    page = response.content.decode()
    assert (response.status_code, world.item("O1").status) == (409, Status.SUBMITTED)
    assert ("As it stands now" in page, page.count("แก้ปี") >= 2) == (True, True)


def queue(world: World, role: str):
    return client_of(world.people()[role]).get(reverse("submissions:review")).context["queue"]


def parts(queue) -> dict[str, dict[str, list[str]]]:
    return {
        year.assessment.agency.slug: {part.title: [entry.code for entry in part.entries] for part in year.shown}
        for year in queue.years
    }


def test_the_queue_says_what_waits_for_whom():
    world = World()
    world.open_clarification(failing=("O2",))
    actions.contest(world.item("O2"), explanation="ดูหน้า 3", by=world.coordinator)
    assert parts(queue(world, "lead")) == {"alpha": {"Contested": ["O2"], "Scored": ["O1", "O3", "O4"]}}
    assert parts(queue(world, "assessor")) == {"alpha": {"With others": ["O2"], "Scored": ["O1", "O3", "O4"]}}


def test_two_assessors_who_differ_are_the_leads_to_decide():
    world = World()
    world.edition.scoring.assessors = 2
    world.edition.scoring.save()
    world.open_assessment()
    third = World("beta").assessor
    assign_assessor(world.year, third, by=world.admin)
    world.judge("O1", by=world.assessor)
    assert parts(queue(world, "assessor")) == {"alpha": {"To score": ["O2", "O3", "O4"], "With others": ["O1"]}}
    world.judge("O1", met=False, by=third)
    assert parts(queue(world, "lead"))["alpha"]["The assessors differ"] == ["O1"]
    world.judge("O1", by=world.lead)
    assert world.item("O1").score == 100


def test_the_queue_costs_the_same_for_one_agency_and_for_three():
    counts = []
    first = World("alpha")
    first.open_assessment()
    for slug in ("", "beta", "gamma"):
        if slug:
            more = World(slug)
            more.open_assessment()
            assign_assessor(more.year, first.assessor, by=first.admin)
        with CaptureQueriesContext(connection) as captured:
            client_of(first.assessor).get(reverse("submissions:review"))
        counts.append(sum("django_session" not in query["sql"] for query in captured))
    assert len(set(counts)) == 1
    names = [slug for slug, _name in queue(first, "assessor").agencies]
    assert sorted(names) == ["alpha", "beta", "gamma"]


def test_a_draft_is_kept_while_somebody_judges_and_a_decision_is_final():
    world = World()
    world.open_assessment()
    client = client_of(world.assessor)
    leaf = world.item("O2").item.components.get(required=True).pk
    htmx = {"HX-Request": "true"}
    address = url(world, "save_review", "O2")
    lacking = client.post(address, {f"verdict_{leaf}": "not_met"}, headers=htmx).content.decode()
    assert ("Saved at" in lacking, "is kept once its reason is chosen" in lacking) == (True, True)
    client.post(address, {f"verdict_{leaf}": "not_met", f"reason_{leaf}": "R9", "comment": "เก่า"}, headers=htmx)
    review = world.item("O2").reviews.get()
    assert (review.comment, review.decided_at, review.verdicts.get().reason) == ("เก่า", None, "R9")
    world.judge("O2")
    refused = client.post(address, {f"verdict_{leaf}": "met"}, headers=htmx)
    assert (refused.status_code, "now it is “scored”" in refused.content.decode()) == (403, True)
    assert world.item("O2").reviews.get().decided_at is not None


def test_each_component_stands_beside_its_evidence():
    world = World()
    world.open_assessment()
    page = client_of(world.assessor).get(url(world, "item", "O1")).context["page"]
    assert [(row.number, [one.title for one in row.evidence], row.after, row.before) for row in page.judged] == [
        (1, ["หลักฐาน"], 2, 3),
        (2, ["หลักฐาน"], 3, 1),
        (3, ["หลักฐาน"], 1, 2),
    ]
