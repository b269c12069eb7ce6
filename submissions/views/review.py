"""The assessor's queue."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import PersonRequest
from submissions.work import assessor_queue


def review(request: PersonRequest) -> HttpResponse:
    """Every year this person assesses, with what waits in it."""
    return render(request, "submissions/review.html", {"queue": assessor_queue(request.user)})
