"""Living with links: looked at each night, tried again at other hours, told once when they break and once when they are back."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from records.actions import perform
from records.models import Job
from submissions import actions, queries, tasks
from submissions.actions import About
from submissions.inspecting import look_at
from submissions.links import links_of
from submissions.models import Check, Evidence, Look, Notice
from tests.factories import World
from tests.sites import Page, Site

pytestmark = pytest.mark.django_db
HOST = "www.alpha.go.th"
TEXT = "แผนปฏิบัติการป้องกันการทุจริต " * 20
HOUR = datetime.timedelta(hours=1)
YEAR = ["alpha", "2590-small"]


@pytest.fixture
def site(settings):
    with Site({"/o1.html": Page(f"<title>O1</title><p>{TEXT}</p>")}, hosts=(HOST,)) as here:
        settings.FETCH_SITES = here.where
        yield here


@pytest.fixture
def world():
    return World()


def hand_in(world: World, path: str = "/o1.html", title: str = "โครงสร้าง") -> Evidence:
    return actions.add_url(world.item("O1"), f"http://{HOST}{path}", About(title=title), by=world.staff)


def look(*evidence: Evidence, now: datetime.datetime | None = None) -> None:
    list(look_at(queries.evidence_to_look_at(pk__in=[one.pk for one in evidence]), now))


def break_for_good(evidence: Evidence, site: Site, start: datetime.datetime) -> None:
    """Worked once, and then not for thirty hours."""
    look(evidence, now=start)
    gone = site.pages.pop("/o1.html")
    for hours in (1, 2, 10, 30, 54):
        look(evidence, now=start + hours * HOUR)
    site.pages["/back.html"] = gone


def told(verb: str) -> list[str]:
    return sorted(Notice.objects.filter(verb=verb).values_list("person__email", flat=True))


def test_a_link_that_broke_is_told_once_and_once_more_when_it_is_back(world: World, site: Site) -> None:
    evidence, start = hand_in(world), timezone.now()
    break_for_good(evidence, site, start)
    people = sorted(one.email for one in (world.staff, world.finance_staff, world.coordinator))
    assert (told("link_dead"), told("link_back")) == (people, [])
    site.pages["/o1.html"] = site.pages["/back.html"]
    for hours in (60, 84):
        look(evidence, now=start + hours * HOUR)
    assert (told("link_dead"), told("link_back")) == (people, people)
    assert not Notice.objects.filter(verb="link_dead", read_at=None).exists()


SHUT = {
    "shut to programs": Page("no", 403),
    "too many questions": Page("slow down", 429),
    "a log-in": Page("who are you?", 401),
}


@pytest.mark.parametrize("answer", SHUT)
def test_what_says_nothing_about_the_link_breaks_no_row_of_failures(world: World, site: Site, answer) -> None:
    evidence, start = hand_in(world), timezone.now().replace(microsecond=0) - 200 * HOUR
    look(evidence, now=start)
    works = site.pages.pop("/o1.html")
    for hours in (1, 2):
        look(evidence, now=start + hours * HOUR)
    site.pages["/o1.html"] = SHUT[answer]
    look(evidence, now=start + 20 * HOUR)
    (link,) = links_of(world.year)
    assert (link.failures, link.failing_since, link.worked_at) == (2, start + HOUR, start)
    del site.pages["/o1.html"]
    look(evidence, now=start + 30 * HOUR)
    assert Check.objects.get(name="reach.answers").outcome == "found"
    dead = told("link_dead")
    site.pages["/o1.html"] = SHUT[answer]
    look(evidence, now=start + 54 * HOUR)
    assert (Check.objects.get(name="reach.answers").outcome, told("link_back")) == ("found", [])
    del site.pages["/o1.html"]
    look(evidence, now=start + 78 * HOUR)
    assert told("link_dead") == dead
    site.pages["/o1.html"] = works
    look(evidence, now=start + 90 * HOUR)
    (link,) = links_of(world.year)
    assert (link.state, link.failures, link.worked_at, told("link_back")) == ("fine", 0, start + 90 * HOUR, dead)


def test_a_look_that_this_installation_may_not_take_changes_nothing(world: World, site: Site, settings) -> None:
    evidence, start = hand_in(world), timezone.now().replace(microsecond=0) - 200 * HOUR
    break_for_good(evidence, site, start)
    dead = told("link_dead")
    open_sites, settings.FETCH_SITES = settings.FETCH_SITES, {}
    look(evidence, now=start + 60 * HOUR)
    (link,) = links_of(world.year)
    assert (link.state, link.failures, link.failing_since, link.worked_at) == ("broken", 5, start + HOUR, start)
    settings.FETCH_SITES = open_sites
    look(evidence, now=start + 84 * HOUR)
    assert (told("link_dead"), told("link_back")) == (dead, [])


def test_a_link_that_was_never_opened_has_not_worked(world: World, site: Site, settings) -> None:
    evidence, shut = hand_in(world), hand_in(world, "/shut.html", "ก")
    site.pages["/shut.html"] = Page("no", 403)
    look(shut)
    settings.FETCH_SITES = {}
    look(evidence)
    assert {link.evidence: (link.state.value, link.worked_at) for link in links_of(world.year)} == {
        evidence: ("unseen", None),
        shut: ("unchecked", None),
    }


@pytest.mark.parametrize("status", [403, 429])
def test_a_door_that_is_shut_to_programs_is_neither_open_nor_broken(world: World, site: Site, status: int) -> None:
    evidence, start = hand_in(world), timezone.now().replace(microsecond=0) - 60 * HOUR
    look(evidence, now=start)
    site.pages["/o1.html"] = Page("no", status)
    for hours in (1, 2, 30):
        look(evidence, now=start + hours * HOUR)
    (link,) = links_of(world.year)
    assert (link.state, link.worked_at, link.failures, link.needs_somebody) == ("unchecked", start, 0, False)
    why = f"The website does not let the portal in ({status}). Open the link without logging in and look."
    assert link.sentences == (why,)


def test_the_notice_says_which_link_and_leads_to_it(client, world: World, site: Site) -> None:
    evidence = hand_in(world)
    break_for_good(evidence, site, timezone.now())
    client.force_login(world.staff)
    page = client.get(reverse("submissions:notices")).content.decode()
    assert "A link of O1 is broken." in page
    assert evidence.url in page
    notice = Notice.objects.get(person=world.staff, verb="link_dead")
    answer = client.get(reverse("submissions:notice", args=[notice.pk]))
    assert answer.url == f"{reverse('submissions:item', args=[*YEAR, 'O1'])}#evidence-{evidence.key}"


def test_what_is_withdrawn_need_not_be_mended(world: World, site: Site) -> None:
    evidence = hand_in(world)
    break_for_good(evidence, site, timezone.now())
    actions.withdraw_evidence(evidence, reason="ย้ายไปหน้าใหม่", by=world.staff)
    assert not Notice.objects.filter(verb="link_dead", read_at=None).exists()


def test_each_year_is_looked_at_once_a_night_until_it_is_published(world: World, site: Site, monkeypatch) -> None:
    hand_in(world)
    Job.objects.all().delete()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    late = midnight + datetime.timedelta(hours=5, minutes=45)
    for moment in (late, late, late + datetime.timedelta(days=1)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        tasks.look_at_night()
        for job in Job.objects.filter(state="queued"):
            perform(job.pk)
    nights = [late.date().isoformat(), (late.date() + datetime.timedelta(days=1)).isoformat()]
    rows = Job.objects.filter(kind="evidence.look").order_by("pk").values_list("payload", "state")
    assert list(rows) == [({"year": world.year.pk, "night": night}, "done") for night in nights]
    assert Look.objects.get().times == 2


def test_the_years_are_spread_over_the_night(world: World, site: Site, monkeypatch) -> None:
    others = [World(slug).year for slug in ("beta", "gamma")]
    years = [world.year, *others]
    Job.objects.all().delete()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    asked = {}
    for quarter in range(24):
        moment = midnight + quarter * datetime.timedelta(minutes=15)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        tasks.look_at_night()
        for pk in Job.objects.filter(kind="evidence.look").values_list("payload__year", flat=True):
            asked.setdefault(pk, quarter)
    assert asked == {year.pk: year.pk % 24 for year in years}


def test_what_did_not_answer_is_looked_at_when_it_is_due(world: World, site: Site) -> None:
    fine, gone = hand_in(world), hand_in(world, "/gone.html", "หาย")
    look(fine, gone, now=timezone.now() - HOUR)
    Job.objects.all().delete()
    tasks.look_where_due()
    job = Job.objects.get(kind="evidence.retry")
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"items": 1})
    assert dict(Look.objects.values_list("evidence", "times")) == {fine.pk: 1, gone.pk: 2}
    tasks.look_where_due()
    assert Job.objects.filter(kind="evidence.retry").count() == 1


def test_nothing_is_asked_where_nothing_can_be_opened(world: World, settings) -> None:
    hand_in(world)
    tasks.look_at_night()
    tasks.look_where_due()
    assert not Job.objects.filter(kind__in=["evidence.look", "evidence.retry"]).exists()


def test_the_page_says_how_each_link_stands_and_since_when(client, world: World, site: Site) -> None:
    start = timezone.now().replace(microsecond=0) - 60 * HOUR
    broken = hand_in(world)
    break_for_good(broken, site, start)
    site.pages["/in.html"] = Page("<form><input type=password></form>")
    barred, fine, trying = hand_in(world, "/in.html", "ก"), hand_in(world, "/back.html", "ข"), hand_in(world, "/x.html", "ค")
    look(barred, fine, trying, now=start)
    unseen = hand_in(world, "/new.html", "ง")
    states = {link.evidence: link.state.value for link in links_of(world.year)}
    assert states == {broken: "broken", barred: "barred", fine: "fine", trying: "trying", unseen: "unseen"}
    first = next(link for link in links_of(world.year) if link.evidence == broken)
    assert (first.failing_since, first.worked_at, first.looks, first.failures) == (start + HOUR, start, 6, 5)
    client.force_login(world.staff)
    page = client.get(reverse("submissions:links", args=YEAR), {"show": "broken"}).context["page"]
    assert [link.evidence for link in page.lines] == [broken, barred]
    assert [(tab.show, tab.n) for tab in page.tabs] == [("", 5), ("broken", 2), ("trying", 1), ("unchecked", 0), ("unseen", 1)]


def test_one_link_shows_what_it_answered_before(client, world: World, site: Site) -> None:
    evidence = hand_in(world)
    break_for_good(evidence, site, timezone.now() - 60 * HOUR)
    client.force_login(world.assessor)
    address = reverse("submissions:link", args=[*YEAR, evidence.key])
    assert client.get(address).status_code == 404  # not theirs to assess yet
    client.force_login(world.executive)
    page = client.get(address).context["page"]
    assert [(one.said, one.times) for one in page.stretches] == [("there is no such page (404)", 5), ("it opens", 1)]


def test_the_file_of_broken_links_holds_no_formulas(client, world: World, site: Site) -> None:
    evidence = hand_in(world, title="=HYPERLINK(1)")
    break_for_good(evidence, site, timezone.now() - 60 * HOUR)
    hand_in(world, "/back.html", "ข")
    client.force_login(world.coordinator)
    lines = client.get(reverse("submissions:links_csv", args=YEAR)).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert ",'=HYPERLINK(1)," in lines[1]
    assert evidence.url in lines[1]


def test_all_are_looked_at_again_by_those_who_see_the_checks(client, world: World, site: Site) -> None:
    hand_in(world)
    Job.objects.all().delete()
    address = reverse("submissions:look_at_links", args=YEAR)
    for person, status in ((world.staff, 302), (world.observer, 403), (world.assessor, 404)):
        client.force_login(person)
        assert client.post(address).status_code == status
    assert list(Job.objects.values_list("kind", "payload")) == [("evidence.look", {"year": world.year.pk})]


def test_links_cost_the_same_for_one_and_thirty(client, world: World, site: Site) -> None:
    client.force_login(world.coordinator)
    counts = []
    for many in (1, 29):
        for n in range(many):
            look(hand_in(world, f"/{many}-{n}.html", f"{many}-{n}"))
        client.get(reverse("submissions:links", args=YEAR))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("submissions:links", args=YEAR))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_a_fact_makes_an_item_doubtful_and_a_mere_hint_informs(client, world: World, site: Site) -> None:
    """Moved is a hint; a log-in in front of the evidence is a fact. Both stand in the overview, by reason."""
    submission = world.accept("O1")
    evidence = submission.evidence.get()
    about = {"evidence": evidence, "outcome": "found", "version": 1, "checked_at": timezone.now()}

    def outlook() -> str:
        page = client.get(reverse("reports:overview", args=YEAR)).context["page"]
        return next(one.outlook.value for one in page.forecast.prospects if one.code == "O1")

    client.force_login(world.executive)
    assert outlook() == "sure"
    Check.objects.create(name="reach.moved", facts={"final": "http://x/"}, **about)
    assert outlook() == "sure"
    Check.objects.create(name="reach.log_in", facts={"status": 200}, **about)
    assert outlook() == "doubtful"
    page = client.get(reverse("reports:overview", args=YEAR)).context["page"]
    found = {one.code: (one.n, [item.code for item in one.items]) for one in page.noticed if one.code in ("R13", "R14")}
    assert found == {"R13": (1, ["O1"]), "R14": (1, ["O1"])}
    log_in = Check.objects.get(name="reach.log_in")
    actions.answer_check(log_in, reason="เปิดได้โดยไม่ต้องเข้าสู่ระบบ", by=world.coordinator)
    assert outlook() == "sure"
