"""What the pages with several small forms do when one of them is sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.http import PersonRequest


def act_by_form(
    request: PersonRequest, page: Any, name: str, act: Callable[[dict], str], *, shown: Callable[..., HttpResponse], to: list[str]
) -> HttpResponse:
    """One of the page's forms: valid, it is acted upon, with a message; otherwise the page comes back with what was typed.

    `act` takes what was typed and returns what to say; `shown` renders the page with a refusal and a status; `to` is where one goes then.
    """
    form = page.forms[name]
    if not form.is_valid():
        return shown(request, page, status=422)
    try:
        messages.success(request, act(form.cleaned_data))
    except PermissionDenied as refusal:
        return shown(request, page, str(refusal), 403)
    return redirect(*to)
