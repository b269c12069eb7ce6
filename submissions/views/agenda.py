"""The calendar: as a page, and as a file that calendar programs fetch by an address that nobody can guess."""

import hashlib
import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.enums import Digits
from accounts.http import PersonRequest
from accounts.queries import owner_of_calendar
from submissions.agenda import agenda_of, months_of
from submissions.exporters import calendar_ics


def agenda(request: PersonRequest) -> HttpResponse:
    months = months_of(agenda_of(request.user), timezone.localdate())
    return render(request, "submissions/agenda.html", {"months": months, "today": timezone.localdate()})


@require_safe
@login_not_required
def feed(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """Calendar programs cannot log in: whoever has the address may read. Kept for an hour, and not sent again while unchanged."""
    person = owner_of_calendar(key)
    if person is None:
        raise Http404
    with override(person.mail_language):
        content = calendar_ics(agenda_of(person), in_thai_digits=person.digits == Digits.THAI)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="ita.ics"'
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
    patch_cache_control(response, private=True, max_age=3600)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
