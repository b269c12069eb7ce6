"""The start page: what waits for me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from submissions.work import work_of


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "submissions/home.html", {"work": work_of(request.user, timezone.localdate())})
