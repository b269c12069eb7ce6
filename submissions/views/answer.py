"""What the agency writes on an item's page: the answer, its evidence, comments."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from submissions import actions, pages
from submissions.forms import AnswerForm, CommentForm, EvidenceForm
from submissions.loaders import load_item
from submissions.models import Evidence, PartialUpload, Submission
from submissions.queries import evidence_of
from submissions.views.item import back, show
from submissions.views.uploading import upload_of


@require_POST
def save_answer(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    """Without script the page comes back. htmx sends the same form while somebody writes, and gets one line."""
    submission = load_item(request.user, agency, edition, code)
    form = AnswerForm(request.POST)
    if request.htmx:
        return _save_draft(request, submission, form)
    if not form.is_valid():
        return show(request, submission, status=422, answer=form)
    try:
        actions.save_answer(submission, **form.cleaned_data, by=request.user)
    except PermissionDenied as refusal:
        return show(request, submission, status=403, refusal=str(refusal), answer=form)
    except actions.StaleSubmission:
        return _both_versions(request, submission, form)
    messages.success(request, _("Saved."))
    return back(submission, "#evidence")


def _save_draft(request: PersonRequest, submission: Submission, form: AnswerForm) -> HttpResponse:
    """One line; where the answer itself changed, the page is told to look again at what can be done now."""
    before = _says(submission)
    status, problem = 200, ""
    if not form.is_valid():
        status, problem = 422, " ".join(str(error) for errors in form.errors.values() for error in errors)
    else:
        try:
            actions.save_answer(submission, **form.cleaned_data, draft=True, by=request.user)
        except PermissionDenied as refusal:
            status, problem = 403, str(refusal)
        except actions.StaleSubmission:
            if "save" in request.POST:  # the button: whoever presses it is not in the middle of a word
                return _in_place(_both_versions(request, submission, form))
            status = 409
            problem = _("Somebody else saved this answer while you were writing. Press the button to see both texts.")
    response = render(request, "submissions/item/answer.html#saved", {"s": submission, "problem": problem}, status=status)
    if _says(submission) != before:
        response["HX-Trigger"] = "changed-answer"
    return response


def _says(submission: Submission) -> tuple[str, bool, bool]:
    """What of the words decides how ready the answer is."""
    return submission.answer, bool(submission.reason_none), bool(submission.explanation)


def _in_place(response: HttpResponse) -> HttpResponse:
    """Let htmx put the answer of the whole page in place of the one that stands there."""
    response["HX-Retarget"] = response["HX-Reselect"] = "#answer"
    return response


def _both_versions(request: PersonRequest, submission: Submission, form: AnswerForm) -> HttpResponse:
    """Both versions stand on the page: theirs as it is saved, ours in the form, ready to be saved over it knowingly."""
    fresh = load_item(request.user, submission.assessment.agency.slug, submission.assessment.edition.code, submission.item.code)
    ours = AnswerForm({**form.cleaned_data, "version": fresh.version})
    sentence = _("Somebody else saved this answer while you were writing. Nothing is lost: both texts stand below.")
    return show(request, fresh, status=409, refusal=sentence, conflict=True, answer=ours)


@require_POST
def add_evidence(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    """Addresses and files, any number at once; what is refused is named, the rest is kept. One file sent by script gets one line."""
    submission = load_item(request.user, agency, edition, code)
    page = pages.item_page(submission, request.user)
    key = request.POST.get("upload", "")
    partial = upload_of(request, submission, key) if key else None
    in_place = request.headers.get("HX-Target") == "uploads"
    if refusal := _refusal(page, partial):  # before the files are looked at, which costs far more than this question
        return _line(request, refused=[refusal]) if in_place else _with_what_was_typed(request, page, refusal)
    form = pages.evidence_form(page, request.POST, _whole(partial) if partial else request.FILES)
    if in_place:
        added, refused = _add(request, submission, form, partial) if form.is_valid() else ([], form.sentences())
        return _line(request, refused=refused, evidence=added[0] if added else None)
    if not form.is_valid():
        return show(request, submission, status=422, evidence=form)
    added, refused = _add(request, submission, form, partial)
    if not added:
        return show(request, submission, status=403, refusal=" ".join(refused), evidence=form)
    messages.success(request, _("Added. This item has %(n)s pieces of evidence now.") % {"n": len(evidence_of(submission))})
    for sentence in refused:
        messages.warning(request, sentence)
    return back(submission, "#evidence")


def _refusal(page: pages.ItemPage, partial: PartialUpload | None) -> str:
    """Why nothing can be added. What came in parts is in time if its last byte was."""
    waiting = next((one for one in page.uploads if one.upload == partial), None)
    if waiting is None:
        return page.can_edit.reason
    return "" if waiting.can else waiting.sentence


def _whole(partial: PartialUpload) -> MultiValueDict:
    whole = actions.whole_file(partial)
    return MultiValueDict({"files": [whole] if whole else []})


def _add(
    request: PersonRequest, submission: Submission, form: EvidenceForm, partial: PartialUpload | None
) -> tuple[list[Evidence], list[str]]:
    came_on = timezone.localdate(partial.touched_at) if partial else None
    wanted = [replace(one, came_on=came_on) for one in form.wanted()]
    added, refused = actions.add_all(submission, wanted, by=request.user)
    if partial and any(one.file_id for one in added):
        actions.forget_upload(partial)
    return added, refused


def _line(request: PersonRequest, *, refused: list[str], evidence: Evidence | None = None) -> HttpResponse:
    """What became of one file that a script sent."""
    context = {"evidence": evidence, "refused": refused}
    return render(request, "submissions/item/evidence.html#uploaded", context, status=200 if evidence else 422)


def _with_what_was_typed(request: PersonRequest, page: pages.ItemPage, refusal: str) -> HttpResponse:
    """The refusal, with the words and addresses ready to be taken elsewhere; the files were not looked at."""
    form = pages.evidence_form(page)
    typed = {name: values for name, values in request.POST.lists() if name in form.fields}
    form.initial.update((name, values if name == "components" else values[-1]) for name, values in typed.items())
    return show(request, page.submission, status=403, refusal=refusal, evidence=form)


@require_POST
def comment(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    submission = load_item(request.user, agency, edition, code)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return show(request, submission, status=422, comment=form)
    try:
        actions.add_comment(submission, text=form.cleaned_data["text"], by=request.user)
    except PermissionDenied as refusal:
        return show(request, submission, status=403, refusal=str(refusal), comment=form)
    return back(submission, "#comments")
