"""What changed against the year before, for one agency."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from assignments.queries import seat_of
from submissions import pages, policy
from submissions.loaders import load_year


def changes(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """`?all=yes` unfolds every item, for paper."""
    assessment = load_year(request.user, agency, edition)
    policy.sees_changes(seat_of(request.user, assessment)).require()
    page = pages.changes_page(assessment, unfolded="all" in request.GET)
    trail = pages.trail(assessment, (_("What changed"), ""))
    context = {"page": page, "memo": page.memo, "unfolded": page.unfolded, "trail": trail}
    return render(request, "submissions/changes.html", context)
