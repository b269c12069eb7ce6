"""The overview of one agency's year."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from assignments.queries import seat_of
from criteria.enums import Stage
from reports import pages, policy
from reports.forms import SurveyForm
from submissions.loaders import load_year
from submissions.pages import trail
from submissions.policy import sees_links, sees_missing


def overview(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """Where the year stands and where it may end; `?iit=` and `?eit=` reckon the total with these survey scores."""
    assessment = load_year(request.user, agency, edition)
    seat = seat_of(request.user, assessment)
    if not policy.may_see_forecast(seat):
        raise Http404
    form = SurveyForm(request.GET or None)
    scores = form.scores() if form.is_valid() else {"iit": None, "eit": None}
    page = pages.overview(assessment, request.user, timezone.localdate(), **scores)
    shown = assessment.stage == Stage.PREPARING and sees_missing(seat)
    context = {
        "page": page,
        "form": form,
        "shows_missing": shown,
        "shows_links": sees_links(seat),
        "trail": trail(assessment, (_("Overview"), "")),
    }
    return render(request, "reports/overview.html", context)
