"""The assessor's queue."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from submissions.work import assessor_queue, is_assessor


def review(request: HttpRequest) -> HttpResponse:
    """Every year this person assesses, with what waits in it."""
    if not is_assessor(request.user):
        raise Http404
    return render(request, "submissions/review.html", {"queue": assessor_queue(request.user)})
