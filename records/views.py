"""Health of the installation, and the progress of a job."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from records.models import Job


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The web server answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """The web server can work: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"database": "ok"})


def job(request: HttpRequest, key: str) -> HttpResponse:
    """How far a job is; only the person who asked for it sees it. Polled by the page while it is open."""
    the_job = get_object_or_404(Job, key=key, asked_by_id=request.user.pk)
    template = "records/job.html#job" if request.htmx else "records/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": the_job})
