"""Dated copies of evidence: taken when it is handed in and when the year is endorsed, kept once, listed by day, handed out as files."""

import datetime
import hashlib
import io
import subprocess
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from warcio.archiveiterator import ArchiveIterator

from assignments.models import Assessment
from criteria.models import Window
from records.actions import perform
from records.models import Job
from submissions import actions, freezing, queries, tasks
from submissions.actions import About
from submissions.inspecting import look_at
from submissions.models import Evidence, KeptContent, Manifest, Scan, Snapshot
from submissions.preserving import body_of, closing_of, copies_of, make_manifest, stamp, to_stamp
from submissions.preserving.archive import write_archive
from tests.clamd import VIRUS
from tests.factories import World, pdf_upload
from tests.sites import Page, Site

pytestmark = pytest.mark.django_db
HOST = "www.alpha.go.th"
TEXT = "แผนปฏิบัติการป้องกันการทุจริต " * 20
HTML = f"<title>O1</title><p>{TEXT}</p>"
DAY = datetime.timedelta(days=1)
YEAR = ["alpha", "2590-small"]


@pytest.fixture
def site(settings):
    pages = {"/o1.html": Page(HTML), "/data.pdf": Page(b"%PDF-1.7 x", media_type="application/pdf")}
    with Site(pages, hosts=(HOST, "tsa.example.go.th")) as here:
        settings.FETCH_SITES = here.where
        yield here


@pytest.fixture
def world():
    return World()


def hand_in(world: World, path: str = "/o1.html", title: str = "โครงสร้าง") -> Evidence:
    return actions.add_url(world.item("O1"), f"http://{HOST}{path}", About(title=title), by=world.staff)


def look(*evidence: Evidence, now: datetime.datetime | None = None) -> None:
    list(look_at(queries.evidence_to_look_at(pk__in=[one.pk for one in evidence]), now))


def do(kind: str) -> Job:
    job = Job.objects.filter(kind=kind).latest("pk")
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    return job


def occasions(evidence: Evidence) -> list[tuple[str, int]]:
    return list(Snapshot.objects.filter(evidence=evidence).order_by("pk").values_list("occasion", "status"))


def test_the_first_look_that_succeeds_keeps_the_page_as_it_came(world: World, site: Site) -> None:
    site.pages["/o1.html"] = Page("x", 500)
    evidence = hand_in(world)
    look(evidence)
    assert not Snapshot.objects.exists()
    site.pages["/o1.html"] = Page(HTML, headers={"Set-Cookie": "a=1", "X-Long": "ก".encode().decode("latin-1") * 900})
    look(evidence)
    site.pages["/o1.html"] = Page(HTML.replace("O1", "changed"))
    look(evidence)
    copy = Snapshot.objects.get()
    assert (copy.occasion, copy.status, copy.address, copy.final_url) == ("handed_in", 200, evidence.url, evidence.url)
    assert (copy.media_type, copy.sha256, copy.whole) == ("text/html", hashlib.sha256(HTML.encode()).hexdigest(), True)
    assert body_of(copy) == HTML.encode()
    names = {name.lower(): value for name, value in copy.headers}
    assert ("set-cookie" in names, len(names["x-long"]) <= 500) == (False, True)


def test_what_the_server_calls_unchanged_is_fetched_whole_for_its_copy(world: World, site: Site) -> None:
    site.pages["/o1.html"] = Page(HTML, headers={"ETag": '"1"'})
    evidence = hand_in(world)
    look(evidence)
    freezing.take_down("default")  # as if none had been taken
    Snapshot.objects.all().delete()
    look(evidence)
    assert body_of(Snapshot.objects.get()) == HTML.encode()


def test_a_copy_that_was_left_half_written_is_written_again(world: World, site: Site) -> None:
    """A worker that is killed in the middle leaves a part of the file under its name."""
    site.pages["/half.html"] = Page(HTML.replace("O1", "half"))
    one, two = hand_in(world, "/half.html"), hand_in(world, "/half.html?again", "ก")
    site.pages["/half.html?again"] = site.pages["/half.html"]
    look(one)
    copy = Snapshot.objects.get()
    path = Path(default_storage.path(copy.content.path))
    path.write_bytes(path.read_bytes()[:20])
    look(two)
    assert body_of(copy) == HTML.replace("O1", "half").encode()


def test_a_full_disk_costs_the_copy_but_not_what_was_seen(world: World, site: Site, settings, tmp_path: Path) -> None:
    site.pages["/full.html"] = Page(HTML.replace("O1", "full"))
    (page,) = endorsed(world, "/full.html")
    room, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "file"
    settings.MEDIA_ROOT.write_bytes(b"a file where the folder should be")
    do("evidence.preserve")
    said = Snapshot.objects.get(evidence=page)
    assert (said.occasion, said.status, said.trouble, said.sha256) == ("endorsed", 200, Snapshot.NO_ROOM, "")
    assert (page.looks.count(), page.checks.filter(name="reach.answers").count()) == (1, 1)
    settings.MEDIA_ROOT = room
    look(page)
    look(page)
    assert [bool(copy.sha256) for copy in Snapshot.objects.filter(evidence=page)] == [False, True]


def test_a_full_disk_at_the_handing_in_is_tried_again_at_the_next_look(
    world: World, site: Site, settings, tmp_path: Path
) -> None:
    site.pages["/full.html"] = Page(HTML.replace("O1", "full too"))
    evidence = hand_in(world, "/full.html")
    room, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "file"
    settings.MEDIA_ROOT.write_bytes(b"a file where the folder should be")
    look(evidence)
    assert (occasions(evidence), KeptContent.objects.count(), evidence.looks.count()) == ([], 0, 1)
    settings.MEDIA_ROOT = room
    look(evidence)
    assert occasions(evidence) == [("handed_in", 200)]


def test_the_same_bytes_are_kept_once_and_text_is_packed(world: World, site: Site) -> None:
    site.pages["/same.html"] = Page(HTML)
    look(hand_in(world), hand_in(world, "/same.html", "ก"), hand_in(world, "/data.pdf", "ข"))
    assert (Snapshot.objects.count(), KeptContent.objects.count()) == (3, 2)
    assert dict(KeptContent.objects.values_list("packed", "size")) == {True: len(HTML.encode()), False: 10}
    assert [body_of(copy) for copy in Snapshot.objects.order_by("pk")] == [HTML.encode(), HTML.encode(), b"%PDF-1.7 x"]


def test_a_file_that_was_handed_in_is_pointed_to(world: World, site: Site) -> None:
    evidence = actions.add_file(world.item("O1"), pdf_upload(), About(), by=world.staff)
    look(evidence)
    look(evidence)
    copy = Snapshot.objects.get()
    assert (copy.file, copy.content, copy.occasion) == (evidence.file, None, "handed_in")
    assert hashlib.sha256(body_of(copy)).hexdigest() == evidence.file_id


def test_a_copy_is_handed_out_after_the_virus_scanner_has_cleared_it(world, site, daemon, client) -> None:
    site.pages["/virus.html"] = Page(f"<p>{VIRUS.decode()}</p>{TEXT}")
    clean, infected = hand_in(world), hand_in(world, "/virus.html", "ก")
    look(clean, infected)
    addresses = [reverse("submissions:copy", args=[Snapshot.objects.get(evidence=one).key]) for one in (clean, infected)]
    client.force_login(world.coordinator)
    waiting = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in waiting] == [403, 403]
    assert "has not looked at this file yet" in waiting[0].content.decode()
    tasks.scan_files()
    do("files.scan")
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 403]
    assert "found “Test.Virus” in this copy" in answers[1].content.decode()
    page = client.get(reverse("submissions:link", args=[*YEAR, infected.key])).content.decode()
    assert "a virus was found" in page
    out = io.BytesIO()
    assert write_archive(world.year, out) == 1
    tasks.scan_files()
    assert Job.objects.filter(kind="files.scan").count() == 1


def test_copies_wait_while_the_scanner_is_down(world, site, settings, daemon) -> None:
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"
    look(hand_in(world))
    tasks.scan_files()
    do("files.scan")
    assert KeptContent.objects.get().scan_state == "waiting"
    settings.CLAMAV_ADDRESS = daemon.address
    tasks.scan_files()
    do("files.scan")
    assert KeptContent.objects.get().scan_state == "clean"


def endorsed(world: World, *evidence_paths: str) -> list[Evidence]:
    found = [hand_in(world, path, path) for path in evidence_paths]
    for submission in world.items():
        world.accept(submission.item.code)
    actions.endorse(world.year, by=world.executive)
    return found


def test_the_endorsement_keeps_a_copy_of_everything_and_repeats_nothing(world: World, site: Site) -> None:
    page, gone = endorsed(world, "/o1.html", "/gone.html")
    job = do("evidence.preserve")
    assert (occasions(page), occasions(gone)) == ([("endorsed", 200)], [("endorsed", 404)])
    Job.objects.filter(pk=job.pk).update(state="queued", attempts=0)
    site.asked.clear()
    do("evidence.preserve")
    assert (occasions(page), occasions(gone), site.asked) == ([("endorsed", 200)], [("endorsed", 404)], [])


def test_what_failed_at_the_endorsement_is_copied_when_it_is_back(world: World, site: Site) -> None:
    (gone,) = endorsed(world, "/gone.html")
    do("evidence.preserve")
    site.pages["/gone.html"] = Page(HTML)
    look(gone)
    look(gone)
    assert occasions(gone) == [("endorsed", 404), ("endorsed", 200)]


def at(monkeypatch, moment: datetime.datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_page_of_the_closing_day_is_copied_that_evening_and_once_more_after_it(world: World, site: Site, monkeypatch) -> None:
    """Handed in early, changed after that, endorsed after the close: the round shows what stood there on the last day."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    closes = midnight.date() + 9 * DAY
    Window.objects.create(edition=world.edition, stage="preparing", opens_on=closes - 30 * DAY, closes_on=closes)
    page, gone = hand_in(world), hand_in(world, "/gone.html", "ก")
    look(page, gone)
    for submission in world.items():
        world.accept(submission.item.code)
    site.pages["/o1.html"] = Page(HTML.replace("O1", "the last day"), headers={"ETag": '"1"'})
    at(monkeypatch, midnight + 9 * DAY)
    look(page, gone)
    for days, minutes in ((8, 1439), (9, 1439), (9, 1439)):
        at(monkeypatch, midnight + days * DAY + datetime.timedelta(minutes=minutes))
        tasks.copy_on_closing_day()
    assert [job.payload["closes"] for job in Job.objects.filter(kind="evidence.preserve")] == [closes.isoformat()]
    do("evidence.preserve")
    at(monkeypatch, midnight + 10 * DAY + datetime.timedelta(hours=1))
    site.pages["/gone.html"] = Page(HTML)
    for _night in range(2):
        look(page, gone)
    Assessment.objects.filter(pk=world.year.pk).update(stage="clarifying")
    world.year.refresh_from_db()
    assert occasions(page) == [("handed_in", 200), ("closing", 200), ("closing", 200)]
    assert occasions(gone) == [("closing", 404), ("handed_in", 200), ("closing", 200)]
    shown = copies_of(page, closing_of(world.year, closes))[0]
    assert (body_of(shown), timezone.localdate(shown.taken_at)) == (HTML.replace("O1", "the last day").encode(), closes)


def test_an_extension_moves_the_closing_day(world: World, site: Site, monkeypatch) -> None:
    today = timezone.localdate()
    Window.objects.create(edition=world.edition, stage="preparing", opens_on=today - 30 * DAY, closes_on=today - 2 * DAY)
    Assessment.objects.filter(pk=world.year.pk).update(extended_until=today, extension_reason="น้ำท่วม")
    evening = timezone.localtime().replace(hour=23, minute=50)
    at(monkeypatch, evening)
    tasks.copy_on_closing_day()
    assert Job.objects.get(kind="evidence.preserve").payload["occasion"] == "closing"


def test_what_is_looked_at_long_after_the_close_is_no_copy_of_the_closing_day(world: World, site: Site) -> None:
    evidence = hand_in(world)
    look(evidence)
    closes = timezone.localdate() - 8 * DAY
    Window.objects.create(edition=world.edition, stage="preparing", opens_on=closes - 30 * DAY, closes_on=closes)
    look(evidence)
    assert occasions(evidence) == [("handed_in", 200)]


def test_what_is_seen_after_the_closing_day_never_replaces_what_was_seen_before(world: World, site: Site) -> None:
    evidence = hand_in(world)
    closing = timezone.now()
    for days, occasion in ((-9, "on_demand"), (-2, "endorsed"), (1, "on_demand"), (5, "on_demand")):
        content = KeptContent.objects.create(sha256=str(days), size=1)
        taken_at = closing + days * DAY
        Snapshot.objects.create(evidence=evidence, occasion=occasion, taken_at=taken_at, content=content, status=200)
    assert [copy.sha256 for copy in copies_of(evidence, closing)] == ["-2", "-9", "1", "5"]
    assert [copy.sha256 for copy in copies_of(evidence, None)] == ["5", "1", "-2", "-9"]
    assert [copy.sha256 for copy in copies_of(evidence, closing - 20 * DAY)] == ["-9", "-2", "1", "5"]


def test_the_closing_moment_is_the_end_of_the_last_day(world: World) -> None:
    day = datetime.date(2027, 3, 31)
    assert closing_of(world.year, day) is None
    world.year.stage = "clarifying"
    assert timezone.localtime(closing_of(world.year, day)).isoformat() == "2027-04-01T00:00:00+07:00"
    world.year.endorsed_at = timezone.now()
    assert closing_of(world.year, None) == world.year.endorsed_at


def test_the_item_offers_the_copy_and_hands_it_out_as_a_file_only(client, world: World, site: Site) -> None:
    evidence = hand_in(world)
    look(evidence)
    copy = Snapshot.objects.get()
    address = reverse("submissions:copy", args=[copy.key])
    client.force_login(world.staff)
    assert address in client.get(reverse("submissions:item", args=[*YEAR, "O1"])).content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == HTML.encode()
    kept = ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control")
    assert [answer[name] for name in kept] == [
        "application/octet-stream",
        "nosniff",
        "sandbox; default-src 'none'",
        "private, no-store",
    ]
    assert answer["Content-Disposition"].startswith('attachment; filename="alpha-O1-')
    stranger = World("beta")
    for person, status in ((world.observer, 403), (stranger.coordinator, 404), (world.assessor, 404), (world.admin, 200)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_somebody_asks_for_a_copy_of_today(client, world: World, site: Site) -> None:
    evidence = hand_in(world)
    client.force_login(world.coordinator)
    client.post(reverse("submissions:keep_copy", args=[*YEAR, evidence.key]))
    do("evidence.preserve")
    assert occasions(evidence) == [("on_demand", 200)]
    page = client.get(reverse("submissions:link", args=[*YEAR, evidence.key]))
    assert [copy.occasion for copy in page.context["page"].in_time] == ["on_demand"]
    client.force_login(world.observer)
    assert client.post(reverse("submissions:keep_copy", args=[*YEAR, evidence.key])).status_code == 403


def test_each_days_copies_stand_in_one_list_with_the_digest_of_the_list_before(world: World, site: Site) -> None:
    now = timezone.now()
    first, second = hand_in(world), hand_in(world, "/data.pdf", "ก")
    look(first, now=now - 2 * DAY)
    look(second, now=now - DAY)
    days = [timezone.localdate() - 2 * DAY, timezone.localdate() - DAY]
    lists = [make_manifest(day) for day in days]
    assert make_manifest(days[1]) == lists[1]
    assert make_manifest(timezone.localdate() - 9 * DAY) is None
    title, before, line, end = lists[1].lines.split("\n")
    assert (title, before, end) == (f"ITA-Portal copies {days[1].isoformat()}", lists[0].digest, "")
    copy = Snapshot.objects.get(evidence=second)
    assert line.split("\t") == [copy.sha256, copy.taken_at.astimezone(datetime.UTC).isoformat(), second.url]
    assert lists[1].digest == hashlib.sha256(lists[1].lines.encode()).hexdigest()
    assert copy.manifest == lists[1]


def test_what_an_earlier_night_missed_stands_in_the_next_list(world: World, site: Site) -> None:
    evidence = hand_in(world)
    look(evidence, now=timezone.now() - 5 * DAY)
    tasks.list_copies_of_yesterday()
    assert do("copies.list").result == {"copies": 1, "asked": 0}
    assert list(to_stamp()) == []


@pytest.fixture
def authority(tmp_path: Path):
    """A time-stamping authority of openssl: a function from a query to its answer."""
    conf = tmp_path / "tsa.cnf"
    conf.write_text(
        "[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nCN=Test TSA\n"
        "[v3]\nextendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:false\n"
        "[tsa]\ndefault_tsa=t\n"
        f"[t]\nserial={tmp_path}/serial\ncrypto_device=builtin\nsigner_cert={tmp_path}/tsa.pem\ncerts={tmp_path}/tsa.pem\n"
        f"signer_key={tmp_path}/tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256,sha512\n"
        "accuracy=secs:1\nordering=no\ntsa_name=yes\ness_cert_id_chain=no\n"
    )
    (tmp_path / "serial").write_text("01\n")
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config", conf]
    subprocess.run([*new, "-keyout", tmp_path / "tsa.key", "-out", tmp_path / "tsa.pem"], check=True, capture_output=True)

    def answer(query: bytes) -> bytes:
        asked, said = tmp_path / "q.tsq", tmp_path / "a.tsr"
        asked.write_bytes(query)
        reply = ["openssl", "ts", "-reply", "-config", conf, "-queryfile", asked, "-out", said]
        subprocess.run(reply, check=True, capture_output=True)
        return said.read_bytes()

    return answer


def test_the_list_is_stamped_by_the_authority_and_openssl_verifies_it(world: World, site: Site, settings, authority, tmp_path):
    settings.TSA_URL = "http://tsa.example.go.th/tsa"
    look(hand_in(world), now=timezone.now() - DAY)
    tasks.list_copies_of_yesterday()
    site.pages["/tsa"] = Page("down", 503)
    assert do("copies.list").result == {"copies": 1, "asked": 1}
    assert Manifest.objects.get().token is None  # the list stands without it; asked again the next day
    site.pages["/tsa"] = Page(answers=authority, media_type="application/timestamp-reply")
    assert stamp(Manifest.objects.get())
    manifest = Manifest.objects.get()
    assert abs(manifest.stamped_at - timezone.now()) < datetime.timedelta(minutes=2)
    (tmp_path / "list.txt").write_text(manifest.lines, encoding="utf-8", newline="")
    (tmp_path / "list.tsr").write_bytes(bytes(manifest.token))
    verify = ["openssl", "ts", "-verify", "-data", tmp_path / "list.txt", "-in", tmp_path / "list.tsr"]
    done = subprocess.run([*verify, "-CAfile", tmp_path / "tsa.pem"], capture_output=True, check=False)
    assert (done.returncode, b"Verification: OK" in done.stdout + done.stderr) == (0, True)
    assert list(to_stamp()) == []


def test_a_stamp_over_something_else_is_not_taken(world: World, site: Site, settings, authority) -> None:
    settings.TSA_URL = "http://tsa.example.go.th/tsa"
    now = timezone.now()
    look(hand_in(world), now=now - 3 * DAY)
    first = make_manifest(timezone.localdate() - 3 * DAY)
    said: list[bytes] = []

    def once(query: bytes) -> bytes:
        said.append(said[0] if said else authority(query))
        return said[-1]

    site.pages["/tsa"] = Page(answers=once)
    assert stamp(first)
    look(hand_in(world, "/data.pdf", "ก"), now=now - DAY)
    second = make_manifest(timezone.localdate() - DAY)
    assert not stamp(second)
    site.pages["/tsa"] = Page(b"no token at all")
    assert not stamp(second)
    assert list(to_stamp()) == [second]


def test_a_file_that_was_not_scanned_yet_is_in_no_archive(world: World, tmp_path: Path) -> None:
    evidence = actions.add_file(world.item("O1"), pdf_upload(), About(), by=world.staff)
    look(evidence)
    assert evidence.copies.count() == 1
    now, counts = timezone.now(), []
    for said in (
        {"state": "waiting"},
        {"state": "infected", "found": "Eicar", "scanned_at": now},
        {"state": "clean", "found": ""},
    ):
        Scan.objects.update_or_create(file=evidence.file, defaults={"asked_at": now, "brought_by": world.staff, **said})
        with (tmp_path / "alpha.warc.gz").open("wb") as out:
            counts.append(write_archive(world.year, out))
    assert counts == [0, 0, 1]


def test_the_year_is_exported_as_an_archive_that_others_read(world: World, site: Site, tmp_path: Path, capsys) -> None:
    site.pages["/same.html"] = Page(HTML)
    site.pages["/ไทย.html"] = Page("<p>ไทย</p>")
    file = actions.add_file(world.item("O1"), pdf_upload(), About(), by=world.staff)
    now = timezone.now() - DAY
    look(hand_in(world), hand_in(world, "/same.html", "ก"), file, hand_in(world, "/gone.html", "ข"), now=now)
    make_manifest(timezone.localdate() - DAY)
    out = tmp_path / "alpha.warc.gz"
    call_command("export_warc", agency="alpha", edition="2590-small", out=str(out))
    assert capsys.readouterr().out == f"3 copies written to {out}\n"
    records = []
    for record in ArchiveIterator(io.BytesIO(out.read_bytes()), check_digests="raise"):
        records.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()))
    assert [kind for kind, _uri, _body in records] == ["warcinfo", "resource", "response", "revisit", "resource"]
    by_kind = {kind: (uri, body) for kind, uri, body in records if kind in ("response", "revisit")}
    assert by_kind["response"] == (f"http://{HOST}/o1.html", HTML.encode())
    assert by_kind["revisit"] == (f"http://{HOST}/same.html", b"")
    assert hashlib.sha256(records[1][2]).hexdigest() == file.file_id
    assert records[-1][2].decode() == Manifest.objects.get().lines
