"""Dated copies of evidence: handing one out, asking for one."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from accounts.models import User
from assignments.queries import seat_of
from ita_portal.lib.screenshot import MEDIA_TYPE
from submissions import actions, policy
from submissions.loaders import load_item, load_year
from submissions.models import Snapshot
from submissions.preserving import opened, opened_content
from submissions.queries import copy_at, evidence_in

ENDINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/json": "json",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


def download(request: PersonRequest, key: UUID) -> FileResponse:
    """The bytes as they came that day: as an attachment of no kind that a browser shows, never as a page of the portal's own."""
    copy = _copy_for(request.user, key)
    policy.may_receive_copy(copy, request.user.pk).require()
    if not copy.sha256:
        raise Http404  # nothing came that day
    ending = ENDINGS.get(copy.media_type, "bin")
    if copy.file:
        ending = copy.evidence.file_name.rpartition(".")[2].lower() or ending
    name = _name(copy, copy.taken_at, ending)
    return _harmless(FileResponse(opened(copy), as_attachment=True, filename=name, content_type="application/octet-stream"))


def screenshot(request: PersonRequest, key: UUID) -> FileResponse:
    """The page as a browser showed it. The one kind of copy that a browser shows here: our own browser made it."""
    copy = _copy_for(request.user, key)
    if not hasattr(copy, "screenshot"):
        raise Http404
    stored, name = opened_content(copy.screenshot.content), _name(copy, copy.screenshot.taken_at, "webp")
    return _harmless(FileResponse(stored, filename=name, content_type=MEDIA_TYPE))


def _copy_for(user: User, key: UUID) -> Snapshot:
    """404 where the item is not theirs to see, a refusal where the copies are not."""
    copy = copy_at(key)
    if copy is None:
        raise Http404
    submission = copy.evidence.submission
    assessment = submission.assessment
    load_item(user, assessment.agency.slug, assessment.edition.code, submission.item.code)
    policy.sees_copies(seat_of(user, assessment)).require()
    return copy


def _harmless(response: FileResponse) -> FileResponse:
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _name(copy: Snapshot, taken_at: datetime.datetime, ending: str) -> str:
    """Says what it is of, and of which moment."""
    submission = copy.evidence.submission
    moment = timezone.localtime(taken_at).strftime("%Y%m%d-%H%M")
    return f"{submission.assessment.agency.slug}-{submission.item.code}-{moment}.{ending}"


@require_POST
def keep(request: PersonRequest, agency: str, edition: str, key: UUID) -> HttpResponse:
    """Have the worker copy it as it is now."""
    assessment = load_year(request.user, agency, edition)
    policy.sees_links(seat_of(request.user, assessment)).require()
    evidence = evidence_in(assessment, key)
    if evidence is None:
        raise Http404
    try:
        job = actions.keep_copy(evidence, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        if job is None:
            messages.warning(request, _("This installation of the portal does not open links; open it yourself and look."))
        else:
            messages.success(request, _("The portal copies it now. The copy stands here in a minute."))
    return redirect("submissions:link", agency, edition, key)
