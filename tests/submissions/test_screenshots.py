"""Pictures of copied pages: taken by a job of their own after the copy, kept with it, shown to whoever may have the copy."""

import datetime
import hashlib
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from warcio.archiveiterator import ArchiveIterator

from ita_portal.lib.screenshot import HEIGHT, WIDTH
from records.models import Job
from submissions import actions
from submissions.enums import Occasion
from submissions.inspecting import look_at
from submissions.models import Evidence, Screenshot, Snapshot
from submissions.preserving import make_manifest, opened_content, screenshots_due
from submissions.queries import evidence_to_look_at
from tests.factories import World
from tests.sites import Page, Site
from tests.submissions.test_preserving import HOST, YEAR, do, hand_in, look

pytestmark = pytest.mark.django_db
BROWSER = "/usr/bin/chromium"
SCREENSHOTS = "evidence.screenshots"
RED, BLUE = "<body style='background:#f00'>แผน", "<body style='background:#00f'>แผน"


@pytest.fixture
def site(settings):
    pages = {"/o1.html": Page(RED), "/data.pdf": Page(b"%PDF-1.7 x", media_type="application/pdf")}
    with Site(pages, hosts=(HOST,)) as here:
        settings.FETCH_SITES = here.where
        settings.SCREENSHOT_BROWSER = BROWSER
        yield here


@pytest.fixture
def world():
    return World()


def colour(picture: Screenshot) -> tuple[int, ...]:
    """Of the middle of the picture, coarsely; first its size and kind are looked at."""
    with opened_content(picture.content) as stored:
        body = stored.read()
    image = Image.open(io.BytesIO(body))
    assert (image.size, image.format) == ((WIDTH, HEIGHT), "WEBP")
    assert (picture.content.sha256, picture.content.size) == (hashlib.sha256(body).hexdigest(), len(body))
    return tuple(part // 64 for part in image.convert("RGB").getpixel((WIDTH // 2, HEIGHT // 2)))


def pictures(evidence: Evidence) -> list[tuple[str, tuple[int, ...]]]:
    rows = Screenshot.objects.filter(copy__evidence=evidence).select_related("copy", "content")
    return [(picture.copy.occasion, colour(picture)) for picture in rows]


def test_a_page_gets_a_picture_when_it_is_copied_first_and_when_it_has_changed(world: World, site: Site) -> None:
    page, document = hand_in(world), hand_in(world, "/data.pdf", "ข้อมูล")
    look(page, document)
    assert do(SCREENSHOTS).result == {"items": 1, "without": 0}
    world.endorse()
    do("evidence.preserve")
    assert do(SCREENSHOTS).result == {"items": 0, "without": 0}  # copied once more, with the same bytes
    site.pages["/o1.html"] = Page(BLUE)
    actions.keep_copy(page, by=world.coordinator)
    do("evidence.preserve")
    do(SCREENSHOTS)
    assert pictures(page) == [("handed_in", (3, 0, 0)), ("on_demand", (0, 0, 3))]
    assert pictures(document) == []


def test_nothing_happens_where_no_browser_is_named(world: World, site: Site, settings) -> None:
    settings.SCREENSHOT_BROWSER = ""
    look(hand_in(world))
    assert (Snapshot.objects.count(), Job.objects.filter(kind=SCREENSHOTS).count()) == (1, 0)


def test_a_page_that_gives_no_picture_is_tried_once_more_and_the_copy_stays_without(world: World, site: Site, client, caplog):
    """The second try is a job of its own, behind everything that waits."""
    broken, fine = hand_in(world), hand_in(world, "/fine.html", "แผน")
    site.pages["/fine.html"] = Page(BLUE)
    look(broken, fine)
    site.pages["/o1.html"] = Page("พัง", 500)
    site.asked.clear()
    first, second = do(SCREENSHOTS), do(SCREENSHOTS)
    assert (first.result, second.result) == ({"items": 1, "without": 1}, {"items": 0, "without": 1})
    assert not Job.objects.filter(kind=SCREENSHOTS).exclude(state="done").exists()
    assert [path for path in site.asked if path != "/favicon.ico"] == ["/o1.html", "/fine.html", "/o1.html"]
    copy = Snapshot.objects.get(evidence=broken)
    assert [record.message.partition(": ")[0] for record in caplog.records] == [f"no picture of copy {copy.key}"] * 2
    client.force_login(world.staff)
    assert client.get(reverse("submissions:screenshot", args=[copy.key])).status_code == 404
    assert "page-picture" not in client.get(reverse("submissions:link", args=[*YEAR, broken.key])).content.decode()


def test_a_job_takes_a_few_pictures_and_the_others_wait_behind_what_waits(world: World, site: Site, settings) -> None:
    settings.SCREENSHOT_BROWSER = "/bin/false"
    site.pages |= {f"/{n}.html": Page(RED) for n in range(4)}
    look(*(hand_in(world, f"/{n}.html", f"แผน {n}") for n in range(4)))
    copies = list(Snapshot.objects.order_by("pk").values_list("pk", flat=True))
    for _time in range(4):
        do(SCREENSHOTS)
    payloads = list(Job.objects.filter(kind=SCREENSHOTS).order_by("pk").values_list("payload", flat=True))
    asked = [(copies, []), (copies[3:], copies[:3]), ([], copies), ([], copies[3:])]
    assert payloads == [{"copies": first, "again": again} for first, again in asked]


def test_a_job_that_is_run_again_takes_no_picture_twice(world: World, site: Site) -> None:
    look(hand_in(world))
    job = do(SCREENSHOTS)
    Job.objects.filter(pk=job.pk).update(state="queued", attempts=0)
    site.asked.clear()
    assert (do(SCREENSHOTS).result, site.asked) == ({"items": 0, "without": 0}, [])


def test_a_picture_that_comes_hours_later_is_not_taken(world: World, site: Site) -> None:
    look(hand_in(world))
    copy, hours = Snapshot.objects.get(), datetime.timedelta(hours=1)
    assert [list(screenshots_due([copy.pk], copy.taken_at + n * hours)) for n in (5, 7)] == [[copy], []]


def test_the_picture_is_shown_to_whoever_may_have_the_copy(client, world: World, site: Site) -> None:
    evidence = hand_in(world)
    look(evidence)
    do(SCREENSHOTS)
    look(evidence)
    picture = Screenshot.objects.select_related("copy", "content").get()
    address = reverse("submissions:screenshot", args=[picture.copy.key])
    client.force_login(world.staff)
    for page in (reverse("submissions:item", args=[*YEAR, "O1"]), reverse("submissions:link", args=[*YEAR, evidence.key])):
        assert client.get(page).content.decode().count(f'<img src="{address}"') == 1
    answer = client.get(address)
    with opened_content(picture.content) as stored:
        assert b"".join(answer.streaming_content) == stored.read()
    kept = ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control")
    assert [answer[name] for name in kept] == ["image/webp", "nosniff", "sandbox; default-src 'none'", "private, no-store"]
    assert answer["Content-Disposition"].startswith('inline; filename="alpha-O1-')
    stranger = World("beta")
    for person, status in ((world.observer, 403), (stranger.coordinator, 404), (world.assessor, 404), (world.admin, 200)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_the_copy_that_is_shown_first_comes_with_a_picture_of_its_own_bytes_only(client, world: World, site: Site) -> None:
    evidence = hand_in(world)
    look(evidence)
    do(SCREENSHOTS)
    site.pages["/o1.html"] = Page(BLUE)
    list(look_at(evidence_to_look_at(pk=evidence.pk), asked=Occasion.ON_DEMAND))
    client.force_login(world.staff)
    item = reverse("submissions:item", args=[*YEAR, "O1"])
    assert "page-picture" not in client.get(item).content.decode()
    do(SCREENSHOTS)
    newest = Screenshot.objects.latest("pk")
    assert reverse("submissions:screenshot", args=[newest.copy.key]) in client.get(item).content.decode()


def test_the_picture_stands_in_the_days_list_and_in_the_archive(world: World, site: Site, tmp_path: Path, capsys) -> None:
    evidence = hand_in(world)
    look(evidence)
    do(SCREENSHOTS)
    manifest = make_manifest(timezone.localdate())
    picture = Screenshot.objects.get()
    moment = picture.taken_at.astimezone(datetime.UTC).isoformat()
    assert manifest.lines.split("\n")[-2].split("\t") == [picture.content_id, moment, evidence.url, "screenshot"]
    assert picture.manifest == manifest
    out = tmp_path / "alpha.warc.gz"
    call_command("export_warc", agency="alpha", edition="2590-small", out=str(out))
    found = [
        hashlib.sha256(record.content_stream().read()).hexdigest()
        for record in ArchiveIterator(io.BytesIO(out.read_bytes()), check_digests="raise")
        if record.rec_headers.get_header("WARC-Target-URI") == f"urn:view:{evidence.url}"
    ]
    assert found == [picture.content_id]


def test_a_picture_that_was_taken_after_midnight_stands_in_the_next_list(world: World, site: Site) -> None:
    evidence = hand_in(world)
    look(evidence)
    before = make_manifest(timezone.localdate())
    do(SCREENSHOTS)
    after = make_manifest(timezone.localdate() + datetime.timedelta(days=1))
    assert (before.copies.count(), before.screenshots.count(), after.copies.count(), after.screenshots.count()) == (1, 0, 0, 1)
