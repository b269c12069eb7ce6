"""Searching in everything that the person may open."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from accounts.http import PersonRequest
from submissions.forms import SearchForm
from submissions.search.finding import find, offered


@vary_on_headers("HX-Request")
def search(request: PersonRequest) -> HttpResponse:
    """A plain GET; while somebody types, only the results."""
    form = SearchForm(request.GET, offered=offered(request.user))
    found = find(form.question(), request.user)
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    template = "submissions/search.html#results" if is_part else "submissions/search.html"
    return render(request, template, {"form": form, "found": found, "asked": found.asked, "is_part": is_part})
