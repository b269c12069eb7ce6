"""Time for answers: given to several agencies at once, shortened, cancelled; remembered and told."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from assignments.actions import cancel_extension, extend
from assignments.queries import answers_window, extension_history
from criteria.models import Window
from records.models import AuditEvent
from reports.pages import extend_page
from submissions.models import Notice
from submissions.notices.texts import line
from tests.factories import World, buddhist
from tests.submissions.test_views import client_of

pytestmark = pytest.mark.django_db
PAGE = "/years/2590-small/extend/"
MAY, JUNE = datetime.date(2056, 5, 1), datetime.date(2056, 6, 1)


def sent(day: datetime.date, **more: object) -> dict:
    return {**buddhist("until", day.day, day.month, day.year + 543), "reason": "น้ำท่วม", **more}


def told(world: World) -> list[tuple[str, str]]:
    """What the coordinator reads, unread only."""
    rows = Notice.objects.filter(person=world.coordinator, read_at=None, verb="extended").select_related(
        "assessment__agency", "assessment__edition", "submission__item"
    )
    with translation.override("en"):
        return [(line(row).sentence, line(row).text) for row in rows.order_by("id")]


def test_several_agencies_get_time_after_a_page_that_says_so():
    alpha, beta, gamma = World("alpha"), World("beta"), World("gamma")
    gamma.endorse()
    client = client_of(alpha.admin)
    chosen = {"agencies": ["alpha", "beta", "gamma"]}

    asked = client.post(PAGE, chosen)
    assert (asked.status_code, "reason" in asked.context["form"].fields) == (200, True)
    assert client.post(PAGE, sent(JUNE, **chosen) | {"reason": ""}).status_code == 422
    shown = client.post(PAGE, sent(JUNE, **chosen))
    assert [line.slug for line in shown.context["page"].able] == ["alpha", "beta"]
    alpha.year.refresh_from_db()
    assert (alpha.year.extended_until, told(alpha)) == (None, []), "looking changes nothing"

    done = client.post(PAGE, sent(JUNE, **chosen, confirm="1"), follow=True)

    until = {}
    for world in (alpha, beta, gamma):
        world.year.refresh_from_db()
        until[world.agency.slug] = (world.year.extended_until, world.year.extension_reason)
    assert until == {"alpha": (JUNE, "น้ำท่วม"), "beta": (JUNE, "น้ำท่วม"), "gamma": (None, "")}
    assert "Gamma: " in done.content.decode(), "who was refused is named"
    sentence = "The time for answers was extended: they stay open until 01 Jun 2599 BE (2056)."
    assert {world.agency.slug: told(world) for world in (alpha, beta, gamma)} == {
        "alpha": [(sentence, "น้ำท่วม")],
        "beta": [(sentence, "น้ำท่วม")],
        "gamma": [],
    }


def test_it_is_shortened_and_cancelled_and_all_of_it_remembered():
    world = World()
    extend(world.year, until=JUNE, reason="น้ำท่วม", by=world.admin)
    client = client_of(world.admin)
    run = "/alpha/2590-small/run/"
    assert client.post(run, sent(MAY, reason="น้ำลดแล้ว", extension="1")).status_code == 302
    assert client.post(run, {"cancel": "1", "cancel-reason": ""}).status_code == 422
    assert client.post(run, {"cancel": "1", "cancel-reason": "ไม่จำเป็นแล้ว"}).status_code == 302
    world.year.refresh_from_db()
    assert (world.year.extended_until, world.year.extension_reason) == (None, "")
    assert [(one.who, one.before, one.until, one.reason) for one in extension_history(world.year)] == [
        ("admin", MAY, None, "ไม่จำเป็นแล้ว"),
        ("admin", JUNE, MAY, "น้ำลดแล้ว"),
        ("admin", None, JUNE, "น้ำท่วม"),
    ]
    assert told(world) == [("The extension of the time for answers until 01 May 2599 BE (2056) was cancelled.", "ไม่จำเป็นแล้ว")]
    page = client.get(run).content.decode()
    assert [reason in page for reason in ("น้ำท่วม", "น้ำลดแล้ว", "ไม่จำเป็นแล้ว")] == [True] * 3


def test_refusals_can_be_acted_on():
    world = World()
    Window.objects.update_or_create(
        edition=world.edition, stage="preparing", defaults={"opens_on": datetime.date(2026, 1, 1), "closes_on": MAY}
    )
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    refused = {}
    with translation.override("en"):
        for name, until, by in (
            ("over", yesterday, world.admin),
            ("calendar", MAY, world.admin),
            ("who", JUNE, world.coordinator),
        ):
            with pytest.raises(PermissionDenied) as refusal:
                extend(world.year, until=until, reason="น้ำท่วม", by=by)
            refused[name] = str(refusal.value).split(". ")[-1]
        with pytest.raises(PermissionDenied) as refusal:
            cancel_extension(world.year, reason="ไม่จำเป็น", by=world.admin)
        refused["nothing"] = str(refusal.value)
    assert refused == {
        "over": "Choose today or a later day.",
        "calendar": "Choose a later day, or cancel the extension.",
        "who": "Only the portal's administrator may do this.",
        "nothing": "This agency has no extension; there is nothing to cancel.",
    }
    assert not AuditEvent.objects.filter(verb__in=("extend", "cancel_extension")).exists()
    client = client_of(world.admin)
    answer = client.post("/alpha/2590-small/run/", sent(MAY, extension="1"))
    assert (answer.status_code, "น้ำท่วม" in answer.content.decode()) == (403, True), "what was typed stays"


def test_the_same_again_tells_nobody():
    world = World()
    for _turn in range(2):
        extend(world.year, until=JUNE, reason="น้ำท่วม", by=world.admin)
    assert (len(told(world)), len(extension_history(world.year))) == (1, 1)
    assert answers_window(world.year)[1] == JUNE


def test_only_administrators_extend():
    world = World()
    people = {name: person for name, person in world.people().items() if name != "admin"}
    found = {name: client_of(person).post(PAGE, {"agencies": ["alpha"]}).status_code for name, person in people.items()}
    assert found == dict.fromkeys(people, 403)
    admin = client_of(world.admin)
    assert [admin.post(PAGE, {}).status_code, admin.post("/years/2599-none/extend/", {}).status_code] == [302, 404]


def test_many_agencies_cost_as_many_queries_as_one():
    world = World("alpha")
    for slug in ("beta", "gamma"):
        World(slug)

    def count(slugs: list[str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            page = extend_page(world.edition, world.admin, slugs)
            page.until = JUNE
            assert [(bool(one.may), one.now) for one in page.lines] == [(True, page.lines[0].now)] * len(slugs)
        return len(queries)

    assert count(["alpha", "beta", "gamma"]) == count(["alpha"])
