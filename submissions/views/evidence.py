"""One piece of evidence: handing out a file, changing what is said of it, taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from submissions import actions, pages, policy
from submissions.forms import AboutForm, AlsoForm, CheckAnswerForm, ReplaceForm, WithdrawForm, about_initial
from submissions.loaders import load_item
from submissions.models import Evidence
from submissions.queries import file_evidence
from submissions.views.item import back, show


def download(request: PersonRequest, key: str) -> FileResponse:
    """A file, as an attachment and never as a page, to whoever may open the year it belongs to."""
    evidence = file_evidence(key)
    if evidence is None:
        raise Http404
    assessment = evidence.submission.assessment
    load_item(request.user, assessment.agency.slug, assessment.edition.code, evidence.submission.item.code)
    assert evidence.file is not None
    policy.may_receive(evidence.file, request.user.pk).require()
    return as_attachment(evidence, evidence.file.path)


def for_public(evidence: Evidence) -> FileResponse:
    """A file of a published year; of a picture its public copy. Raises PermissionDenied with the sentence for what is held back."""
    assert evidence.file is not None
    policy.may_hand_to_public(evidence.file).require()
    copy = evidence.file.for_public
    return as_attachment(evidence, copy.path if copy else evidence.file.path)


def as_attachment(evidence: Evidence, path: str) -> FileResponse:
    """What lies there, as the file of this evidence."""
    assert evidence.file is not None
    response = FileResponse(
        default_storage.open(path),
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.file.media_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _load(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> tuple[pages.ItemPage, Evidence]:
    page = pages.item_page(load_item(request.user, agency, edition, code), request.user)
    evidence = next((one for one in page.evidence if str(one.key) == str(key)), None)
    if evidence is None:
        raise Http404
    return page, evidence


def describe(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> HttpResponse:
    page, evidence = _load(request, agency, edition, code, key)
    departments = pages.evidence_departments(page)
    about = {"item": page.item, "departments": departments, "leaves": page.leaves, "covers": evidence.covers}
    form = AboutForm(request.POST or None, initial=about_initial(evidence), **about)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_evidence(evidence, form.about(), by=request.user)
        except PermissionDenied as problem:
            refusal = str(problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("submissions:item", agency, edition, code)
    return _change(request, page, evidence, form=form, refusal=refusal)


def _change(request: PersonRequest, page: pages.ItemPage, evidence: Evidence, *, status: int = 200, **shown: Any) -> HttpResponse:
    """Everything that can be done with one piece of evidence; `shown`: forms with errors in place of fresh ones, a refusal."""
    about = {"item": page.item, "departments": pages.evidence_departments(page), "leaves": page.leaves, "covers": evidence.covers}
    context = {
        "page": page,
        "evidence": evidence,
        "form": AboutForm(initial=about_initial(evidence), **about),
        "replace_form": ReplaceForm(),
        "also_form": AlsoForm(items=pages.other_items(page.submission, page.seat)),
        "withdraw_form": WithdrawForm(),
        "trail": pages.trail(page.assessment, (page.item.code, "")),
        **shown,
    }
    return render(request, "submissions/evidence.html", context, status=403 if shown.get("refusal") else status)


@require_POST
def replace(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> HttpResponse:
    """A newer version in its place."""
    page, evidence = _load(request, agency, edition, code, key)
    if not page.can_edit:  # before the file is looked at
        typed = ReplaceForm(initial={"url": request.POST.get("url", "")})
        return _change(request, page, evidence, replace_form=typed, refusal=page.can_edit.reason)
    form = ReplaceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _change(request, page, evidence, status=422, replace_form=form)
    try:
        new = actions.replace_evidence(evidence, form.what, by=request.user)
    except PermissionDenied as problem:
        return _change(request, page, evidence, replace_form=form, refusal=str(problem))
    except actions.StaleSubmission:
        messages.warning(request, _("Somebody else withdrew or replaced it in the meantime."))
        return back(page.submission, "#evidence")
    messages.success(request, _("Version %(n)s stands now; the one before stays in the history.") % {"n": new.version})
    return back(page.submission, f"#evidence-{new.key}")


@require_POST
def use_also(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> HttpResponse:
    """The same at another item of the year; what it proves there is said on the page that follows."""
    page, evidence = _load(request, agency, edition, code, key)
    items = pages.other_items(page.submission, page.seat)
    form = AlsoForm(request.POST, items=items)
    if not form.is_valid():
        return _change(request, page, evidence, status=422, also_form=form)
    there = load_item(request.user, agency, edition, form.cleaned_data["code"])
    try:
        new = actions.use_also(there, evidence, by=request.user)
    except PermissionDenied as problem:
        return _change(request, page, evidence, also_form=form, refusal=str(problem))
    messages.success(request, _("It stands at %(code)s, too. Say which components it proves there.") % {"code": there.item.code})
    return redirect("submissions:describe_evidence", agency, edition, there.item.code, new.key)


@require_POST
def withdraw(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> HttpResponse:
    _page, evidence = _load(request, agency, edition, code, key)
    form = WithdrawForm(request.POST)
    try:
        actions.withdraw_evidence(evidence, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    except actions.StaleSubmission:
        messages.warning(request, _("Somebody else withdrew it in the meantime."))
    else:
        messages.success(request, _("The evidence was withdrawn; it stays in the history."))
    return redirect("submissions:item", agency, edition, code)


@require_POST
def look_again(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> HttpResponse:
    """Have the worker look at it now; the page shows what it saw as soon as it is there."""
    page, evidence = _load(request, agency, edition, code, key)
    try:
        job = actions.look_again(evidence, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        if job is None:
            messages.warning(request, _("This installation of the portal does not open links; open it yourself and look."))
    return back(page.submission, f"#evidence-{evidence.key}")


@require_POST
def answer_check(request: PersonRequest, agency: str, edition: str, code: str, key: str, name: str) -> HttpResponse:
    """“I looked, and it is right, because …”; without a reason the answer is taken back."""
    page, evidence = _load(request, agency, edition, code, key)
    check = next((one for one in evidence.checks.all() if one.name == name), None)
    if check is None:
        raise Http404
    check.evidence = evidence
    form = CheckAnswerForm(request.POST)
    if not form.is_valid():
        return show(request, page.submission, status=422, refusal=" ".join(str(error) for error in form.errors["reason"]))
    return _saved(
        request, page, evidence, lambda: actions.answer_check(check, reason=form.cleaned_data["reason"], by=request.user)
    )


@require_POST
def use_way(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> HttpResponse:
    """The way that the portal found becomes the evidence's own."""
    page, evidence = _load(request, agency, edition, code, key)
    return _saved(request, page, evidence, lambda: actions.use_way(evidence, by=request.user))


def _saved(request: PersonRequest, page: pages.ItemPage, evidence: Evidence, act: Callable[[], None]) -> HttpResponse:
    """Do it, say so or why not, and go back to the evidence."""
    try:
        act()
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return back(page.submission, f"#evidence-{evidence.key}")
