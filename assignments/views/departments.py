"""An agency's departments: their names, what becomes of them, and who takes their items over."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.forms import WebsiteForm
from accounts.http import PersonRequest
from accounts.models import Agency, Department, User
from accounts.policy import may_organise, sees_organisation
from accounts.queries import agency_at, department_at
from assignments import handover, pages
from assignments.queries import assessment_at
from assignments.views.acting import act_by_form


def load_agency(user: User, slug: str) -> Agency:
    agency = agency_at(slug)
    if agency is None or not sees_organisation(user, agency):
        raise Http404
    return agency


def _load(user: User, slug: str, key: str) -> Department:
    department = department_at(load_agency(user, slug), key)
    if department is None:
        raise Http404
    return department


def departments(request: PersonRequest, agency: str) -> HttpResponse:
    """All of them, and a form for one more."""
    the_agency = load_agency(request.user, agency)
    page = pages.departments_page(the_agency, request.user, request.POST or None)
    status, refusal = (422 if page.form.is_bound else 200), ""
    if page.form.is_valid():
        try:
            made = actions.add_department(the_agency, **page.form.cleaned_data, by=request.user)
        except PermissionDenied as problem:
            status, refusal = 403, str(problem)
        else:
            messages.success(request, _("%(department)s is added.") % {"department": made})
            return redirect("assignments:department", agency, made.key)
    trail = pages.organisation_trail(the_agency, (_("Departments"), ""))
    return render(request, "assignments/departments.html", {"page": page, "trail": trail, "refusal": refusal}, status=status)


def department(request: PersonRequest, agency: str, key: str) -> HttpResponse:
    return _shown(request, pages.department_page(_load(request.user, agency, key), request.user))


def _shown(request: PersonRequest, page: pages.DepartmentPage, refusal: str = "", status: int = 200) -> HttpResponse:
    above = (_("Departments"), f"/{page.agency.slug}/departments/")
    trail = pages.organisation_trail(page.agency, above, (page.department.name, ""))
    return render(request, "assignments/department.html", {"page": page, "trail": trail, "refusal": refusal}, status=status)


def _do(request: PersonRequest, found: Department, name: str, act: Callable[[dict], str], key: str = "") -> HttpResponse:
    page = pages.department_page(found, request.user, name, request.POST)
    to = ["assignments:department", found.agency.slug, key or found.key]
    return act_by_form(request, page, name, act, shown=_shown, to=to)


@require_POST
def rename(request: PersonRequest, agency: str, key: str) -> HttpResponse:
    found = _load(request.user, agency, key)

    def act(words: dict) -> str:
        actions.rename_department(found, **words, by=request.user)
        return _("The department has its new name; the old one stays known as another spelling.")

    return _do(request, found, "rename", act)


@require_POST
def aliases(request: PersonRequest, agency: str, key: str) -> HttpResponse:
    found = _load(request.user, agency, key)

    def act(words: dict) -> str:
        actions.save_aliases(found, words["aliases"], by=request.user)
        return _("The spellings are saved.")

    return _do(request, found, "aliases", act)


@require_POST
def add_unit(request: PersonRequest, agency: str, key: str) -> HttpResponse:
    found = _load(request.user, agency, key)

    def act(words: dict) -> str:
        return _("%(department)s is added.") % {
            "department": actions.add_department(found.agency, **words, parent=found, by=request.user)
        }

    return _do(request, found, "units", act)


@require_POST
def merge(request: PersonRequest, agency: str, key: str) -> HttpResponse:
    """Without `confirm` a page that says what will happen."""
    found = _load(request.user, agency, key)
    page = pages.department_page(found, request.user, "merge", request.POST)
    if page.can and page.forms["merge"].is_valid() and "confirm" not in request.POST:
        into = page.forms["merge"].cleaned_data["into"]
        trail = pages.organisation_trail(page.agency, (_("Merge"), ""))
        return render(request, "assignments/merge.html", {"page": page, "into": into, "trail": trail})

    def act(words: dict) -> str:
        moved = handover.merge(found, words["into"], by=request.user)
        text = ngettext("Merged; %(n)s item moved.", "Merged; %(n)s items moved.", moved)
        return text % {"n": moved}

    into_key = page.forms["merge"].cleaned_data["into"].key if page.forms["merge"].is_valid() else ""
    return _do(request, found, "merge", act, into_key)


@require_POST
def hand_over_items(request: PersonRequest, agency: str, key: str, edition: str) -> HttpResponse:
    """All that the department answers for in one year."""
    found = _load(request.user, agency, key)
    year = assessment_at(agency, edition)
    if year is None:
        raise Http404

    def act(words: dict) -> str:
        moved = handover.hand_over_items(year, found, words["into"], by=request.user)
        text = ngettext("%(n)s item now belongs to %(into)s.", "%(n)s items now belong to %(into)s.", moved)
        return text % {"n": moved, "into": words["into"]}

    return _do(request, found, "hand_over", act)


@require_POST
def close(request: PersonRequest, agency: str, key: str) -> HttpResponse:
    found = _load(request.user, agency, key)
    try:
        handover.close(found, by=request.user)
    except PermissionDenied as refusal:
        return _shown(request, pages.department_page(found, request.user), str(refusal), 403)
    messages.success(request, _("%(department)s is closed. Years that are over keep naming it.") % {"department": found})
    return redirect("assignments:departments", agency)


def website(request: PersonRequest, agency: str) -> HttpResponse:
    """The agency's main website: against it links are held, and from its home page the ways to the evidence are looked for."""
    the_agency = load_agency(request.user, agency)
    form = WebsiteForm(request.POST or None, initial={"host": the_agency.main_host})
    status, refusal = (422 if form.is_bound else 200), ""
    if form.is_valid():
        try:
            actions.set_website(the_agency, host=form.cleaned_data["host"], by=request.user)
        except PermissionDenied as problem:
            status, refusal = 403, str(problem)
        else:
            messages.success(request, _("Saved. The ways to the evidence are looked for from there."))
            return redirect("assignments:website", agency)
    can = may_organise(request.user, the_agency)
    trail = pages.organisation_trail(the_agency, (_("Main website"), ""))
    context = {"agency": the_agency, "form": form, "can": can, "trail": trail, "refusal": refusal}
    return render(request, "assignments/website.html", context, status=status)
