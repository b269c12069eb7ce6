"""Beginning an agency's year from the year before: opened, and its items given out as somebody approved."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Agency, User
from assignments import policy
from assignments.actions import Given
from assignments.carrying import carry_over, given_by
from assignments.models import Assessment
from assignments.succession import proposals, year_before
from criteria.crosswalk import Crosswalk
from criteria.models import Edition, Item
from criteria.policy import may_open_years
from records.actions import ask
from records.models import Job
from submissions.actions.years import open_year


@dataclass(frozen=True)
class Begun:
    """A year that was opened, or stood open already, with the items that were given out now."""

    assessment: Assessment
    given: list[Item]


@transaction.atomic
def begin_year(agency: Agency, edition: Edition, given: Iterable[Given], *, by: User) -> Begun:
    """Open the year with an empty answer for every item, and give these items out. Repeating it changes nothing."""
    standing = Assessment.objects.filter(agency=agency, edition=edition).first()
    policy.may_begin(by, agency, edition, standing).require()
    year = open_year(agency, edition, by=by)
    return Begun(year, carry_over(year, given, by=by))


@transaction.atomic
def ask_to_begin(edition: Edition, agencies: Iterable[Agency], *, by: User) -> Job:
    """Let the worker open the year of these agencies, each with what is certain in it."""
    policy.may_administer(by).require()
    may_open_years(edition).require()
    slugs = sorted(agency.slug for agency in agencies)
    return ask("years.begin", by=by, scope=edition.code, edition=edition.code, agencies=slugs, person=by.pk)


@transaction.atomic
def begin_as_before(agency: Agency, edition: Edition, *, walk: Crosswalk | None = None, by: User) -> Begun:
    """Open the year and give out what is certain as in the year before; the rest waits for the agency's coordinator."""
    before = year_before(agency, edition)
    certain = [one for one in proposals(before, edition, walk) if one.is_certain] if before else []
    return begin_year(agency, edition, [given_by(one, lead=one.lead) for one in certain], by=by)
