"""Indicators, sub-indicators and headings."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from criteria import actions, pages
from criteria.content import wordings_of
from criteria.forms import BenchForm, HeadingForm, IndicatorForm
from criteria.loaders import load_edition, load_row
from criteria.models import Edition, Heading, Indicator
from criteria.queries import indicators_of
from criteria.views.workshop.serving import Desk, serve


def add_indicator(request: PersonRequest, code: str) -> HttpResponse:
    """`?in=`: a sub-indicator of that indicator."""
    edition = load_edition(request.user, code)
    parent = load_row(edition, Indicator, request.GET["in"]) if "in" in request.GET else None
    if parent is not None and parent.parent_id:
        raise Http404

    def save(form: BenchForm) -> str:
        row = actions.add_indicator(edition, form.values(), parent=parent, by=request.user)
        return _at(edition, f"i-{row.number}")

    label = _("New sub-indicator") if parent else _("New indicator")
    desk = Desk(
        edition,
        "criteria/workshop/structure.html",
        lambda data, row: IndicatorForm(data, edition=edition, parent=parent),
        save,
        context={"heading": label, "parent": parent, "trail": pages.trail(edition, (label, ""))},
    )
    return serve(request, desk)


def edit_indicator(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    edition = load_edition(request.user, code)
    indicator = load_row(edition, Indicator, pk)

    def save(form: BenchForm) -> str:
        actions.save_indicator(indicator, form.values(), version=form.seen_version, by=request.user)
        return _at(edition, f"i-{form.cleaned_data['number']}")

    label = f"{indicator.number} {indicator.title}"
    desk = Desk(
        edition,
        "criteria/workshop/structure.html",
        lambda data, row: IndicatorForm(data, edition=edition, parent=indicator.parent, indicator=row),
        save,
        indicator,
        context={
            "heading": label,
            "change_url": reverse("criteria:change_indicator", args=[edition.code, pk]),
            "place": _("Place among its like"),
            "wordings": wordings_of(indicator),
            "trail": pages.trail(edition, (indicator.number, "")),
        },
    )
    return serve(request, desk)


def add_heading(request: PersonRequest, code: str) -> HttpResponse:
    """`?in=`: the sub-indicator."""
    edition = load_edition(request.user, code)
    sub = load_row(edition, Indicator, request.GET.get("in", ""))

    def save(form: BenchForm) -> str:
        row = actions.add_heading(form.cleaned_data["indicator"], form.values(), by=request.user)
        return _at(edition, f"h-{row.pk}")

    context = {"heading": _("New heading"), "trail": pages.trail(edition, (sub.number, ""), (_("New heading"), ""))}
    desk = Desk(edition, "criteria/workshop/structure.html", _heading_form(edition, sub), save, context=context)
    return serve(request, desk)


def edit_heading(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    edition = load_edition(request.user, code)
    heading = load_row(edition, Heading, pk)

    def save(form: BenchForm) -> str:
        actions.save_heading(heading, form.values(), version=form.seen_version, by=request.user)
        return _at(edition, f"h-{heading.pk}")

    desk = Desk(
        edition,
        "criteria/workshop/structure.html",
        _heading_form(edition, heading.indicator),
        save,
        heading,
        context={
            "heading": heading.title,
            "change_url": reverse("criteria:change_heading", args=[edition.code, pk]),
            "place": _("Place in its sub-indicator"),
            "wordings": wordings_of(heading),
            "trail": pages.trail(edition, (heading.indicator.number, ""), (heading.title, "")),
        },
    )
    return serve(request, desk)


def _heading_form(edition: Edition, sub: Indicator) -> Callable:
    subs = [one for one in indicators_of(edition) if one.parent_id]

    def make(data, row: Heading | None) -> BenchForm:
        return HeadingForm(data, subs=subs, sub=row.indicator if row else sub, heading=row)

    return make


CHANGES: dict[tuple[str, str], Callable] = {
    ("indicators", "up"): actions.move_indicator,
    ("indicators", "down"): actions.move_indicator,
    ("indicators", "remove"): actions.remove_indicator,
    ("headings", "up"): actions.move_heading,
    ("headings", "down"): actions.move_heading,
    ("headings", "remove"): actions.remove_heading,
}


@require_POST
def change_indicator(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    edition = load_edition(request.user, code)
    row = load_row(edition, Indicator, pk)
    return _change(request, edition, "indicators", row, f"i-{row.number}")


@require_POST
def change_heading(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    edition = load_edition(request.user, code)
    return _change(request, edition, "headings", load_row(edition, Heading, pk), f"h-{pk}")


def _change(request: PersonRequest, edition: Edition, kind: str, row: Indicator | Heading, anchor: str) -> HttpResponse:
    """Up, down, remove: one of the buttons of a form."""
    verb = request.POST.get("verb", "")
    if (kind, verb) not in CHANGES:
        raise Http404
    try:
        CHANGES[kind, verb](row, *(() if verb == "remove" else (verb,)), by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    except actions.StaleEdit:
        messages.warning(request, _("Somebody else changed this in the meantime. The page shows how it stands now."))
    else:
        done = _("Removed.") if verb == "remove" else _("Moved. The codes run on without gap.")
        messages.success(request, done)
    return redirect(_at(edition, anchor))


def _at(edition: Edition, anchor: str) -> str:
    return f"{reverse('criteria:workshop', args=[edition.code])}#{anchor}"
