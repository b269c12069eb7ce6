"""Which copies are due, taking them, and which one is shown first."""

import datetime
import logging
import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, DateTimeField, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from assignments.models import Assessment
from assignments.queries import answers_window
from criteria.enums import Stage
from criteria.queries import spans_of
from ita_portal.lib.fetch import Fetched, Trouble
from submissions.enums import Occasion
from submissions.models import Evidence, Screenshot, Snapshot
from submissions.preserving.content import keep_content

log = logging.getLogger(__name__)

MOST_HEADERS = 50
SOON_AFTER = datetime.timedelta(days=7)  # later a copy would say nothing of how it stood when answers closed
LONGEST_HEADER = 500  # characters of its value
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")


def occasions_due(evidence: Iterable[Evidence], asked: Occasion | None = None) -> dict[int, Occasion]:
    """Evidence id → the copy that the next look at it takes. Two queries, and one for each further edition.

    `asked`: somebody wants one of each now. Otherwise the first success after it was handed in is kept while answers are
    written, after the endorsement the first success where the copy of the endorsement met a failure, and once answers are
    closed the first success after that.
    """
    here = list(evidence)
    if asked:
        return {one.pk: asked for one in here}
    taken: dict[int, dict[str, bool]] = defaultdict(dict)
    newest: dict[int, datetime.datetime] = {}  # of the closing day, with bytes
    rows = Snapshot.objects.filter(evidence__in=here).order_by("taken_at")
    for pk, occasion, content, file, taken_at in rows.values_list("evidence", "occasion", "content", "file", "taken_at"):
        came = bool(content or file)
        taken[pk][occasion] = taken[pk].get(occasion, False) or came
        if came and occasion == Occasion.CLOSING:
            newest[pk] = taken_at
    closed = _just_closed(here)
    due = {}
    for one in here:
        assessment = one.submission.assessment
        writing = assessment.stage == Stage.PREPARING
        if writing and Occasion.HANDED_IN not in taken[one.pk]:
            due[one.pk] = Occasion.HANDED_IN
        elif not writing and taken[one.pk].get(Occasion.ENDORSED) is False:
            due[one.pk] = Occasion.ENDORSED
        elif one.url and assessment.pk in closed and (one.pk not in newest or newest[one.pk] < closed[assessment.pk]):
            due[one.pk] = Occasion.CLOSING
    return due


def _just_closed(evidence: list[Evidence]) -> dict[int, datetime.datetime]:
    """The years of these whose answers closed a few days ago at most → the moment of it."""
    spans = {edition: spans_of(edition) for edition in {one.submission.item.edition for one in evidence}}
    years = {one.submission.assessment_id: (one.submission.assessment, spans[one.submission.item.edition]) for one in evidence}
    closing = {pk: answers_window(assessment, calendar)[1] for pk, (assessment, calendar) in years.items()}
    moments = {pk: end_of(day) for pk, day in closing.items() if day}
    return {pk: moment for pk, moment in moments.items() if moment <= timezone.now() < moment + SOON_AFTER}


def take(
    evidence: Evidence, fetched: Fetched | None, occasion: Occasion, now: datetime.datetime, *, asked: bool
) -> Snapshot | None:
    """Keep what was seen; None where nothing is kept. A failure is kept only where a copy was `asked` for: that day the address
    did not answer, or the file store took nothing. What failed is copied at a later look, as `occasions_due` says.

    Of a file that was handed in the bytes are kept already; the row points to them.
    """
    copy = Snapshot(evidence=evidence, occasion=occasion, taken_at=now)
    if fetched is None:
        copy.file = evidence.file
        copy.media_type = evidence.file.media_type if evidence.file else ""
    elif fetched.fine and not fetched.unchanged:
        _describe(copy, evidence, fetched)
        try:
            copy.content = keep_content(fetched.body, copy.media_type)
        except OSError as problem:
            log.error("no copy of evidence %s: %s", evidence.key, problem)
            copy.trouble = copy.NO_ROOM
            if not asked:
                return None
    elif asked and fetched.trouble != Trouble.CLOSED:
        _describe(copy, evidence, fetched)
    else:
        return None
    copy.save()
    return copy


def _describe(copy: Snapshot, evidence: Evidence, fetched: Fetched) -> None:
    copy.address, copy.final_url = evidence.url, fetched.final_url[:2000]
    copy.hops = [[hop.url, hop.status] for hop in fetched.hops]
    copy.status, copy.trouble, copy.whole = fetched.status, fetched.trouble or "", not fetched.cut
    copy.headers = _headers(fetched)
    copy.media_type = fetched.media_type[:100] if _MEDIA_TYPE.fullmatch(fetched.media_type) else ""


def _headers(fetched: Fetched) -> list[list[str]]:
    """As they came, within bounds; without cookies, which are nobody's evidence."""
    rows = [(name, value) for name, value in fetched.headers.items() if not name.lower().startswith("set-cookie")]
    return [[name[:100], value[:LONGEST_HEADER].replace("\x00", "")] for name, value in rows[:MOST_HEADERS]]


def closing_of(assessment: Assessment, closes_on: datetime.date | None) -> datetime.datetime | None:
    """The moment after which nothing that is seen replaces what was seen before; None while answers are written."""
    if assessment.stage == Stage.PREPARING:
        return None
    return assessment.endorsed_at if closes_on is None else end_of(closes_on)


def end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))


def in_order(copies: QuerySet[Snapshot], closing: datetime.datetime | None) -> QuerySet[Snapshot]:
    """The copy to look at first, first: the newest up to the closing day, and only then those after it, the nearest first."""
    if closing is None:
        return copies.order_by("-taken_at", "-id")
    before = When(taken_at__lt=closing, then=F("taken_at"))
    moment = Case(before, default=Value(None), output_field=DateTimeField())
    return copies.alias(before=moment).order_by(F("before").desc(nulls_last=True), "taken_at", "id")


def copies_of(evidence: Evidence, closing: datetime.datetime | None) -> list[Snapshot]:
    """All copies, also of days on which nothing came, the one to look at first on top."""
    return list(in_order(Snapshot.objects.filter(evidence=evidence).select_related("content", "file", "screenshot"), closing))


def with_first_copy(evidence: QuerySet[Evidence], closing: datetime.datetime | None) -> QuerySet[Evidence]:
    """Each with `copy_key` and `copy_at` of the copy to look at first, and `screenshot_key` of the copy with the same bytes, not
    later, of which there is a picture, and when that was taken. Adds no query."""
    first = in_order(Snapshot.objects.filter(evidence=OuterRef("pk"), content__isnull=False), closing)
    same = Screenshot.objects.filter(copy__evidence=OuterRef("pk"), copy__content=OuterRef("copy_content"))
    picture = same.filter(copy__taken_at__lte=OuterRef("copy_at")).order_by("-taken_at")
    return (
        evidence.annotate(copy_key=Subquery(first.values("key")[:1]), copy_at=Subquery(first.values("taken_at")[:1]))
        .alias(copy_content=Subquery(first.values("content")[:1]))
        .annotate(
            screenshot_key=Subquery(picture.values("copy__key")[:1]), screenshot_at=Subquery(picture.values("taken_at")[:1])
        )
    )
