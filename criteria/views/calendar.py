"""The calendar of an edition, for the administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from criteria import actions
from criteria.enums import Stage
from criteria.forms import WindowsForm
from criteria.models import Edition
from criteria.policy import may_change_windows
from criteria.queries import calendar_before, spans_of
from criteria.views.catalogue import load
from criteria.windows import Span, moved


def windows(request: PersonRequest, code: str) -> HttpResponse:
    """The days of each stage. `?copy=1` fills the form with those of the edition before, moved on; nothing is saved by that."""
    found = load(request, code)
    may_change_windows(request.user).require()
    before = calendar_before(found)
    copied = before if "copy" in request.GET else None
    form = WindowsForm(request.POST or None, edition=found, standing=spans_of(found), offered=_moved_to(found, copied))
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.set_windows(found, form.spans(), seen=form.cleaned_data["seen"], by=request.user)
        except actions.StaleWindows:
            problem = _("Somebody else changed the days in the meantime. They stand above; what you typed still stands below.")
            form = form.on_what_stands(spans_of(found))
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was different."))
            return redirect("criteria:windows", code)
    context = {"edition": found, "form": form, "before": before, "copied": copied, "problem": problem}
    status = 409 if problem else 422 if request.method == "POST" else 200
    return render(request, "criteria/windows.html", context, status=status)


def _moved_to(edition: Edition, copied: Edition | None) -> dict[Stage, Span] | None:
    if copied is None:
        return None
    return {stage: moved(span, edition.fiscal_year - copied.fiscal_year) for stage, span in spans_of(copied).items()}
