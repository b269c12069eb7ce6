"""The catalogue, for everybody who is logged in."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.http import PersonRequest
from criteria.models import Edition
from criteria.opening import old_years_of
from criteria.pages import editions_page, happenings
from criteria.queries import catalogue_tree, edition_before, edition_by_code, editions, spans_of


def edition_list(request: PersonRequest) -> HttpResponse:
    return render(request, "criteria/editions.html", {"editions": editions_page(request.user)})


def edition(request: PersonRequest, code: str) -> HttpResponse:
    """`?open=O7` unfolds that item: a link from the search leads to it."""
    found = load(request, code)
    context = {"edition": found, "tree": catalogue_tree(found), "open": request.GET.get("open", "")}
    if found.is_draft and found.opened_from:
        context["years"] = old_years_of(found)
    before = edition_before(found, editions(with_drafts=request.user.is_admin))
    more = {"spans": spans_of(found).values(), "before": before, "history": happenings(found, all_of_them=False)}
    return render(request, "criteria/edition.html", context | more)


def load(request: PersonRequest, code: str) -> Edition:
    """The edition that this person may read; drafts are the administrators' own."""
    found = edition_by_code(code)
    if found is None or (found.is_draft and not request.user.is_admin):
        raise Http404
    return found
