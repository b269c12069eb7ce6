"""What full marks on one item are worth, where the agency would stand today, and which other items gain more."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.enums import Role
from accounts.models import User
from assignments.queries import Seat, seat_of
from criteria.scoring import shown
from submissions.forecast import Outlook, Prospect, forecast_for
from submissions.models import Submission

MOST = 3  # other items that are named


@dataclass(frozen=True)
class Gain:
    """One more item of this person's, with the points of OIT that full marks on it would add to the lowest figure."""

    code: str
    title: str
    points: Decimal | None


@dataclass(frozen=True)
class WorthPage:
    own: Prospect
    points: Decimal | None  # None: nothing more can be gained
    oit: tuple[Decimal | None, Decimal | None]  # the lowest and the highest figure
    more: list[Gain]


def worth_page(submission: Submission, user: User) -> WorthPage:
    """The number of queries does not depend on how many items there are."""
    seat = seat_of(user, submission.assessment)
    forecast = forecast_for(submission.assessment, user)
    own = next(one for one in forecast.prospects if one.submission.pk == submission.pk)
    mine = [one for one in forecast.by_gain if one is not own and _is_theirs(seat, one)]
    more = [Gain(one.code, one.submission.item.title, shown(one.gain)) for one in mine[:MOST]]
    return WorthPage(own, shown(own.gain) if own.gain else None, forecast.oit, more)


def _is_theirs(seat: Seat, prospect: Prospect) -> bool:
    """Whether there is something left that this person can do for it."""
    if prospect.outlook == Outlook.SCORED:
        return False
    return seat.has(Role.COORDINATOR, Role.EXECUTIVE) or bool(seat.departments & prospect.responsible.department_ids)
