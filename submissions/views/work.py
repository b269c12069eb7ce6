"""The start page: what waits for me."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.http import PersonRequest
from submissions.work import work_of


def home(request: PersonRequest) -> HttpResponse:
    return render(request, "submissions/home.html", {"work": work_of(request.user, timezone.localdate())})
