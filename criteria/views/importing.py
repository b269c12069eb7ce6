"""An edition from a file: hand it in, look at it, see what would happen, say yes. The administrator's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from criteria import uploads
from criteria.files import FileRefused
from criteria.forms import CatalogueFileForm
from criteria.importers import loading, taking
from criteria.models import CatalogueFile
from criteria.pages.importing import files_handed_in, list_page, load_page
from criteria.policy import may_administer


def imports(request: PersonRequest) -> HttpResponse:
    """Hand a file in; those of before."""
    if not may_administer(request.user):
        raise Http404
    form = CatalogueFileForm(request.POST, request.FILES) if request.method == "POST" else CatalogueFileForm()
    if form.is_bound and form.is_valid():
        return _hand_in(request, form)
    context = {"form": form, "files": files_handed_in(), "trail": _trail()}
    return render(request, "criteria/imports/index.html", context, status=422 if form.errors else 200)


def _hand_in(request: PersonRequest, form: CatalogueFileForm) -> HttpResponse:
    file, is_new = taking.take(*form.document(), by=request.user)
    if not is_new:
        messages.info(request, _("This file was handed in before. Here is what stands of it."))
    if is_new or not file.is_ready:
        return redirect("records:job", taking.ask_to_read(file, by=request.user).key)
    return _to("import_review", file)


def _load(request: PersonRequest, number: int) -> CatalogueFile:
    found = CatalogueFile.objects.filter(pk=number).first() if may_administer(request.user) else None
    if found is None:
        raise Http404
    return found


def _to(name: str, file: CatalogueFile) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"criteria:{name}", args=[file.pk]))


def _trail(*more: tuple[str, str]) -> list[dict]:
    steps = [
        (_("Criteria"), reverse("criteria:editions")),
        (_("An edition from a file"), reverse("criteria:imports") if more else ""),
    ]
    return [{"label": label, "url": url} for label, url in (*steps, *more)]


def review(request: PersonRequest, number: int) -> HttpResponse:
    """What was read. Of a list a person says which edition it is and which rows belong to it; a catalogue says so itself."""
    file = _load(request, number)
    trail = _trail((file.file_name, ""))
    if not file.is_ready:
        return render(request, "criteria/imports/waiting.html", {"file": file, "trail": trail})
    if not file.is_list:
        return _to("import_apply", file)
    page = list_page(file, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.form.is_valid():
        source = file.reading.get("title") or file.file_name
        taking.choose(file, page.form.listed(source), page.form.cleaned_data["model"], by=request.user)
        return _to("import_apply", file)
    context = {"page": page, "file": file, "trail": trail}
    return render(request, "criteria/imports/rows.html", context, status=422 if page.form.errors else 200)


def apply(request: PersonRequest, number: int) -> HttpResponse:
    """What will happen; after a yes to just that, it happens."""
    file = _load(request, number)
    if not file.is_ready or (file.is_list and not file.choice):
        return _to("import_review", file)
    refusal, status = "", 200
    try:
        if request.method == "POST":
            return _make(request, file)
    except loading.StaleProposal:
        refusal = _("Something changed in the meantime. Look again at what would happen, then say yes.")
        status = 409
    except PermissionDenied as problem:
        refusal, status = str(problem), 403
    except FileRefused:
        status = 422
    return _show(request, file, refusal, status)


def _make(request: PersonRequest, file: CatalogueFile) -> HttpResponse:
    edition = loading.apply(file, seen=request.POST.get("seen", ""), by=request.user)
    messages.success(request, _("The draft %(code)s stands. Nobody but administrators sees it.") % {"code": edition.code})
    return redirect("criteria:workshop", edition.code)


def _show(request: PersonRequest, file: CatalogueFile, refusal: str, status: int) -> HttpResponse:
    """The page; a choice that makes no edition leads back to the rows, with the reason."""
    try:
        page = load_page(file, request.user)
    except FileRefused as problem:
        messages.warning(request, str(problem))
        return _to("import_review", file)
    here = reverse("criteria:import_review", args=[file.pk]) if file.is_list else ""
    context = {
        "page": page,
        "file": file,
        "refusal": refusal,
        "trail": _trail((file.file_name, here), (_("What will happen"), "")),
    }
    return render(request, "criteria/imports/apply.html", context, status=status)


def download(request: PersonRequest, number: int) -> HttpResponse:
    """The file as it was handed in, as an attachment and never as a page."""
    file = _load(request, number)
    answer = HttpResponse(uploads.bytes_of(file.sha256), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.file_name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
