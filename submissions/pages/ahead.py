"""What comes next for a person in one agency's year."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from assignments.models import Assessment
from assignments.queries import seat_of
from criteria.enums import Stage
from submissions import queries
from submissions.enums import Status
from submissions.models import Submission
from submissions.workflow import OPEN_TO_EDIT


@dataclass(frozen=True)
class Ahead:
    """The next item that waits for this person, and how many do."""

    code: str
    url: str
    label: str
    left: int


def ahead_of(assessment: Assessment, user: User, after: int = 0) -> Ahead | None:
    """The first item with a higher number than `after` that waits, or the first of all; None when nothing does. One query."""
    label, codes = waiting_for(assessment, user)
    if not codes:
        return None
    number = min((n for n in codes if n > after), default=min(codes))
    left = len(codes) - (after in codes)
    if number == after:
        return None
    address = reverse("submissions:item", args=[assessment.agency.slug, assessment.edition.code, codes[number]])
    return Ahead(codes[number], address, label, left)


def ahead_by_address(assessment: Assessment, user: User, code: str) -> Ahead | None:
    """The same without a query and without a count: the address looks for the next item when it is followed."""
    if assessment.stage != Stage.CLARIFYING or not seat_of(user, assessment).has(Role.LEAD_ASSESSOR):
        return None
    address = reverse("submissions:next", args=[assessment.agency.slug, assessment.edition.code])
    return Ahead("", f"{address}?after={code}", _("Next item to decide"), 0)


def waiting_for(assessment: Assessment, user: User) -> tuple[str, dict[int, str]]:
    """What these items are called, and number → code of each. A coordinator accepts before writing answers."""
    seat = seat_of(user, assessment)
    stage = assessment.stage
    if seat.assesses and stage == Stage.ASSESSING:
        return _("Next item to score"), queries.codes_to_score(assessment, user.pk)
    if seat.has(Role.LEAD_ASSESSOR) and stage == Stage.CLARIFYING:
        return _("Next item to decide"), queries.codes_with(assessment, [Status.CONTESTED])
    if stage == Stage.PREPARING and seat.has(Role.COORDINATOR):
        return _("Next item to accept or return"), queries.codes_with(assessment, [Status.SUBMITTED])
    if stage == Stage.PREPARING and seat.has(Role.STAFF):
        return _("Next item to answer"), queries.codes_with(assessment, OPEN_TO_EDIT, seat.departments)
    return "", {}


def nothing_left(assessment: Assessment, user: User) -> str:
    """The sentence for somebody who asked for the next item when there is none."""
    seat = seat_of(user, assessment)
    if seat.assesses:
        return _("Nothing waits for your score here. Thank you.")
    if seat.has(Role.COORDINATOR):
        return _("No item waits for your acceptance now.")
    if seat.has(Role.STAFF):
        return _("Every item of your department is handed in.")
    return _("Nothing waits for you in this year.")


def done(sentence: str, submission: Submission, user: User) -> SafeString:
    """The sentence of success, with the next item that waits for this person as a link."""
    found = ahead_of(submission.assessment, user, submission.item.number)
    if found is None:
        return format_html("{}", sentence)
    return format_html('{} <a href="{}">{}: {}</a>', sentence, found.url, found.label, found.code)
