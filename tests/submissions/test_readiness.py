"""How ready an answer is: what is there, what is missing, what to do first, what it is worth."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from submissions import actions
from submissions.actions import About
from submissions.models import Check
from submissions.readiness import Readiness
from tests.factories import World, make_recurring
from tests.submissions.test_views import client_of, url
from tests.submissions.test_writing import HTMX, type_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def page_of(world: World, code: str, person: User):
    return client_of(person).get(url(world, "item", code)).context["page"]


def ready(world: World, code: str) -> Readiness:
    return page_of(world, code, world.staff).ready


def lines(world: World, code: str) -> list[tuple[bool, str]]:
    return [(point.is_done, point.text) for point in ready(world, code).points]


def test_an_empty_answer_lacks_everything_and_begins_with_the_answer(world):
    assert lines(world, "O1") == [
        (False, "Say whether the agency has it"),
        (False, "Add evidence: the page where the public finds it, or a file"),
        (False, "Components with evidence: 0 of 3"),
        (False, "Tell the assessor where to look"),
        (False, "Hand it in to the coordinator"),
    ]
    here = ready(world, "O1")
    assert (here.done, here.total, here.next.anchor, here.outlook) == (0, 4, "#answer", "missing")


def test_it_fills_while_one_works(world):
    item = world.item("O1")
    actions.save_answer(item, answer="yes", explanation="", reason_none="", version=0, by=world.staff)
    part = item.item.components.filter(children=None).first()
    actions.add_url(item, "https://www.alpha.example/o1", About(title="ผัง", components=(part,)), by=world.staff)
    assert lines(world, "O1") == [
        (True, "Answered: the agency has it"),
        (True, "1 piece of evidence"),
        (False, "Components with evidence: 1 of 3"),
        (False, "Ways from the home page: 0 of 1"),
        (False, "Tell the assessor where to look"),
        (False, "Hand it in to the coordinator"),
    ]
    world.accept("O2")
    assert (ready(world, "O2").next, ready(world, "O2").done, ready(world, "O2").outlook) == (None, 5, "sure")


def test_what_was_seen_at_the_evidence_counts_until_it_is_answered_and_a_mere_hint_only_advises(world):
    evidence = world.answer("O2").evidence.get()
    facts = {"years": [2588], "wanted": [2590]}
    broken, hinted = (
        Check.objects.create(evidence=evidence, name=name, outcome="found", facts=facts, version=1, checked_at=evidence.added_at)
        for name in ("reach.answers", "content.components")
    )
    assert [line for line in lines(world, "O2") if "object" in line[1] or "worth" in line[1]] == [
        (False, "1 point that an assessor may object to"),
        (False, "1 thing worth a look"),
    ]
    advice = {point.text: point.is_advice for point in ready(world, "O2").points}
    assert (advice["1 point that an assessor may object to"], advice["1 thing worth a look"]) == (False, True)
    actions.answer_check(broken, reason="เปิดได้จากนอกสำนักงาน", by=world.staff)
    assert not any("object" in text for _done, text in lines(world, "O2"))


def test_an_answer_of_not_having_it_needs_a_reason_and_is_told_to_count_as_nothing(world):
    item = world.item("O1")
    actions.save_answer(item, answer="no", explanation="", reason_none="", version=0, draft=True, by=world.staff)
    assert lines(world, "O1") == [
        (True, "Answered: the agency does not have it, which counts as 0"),
        (False, "Write why the agency does not have it"),
        (False, "Hand it in to the coordinator"),
    ]


def test_the_periods_of_a_recurring_item_are_counted():
    world = World(edition=make_recurring())
    assert [text for _done, text in lines(world, "O2") if text.startswith("Periods")] == ["Periods: 0 of 6"]


def test_the_panel_is_the_agencys_own_while_answers_are_written(world):
    people = {name: person for name, person in world.people().items() if name not in ("assessor", "lead")}
    shown = {name: page_of(world, "O1", person).ready is not None for name, person in people.items()}
    assert shown == {"staff": True, "coordinator": True, "executive": True, "observer": False, "admin": False}
    world.endorse()
    assert page_of(world, "O1", world.staff).ready is None


def test_while_writing_the_page_is_told_when_the_answer_says_something_else(world):
    client = client_of(world.staff)
    told = [type_in(client, world, text, version).headers.get("HX-Trigger") for version, text in enumerate(("หน้า", "หน้าแรก", ""))]
    assert told == ["changed-answer", None, "changed-answer"]
    chosen = client.post(url(world, "save_answer", "O1"), words("", 3, "yes"), headers=HTMX)
    assert chosen.headers.get("HX-Trigger") == "changed-answer"


def worth(world: World, code: str, person):
    return client_of(person).get(url(world, "worth", code), headers=HTMX)


def test_what_an_item_is_worth_is_the_editions_own_arithmetic(world):
    """Two indicators of one sub-indicator and two items each: every item is worth a quarter of OIT."""
    page = worth(world, "O1", world.staff).context["page"]
    assert (page.points, page.oit) == (Decimal("25.00"), (Decimal("0.00"), Decimal("0.00")))
    assert [(one.code, one.points) for one in page.more] == [
        ("O2", Decimal("25.00")),
        ("O3", Decimal("25.00")),
        ("O4", Decimal("25.00")),
    ]
    world.accept("O2")
    world.answer("O1")
    page = worth(world, "O1", world.staff).context["page"]
    assert (page.points, page.own.outlook, page.oit) == (Decimal("25.00"), "doubtful", (Decimal("25.00"), Decimal("50.00")))
    assert [one.code for one in page.more] == ["O3", "O4"]
    assert worth(world, "O2", world.staff).context["page"].points is None


def test_only_items_of_ones_own_department_are_named(world):
    from assignments.actions import assign

    assign(world.year, world.item("O3").item, lead=world.finance, by=world.coordinator)
    named = {
        name: [one.code for one in worth(world, "O1", person).context["page"].more]
        for name, person in (("office", world.staff), ("finance", world.finance_staff), ("coordinator", world.coordinator))
    }
    assert named == {"office": ["O2", "O4"], "finance": ["O2", "O3", "O4"], "coordinator": ["O2", "O3", "O4"]}


def test_who_sees_what_an_item_is_worth(world):
    other = World("beta")
    codes = {name: worth(world, "O1", person).status_code for name, person in world.people().items()}
    assert codes == {
        "staff": 200,
        "coordinator": 200,
        "executive": 200,
        "observer": 403,
        "assessor": 404,
        "lead": 404,
        "admin": 200,
    }
    assert worth(world, "O1", other.staff).status_code == 404
    by_hand = client_of(world.staff).get(url(world, "worth", "O1"))
    assert (by_hand.status_code, by_hand["Location"]) == (302, f"{url(world, 'item', 'O1')}#readiness")


def test_what_it_is_worth_costs_the_same_for_one_answer_and_for_all(world):
    counts = []
    for step in (lambda: world.answer("O1"), world.accept_all):
        step()
        client = client_of(world.staff)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(world, "worth", "O1"), headers=HTMX).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 2
    assert counts[0] <= 17
