"""The virus scanner: a daemon on this machine that speaks clamd's protocol, one that is down, one that is silent."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import User
from ita_portal.lib import clamav
from records.actions import perform
from records.models import AuditEvent, Job
from submissions import actions
from submissions.actions import About
from submissions.models import Evidence, Notice, Scan, StoredFile
from submissions.tasks import scan_files
from tests.clamd import TOO_LONG, VIRUS
from tests.factories import World, pdf_upload, small_pdf

pytestmark = pytest.mark.django_db


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def hand_in(world: World, content: bytes = b"", code: str = "O1") -> Evidence:
    return actions.add_file(world.item(code), pdf_upload(content=content or small_pdf()), About(), by=world.staff)


def infected_pdf() -> bytes:
    return small_pdf(VIRUS.decode())


def states() -> list[tuple[str, str]]:
    return list(Scan.objects.order_by("pk").values_list("state", "found"))


def run_scans() -> None:
    scan_files()
    for job in Job.objects.filter(kind=actions.SCAN, state="queued"):
        perform(job.pk)


def test_a_clean_file_is_kept_and_handed_out(daemon):
    world = World()
    evidence = hand_in(world)
    assert (states(), daemon.scanned, Job.objects.filter(kind=actions.SCAN).count()) == ([("clean", "")], 1, 0)
    assert client_of(world.coordinator).get(f"/evidence/{evidence.key}/").status_code == 200


def test_an_infected_file_is_refused_with_what_was_found(daemon):
    world = World()
    with pytest.raises(PermissionDenied, match="The virus scanner found “Test.Virus” in “รายงานผล"):
        hand_in(world, infected_pdf())
    assert (Evidence.objects.count(), StoredFile.objects.count(), Scan.objects.count()) == (0, 0, 0)


def test_without_a_scanner_nothing_waits():
    world = World()
    evidence = hand_in(world)
    assert (Scan.objects.count(), Job.objects.filter(kind=actions.SCAN).count()) == (0, 0)
    assert client_of(world.coordinator).get(f"/evidence/{evidence.key}/").status_code == 200


def test_while_the_daemon_is_down_a_file_waits_and_only_its_bringer_opens_it(daemon, settings):
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"
    world = World()
    address = f"/evidence/{hand_in(world).key}/"
    assert states() == [("waiting", "")]
    assert client_of(world.staff).get(address).status_code == 200
    others = [world.finance_staff, world.coordinator, world.executive, world.admin]
    answers = [client_of(one).get(address) for one in others]
    assert [one.status_code for one in answers] == [403] * 4
    assert "The virus scanner has not looked at this file yet" in answers[0].content.decode()
    page = client_of(world.coordinator).get(f"/{world.year.scope}/O1/").content.decode()
    assert "awaiting the virus scan" in page
    run_scans()  # still down: it goes on waiting
    assert states() == [("waiting", "")]
    settings.CLAMAV_ADDRESS = daemon.address
    run_scans()
    assert states() == [("clean", "")]
    assert client_of(world.coordinator).get(address).status_code == 200


def test_who_uses_a_waiting_file_again_cannot_open_it_either(settings):
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"
    world = World()
    hand_in(world)
    again = actions.add_file(world.item("O2"), pdf_upload(), About(), by=world.coordinator)
    assert Scan.objects.get().brought_by == world.staff
    assert client_of(world.coordinator).get(f"/evidence/{again.key}/").status_code == 403


def test_a_virus_that_is_found_later_is_told_and_handed_out_to_nobody(daemon, settings):
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"
    world = World()
    evidence = hand_in(world, infected_pdf())
    settings.CLAMAV_ADDRESS = daemon.address
    run_scans()
    assert states() == [("infected", "Test.Virus")]
    assert client_of(world.staff).get(f"/evidence/{evidence.key}/").status_code == 403
    event = AuditEvent.objects.get(verb="virus_found")
    assert (event.details["evidence"], event.target_id, "Test.Virus" in event.note) == (
        evidence.pk,
        str(world.item("O1").pk),
        True,
    )
    page = client_of(world.staff).get(f"/{world.year.scope}/O1/").content.decode()
    assert ("a virus was found" in page, "A virus was found in a file" in page) == (True, True)


def test_a_virus_that_is_found_later_is_told_once_to_its_bringer_and_the_coordinator(daemon, settings):
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"
    world, other = World(), World("beta")
    evidence = hand_in(world, infected_pdf())
    withdrawn = hand_in(world, infected_pdf(), "O2")
    actions.withdraw_evidence(withdrawn, reason="ผิดข้อ", by=world.staff)
    actions.add_file(other.item("O1"), pdf_upload(content=infected_pdf()), About(), by=other.finance_staff)
    settings.CLAMAV_ADDRESS = daemon.address
    run_scans()
    run_scans()
    told = Notice.objects.filter(verb="virus").order_by("pk")
    people = {notice.person for notice in told}
    assert (told.count(), people) == (4, {world.staff, world.coordinator, other.finance_staff, other.coordinator})
    client = client_of(world.staff)
    notice = told.get(person=world.staff)
    page = client.get("/notices/").content.decode()
    assert ("A virus was found in a file of O1." in page, "Test.Virus" in page) == (True, True)
    opened = client.get(f"/notices/{notice.pk}/")
    assert opened["Location"] == f"/{world.year.scope}/O1/#evidence-{evidence.key}"
    actions.replace_evidence(evidence, pdf_upload(content=small_pdf("clean")), by=world.staff)
    assert Notice.objects.filter(verb="virus", submission=evidence.submission, read_at=None).count() == 0


def test_a_file_that_the_daemon_does_not_take_is_said_to_be_too_large_and_keeps_no_other_waiting(daemon, settings):
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"
    world = World()
    hand_in(world, small_pdf(TOO_LONG.decode()))
    hand_in(world, code="O2")
    settings.CLAMAV_ADDRESS = daemon.address
    run_scans()
    assert states() == [("large", ""), ("clean", "")]


@pytest.mark.parametrize("hangs_up", [False, True])
def test_a_file_too_large_is_opened_by_its_bringer_only_until_the_limit_is_raised(daemon, hangs_up):
    daemon.hangs_up = hangs_up
    world = World()
    evidence = hand_in(world, small_pdf(TOO_LONG.decode() + "x" * 4_000_000))
    address = f"/evidence/{evidence.key}/"
    assert (states(), client_of(world.staff).get(address).status_code) == ([("large", "")], 200)
    refused = client_of(world.coordinator).get(address)
    assert (refused.status_code, "larger than the virus scanner takes" in refused.content.decode()) == (403, True)
    page = client_of(world.coordinator).get(f"/{world.year.scope}/O1/").content.decode()
    assert ("too large for the virus scanner" in page, "raise the scanner's limit" in page) == (True, True)
    daemon.takes_all = True
    run_scans()  # it said so just now, and is not asked again
    assert states() == [("large", "")]
    Scan.objects.update(scanned_at=timezone.now() - datetime.timedelta(hours=25))
    run_scans()
    assert (states(), client_of(world.coordinator).get(address).status_code) == ([("clean", "")], 200)


def test_where_the_limit_is_known_a_larger_file_is_refused_with_it(daemon, settings):
    settings.CLAMAV_MAX_BYTES = 1024 * 1024
    with pytest.raises(PermissionDenied, match="larger than the 1 MB that the virus scanner takes"):
        hand_in(World(), small_pdf("x" * 1024 * 1024))
    assert (daemon.scanned, StoredFile.objects.count()) == (0, 0)


def test_a_silent_daemon_is_no_verdict(daemon):
    daemon.mute = True
    with pytest.raises(clamav.NoVerdict), pdf_upload().open() as content:
        clamav.scan(daemon.address, content, seconds=0.2)


def test_the_daemon_says_its_version(daemon):
    assert clamav.version(daemon.address) == "ClamAV 1.4.6/27000/Fri Nov 27"


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("tcp://127.0.0.1:3310", True),
        ("tcp://clamav", True),
        ("unix:///run/clamav/clamd.ctl", True),
        ("127.0.0.1:3310", False),
        ("tcp://:3310", False),
        ("tcp://host:port", False),
        ("https://clamav.example", False),
    ],
)
def test_addresses_of_a_daemon(address, good):
    assert (clamav.problem_of(address) == "") is good
