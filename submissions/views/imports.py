"""Importing a document into an agency's year: hand it in, look at it, decide, apply. Nothing counts before a yes."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.http import PersonRequest
from assignments.enums import Decision
from assignments.importers import deciding, staging
from assignments.importers.applying import StalePlan
from assignments.importers.deciding import Wanted
from assignments.models import SheetImport
from assignments.policy import may_import
from assignments.queries import imports_of
from submissions import pages
from submissions.forms.importing import CorrectionForm, HandInForm, NameForm, ScoresForm
from submissions.importers import apply_sheet
from submissions.loaders import load_import, load_year_of_imports
from submissions.pages.imports import ImportPage, answer_sentence, import_page, import_trail, outcome_lines, scores_choices


def imports(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """Documents of this year, and handing in another."""
    assessment = load_year_of_imports(request.user, agency, edition)
    sent = request.method == "POST"
    form = HandInForm(request.POST, request.FILES) if sent else HandInForm()
    if sent and form.is_valid():
        return _hand_in(request, assessment, form)
    context = {
        "assessment": assessment,
        "form": form,
        "may": may_import(request.user, assessment),
        "sheets": imports_of(assessment),
        "trail": pages.trail(assessment, (_("Documents"), "")),
    }
    return render(request, "submissions/imports/index.html", context, status=422 if form.errors else 200)


def _hand_in(request: PersonRequest, assessment, form: HandInForm) -> HttpResponse:
    sheet, is_new = staging.take(assessment, *form.document(), by=request.user)
    if not is_new:
        messages.info(request, _("This document was handed in before. Here is what was found in it, and what was decided."))
    if is_new or not sheet.is_ready:
        return redirect("records:job", staging.ask_to_read(sheet, by=request.user).key)
    return _to("import_review", sheet)


def _to(name: str, sheet: SheetImport) -> HttpResponseRedirect:
    year = sheet.assessment
    return HttpResponseRedirect(reverse(f"submissions:{name}", args=[year.agency.slug, year.edition.code, sheet.pk]))


@vary_on_headers("HX-Request")
def review(request: PersonRequest, agency: str, edition: str, number: int) -> HttpResponse:
    """What was found. Posted to, it keeps the decisions: of all rows of the page, or with htmx of the one that was changed."""
    sheet = load_import(request.user, agency, edition, number)
    if not sheet.is_ready:
        context = {"sheet": sheet, "trail": import_trail(sheet.assessment, (sheet.file_name, ""))}
        return render(request, "submissions/imports/waiting.html", context)
    page = import_page(sheet, request.user, request.GET.get("show", "all"))
    if request.method != "POST":
        return _review(request, page)
    refusals = deciding.decide(page.review, _wanted(request, page), by=request.user)
    if request.htmx:
        return _changed_row(request, sheet, refusals)
    if "certain" in request.POST:
        taken = deciding.accept_certain(import_page(sheet, request.user).review, by=request.user)
        text = ngettext("%(n)s certain row is taken over.", "%(n)s certain rows are taken over.", taken)
        messages.success(request, text % {"n": taken})
    for refusal in refusals:
        messages.warning(request, refusal)
    return _to("import_apply" if "apply" in request.POST and not refusals else "import_review", sheet)


def _wanted(request: PersonRequest, page: ImportPage) -> list[Wanted]:
    """The decisions about the rows that the form had."""
    found = []
    for line in page.lines:
        decision = request.POST.get(f"decision-{line.pk}")
        if decision in Decision.values:
            asked = f"asks-{line.pk}" in request.POST
            replaces = f"replaces-{line.pk}" in request.POST if asked else line.line.row.replaces
            found.append(Wanted(line.pk, decision, request.POST.get(f"seen-{line.pk}", ""), replaces))
    return found


def _review(request: PersonRequest, page: ImportPage, names: list[NameForm] | None = None, status: int = 200) -> HttpResponse:
    directory = page.review.directory
    sent = {form["text"].value(): form for form in names or ()}
    questions = list(enumerate(page.review.open_questions))
    asked = [
        (one, sent.get(one.fragment.text) or NameForm.of(one, directory, page.review.open_questions, f"name{place}"))
        for place, one in questions
    ]
    scores = ScoresForm(
        editions=scores_choices(page.sheet), initial={"edition": page.scores.edition.code if page.scores.edition else ""}
    )
    context = {
        "page": page,
        "asked": asked,
        "answered": [(one, answer_sentence(one, directory)) for one in page.review.answered],
        "scores_form": scores,
        "trail": import_trail(page.sheet.assessment, (page.sheet.file_name, "")),
    }
    return render(request, "submissions/imports/review.html", context, status=status)


def _changed_row(request: PersonRequest, sheet: SheetImport, refusals: list[str]) -> HttpResponse:
    """The row as it stands now, and the counts above and below it."""
    page = import_page(sheet, request.user)
    changed = next((name for name in request.POST if name.startswith("decision-")), "decision-0")
    line = page.line(int(changed.removeprefix("decision-")))
    if line is None:
        raise Http404
    context = {"page": page, "line": line, "refusals": refusals}
    return render(request, "submissions/imports/review.html#changed", context, status=409 if refusals else 200)


@require_POST
def names(request: PersonRequest, agency: str, edition: str, number: int) -> HttpResponse:
    """What the names are that no department has; `again` takes one answer back."""
    sheet = load_import(request.user, agency, edition, number)
    if "again" in request.POST:
        deciding.forget_answer(sheet, request.POST["again"], by=request.user)
        return _to("import_review", sheet)
    page = import_page(sheet, request.user)
    prefixes = sorted(name.removesuffix("-text") for name in request.POST if name.startswith("name") and name.endswith("-text"))
    forms = [
        NameForm(request.POST, prefix=prefix, directory=page.review.directory, asked=page.review.open_questions)
        for prefix in prefixes
    ]
    wrong = [form for form in forms if not form.is_valid()]
    if wrong:
        return _review(request, page, forms, status=422)
    deciding.answer(sheet, [said for form in forms if (said := form.said())], by=request.user)
    messages.success(request, _("Saved. The rows below are read with it."))
    return _to("import_review", sheet)


@require_POST
def scores(request: PersonRequest, agency: str, edition: str, number: int) -> HttpResponse:
    """Whose scores the document has."""
    sheet = load_import(request.user, agency, edition, number)
    form = ScoresForm(request.POST, editions=scores_choices(sheet))
    if form.is_valid():
        deciding.choose_scores(sheet, form.cleaned_data["edition"], by=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose one of the years in the list."))
    return _to("import_review", sheet)


def correct(request: PersonRequest, agency: str, edition: str, number: int, row: int) -> HttpResponse:
    """One row, to be put right by hand."""
    sheet = load_import(request.user, agency, edition, number)
    page = import_page(sheet, request.user)
    line = page.line(row)
    if line is None:
        raise Http404
    initial = CorrectionForm.initial_of(line.line, line.seen)
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=initial, line=line.line, review=page.review)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if deciding.correct(line.line, form.correction(), seen=form.cleaned_data["seen"], by=request.user):
                messages.success(request, _("Saved."))
                return redirect(f"{_to('import_review', sheet).url}#row-{row}")
            status = 409
    context = {"page": page, "line": line, "form": form, "stale": status == 409}
    context["trail"] = import_trail(sheet.assessment, (sheet.file_name, _to("import_review", sheet).url), (line.line.code, ""))
    return render(request, "submissions/imports/correct.html", context, status=status)


def apply(request: PersonRequest, agency: str, edition: str, number: int) -> HttpResponse:
    """What will happen; after a yes to just that, it happens."""
    sheet = load_import(request.user, agency, edition, number)
    status = 200
    if request.method == "POST":
        try:
            apply_sheet(sheet, seen=request.POST.get("seen", ""), by=request.user)
        except StalePlan:
            messages.warning(request, _("Something changed in the meantime. Look again at what would happen, then say yes."))
            status = 409
        else:
            return _to("import_result", sheet)
    page = import_page(sheet, request.user)
    trail = import_trail(sheet.assessment, (sheet.file_name, _to("import_review", sheet).url), (_("What will happen"), ""))
    return render(request, "submissions/imports/apply.html", {"page": page, "plan": page.plan, "trail": trail}, status=status)


def result(request: PersonRequest, agency: str, edition: str, number: int) -> HttpResponse:
    """What was done the last time."""
    sheet = load_import(request.user, agency, edition, number)
    if sheet.applied_at is None:
        return _to("import_review", sheet)
    trail = import_trail(sheet.assessment, (sheet.file_name, _to("import_review", sheet).url), (_("What was done"), ""))
    page = import_page(sheet, request.user)
    context = {"sheet": sheet, "page": page, "done": outcome_lines(sheet.outcome), "trail": trail}
    return render(request, "submissions/imports/result.html", context)
