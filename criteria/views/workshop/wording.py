"""Correcting a published wording."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from criteria import actions, pages, policy
from criteria.content import Wording, wording_by_key
from criteria.forms import BenchForm, CorrectForm
from criteria.loaders import load_edition
from criteria.models import Component, Edition, Heading, Indicator, Item
from criteria.views.workshop.serving import Desk, serve


def correct(request: PersonRequest, code: str, key: str) -> HttpResponse:
    """One text beside the form that corrects it."""
    edition = load_edition(request.user, code)
    wording = wording_by_key(edition, key)
    if wording is None:
        raise Http404
    home = _page_of(edition, wording)

    def make(data, row: Wording) -> BenchForm:
        return CorrectForm(data, initial={"text": row.text, "seen": row.text})

    def save(form: BenchForm) -> str:
        said = form.cleaned_data
        actions.correct(edition, key, text=said["text"], reason=said["reason"], seen=said["seen"], by=request.user)
        return home

    context = {
        "wording": wording,
        "home": home,
        "can_correct": policy.may_correct(request.user, edition),
        "trail": pages.trail(edition, (wording.where, home), (_("Correct the wording"), "")),
    }
    desk = Desk(edition, "criteria/workshop/correct.html", make, save, wording, context=context)
    desk.done = _("Corrected. The original stands beside it on the page of the criteria.")
    return serve(request, desk)


def _page_of(edition: Edition, wording: Wording) -> str:
    row = wording.row
    names = {Indicator: "edit_indicator", Heading: "edit_heading", Item: "edit_item"}
    if isinstance(row, Edition):
        return reverse("criteria:edit_edition", args=[edition.code])
    if isinstance(row, Component):
        return reverse("criteria:edit_item", args=[edition.code, row.item_id])
    return reverse(f"criteria:{names[type(row)]}", args=[edition.code, row.pk])
