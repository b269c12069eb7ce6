"""Loading what an address names, for whoever asks. A stranger gets the same 404 as for a thing that does not exist."""

from typing import NamedTuple

from django.http import Http404

from accounts.models import Agency, User
from accounts.queries import agency_at, standing_of
from assignments.models import Assessment, SheetImport
from assignments.policy import sees_imports
from assignments.queries import assessment_at, import_at, seat_of
from criteria.models import Edition
from criteria.queries import edition_by_code
from ita_portal.lib.thai import item_number
from submissions.models import Submission
from submissions.queries import submission_at
from submissions.visibility import sees_year


class Beginning(NamedTuple):
    """An agency and an edition, with its year there once that was opened."""

    agency: Agency
    edition: Edition
    year: Assessment | None


def load_beginning(user: User, agency_slug: str, edition_code: str) -> Beginning:
    """For the agency's own people and administrators, whether the year was opened or not."""
    agency, edition = agency_at(agency_slug), edition_by_code(edition_code)
    standing = standing_of(user)
    if agency is None or edition is None or not (standing.is_admin or standing.belongs_to(agency.pk)):
        raise Http404
    if edition.is_draft and not standing.is_admin:
        raise Http404
    return Beginning(agency, edition, assessment_at(agency_slug, edition_code))


def load_year(user: User, agency: str, edition: str) -> Assessment:
    assessment = assessment_at(agency, edition)
    if assessment is None or not sees_year(seat_of(user, assessment), assessment.stage):
        raise Http404
    return assessment


def load_item(user: User, agency: str, edition: str, code: str) -> Submission:
    number = item_number(code)
    submission = submission_at(agency, edition, number) if number else None
    if submission is None or not sees_year(seat_of(user, submission.assessment), submission.assessment.stage):
        raise Http404
    return submission


def load_year_of_imports(user: User, agency: str, edition: str) -> Assessment:
    """The year, for those who see its documents; other members are told whose they are."""
    assessment = load_year(user, agency, edition)
    sees_imports(seat_of(user, assessment)).require()
    return assessment


def load_import(user: User, agency: str, edition: str, number: int) -> SheetImport:
    sheet = import_at(load_year_of_imports(user, agency, edition), number)
    if sheet is None:
        raise Http404
    return sheet
