"""The edition as a whole: the workshop's first page, a new edition, its particulars, scoring, history, and its steps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from criteria import actions, pages, policy
from criteria.content import edition_data, findings_of, wordings_of
from criteria.files import texts_by_place
from criteria.forms import BenchForm, CorrectionsForm, EditionForm, NewEditionForm, ScoringForm
from criteria.loaders import load_edition
from criteria.models import Edition
from criteria.queries import editions, instruments_of
from criteria.views.workshop.serving import Desk, serve
from criteria.workflow import STEPS


def workshop(request: PersonRequest, code: str) -> HttpResponse:
    edition = load_edition(request.user, code)
    return render(request, "criteria/workshop/overview.html", {"page": pages.overview(edition, request.user)})


def new(request: PersonRequest) -> HttpResponse:
    """Begin an empty draft."""
    if not policy.may_administer(request.user):
        raise Http404
    newest = next(iter(editions(with_drafts=True)), None)
    form = NewEditionForm(request.POST or None, initial={"model": newest})
    if request.method != "POST":
        return render(request, "criteria/workshop/new.html", {"form": form})
    valid = form.is_valid()
    if request.htmx:
        return render(request, "criteria/workshop/checked.html", {"form": form})
    if not valid:
        return render(request, "criteria/workshop/new.html", {"form": form}, status=422)
    try:
        edition = actions.create_edition(**form.values(), by=request.user)
    except PermissionDenied as refusal:
        return render(request, "criteria/workshop/new.html", {"form": form, "refusal": str(refusal)}, status=403)
    messages.success(request, _("The draft is there. Nobody but administrators sees it until it is published."))
    return redirect("criteria:workshop", edition.code)


def about(request: PersonRequest, code: str) -> HttpResponse:
    edition = load_edition(request.user, code)

    def save(form: BenchForm) -> str:
        actions.save_edition(edition, form.values(), version=form.seen_version, by=request.user)
        return reverse("criteria:workshop", args=[code])

    context = {"trail": pages.trail(edition, (_("About the edition"), "")), "wordings": wordings_of(edition)}
    desk = Desk(edition, "criteria/workshop/about.html", lambda data, row: EditionForm(data, edition=row), save, edition)
    desk.context = context
    return serve(request, desk)


def corrections(request: PersonRequest, code: str) -> HttpResponse:
    edition = load_edition(request.user, code)
    texts = texts_by_place(edition_data(edition))

    def make(data, row: Edition) -> BenchForm:
        return CorrectionsForm(data, edition=row, texts=texts)

    def save(form: BenchForm) -> str:
        actions.save_edition(edition, form.values(), version=form.seen_version, by=request.user)
        return reverse("criteria:edit_corrections", args=[code])

    context = {"trail": pages.trail(edition, (_("Corrections"), ""))}
    return serve(request, Desk(edition, "criteria/workshop/corrections.html", make, save, edition, context=context))


def scoring(request: PersonRequest, code: str) -> HttpResponse:
    edition = load_edition(request.user, code)

    def make(data, row: object) -> BenchForm:
        return ScoringForm(data, edition=edition, instruments=instruments_of(edition), asked=request.GET.get("total", ""))

    def save(form: BenchForm) -> str:
        actions.save_scoring(edition, form.values(), version=form.seen_version, by=request.user)
        return reverse("criteria:edit_scoring", args=[code])

    context = {"trail": pages.trail(edition, (_("Scoring and levels"), ""))}
    return serve(request, Desk(edition, "criteria/workshop/scoring.html", make, save, edition.scoring, context=context))


def history(request: PersonRequest, code: str) -> HttpResponse:
    edition = load_edition(request.user, code)
    events = pages.happenings(edition, all_of_them=True)
    context = {"edition": edition, "events": events, "trail": pages.trail(edition, (_("History"), ""))}
    return render(request, "criteria/workshop/history.html", context)


def step(request: PersonRequest, code: str, verb: str) -> HttpResponse:
    """Publish, withdraw, retire, restore or delete: a page that says what will happen, then the deed."""
    edition = load_edition(request.user, code)
    if verb not in STEPS and verb != "delete":
        raise Http404
    if request.method == "POST":
        return _take(request, edition, verb)
    findings = findings_of(edition)
    verdict = policy.may_delete(request.user, edition) if verb == "delete" else None
    context = {
        "edition": edition,
        "verb": verb,
        "step": STEPS.get(verb),
        "verdict": policy.may_step(request.user, edition, verb, findings) if verdict is None else verdict,
        "remarks": [one.sentence for one in findings if not one.blocks] if verb == "publish" else [],
        "problems": [one.sentence for one in findings if one.blocks] if verb == "publish" else [],
        "trail": pages.trail(edition, (str(STEPS[verb].label) if verb in STEPS else _("Delete the draft"), "")),
    }
    return render(request, "criteria/workshop/step.html", context)


def _take(request: PersonRequest, edition: Edition, verb: str) -> HttpResponse:
    try:
        if verb == "delete":
            actions.delete_edition(edition, by=request.user)
            messages.success(request, _("The draft %(code)s is deleted.") % {"code": edition.code})
            return redirect("criteria:editions")
        actions.step(edition, verb, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    except actions.StaleEdit:
        messages.warning(request, _("Somebody else moved this edition in the meantime. The page shows how it stands now."))
    else:
        state = {"code": edition.code, "state": edition.get_state_display()}
        messages.success(request, _("Done. %(code)s is now “%(state)s”.") % state)
    return redirect("criteria:workshop", edition.code)
