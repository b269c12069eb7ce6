"""Beginning an agency's year from the year before."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import PersonRequest
from assignments.policy import may_begin
from assignments.succession import year_before
from submissions import actions, pages
from submissions.loaders import load_beginning


def begin(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """What is proposed for each item; sent, the year is opened and what is ticked is given out."""
    place = load_beginning(request.user, agency, edition)
    may_begin(request.user, *place).require()
    before = year_before(place.agency, place.edition)
    if before is None:
        return render(request, "submissions/begin.html", {"place": place})
    data = request.POST if request.method == "POST" else None
    page = pages.begin_page(place.agency, place.edition, before, place.year, data)
    if data is None or not page.form.is_valid():
        return render(request, "submissions/begin.html", {"place": place, "page": page}, status=422 if data else 200)
    try:
        begun = actions.begin_year(place.agency, place.edition, page.form.given(page.years), by=request.user)
    except PermissionDenied as refusal:
        return render(request, "submissions/begin.html", {"place": place, "page": page, "refusal": str(refusal)}, status=403)
    messages.success(request, _said(begun, len(page.form.cleaned_data["take"])))
    left = len(page.form.proposals) - len(begun.given)
    if left:
        text = ngettext("%(n)s item has nobody yet.", "%(n)s items have nobody yet.", left)
        messages.warning(request, text % {"n": left})
    return redirect("submissions:begin" if left else "submissions:year", agency, edition)


def _said(begun: actions.Begun, asked: int) -> str:
    given = len(begun.given)
    text = ngettext("The year is open. %(n)s item is given out.", "The year is open. %(n)s items are given out.", given)
    sentence = text % {"n": given}
    if given < asked:
        sentence += " " + _("The others were given out by somebody else in the meantime and stay as they are.")
    return sentence
