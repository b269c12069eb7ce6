"""Last year's evidence: used again, or no longer valid; one piece or several."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.http import PersonRequest
from assignments.queries import seat_of
from submissions import actions, pages
from submissions.loaders import load_year


def again(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """`use` and `no` name one piece, `all` says what happens to those that are ticked; `back` leads to an item's page."""
    assessment = load_year(request.user, agency, edition)
    if not seat_of(request.user, assessment).has(Role.STAFF, Role.COORDINATOR):
        raise PermissionDenied(_("Only the agency's staff and its ITA coordinator write answers."))
    page = pages.again_page(assessment, request.user)
    status = 200
    if request.method == "POST":
        outcomes = _decide(request, page)
        if outcomes and not any(one.refusal for one in outcomes):
            return _back(request, agency, edition, page)
        status = 403 if outcomes else 422
        page = pages.again_page(assessment, request.user, request.POST)
    context = {"page": page, "posted": request.POST, "ticked": request.POST.getlist("choose")}
    context["trail"] = pages.trail(assessment, (_("Last year's evidence"), ""))
    return render(request, "submissions/again.html", context, status=status)


def _decide(request: PersonRequest, page: pages.AgainPage) -> list[actions.Decided]:
    use, keys, reason = _asked(request.POST)
    pairs = [(line.submission, line.evidence) for key, line in page.lines.items() if key in keys]
    if not pairs:
        messages.info(request, _("Nothing is ticked. Tick what you decide about."))
        return []
    outcomes = actions.decide_all(pairs, again=use, reason=reason, by=request.user)
    done = sum(not one.refusal for one in outcomes)
    if done:
        text = ngettext("Done for %(n)s piece of evidence.", "Done for %(n)s pieces of evidence.", done)
        messages.success(request, text % {"n": done})
    for sentence in dict.fromkeys(f"{one.submission.item.code}: {one.refusal}" for one in outcomes if one.refusal):
        messages.error(request, sentence)
    return outcomes


def _asked(data: QueryDict) -> tuple[bool, list[str], str]:
    """Whether to use again, which pieces, and the reason why not."""
    if "enter" in data:
        return False, [], ""  # a key pressed in a field: no button was meant
    use, no = data.get("use", ""), data.get("no", "")
    if use or no:
        return bool(use), [use or no], data.get(f"reason-{no}", "")
    return data.get("all") == "use", [str(key) for key in data.getlist("choose")], data.get("reason", "")


def _back(request: PersonRequest, agency: str, edition: str, page: pages.AgainPage) -> HttpResponse:
    code = request.POST.get("back", "")
    if code and any(item.item.code == code for item in page.items):
        response = redirect("submissions:item", agency, edition, code)
        response["Location"] += "#evidence"
        return response
    return redirect("submissions:again", agency, edition)
