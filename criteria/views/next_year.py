"""Opening next year's edition from this one, and looking after the years of before that are left in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from criteria import opening
from criteria.forms import NextYearForm
from criteria.models import Edition
from criteria.policy import may_administer
from criteria.views.catalogue import load


def _load(request: PersonRequest, code: str) -> Edition:
    edition = load(request, code)
    may_administer(request.user).require()
    return edition


def next_year(request: PersonRequest, code: str) -> HttpResponse:
    """What would change, each year with its decision; `open` makes the draft, any other button shows the page again."""
    edition = _load(request, code)
    form = NextYearForm(request.POST or request.GET or None, edition=edition)
    if form.is_bound and not form.is_valid():
        return _page(request, form, None, status=422)
    asked = form.cleaned_data if form.is_bound else form.initial
    plan = opening.plan_of(edition, asked["year"], asked["programme"])
    plan.decide(opening.read_choices(request.POST))
    if "open" not in request.POST:
        return _page(request, form, plan)
    if request.POST.get("digest") != plan.digest:
        return _stale(request, form, plan)
    if plan.open_questions:
        return _page(request, form, plan, status=422, tried=True)
    return _open(request, form, plan)


def _open(request: PersonRequest, form: NextYearForm, plan: opening.Plan) -> HttpResponse:
    try:
        new = opening.open_next(plan, by=request.user)
    except opening.StalePlan:
        return _stale(request, form, plan)
    except opening.EditionStands:
        form.add_error(None, _("Edition %(code)s stands already. Choose another year or programme.") % {"code": plan.code})
        return _page(request, form, plan, status=409)
    messages.success(
        request, _("The draft edition %(code)s is made. Nobody but administrators sees it yet.") % {"code": new.code}
    )
    return redirect("criteria:edition", new.code)


def _stale(request: PersonRequest, form: NextYearForm, plan: opening.Plan) -> HttpResponse:
    text = _(
        "The older edition or the year was changed after you opened the page. Look through the years again, then open the draft."
    )
    return _page(request, form, plan, status=409, refusal=text)


def _page(request: PersonRequest, form: NextYearForm, plan: opening.Plan | None, *, status: int = 200, **more) -> HttpResponse:
    context = {"edition": form.edition, "form": form, "plan": plan, **more}
    return render(request, "criteria/next_year.html", context, status=status)


def years(request: PersonRequest, code: str) -> HttpResponse:
    """Years of before in an edition's texts; those that a person ticks are right as they stand."""
    edition = _load(request, code)
    if request.method == "POST":
        found = opening.old_years_of(edition).open
        chosen = set(request.POST.getlist("texts"))
        try:
            done = opening.confirm_years(edition, [one.text for one in found if one.place.key in chosen], by=request.user)
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))
        else:
            kind = messages.success if done else messages.info
            kind(request, _("Saved.") if done else _("No text is ticked. Tick those whose years are right."))
        return redirect("criteria:years", code)
    return render(request, "criteria/years.html", {"edition": edition, "years": opening.old_years_of(edition)})
