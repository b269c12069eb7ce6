"""Many agencies of one edition: the observer's comparison, and the administrator's year."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from assignments.actions import StaleStage
from assignments.policy import may_administer
from assignments.succession import to_begin
from criteria.queries import edition_by_code
from reports.exporters import XLSX, table_csv, table_workbook
from reports.forms import ADMIN_STEPS, CompareForm, MoveForm
from reports.pages import AgencyRow, Comparison, comparison, editions_of, editions_without_agencies
from submissions.views.year import YEAR_ACTIONS


def choose(request: PersonRequest) -> HttpResponse:
    """The editions in which one has agencies; with only one, straight to it."""
    editions = editions_of(request.user)
    if len(editions) == 1:
        return redirect("reports:comparison", editions[0][0].code)
    return render(request, "reports/compare_index.html", {"editions": editions, "to": "reports:comparison"})


def choose_to_run(request: PersonRequest) -> HttpResponse:
    may_administer(request.user).require()
    editions = [*editions_without_agencies(), *editions_of(request.user)]
    return render(request, "reports/compare_index.html", {"editions": editions, "to": "reports:run_edition"})


def _load(request: PersonRequest, code: str, form: CompareForm | None = None) -> Comparison:
    edition = edition_by_code(code)
    choices = form.choices() if form else {}
    found = comparison(edition, request.user, timezone.localdate(), **choices) if edition else None
    if found is None:
        raise Http404
    return found


def compare(request: PersonRequest, code: str) -> HttpResponse:
    form = CompareForm(request.GET)
    page = _load(request, code, form)
    return render(request, "reports/compare.html", {"page": page, "form": form, "sort": form.choices()["sort"]})


def _columns(page: Comparison) -> list[str]:
    names = [_("Total") if name == "total" else f"{name} {title}" if title != name else name for name, title in page.columns]
    return [_("Agency"), _("Stage"), _("Accepted"), _("Items"), *names, _("Level")]


def _lines(page: Comparison) -> list[list]:
    return [
        [row.name, row.assessment.get_stage_display(), row.accepted, row.total, *(cell.score for cell in row.cells), row.level]
        for row in page.rows
    ]


def as_csv(request: PersonRequest, code: str) -> HttpResponse:
    page = _load(request, code)
    response = HttpResponse(table_csv(_columns(page), _lines(page)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ita-{code}.csv"'
    return response


def as_xlsx(request: PersonRequest, code: str) -> HttpResponse:
    page = _load(request, code)
    response = HttpResponse(table_workbook(code, _columns(page), _lines(page)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="ita-{code}.xlsx"'
    return response


def run(request: PersonRequest, code: str) -> HttpResponse:
    """Where every agency is, and what the next step of each needs."""
    may_administer(request.user).require()
    form = CompareForm(request.GET)
    edition = edition_by_code(code)
    if edition is None:
        raise Http404
    waiting = [] if edition.is_draft else to_begin(edition)
    if waiting and comparison(edition, request.user, timezone.localdate()) is None:
        return redirect("reports:begin_many", code)
    context = {"page": _load(request, code, form), "form": form, "verbs": ADMIN_STEPS, "waiting": len(waiting)}
    return render(request, "reports/run.html", context)


@require_POST
def move(request: PersonRequest, code: str) -> HttpResponse:
    """A step for the chosen agencies: first a page that says what will happen to each, then the deed."""
    may_administer(request.user).require()
    page = _load(request, code)
    form = MoveForm(request.POST, slugs=[row.assessment.agency.slug for row in page.rows])
    if not form.is_valid():
        messages.info(request, _("Choose at least one agency and a step."))
        return redirect("reports:run_edition", code)
    verb = form.cleaned_data["verb"]
    chosen = [row for row in page.rows if row.assessment.agency.slug in form.cleaned_data["agencies"]]
    if not form.cleaned_data["confirm"]:
        lines = [(row, _verdict(row, verb)) for row in chosen]
        context = {"page": page, "verb": verb, "label": dict(ADMIN_STEPS)[verb], "lines": lines}
        return render(request, "reports/move.html", context | {"able": sum(not why for _row, why in lines)})
    _move_all(request, chosen, verb)
    return redirect("reports:run_edition", code)


def _verdict(row: AgencyRow, verb: str) -> str:
    """Why the step cannot be taken; empty when it can."""
    return next((verdict.reason for name, _label, verdict in row.steps if name == verb), _("It is at another stage."))


def _move_all(request: PersonRequest, rows: list[AgencyRow], verb: str) -> None:
    """Each on its own; those refused are named with their sentence."""
    done = 0
    for row in rows:
        try:
            YEAR_ACTIONS[verb](row.assessment, by=request.user)
            done += 1
        except PermissionDenied as refusal:
            messages.warning(request, f"{row.name}: {refusal}")
        except StaleStage:
            messages.warning(request, f"{row.name}: " + _("somebody else moved it in the meantime"))
    if done:
        messages.success(request, _("Done for %(n)s agencies.") % {"n": done})
