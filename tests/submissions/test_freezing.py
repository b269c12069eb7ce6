"""What the database itself refuses, tried with SQL by hand as an administrator would."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from submissions import actions, freezing
from submissions.actions import About
from submissions.models import Evidence, KeptContent, Manifest, NothingToReport, Snapshot, StoredFile
from tests.factories import World, pdf_upload

pytestmark = pytest.mark.django_db

COLUMNS = "key, submission_id, kind, title, url, file_name, click_path, place, version, added_at, added_by_id, withdrawn_reason"
INSERT = (
    f"INSERT INTO submissions_evidence ({COLUMNS}) SELECT '{'1' * 32}', submission_id, 'url', 'x', 'https://x.example/', '', '', '', 1,"
    " added_at, added_by_id, '' FROM submissions_evidence WHERE kind = 'url' AND submission_id = {answer} LIMIT 1"
)
ATTEMPTS = {
    "another address": "UPDATE submissions_evidence SET url = 'https://x.example/' WHERE id = {url}",
    "another file": "UPDATE submissions_evidence SET file_name = 'x.pdf' WHERE id = {file}",
    "another time": "UPDATE submissions_evidence SET added_at = CURRENT_TIMESTAMP WHERE id = {url}",
    "moved to a year that is open": "UPDATE submissions_evidence SET submission_id = {open} WHERE id = {url}",
    "moved from a year that is open": "UPDATE submissions_evidence SET submission_id = {answer} WHERE id = {elsewhere}",
    "deleted": "DELETE FROM submissions_evidence WHERE id = {loose}",
    "added": INSERT,
    "a component taken": "DELETE FROM submissions_evidence_components WHERE evidence_id = {url}",
    "a component changed": "UPDATE submissions_evidence_components SET evidence_id = {file} WHERE evidence_id = {url}",
    "a component added": (
        "INSERT INTO submissions_evidence_components (evidence_id, component_id)"
        " SELECT {file}, component_id FROM submissions_evidence_components WHERE evidence_id = {url}"
    ),
}
ATTEMPTS |= {
    "another statement": "UPDATE submissions_nothingtoreport SET sentence = 'x' WHERE id = {nothing}",
    "a statement deleted": "DELETE FROM submissions_nothingtoreport WHERE id = {nothing}",
}
OF_FILES = {
    "another size": "UPDATE submissions_storedfile SET size = 1",
    "another type": "UPDATE submissions_storedfile SET media_type = 'text/html'",
    "deleted": "DELETE FROM submissions_storedfile WHERE sha256 NOT IN (SELECT file_id FROM submissions_evidence WHERE file_id <> '')",
}


class Place:
    """A year with all kinds of evidence, ready to be endorsed, and another one that is open."""

    def __init__(self) -> None:
        self.world, self.other = World(), World("beta")
        answer = self.world.answer("O1")
        self.file = actions.add_file(answer, pdf_upload(), About(), by=self.world.staff)
        self.loose = actions.add_url(answer, "https://a.example/loose", About(), by=self.world.staff)
        self.world.accept_all()
        self.url = Evidence.objects.get(submission=answer, url="https://www.alpha.example/o1")
        self.open = self.other.answer("O1")
        self.elsewhere = Evidence.objects.get(submission=self.open)
        self.answer = answer
        days = {"covers_from": datetime.date(2046, 10, 1), "covers_until": datetime.date(2046, 10, 31)}
        said = {"sentence": "ไม่มีการจัดซื้อ", "stated_at": timezone.now(), "stated_by": self.world.staff}
        self.nothing = NothingToReport.objects.create(submission=answer, **days, **said)

    def names(self) -> dict[str, int]:
        return {name: getattr(self, name).pk for name in ("answer", "url", "file", "loose", "open", "elsewhere", "nothing")}

    def run(self, statement: str) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(**self.names()))
            return cursor.rowcount


def rows() -> list:
    return [
        list(Evidence.objects.order_by("pk").values()),
        list(Evidence.components.through.objects.order_by("pk").values()),
        list(StoredFile.objects.values()),
        list(NothingToReport.objects.values()),
    ]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_of_an_endorsed_year_is_changed_by_hand(attempt):
    place = Place()
    actions.endorse(place.world.year, by=place.world.executive)
    before = rows()
    with pytest.raises(IntegrityError, match=freezing.SEALED):
        place.run(ATTEMPTS[attempt])
    assert rows() == before


def test_every_attempt_would_do_something_before_the_endorsement():
    place, changed = Place(), {}
    for attempt, statement in ATTEMPTS.items():
        sid = transaction.savepoint()
        try:
            changed[attempt] = place.run(statement) > 0
        except IntegrityError as problem:
            changed[attempt] = freezing.SEALED not in str(problem)
        transaction.savepoint_rollback(sid)
    assert changed == dict.fromkeys(ATTEMPTS, True)


def test_reopening_lifts_it():
    place = Place()
    actions.endorse(place.world.year, by=place.world.executive)
    actions.reopen(place.world.year, reason="แก้ไข", by=place.world.executive)
    assert place.run(ATTEMPTS["another address"]) == 1


@pytest.mark.parametrize("stage", ["assessing", "clarifying", "confirmed", "published"])
def test_it_stays_until_the_end(stage):
    place = Place()
    actions.endorse(place.world.year, by=place.world.executive)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assignments_assessment SET stage = %s WHERE id = %s", [stage, place.world.year.pk])
    with pytest.raises(IntegrityError, match=freezing.SEALED):
        place.run(ATTEMPTS["another address"])


@pytest.mark.parametrize("attempt", OF_FILES)
def test_a_stored_file_never_changes(attempt):
    place = Place()
    StoredFile.objects.create(sha256="0" * 64, size=1, media_type="text/plain")
    with pytest.raises(IntegrityError, match=freezing.STORED):
        place.run(OF_FILES[attempt])


COPIED = {
    "the address of a copy": "UPDATE submissions_snapshot SET address = 'https://x.example/'",
    "the moment of a copy": "UPDATE submissions_snapshot SET taken_at = CURRENT_TIMESTAMP",
    "a copy taken out of its list": "UPDATE submissions_snapshot SET manifest_id = NULL",
    "a copy deleted": "DELETE FROM submissions_snapshot",
    "the size of what was kept": "UPDATE submissions_keptcontent SET size = 1",
    "what was kept deleted": "DELETE FROM submissions_keptcontent",
    "the text of a list": "UPDATE submissions_manifest SET lines = 'x'",
    "the token of a list": "UPDATE submissions_manifest SET token = NULL, stamped_at = NULL",
    "a list deleted": "DELETE FROM submissions_manifest",
    "a sealed digest": "UPDATE submissions_sealedevidence SET digest = 'x'",
    "a sealed line deleted": "DELETE FROM submissions_sealedevidence",
}


def copied(place: Place) -> None:
    """A copy in a stamped list."""
    now = timezone.now()
    content = KeptContent.objects.create(sha256="c" * 64, size=3)
    copy = Snapshot.objects.create(evidence=place.url, occasion="on_demand", taken_at=now, content=content, status=200)
    manifest = Manifest.objects.create(day=now.date(), lines="1", digest="d" * 64, made_at=now)
    Snapshot.objects.filter(pk=copy.pk).update(manifest=manifest)
    Manifest.objects.filter(pk=manifest.pk).update(token=b"t", stamped_at=now)


@pytest.mark.parametrize("attempt", COPIED)
def test_what_was_copied_or_sealed_never_changes(attempt):
    place = Place()
    copied(place)
    actions.endorse(place.world.year, by=place.world.executive)
    with pytest.raises(IntegrityError, match=freezing.KEPT):
        place.run(COPIED[attempt])


def test_the_scanner_still_says_what_it_found_in_a_copy():
    place = Place()
    copied(place)
    assert place.run("UPDATE submissions_keptcontent SET scan_state = 'clean', scanned_at = CURRENT_TIMESTAMP") == 1


OPEN_AGAIN = "UPDATE assignments_assessment SET stage = 'preparing', endorsed_at = NULL, endorsed_by_id = NULL, seal = ''"


@pytest.mark.parametrize("attempt", [OPEN_AGAIN, "UPDATE assignments_assessment SET seal = 'x' WHERE seal <> ''"])
def test_an_endorsed_year_is_not_opened_by_hand_not_even_after_an_earlier_reopening(attempt):
    place = Place()
    year, executive = place.world.year, place.world.executive
    actions.endorse(year, by=executive)
    actions.reopen(year, reason="แก้ไข", by=executive)
    actions.endorse(year, by=executive)
    assert year.sealed.filter(seal=year.seal).count() > 0
    with pytest.raises(IntegrityError, match=freezing.REOPENED):
        place.run(attempt)


def test_migrations_leave_the_triggers_standing():
    freezing.take_down("default")
    assert len(freezing.missing(connection)) == 22
    call_command("migrate", verbosity=0)
    assert freezing.missing(connection) == []
