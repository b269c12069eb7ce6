"""The assessor's queue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from submissions.work import assessor_queue


def review(request: HttpRequest) -> HttpResponse:
    """Every year this person assesses, with what waits in it."""
    return render(request, "submissions/review.html", {"queue": assessor_queue(request.user)})
