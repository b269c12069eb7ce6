"""One step for several items: seen before it happens, told item by item, and nothing typed is lost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from submissions import actions
from submissions.enums import Status
from tests.factories import World, buddhist
from tests.submissions.test_views import client_of, url

pytestmark = pytest.mark.django_db


def preview(client: Client, world: World, verb: str, *codes: str, **words: str):
    return client.post(url(world, "bulk", verb), {"items": list(codes), **words})


def confirm(client: Client, response, **words: object):
    """Press the button of the preview with what it carries."""
    page = response.context["page"]
    possible = [choice for choice in page.choices if choice.verdict]
    carried = {"items": [choice.code for choice in possible], "seen": [choice.seen for choice in possible], "confirm": "1"}
    return client.post(response.request["PATH_INFO"], carried | words)


def outcomes(response) -> dict[str, str]:
    return {outcome.submission.item.code: outcome.refusal for outcome in response.context["page"].outcomes}


def test_the_preview_changes_nothing_and_says_what_will_happen():
    world = World()
    world.submit("O1")
    response = preview(client_of(world.coordinator), world, "accept", "O1", "O2")
    assert [(choice.code, bool(choice.verdict)) for choice in response.context["page"].choices] == [("O1", True), ("O2", False)]
    page = response.content.decode()
    assert ("becomes “accepted”" in page, "now it is “not handed in”." in page) == (True, True)
    assert world.item("O1").status == Status.SUBMITTED


def test_what_was_confirmed_is_done_and_told():
    world = World()
    world.submit("O1")
    world.submit("O2")
    client = client_of(world.coordinator)
    response = confirm(client, preview(client, world, "accept", "O1", "O2", "O3"))
    assert (response.status_code, outcomes(response)) == (200, {"O1": "", "O2": ""})
    assert {code: world.item(code).status for code in ("O1", "O2", "O3")} == {
        "O1": Status.ACCEPTED,
        "O2": Status.ACCEPTED,
        "O3": Status.DRAFT,
    }


def test_confirming_twice_says_so_and_changes_nothing():
    world = World()
    world.submit("O1")
    client = client_of(world.coordinator)
    seen = preview(client, world, "accept", "O1")
    codes = [confirm(client, seen).status_code for _click in range(2)]
    assert (codes, world.item("O1").status) == ([200, 403], Status.ACCEPTED)


def test_an_item_that_somebody_changed_in_between_is_named_and_left_alone():
    """The comment stays for another try."""
    world = World()
    world.submit("O1")
    world.submit("O2")
    client = client_of(world.coordinator)
    seen = preview(client, world, "return", "O1", "O2")
    actions.recall(world.item("O2"), by=world.staff)
    world.submit("O2")  # handed in again with another text: the status is the same
    response = confirm(client, seen, comment="กรุณาแก้ปี")
    sentence = "Somebody changed it after you opened the page; it is now “waiting for the coordinator”. Look at it again before you decide."
    assert outcomes(response) == {"O1": "", "O2": sentence}
    assert (world.item("O1").status, world.item("O2").status) == (Status.RETURNED, Status.SUBMITTED)
    assert 'name="comment" value="กรุณาแก้ปี"' in response.content.decode()
    again = preview(client, world, "return", "O2", comment="กรุณาแก้ปี")
    assert again.context["page"].form["comment"].value() == "กรุณาแก้ปี"


def test_returning_several_needs_words_and_the_ticked_reasons_stand_before_them():
    world = World()
    world.submit("O1")
    client = client_of(world.coordinator)
    seen = preview(client, world, "return", "O1")
    assert confirm(client, seen, comment=" ").status_code == 422
    assert confirm(client, seen, comment="ดูหน้า 3", reasons=["R1", "R10"]).status_code == 200
    comment = world.item("O1").comments.get().text
    assert comment == "R1 the way from the home page is not shown\nR10 the wrong fiscal year\nดูหน้า 3"


def test_many_items_are_given_to_departments_in_few_queries():
    world = World()
    client = client_of(world.coordinator)
    counts = {}
    for codes in (("O1",), ("O1", "O2", "O3", "O4")):
        seen = preview(client, world, "assign", *codes)
        words = {"lead": world.finance.pk, "support": [world.office.pk], **buddhist("due_on", 31, 3, 2590)}
        with CaptureQueriesContext(connection) as captured:
            response = confirm(client, seen, **words)
        assert response.status_code == 200
        counts[len(codes)] = sum("SAVEPOINT" not in query["sql"] for query in captured)
    rows = world.year.assignments.order_by("item__number", "part").values_list("item__number", "department", "part")
    expected = [(n, d, p) for n in range(1, 5) for d, p in ((world.finance.pk, "lead"), (world.office.pk, "support"))]
    assert list(rows) == expected
    assert counts[1] == counts[4]
    assert counts[4] <= 17


def test_the_assessor_records_several_as_met_in_full():
    world = World()
    world.open_assessment()
    world.judge("O1")
    client = client_of(world.assessor)
    seen = preview(client, world, "score_as_met", "O1", "O2", "O3")
    assert [bool(choice.verdict) for choice in seen.context["page"].choices] == [False, True, True]
    assert outcomes(confirm(client, seen)) == {"O2": "", "O3": ""}
    assert [world.item(code).score for code in ("O1", "O2", "O3", "O4")] == [100, 100, 100, None]


@pytest.mark.parametrize("verb", ["accept", "return", "assign", "score_as_met"])
def test_fetched_by_address_alone_it_leads_back_and_strangers_find_nothing(verb):
    alpha, beta = World("alpha"), World("beta")
    address = url(alpha, "bulk", verb)
    assert client_of(alpha.coordinator).get(address).headers["Location"] == f"{url(alpha, 'year')}#list"
    assert client_of(beta.coordinator).post(address, {"items": ["O1"], "confirm": "1"}).status_code == 404


@pytest.mark.parametrize("role", ["staff", "executive", "observer", "admin"])
def test_others_are_told_item_by_item_that_it_is_not_theirs(role):
    world = World()
    world.submit("O1")
    client = client_of(world.people()[role])
    response = client.post(url(world, "bulk", "accept"), {"items": ["O1"], "confirm": "1"})
    assert (response.status_code, outcomes(response)) == (403, {"O1": "This step is for: ITA coordinator."})


def test_the_preview_costs_the_same_for_one_item_and_for_all():
    world = World()
    client = client_of(world.coordinator)
    counts = []
    for codes in (("O1",), ("O1", "O2", "O3", "O4")):
        with CaptureQueriesContext(connection) as captured:
            preview(client, world, "accept", *codes)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8


def test_with_nothing_ticked_the_list_comes_back_as_it_was_filtered():
    world = World()
    response = client_of(world.coordinator).post(url(world, "bulk", "assign"), {"back": "status=draft"}, follow=True)
    assert response.redirect_chain == [(f"{url(world, 'year')}?status=draft#list", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "No item is ticked. Tick at least one in the list, then press the button again."
    ]
