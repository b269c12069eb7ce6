"""What the worker does for answers: the morning's reminders, and the letters. Beat asks; the job row carries it through."""

import datetime
from itertools import chain

from celery import shared_task
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Mails
from accounts.models import Agency, User
from assignments.queries import answers_window
from assignments.succession import crosswalk_between, year_before
from criteria.crosswalk import Crosswalk
from criteria.queries import edition_by_code
from records.actions import JobRefused, Run, ask, handles
from submissions.actions import (
    LOOK,
    PICTURES,
    PRESERVE,
    RETRY,
    SCAN,
    WAYS,
    ask_for_copies_of_closing_day,
    ask_for_look_at_night,
    ask_for_public_copies,
    ask_for_scans,
    begin_as_before,
    forget_old_uploads,
    make_public_copies,
    scan_waiting,
)
from submissions.checks.families import FAMILIES, names_of
from submissions.enums import Occasion
from submissions.inspecting import can_open, find_ways, look_at, opens_anything
from submissions.links import due_again
from submissions.models import Snapshot
from submissions.notices import mailing, reminders
from submissions.preserving import (
    SCREENSHOTS,
    SCREENSHOTS_AT_ONCE,
    ask_for_screenshots_of,
    make_manifest,
    scan_contents,
    screenshots_due,
    stamp,
    take_screenshot,
    to_stamp,
)
from submissions.queries import evidence_to_look_at, looked_at_since, years_to_watch

QUARTERS = 24  # quarters of an hour from midnight to six, over which the years are spread
EVENING, EVENING_QUARTERS = 20, 16  # the hour from which, to midnight, the years that close that day are copied


@handles("notices.remind")
def remind(run: Run) -> dict:
    """Due soon and late, year by year. What is written stays; running again adds only what is missing."""
    today = timezone.localdate()
    years = reminders.years_to_remind()
    named = 0
    for done, year in enumerate(years, start=1):
        run.progress(_("Looking at due dates"), done, len(years))
        named += reminders.remind(year, today)
    return {"items": named, "years": len(years)}


def _which(run: Run) -> dict[str, int]:
    payload = run.job.payload
    return {"pk": payload["evidence"]} if "evidence" in payload else {"submission__assessment": payload["year"]}


@handles(LOOK)
def look(run: Run) -> dict:
    """Look at one piece of evidence, or at all of a year. What this job has looked at already is not looked at again."""
    waiting = evidence_to_look_at(**_which(run)).exclude(pk__in=looked_at_since(run.job.created_at, names_of(FAMILIES)))
    total = waiting.count()
    done = 0
    for done in look_at(waiting, alive=run.stay):
        run.progress(_("Looking at evidence"), done, total)
    return {"items": done}


@handles(RETRY)
def retry(run: Run) -> dict:
    """Look again at the addresses that did not answer and are due. One that was looked at is not due any more."""
    waiting = due_again(timezone.now())
    total = waiting.count()
    done = 0
    for done in look_at(list(waiting), alive=run.stay):
        run.progress(_("Looking at evidence"), done, total)
    return {"items": done}


@handles(PRESERVE)
def preserve(run: Run) -> dict:
    """Keep a dated copy of one piece of evidence, or of all of a year. What this job has copied is not copied again."""
    occasion = Occasion(run.job.payload["occasion"])
    taken = Snapshot.objects.filter(occasion=occasion, taken_at__gte=run.job.created_at).values("evidence")
    rows = evidence_to_look_at(**_which(run)).exclude(pk__in=taken)
    waiting = [one for one in rows if not one.url or can_open(one.url)]
    done = 0
    for done in look_at(waiting, asked=occasion, alive=run.stay):
        run.progress(_("Keeping copies of the evidence"), done, len(waiting))
    return {"items": done}


@handles(SCREENSHOTS)
def screenshots(run: Run) -> dict:
    """Have a browser show a few copied pages. The others, and once more those that gave no picture, go into a job behind all that
    wait: a slow browser holds up nobody."""
    first, again = run.job.payload["copies"], run.job.payload["again"]
    here = list(screenshots_due((first or again)[:SCREENSHOTS_AT_ONCE], timezone.now()))
    failed = []
    for done, copy in enumerate(here):
        run.progress(_("Taking pictures of pages"), done, len(here))
        if not take_screenshot(copy):
            failed.append(copy.pk)
    ask_for_screenshots_of(run.job.scope, first[SCREENSHOTS_AT_ONCE:], again + failed if first else again[SCREENSHOTS_AT_ONCE:])
    return {"items": len(here) - len(failed), "without": len(failed)}


@handles("copies.list")
def list_copies(run: Run) -> dict:
    """The list of a day's copies, and the time-stamps that are still missing."""
    day = datetime.date.fromisoformat(run.job.payload["day"])
    manifest = make_manifest(day)
    stamped = 0
    for stamped, one in enumerate(list(to_stamp()), start=1):
        run.progress(_("Asking for time-stamps"), stamped)
        stamp(one)
    return {"copies": manifest.copies.count() if manifest else 0, "asked": stamped}


@handles(WAYS)
def ways(run: Run) -> dict:
    """Walk from the home page to one piece of evidence, or to all of a year."""
    pages = find_ways(
        evidence_to_look_at(**_which(run)), lambda pages: run.progress(_("Looking for the way from the home page"), pages)
    )
    return {"pages": pages}


@handles(SCAN)
def scan(run: Run) -> dict:
    """Ask the virus scanner about every file and copy that waits. While it is down they go on waiting, and Beat asks again."""
    done = 0
    for done, _row in enumerate(chain(scan_waiting(), scan_contents()), start=1):
        run.progress(_("Scanning files for viruses"), done)
    return {"items": done}


@handles(PICTURES)
def pictures(run: Run) -> dict:
    """Make the public copy of every picture that has none."""
    done = 0
    for done, _row in enumerate(make_public_copies(), start=1):
        run.progress(_("Making the public copies of pictures"), done)
    return {"items": done}


@handles("uploads.forget")
def forget(run: Run) -> dict:
    """Parts of files that nobody went on sending."""
    return {"items": forget_old_uploads(timezone.now())}


@handles("years.begin")
def begin(run: Run) -> dict:
    """Open the year of each agency and give out what is certain; an agency whose year stands is left as it is."""
    edition = edition_by_code(run.job.payload["edition"])
    person = User.objects.get(pk=run.job.payload["person"])
    if edition is None:
        raise JobRefused(_("The edition is no longer there."))
    agencies = list(Agency.objects.filter(slug__in=run.job.payload["agencies"]).order_by("sort_key"))
    walks: dict[int, Crosswalk] = {}
    given = 0
    for done, agency in enumerate(agencies, start=1):
        run.progress(str(agency), done, len(agencies))
        before = year_before(agency, edition)
        if before and before.edition_id not in walks:
            walks[before.edition_id] = crosswalk_between(before.edition, edition)
        begun = begin_as_before(agency, edition, walk=walks[before.edition_id] if before else None, by=person)
        given += len(begun.given)
    return {"years": len(agencies), "items": given, "url": reverse("reports:run_edition", args=[edition.code])}


@handles("notices.mail")
def mail(run: Run) -> dict:
    """Letters to everybody whose turn it is. Whoever has theirs is not written to again."""
    sent = 0
    for done, left in enumerate(mailing.mail_all(run.job.payload["pace"]), start=1):
        sent += left
        run.progress(_("Sending mails"), done)
    return {"sent": sent}


@shared_task
def forget_uploads() -> None:
    """Each night."""
    ask("uploads.forget", by=None, day=timezone.localdate().isoformat())


@shared_task
def copy_pictures() -> None:
    """Every hour; asks for a job only when a picture has no public copy."""
    ask_for_public_copies()


@shared_task
def scan_files() -> None:
    """Every few minutes; asks for a job only when a file waits."""
    ask_for_scans()


@shared_task
def remind_of_due_dates() -> None:
    """Each morning, before the mails."""
    ask("notices.remind", by=None, day=timezone.localdate().isoformat())


@shared_task
def look_at_night() -> None:
    """Each quarter of an hour of the night: its share of the years, and those that an earlier quarter missed. Each year once."""
    now = timezone.localtime()
    quarter = (now.hour * 60 + now.minute) // 15
    for year in years_to_watch() if opens_anything() else ():
        if year.pk % QUARTERS <= quarter:
            ask_for_look_at_night(year, now.date())


@shared_task
def copy_on_closing_day() -> None:
    """Each quarter of an hour of the evening: the years whose answers close today, spread over it. Each year once."""
    now = timezone.localtime()
    quarter = ((now.hour - EVENING) * 60 + now.minute) // 15
    for year in years_to_watch() if opens_anything() else ():
        if year.pk % EVENING_QUARTERS <= quarter and answers_window(year)[1] == now.date():
            ask_for_copies_of_closing_day(year, now.date())


@shared_task
def list_copies_of_yesterday() -> None:
    """After midnight: what was copied the day before, and what an earlier night missed."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ask("copies.list", by=None, day=yesterday.isoformat())


@shared_task
def look_where_due() -> None:
    """Every ten minutes: what did not answer is tried at other hours."""
    if opens_anything() and due_again(timezone.now()).exists():
        ask(RETRY, by=None)


@shared_task
def mail_as_it_happens() -> None:
    """Every minute; asks for a job only when somebody is to be written to."""
    _ask_for_mail(Mails.AT_ONCE)


@shared_task
def mail_of_the_day() -> None:
    _ask_for_mail(Mails.DAILY)


def _ask_for_mail(pace: Mails) -> None:
    if mailing.people_to_mail(pace, timezone.now()):
        ask("notices.mail", by=None, pace=pace.value)
