"""Large files in parts: a place is begun, parts follow, and the evidence form names the place instead of a file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import PersonRequest
from submissions import actions
from submissions.loaders import load_item
from submissions.models import PartialUpload, Submission
from submissions.queries import partial_upload
from submissions.views.item import back

OFFSET = "Upload-Offset"
TEXT = "text/plain; charset=utf-8"


@require_POST
def begin(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    """201 with its address (Location) and how far it is (Upload-Offset); 403 with the sentence that refuses."""
    submission = load_item(request.user, agency, edition, code)
    size, modified = (_number(request.POST.get(name, "")) for name in ("size", "modified"))
    if size is None or modified is None:
        return HttpResponse(status=400)
    try:
        row = actions.begin_upload(submission, name=request.POST.get("name", ""), size=size, modified=modified, by=request.user)
    except PermissionDenied as refusal:
        return HttpResponse(str(refusal), status=403, content_type=TEXT)
    response = _told(row, 201)
    response["Location"] = reverse("submissions:upload", args=[agency, edition, code, row.key])
    return response


@require_http_methods(["HEAD", "PUT"])
def part(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> HttpResponse:
    """HEAD tells how far it is. PUT keeps a part that begins at Upload-Offset: 204; 409 where it does not follow, 507 with a
    sentence where there is no room for it."""
    row = upload_of(request, load_item(request.user, agency, edition, code), key)
    if request.method == "HEAD":
        return _told(row, 200)
    offset, length = _number(request.headers.get(OFFSET, "")), _number(request.headers.get("Content-Length", ""))
    if offset is None or length is None or length > actions.PART_BYTES:
        return _told(row, 400)
    content = _read(request, length)
    if len(content) != length:  # the connection broke; what came of this part is sent again
        return _told(row, 400)
    try:
        return _told(actions.receive_part(row.key, offset, content, by=request.user), 204)
    except (actions.WrongOffset, PartialUpload.DoesNotExist):
        return _told(row, 409)
    except actions.NoRoom:
        words = _("“%(name)s” was not saved: the portal's file store took nothing. Try again later, or tell the administrator.")
        return HttpResponse(words % {"name": row.name}, status=507, content_type=TEXT)


@require_POST
def forget(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> HttpResponse:
    """Throw away what came, whole or not."""
    submission = load_item(request.user, agency, edition, code)
    row = upload_of(request, submission, key)
    actions.forget_upload(row)
    messages.success(request, _("“%(name)s” was thrown away.") % {"name": row.name})
    return back(submission, "#evidence")


def upload_of(request: PersonRequest, submission: Submission, key: str) -> PartialUpload:
    """Its owner's only; everybody else is told that there is none."""
    row = partial_upload(submission, request.user, key)
    if row is None:
        raise Http404
    return row


def _read(request: HttpRequest, length: int) -> bytes:
    try:
        return request.read(length)
    except UnreadablePostError:
        return b""


def _told(row: PartialUpload, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response[OFFSET] = str(row.received)
    response["Cache-Control"] = "no-store"
    return response


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
