"""The assessor's queue: every agency that a person assesses, what waits there first."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import assessed_by
from submissions import queries
from submissions.enums import Status
from submissions.models import Review, Submission
from submissions.results import disagree


@dataclass(frozen=True)
class Entry:
    """One item in the queue."""

    url: str
    code: str
    title: str


@dataclass
class Part:
    """Items of one kind, with the sentence that says what to do; folded where nothing is to be done."""

    title: str
    advice: str
    folded: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass
class QueueYear:
    assessment: Assessment
    lead: bool
    url: str
    parts: list[Part]
    total: int

    @property
    def waiting(self) -> int:
        return sum(len(part.entries) for part in self.parts if not part.folded)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def shown(self) -> list[Part]:
        return [part for part in self.parts if part.entries]


@dataclass
class Queue:
    years: list[QueueYear]
    agencies: list[tuple[str, str]]  # slug, name: what the filter offers
    agency: str

    @property
    def waiting(self) -> int:
        return sum(year.waiting for year in self.years)


def queue_of(user: User, agency: str = "") -> Queue:
    """Years with something to do first. The same number of queries for any number of agencies and items."""
    assigned = assessed_by(user)
    agencies = list(dict.fromkeys((row.assessment.agency.slug, str(row.assessment.agency)) for row in assigned))
    chosen = [row for row in assigned if not agency or row.assessment.agency.slug == agency]
    years = [row.assessment for row in chosen]
    reviews = queries.decided_reviews(years)
    submissions: dict[int, list[Submission]] = {year.pk: [] for year in years}
    for submission in queries.to_judge(years):
        submissions[submission.assessment_id].append(submission)
    found = [_year(row.assessment, row.lead, user, submissions[row.assessment_id], reviews) for row in chosen]
    return Queue(sorted(found, key=lambda year: not year.waiting), agencies, agency)


def _year(
    assessment: Assessment,
    lead: bool,
    user: User,
    submissions: list[Submission],
    reviews: dict[int, list[Review]],
) -> QueueYear:
    url = reverse("submissions:year", args=[assessment.agency.slug, assessment.edition.code])
    parts = {
        "score": Part(_("To score"), _("Judge each component against the evidence and record the score."), False),
        "differ": Part(_("The assessors differ"), _("Both reviews are in and differ. Your own review decides."), False),
        "settle": Part(_("Contested"), _("Read the agency's explanation and decide."), False),
        "theirs": Part(_("With others"), _("You are done; another assessor or the lead is to decide."), True),
        "done": Part(_("Scored"), _("Nothing is left to do here."), True),
    }
    for s in submissions:
        kind = _kind(s, lead, user.pk, reviews[s.pk], assessment.edition.scoring.assessors)
        parts[kind].entries.append(Entry(f"{url}{s.item.code}/", s.item.code, s.item.title))
    return QueueYear(assessment, lead, url, list(parts.values()), len(submissions))


def _kind(submission: Submission, lead: bool, user_id: int, reviews: list[Review], needed: int) -> str:
    if submission.status == Status.SCORED:
        return "done"
    if submission.status == Status.CONTESTED:
        return "settle" if lead else "theirs"
    if any(review.assessor_id == user_id for review in reviews):
        return "theirs"
    return "differ" if lead and disagree(reviews, needed) else "score"
