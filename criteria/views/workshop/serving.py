"""How every form of the workshop is served: checked while it is typed, saved, refused, or shown beside what somebody else saved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from criteria import policy
from criteria.actions import StaleEdit
from criteria.forms import BenchForm, differing
from criteria.models import Edition


@dataclass
class Desk:
    """A page with one form. `make(data, row)` builds the form, on `row` as it stands; `save(form)` answers with the next address."""

    edition: Edition
    template: str
    make: Callable[[QueryDict | None, Any], BenchForm]
    save: Callable[[BenchForm], str]
    row: Any = None
    done: str = ""
    context: dict = field(default_factory=dict)


def serve(request: PersonRequest, desk: Desk) -> HttpResponse:
    """GET: the form. htmx: what is wrong so far. POST: saved, or the page again with what was typed."""
    if request.method != "POST":
        return _show(request, desk, desk.make(None, desk.row))
    form = desk.make(request.POST, desk.row)
    valid = form.is_valid()
    if request.htmx:
        return render(request, "criteria/workshop/checked.html", {"form": form, **desk.context})
    if "try" in request.POST:
        return _show(request, desk, form)
    if not valid:
        return _show(request, desk, form, status=422)
    return _save(request, desk, form)


def _save(request: PersonRequest, desk: Desk, form: BenchForm) -> HttpResponse:
    try:
        url = desk.save(form)
    except PermissionDenied as refusal:
        return _show(request, desk, form, status=403, refusal=str(refusal))
    except StaleEdit as stale:
        return _both(request, desk, stale.row)
    messages.success(request, desk.done or _("Saved."))
    return redirect(url)


def _both(request: PersonRequest, desk: Desk, row: Any) -> HttpResponse:
    """Theirs as it stands now, ours in the form on top of it: saving again puts it in its place, knowingly."""
    if row is None:
        sentence = _("Somebody else removed or moved this in the meantime. What you typed still stands below; nothing was saved.")
        return _show(request, desk, desk.make(request.POST, desk.row), status=409, refusal=sentence)
    theirs, typed = desk.make(None, row), request.POST.copy()
    for name in ("version", "seen"):
        if name in theirs.fields:
            typed[name] = str(theirs[name].value())
    ours = desk.make(typed, row)
    ours.is_valid()
    sentence = _("Somebody else saved this while you were writing. Nothing is lost: both texts stand below.")
    return _show(request, desk, ours, status=409, refusal=sentence, versions=differing(theirs, ours))


def _show(request: PersonRequest, desk: Desk, form: BenchForm, *, status: int = 200, **more: Any) -> HttpResponse:
    can_edit = policy.may_edit(request.user, desk.edition)
    context = {"edition": desk.edition, "form": form, "can_edit": can_edit, "typed": form.is_bound, **desk.context, **more}
    return render(request, desk.template, context, status=status)
