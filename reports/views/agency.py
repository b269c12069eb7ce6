"""Scores and papers of one agency's year."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from assignments.queries import seat_of, visible_assessments
from reports import actions, policy, queries
from reports.forms import SheetForm
from reports.models import SHEETS, ReportKind
from reports.publishing import shown_year
from submissions.loaders import load_year
from submissions.pages import trail
from submissions.visibility import sees_scores


def reports(request: PersonRequest) -> HttpResponse:
    """The years whose scores and papers this person may open."""
    years = list(visible_assessments(request.user))
    return render(request, "reports/list.html", {"years": years})


def year(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    assessment = load_year(request.user, agency, edition)
    seat = seat_of(request.user, assessment)
    context = {
        "year": shown_year(assessment, with_scores=sees_scores(seat, assessment.stage)),
        "assessment": assessment,
        "seat": seat,
        "papers": queries.papers_of(assessment),
        "may_make": policy.may_make_papers(seat),
        "analyses": queries.analyses_of(assessment),
        "measures": queries.measures_of(assessment),
        "trail": trail(assessment, (_("Scores and papers"), "")),
    }
    return render(request, "reports/year.html", context)


@require_POST
def make(request: PersonRequest, agency: str, edition: str, kind: str) -> HttpResponse:
    """Ask the worker for a paper and show how far it is."""
    assessment = load_year(request.user, agency, edition)
    if kind not in ReportKind.values:
        raise Http404
    job = actions.ask_for_paper(assessment, ReportKind(kind), by=request.user)
    return redirect("records:job", job.key)


def assignment_sheet(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """What the official sheet of who answers for what shall have; a button for each file that it can be made as."""
    assessment = load_year(request.user, agency, edition)
    policy.may_make_papers(seat_of(request.user, assessment)).require()
    year = queries.last_result_year(assessment)
    form = SheetForm(request.POST or None, status_year=year)
    if request.method == "POST" and form.is_valid():
        kind = SHEETS[form.cleaned_data["made_as"]]
        job = actions.ask_for_paper(assessment, kind, choices=form.choices().payload(), by=request.user)
        return redirect("records:job", job.key)
    context = {
        "assessment": assessment,
        "form": form,
        "status_year": year,
        "sheets": [paper for paper in queries.papers_of(assessment) if paper.kind in SHEETS.values() and not paper.is_superseded],
        "trail": trail(assessment, (_("Assignment sheet"), "")),
    }
    return render(request, "reports/assignment_sheet.html", context, status=422 if form.errors else 200)


@login_not_required
def download(request: HttpRequest, key: str) -> FileResponse | HttpResponse:
    """A paper, to whoever may see its year; to everybody once it shows the published result."""
    report = queries.paper(key)
    if report is None or not policy.may_open(request.user, report):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    response = FileResponse(
        default_storage.open(report.path), as_attachment=True, filename=report.file_name, content_type=report.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
