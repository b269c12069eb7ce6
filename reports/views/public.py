"""What anybody may open: the disclosure pages of published years, and the verify page."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from assignments.models import Assessment
from reports import exporters, queries
from reports.forms import VerifyForm
from reports.models import ReportKind
from reports.pdf.verify import verify as verify_pdf
from reports.policy import is_public
from reports.publishing import ShownYear, shown_year
from submissions.models import Evidence
from submissions.views.evidence import for_public


def _published(agency: str, edition: str) -> Assessment:
    assessment = queries.published(agency, edition)
    if assessment is None:
        raise Http404
    return assessment


def _year(agency: str, edition: str) -> ShownYear:
    return shown_year(_published(agency, edition))


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """Every published year."""
    return render(request, "reports/public_index.html", {"years": queries.published_years()})


@login_not_required
@cache_control(public=True, max_age=60)
def page(request: HttpRequest, agency: str, edition: str) -> HttpResponse:
    """The agency's OIT page of one year: every item with its evidence, by heading."""
    year = _year(agency, edition)
    paper = queries.latest_paper(year.assessment, ReportKind.SUMMARY)
    context = {"year": year, "assessment": year.assessment, "paper": paper if paper and is_public(_with(paper, year)) else None}
    return render(request, "reports/public.html", context)


def _with(paper, year: ShownYear):
    paper.assessment = year.assessment
    return paper


@login_not_required
def as_json(request: HttpRequest, agency: str, edition: str) -> JsonResponse:
    return JsonResponse(exporters.year_json(_year(agency, edition)), json_dumps_params={"ensure_ascii": False})


@login_not_required
def as_csv(request: HttpRequest, agency: str, edition: str) -> HttpResponse:
    response = HttpResponse(exporters.year_csv(_year(agency, edition)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="OIT-{agency}-{edition}.csv"'
    return response


@login_not_required
@cache_control(public=True, max_age=300)
def as_xlsx(request: HttpRequest, agency: str, edition: str) -> HttpResponse:
    """The year's workbook; what is published no longer changes, so it may be kept by caches on the way."""
    response = HttpResponse(exporters.year_workbook(_year(agency, edition)), content_type=exporters.XLSX)
    response["Content-Disposition"] = f'attachment; filename="OIT-{agency}-{edition}.xlsx"'
    return response


@login_not_required
def file(request: HttpRequest, key: str) -> FileResponse:
    """A file of a published year, as an attachment."""
    evidence = get_object_or_404(
        Evidence.objects.select_related("file__scan", "file__public_picture"),
        key=key,
        file__isnull=False,
        withdrawn_at=None,
        submission__assessment__stage="published",
    )
    return for_public(evidence)


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """Is this paper ours and unchanged? By the code printed on it, or by the file itself."""
    context: dict = {"form": VerifyForm(), "code": _typed_code(request.GET.get("code", ""))}
    if request.method == "POST":
        form = context["form"] = VerifyForm(request.POST, request.FILES)
        if form.is_valid():
            context |= _examined(form.cleaned_data["file"].read())
    elif context["code"]:
        context["registered"] = queries.paper_by_code(context["code"])
        context["asked"] = True
    return render(request, "reports/verify.html", context)


def _typed_code(text: str) -> str:
    """As people copy it from paper: small letters, spaces and dashes do not matter."""
    return "".join(ch for ch in text.upper() if ch.isascii() and ch.isalnum())[:20]


def _examined(pdf: bytes) -> dict:
    """The register first, by hash; then the signatures in the file."""
    registered = queries.paper_by_hash(hashlib.sha256(pdf).hexdigest())
    return {"examined": verify_pdf(pdf), "registered": registered, "asked": True}
