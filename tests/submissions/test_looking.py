"""The worker looks at evidence: what it says on the page, what it keeps, and what it never touches."""

import datetime
import json
from collections import Counter

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Agency
from ita_portal.lib.fetch import Fetched
from records.actions import LeaseLost, perform
from records.models import Job
from submissions import actions, queries
from submissions.actions import About
from submissions.inspecting import gather, look_at, looking
from submissions.inspecting.keeping import Seen, keep
from submissions.loaders import load_item
from submissions.models import Check, Evidence, Look, Snapshot
from submissions.pages import item_page
from tests.factories import World, pdf_upload, small_pdf
from tests.sites import Page, Site, sends
from tests.submissions.evidence import made

pytestmark = pytest.mark.django_db
HOST = "www.alpha.go.th"
TEXT = "แผนปฏิบัติการป้องกันการทุจริต " * 20
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def site(settings):
    with Site({"/ita/o1.html": Page(f"<title>O1</title><p>{TEXT}</p>")}, hosts=(HOST, "files.other.go.th")) as here:
        settings.FETCH_SITES = here.where
        yield here


@pytest.fixture
def world():
    world = World()
    world.agency.main_host = HOST.removeprefix("www.")
    world.agency.save()
    return world


def hand_in(world: World, path: str = "/ita/o1.html", host: str = HOST) -> Evidence:
    submission = world.item("O1")
    actions.save_answer(submission, answer="yes", explanation="x", reason_none="", version=submission.version, by=world.staff)
    about = About(title="โครงสร้าง", click_path="หน้าแรก > ITA", components=tuple(submission.item.components.all()))
    return actions.add_url(submission, f"http://{host}{path}", about, by=world.staff)


def look(*evidence: Evidence, now: datetime.datetime | None = None) -> None:
    list(look_at(queries.evidence_to_look_at(pk__in=[one.pk for one in evidence]), now))


def outcomes(evidence: Evidence) -> dict[str, str]:
    return dict(Check.objects.filter(evidence=evidence).values_list("name", "outcome"))


GOOD = {
    "reach.answers": "clear",
    "reach.address": "clear",
    "reach.not_found_page": "clear",
    "reach.log_in": "clear",
    "reach.scripted": "clear",
    "reach.moved": "clear",
    "reach.quick": "clear",
    "host.shared": "clear",
    "host.own": "clear",
    "host.trial": "clear",
}


def reach_and_host(evidence: Evidence) -> dict[str, str]:
    return {name: outcome for name, outcome in outcomes(evidence).items() if name.split(".")[0] in ("reach", "host")}


THAI, ASCII = "เทศบาล.ไทย", "xn--o3cg7ak5c9d.xn--o3cw4h"


@pytest.mark.parametrize(("main", "given"), [(THAI, ASCII), (ASCII, THAI), (THAI, f"www.{THAI}"), (ASCII, f"{ASCII}.")])
def test_a_thai_website_is_the_same_in_both_of_its_forms(world: World, site: Site, settings, main, given) -> None:
    settings.FETCH_SITES = dict.fromkeys([ASCII, f"www.{ASCII}", f"{ASCII}."], ("127.0.0.1", site.port))
    Agency.objects.update(main_host=main)
    evidence = hand_in(world, host=given)
    look(evidence)
    assert reach_and_host(evidence) == GOOD
    assert Check.objects.get(name="host.own").facts == {"host": THAI, "main": THAI}
    page = item_page(load_item(world.staff, "alpha", "2590-small", "O1"), world.staff)
    assert [hint for hint in page.hints if hint.code == "R7"] == []


def test_a_foreign_thai_website_is_named_in_thai_letters(world: World) -> None:
    Agency.objects.update(main_host=ASCII)
    hand_in(world, host="xn--q3c4c8cq.xn--o3cw4h")
    page = item_page(load_item(world.staff, "alpha", "2590-small", "O1"), world.staff)
    said = [hint.sentence for hint in page.hints if hint.code == "R7"]
    assert said == ["“โครงสร้าง” lies on น้ำ.ไทย; the main website is เทศบาล.ไทย."]
    assert f"The links lead to the agency's main website, {THAI}." in [point.text for point in page.help.points]


def test_handing_in_asks_the_worker_who_finds_nothing_to_object_to(world: World, site: Site) -> None:
    evidence = hand_in(world)
    job = Job.objects.get(kind="evidence.look")
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"items": 1})
    assert reach_and_host(evidence) == GOOD


def test_an_address_that_cannot_be_opened_here_asks_nobody(world: World) -> None:
    hand_in(world)
    assert not Job.objects.filter(kind="evidence.look").exists()


def test_the_same_look_leaves_the_same_rows(world: World, site: Site) -> None:
    evidence = hand_in(world)
    look(evidence)
    rows = list(Check.objects.values_list("pk", "name", "outcome"))
    look(evidence)
    assert list(Check.objects.values_list("pk", "name", "outcome")) == rows
    assert [(one.times, one.status, one.failed) for one in Look.objects.all()] == [(2, 200, False)]


def test_one_failure_is_no_verdict_and_three_over_a_day_are(world: World, site: Site) -> None:
    evidence = hand_in(world)
    start = timezone.now()
    look(evidence, now=start)
    site.pages.clear()
    said = []
    for hours in (1, 2, 10, 30):
        look(evidence, now=start + hours * HOUR)
        said.append(outcomes(evidence)["reach.answers"])
    assert said == ["unknown", "unknown", "unknown", "found"]
    history = Look.objects.values_list("status", "times", "first_at", "last_at")
    assert list(history) == [(200, 1, start, start), (404, 4, start + HOUR, start + 30 * HOUR)]
    check = Check.objects.get(name="reach.answers")
    assert (check.facts["failures"], check.facts["worked"]) == (4, start.isoformat())


def test_a_failure_is_tried_again_at_other_hours(world: World, site: Site) -> None:
    evidence = hand_in(world, "/gone.html")
    start = timezone.now()
    waits = []
    for n in range(5):
        look(evidence, now=start + n * HOUR)
        retry = Look.objects.get(retry_at__isnull=False).retry_at
        waits.append((retry - (start + n * HOUR)).total_seconds() / 60)
    assert waits == [10, 60, 360, 1440, 1440]
    site.pages["/gone.html"] = Page(f"<p>{TEXT}</p>")
    look(evidence, now=start + 6 * HOUR)
    assert not Look.objects.filter(retry_at__isnull=False).exists()
    assert outcomes(evidence)["reach.answers"] == "clear"


def test_a_page_that_sends_its_readers_to_another_host_counts_as_lying_there(world: World, site: Site) -> None:
    onward = '<meta http-equiv="refresh" content="0; url=https://www.facebook.com/alpha">'
    site.pages["/on.html"] = Page(onward, headers={"ETag": '"1"'})
    evidence, now = hand_in(world, "/on.html"), timezone.now()
    for hours in (0, 1):
        look(evidence, now=now + hours * HOUR)
        said = outcomes(evidence)
        assert (said["host.shared"], said["reach.moved"], Look.objects.get().marks) == ("found", "found", {})


def test_a_page_that_sends_its_readers_to_no_website_lies_where_it_lies(world: World, site: Site) -> None:
    site.pages["/on.html"] = Page('<meta http-equiv="refresh" content="0; url=line://ti/p/alpha">')
    evidence = hand_in(world, "/on.html")
    look(evidence)
    assert [outcomes(evidence)[name] for name in ("host.own", "host.shared", "reach.moved")] == ["clear"] * 3


@pytest.mark.parametrize(("status", "said", "minutes"), [(503, "7200", 120), (503, "60", 10), (429, "", 60), (429, "7200", 120)])
def test_a_website_that_wants_to_be_left_alone_is(world: World, site: Site, status: int, said: str, minutes: int) -> None:
    site.pages["/busy.html"] = Page("busy", status, headers={"Retry-After": said})
    evidence, now = hand_in(world, "/busy.html"), timezone.now()
    look(evidence, now=now)
    assert Look.objects.get().retry_at == now + datetime.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("page", "name", "outcome"),
    [
        (Page("<form><input type=password></form>"), "reach.log_in", "found"),
        (Page("no", 401), "reach.log_in", "found"),
        (Page("no", 403), "reach.log_in", "unknown"),
        (Page("<script src=a.js></script><div id=app></div>"), "reach.scripted", "unknown"),
        (Page(status=301, headers={"Location": "/ita/o1.html"}), "reach.moved", "found"),
        (Page(status=302, headers={"Location": "http://files.other.go.th/ita/o1.html"}), "host.own", "found"),
        (Page("x", 500), "reach.answers", "unknown"),
    ],
)
def test_pages_that_are_not_what_they_seem(world: World, site: Site, page: Page, name: str, outcome: str) -> None:
    site.pages["/odd.html"] = page
    evidence = hand_in(world, "/odd.html")
    look(evidence)
    assert outcomes(evidence)[name] == outcome


def test_a_page_that_looks_like_the_sites_not_found_is_one(world: World, site: Site) -> None:
    site.pages["*"] = Page("<title>เทศบาล</title><p>ไม่พบหน้าที่ท่านต้องการ กรุณากลับไปที่หน้าแรก</p>")
    lost, real = hand_in(world, "/gone.html"), hand_in(world)
    look(lost, real)
    assert (outcomes(lost)["reach.not_found_page"], outcomes(real)["reach.not_found_page"]) == ("found", "clear")


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.5", "www.alpha.go.th:6379"])
def test_an_address_inside_is_refused_and_said_to_be_none(world: World, site: Site, settings, host: str) -> None:
    settings.FETCH_OUTSIDE = True
    evidence = hand_in(world, host=host)
    look(evidence)
    assert outcomes(evidence)["reach.address"] == "found"
    assert site.asked == []


def test_looking_never_touches_the_answer(world: World, site: Site) -> None:
    evidence = hand_in(world)
    before = (world.item("O1").answered_at, world.item("O1").version, world.item("O1").status)
    look(evidence)
    assert (world.item("O1").answered_at, world.item("O1").version, world.item("O1").status) == before


def test_what_was_withdrawn_meanwhile_is_left_alone(world: World, site: Site) -> None:
    evidence = hand_in(world)
    waiting = list(queries.evidence_to_look_at(pk=evidence.pk))
    actions.withdraw_evidence(evidence, reason="ผิดข้อ", by=world.staff)
    list(look_at(waiting))
    assert (Check.objects.count(), Look.objects.count()) == (0, 0)


def test_a_job_that_is_run_again_looks_only_at_what_is_left(world: World, site: Site) -> None:
    for number in range(3):
        site.pages[f"/{number}.html"] = Page(f"<title>{number}</title><p>{TEXT}</p>")
        hand_in(world, f"/{number}.html")
    job = actions.ask_for_look_at_year(world.year, by=None)
    first = Evidence.objects.order_by("pk").first()
    look(first)
    site.asked.clear()
    perform(job.pk)
    assert sorted(path for path in site.asked if len(path) < 10) == ["/1.html", "/2.html"]


def test_a_job_keeps_its_lease_while_it_fetches_and_reads(world: World, site: Site) -> None:
    """A handful may take longer than the lease; who has lost the job stops there and leaves nothing."""
    evidence, signs = hand_in(world), []
    list(look_at(queries.evidence_to_look_at(pk=evidence.pk), alive=lambda: signs.append("alive")))
    assert signs == ["alive", "alive"]  # after the answers, and after the reader

    def lost() -> None:
        raise LeaseLost

    second = hand_in(world, "/second.html")
    with pytest.raises(LeaseLost):
        list(look_at(queries.evidence_to_look_at(pk=second.pk), alive=lost))
    assert not Look.objects.filter(evidence=second).exists()


def test_large_files_are_not_all_in_memory_at_once(world: World, site: Site, monkeypatch) -> None:
    for n in range(3):
        actions.add_file(world.item("O1"), pdf_upload(f"{n}.pdf", small_pdf(str(n))), About(title=str(n)), by=world.staff)
    waiting = queries.evidence_to_look_at(submission__assessment=world.year)
    assert list(look_at(waiting)) == [3]
    monkeypatch.setattr(looking, "MOST_BYTES", 2 * len(small_pdf("0")))
    assert list(look_at(waiting)) == [2, 3]


def test_five_hundred_looked_at_twice_leave_one_row_for_each_check(world: World, site: Site) -> None:
    submission = world.item("O1")
    site.pages["*"] = Page(f"<p>{TEXT}</p>")
    now = timezone.now()
    Evidence.objects.bulk_create(
        Evidence(submission=submission, kind="url", title=str(n), url=f"http://{HOST}/{n}", added_at=now, added_by=world.staff)
        for n in range(500)
    )
    for _time in range(2):
        list(look_at(queries.evidence_to_look_at()))
    assert Look.objects.count() == 500
    counts = Counter(Check.objects.values_list("name", flat=True))
    assert counts["reach.answers"] == 500
    assert set(counts.values()) == {500}


def test_an_answered_check_no_longer_counts_and_travels_to_the_assessor(client, world: World, site: Site) -> None:
    site.pages["/moved.html"] = Page(status=301, headers={"Location": "/ita/o1.html"})
    evidence = hand_in(world, "/moved.html")
    look(evidence)
    client.force_login(world.staff)
    address = reverse("submissions:item", args=["alpha", "2590-small", "O1"])
    assert "leads on to" in client.get(address).content.decode()
    answer = reverse("submissions:answer_check", args=["alpha", "2590-small", "O1", evidence.key, "reach.moved"])
    client.post(answer, {"reason": "ย้ายเว็บไซต์ทั้งหมดแล้ว"})
    page = client.get(address).context["page"]
    assert [hint.code for hint in page.hints if hint.evidence == evidence.pk] == []
    client.force_login(world.coordinator)
    assert "ย้ายเว็บไซต์ทั้งหมดแล้ว" in client.get(address).content.decode()
    look(evidence)
    assert Check.objects.get(name="reach.moved").answer == "ย้ายเว็บไซต์ทั้งหมดแล้ว"


def test_the_checks_of_an_item_cost_the_same_for_one_and_many(
    client, world: World, site: Site, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(world.staff)
    address = reverse("submissions:item", args=["alpha", "2590-small", "O1"])
    counts = []
    for many in (1, 9):
        for n in range(many):
            site.pages[f"/{many}-{n}"] = Page(f"<p>{n} {TEXT}</p>")
            look(hand_in(world, f"/{many}-{n}"))
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries_:
            client.get(address)
        counts.append(len(queries_))
    assert counts[0] == counts[1]


def test_one_address_is_checked_from_the_command_line(world: World, site: Site, capsys) -> None:
    url = f"http://{HOST}/ita/o1.html"
    call_command("check_url", url, agency="alpha", edition="2590-small", item="๐๑")
    said = {one["check"]: one["outcome"] for one in json.loads(capsys.readouterr().out)}
    assert {name: said[name] for name in GOOD} == GOOD
    with pytest.raises(SystemExit):
        call_command("check_url", "http://drive.google.com/x", agency="alpha", edition="2590-small", item="O1")
    shared = next(one for one in json.loads(capsys.readouterr().out) if one["check"] == "host.shared")
    assert (shared["code"], shared["outcome"], shared["severity"]) == ("R14", "found", "fact")


def test_all_years_that_are_not_over_are_looked_at_again(world: World, site: Site, capsys) -> None:
    hand_in(world)
    call_command("recheck_evidence")
    job = Job.objects.get(kind="evidence.look", payload={"year": world.year.pk})
    assert capsys.readouterr().out == f"alpha/2590-small: job {job.pk}\n"


def test_a_file_is_looked_into_and_the_page_says_what_was_seen(client, world: World) -> None:
    upload = pdf_upload("สแกน.pdf", made.scan(2))
    evidence = actions.add_file(world.item("O1"), upload, About(title="โครงสร้าง"), by=world.staff)
    look(evidence)
    assert outcomes(evidence)["format.scan"] == "found"
    client.force_login(world.staff)
    page = client.get(reverse("submissions:item", args=["alpha", "2590-small", "O1"])).content.decode()
    assert "All 2 pages are pictures of pages, without text" in page


def test_a_passage_stands_once_and_names_the_components_that_it_shows(client, world: World, site: Site) -> None:
    evidence = hand_in(world)
    first, second = world.item("O1").item.components.order_by("position")[:2]
    places = [{"page": 3, "text": "งบประมาณ 5,000 บาท", "part": part.pk} for part in (first, second)]
    look(evidence)
    Check.objects.filter(evidence=evidence, name="reach.answers").update(places=places)
    client.force_login(world.staff)
    page = client.get(reverse("submissions:item", args=["alpha", "2590-small", "O1"])).context["page"]
    shown = next(line for line in page.evidence[0].checked.lines if line.name == "reach.answers").places
    leaves = {leaf.text for leaf in page.leaves}
    assert [(one.page, one.text, one.parts) for one in shown] == [
        (3, "งบประมาณ 5,000 บาท", tuple(part.text for part in (first, second) if part.text in leaves))
    ]


@pytest.mark.parametrize("reason", ["ก" * 501, "a\x00b"])
def test_an_answer_that_cannot_be_kept_is_refused_with_a_sentence(client, world: World, site: Site, reason: str) -> None:
    evidence = hand_in(world)
    look(evidence)
    client.force_login(world.staff)
    address = reverse("submissions:answer_check", args=["alpha", "2590-small", "O1", evidence.key, "reach.answers"])
    answer = client.post(address, {"reason": reason})
    assert (answer.status_code, bool(answer.context["refusal"])) == (422, True)
    assert not Check.objects.exclude(answer="").exists()


ODD = ("http://www.alpha.go.th:99999/", "http://[x/", "http://www.alpha.go.th:abc/")


def hand_in_odd(world: World) -> None:
    """As they stood before addresses were looked at when they are typed."""
    now = timezone.now()
    odd = [
        Evidence(submission=world.item("O1"), kind="url", title=url, url=url, added_at=now, added_by=world.staff) for url in ODD
    ]
    Evidence.objects.bulk_create(odd)


def test_addresses_that_cannot_be_taken_apart_stop_nothing(world: World, site: Site) -> None:
    hand_in_odd(world)
    good = hand_in(world)
    list(look_at(queries.evidence_to_look_at()))
    assert reach_and_host(good) == GOOD
    odd = Check.objects.filter(name="reach.address", evidence__url__in=ODD)
    assert list(odd.values_list("outcome", flat=True)) == ["found"] * 3


def test_a_port_that_cannot_be_is_refused_when_it_is_typed(client, world: World) -> None:
    client.force_login(world.staff)
    address = reverse("submissions:add_evidence", args=["alpha", "2590-small", "O1"])
    answer = client.post(address, {"urls": "http://www.alpha.go.th:99999/"})
    said = "No website has such a port: “http://www.alpha.go.th:99999/”."
    assert (answer.status_code, said in answer.content.decode(), Evidence.objects.count()) == (422, True, 0)


def test_headers_in_another_encoding_cost_no_other_piece(world: World, site: Site) -> None:
    head = b'HTTP/1.1 200 OK\r\nETag: "\xff"\r\nContent-Disposition: inline; filename="' + "รายงาน.pdf".encode("tis-620")
    site.pages["/odd"] = Page(raw=sends(head + b'"\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>hello</p>'))
    odd, good = hand_in(world, "/odd"), hand_in(world)
    look(odd, good)
    assert (Look.objects.count(), Snapshot.objects.count()) == (2, 2)


def test_a_piece_that_cannot_be_kept_costs_only_itself(world: World, site: Site, caplog) -> None:
    odd, good = hand_in(world, "/odd"), hand_in(world)
    now = timezone.now()
    seen = [
        Seen(one.evidence, one.case, Fetched(one.evidence.url, one.evidence.url, status=-1 if one.evidence == odd else 200), "")
        for one in gather(queries.evidence_to_look_at(), now)
    ]
    keep(seen, now)
    assert list(Look.objects.values_list("evidence", flat=True)) == [good.pk]
    assert f"evidence {odd.pk} cannot be kept" in caplog.text
