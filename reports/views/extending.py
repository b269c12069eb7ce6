"""More time for several agencies of a year at once: choose, say until when and why, see what would happen, say yes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from assignments import actions
from assignments.policy import may_administer
from criteria.queries import edition_by_code
from reports.forms import ExtendForm
from reports.pages import ExtendPage, extend_page


@require_POST
def extend(request: PersonRequest, code: str) -> HttpResponse:
    """Without `until` the page asks for it; without `confirm` it says what would happen; then it happens."""
    may_administer(request.user).require()
    edition = edition_by_code(code)
    if edition is None:
        raise Http404
    page = extend_page(edition, request.user, request.POST.getlist("agencies"))
    if not page.lines:
        messages.info(request, _("Choose at least one agency."))
        return redirect("reports:run_edition", code)
    asked = "reason" in request.POST
    slugs = [line.slug for line in page.lines]
    form = ExtendForm(request.POST if asked else None, initial={"agencies": slugs}, slugs=slugs)
    status = 200
    if asked:
        status = 422
        if form.is_valid():
            status, page.until, page.reason = 200, form.cleaned_data["until"], form.cleaned_data["reason"]
            if "confirm" in request.POST:
                _extend_all(request, page)
                return redirect("reports:run_edition", code)
    shown = {"page": page, "form": form, "asked": asked and status == 200}
    return render(request, "reports/extend.html", shown, status=status)


def _extend_all(request: PersonRequest, page: ExtendPage) -> None:
    """Each on its own; those refused are named with their sentence."""
    assert page.until is not None, "the form asks for it"
    done = 0
    for line in page.lines:
        try:
            actions.extend(line.assessment, until=page.until, reason=page.reason, by=request.user)
            done += 1
        except PermissionDenied as refusal:
            messages.warning(request, f"{line.name}: {refusal}")
    if done:
        text = ngettext("The time of %(n)s agency is extended.", "The time of %(n)s agencies is extended.", done)
        messages.success(request, text % {"n": done})
