"""Loading what an address names, for whoever asks. A stranger gets the same 404 as for a thing that does not exist."""

from django.http import Http404

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import assessment_at, seat_of
from ita_portal.lib.thai import item_number
from submissions.models import Submission
from submissions.queries import submission_at
from submissions.visibility import sees_year


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
