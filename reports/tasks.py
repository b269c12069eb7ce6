"""The worker makes papers."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assessment
from records.actions import Run, handles
from reports import actions, papers
from reports.exporters import DOCX, XLSX
from reports.models import SHEETS, Report, ReportKind
from reports.publishing import SheetChoices


def _year(run: Run) -> Assessment:
    return Assessment.objects.select_related("agency", "edition", "edition__scoring").get(pk=run.job.payload["assessment"])


def _person(run: Run) -> User | None:
    return User.objects.filter(pk=run.job.payload["person"]).first()


def _done(report: Report) -> dict:
    return {"url": reverse("reports:download", args=[report.key]), "label": report.file_name, "report": str(report.key)}


@handles("report.summary")
def make_summary(run: Run) -> dict:
    """The OIT summary as a signed PDF; a paper whose content has not changed is handed out again."""
    run.progress(_("Gathering the year"), 1, 3)
    assessment = _year(run)
    content = papers.summary_content(assessment)
    standing = actions.standing_paper(assessment, ReportKind.SUMMARY, content.content_hash)
    if standing:
        return _done(standing)
    run.progress(_("Setting and sealing the pages"), 2, 3)
    code = actions.code_of(assessment, ReportKind.SUMMARY, content.content_hash)
    pdf, seal = papers.summary_pdf(content, code, timezone.now())
    run.progress(_("Registering the paper"), 3, 3)
    name = f"OIT-{assessment.agency.slug}-{assessment.edition.code}.pdf"
    report = actions.keep_paper(
        assessment,
        ReportKind.SUMMARY,
        pdf,
        title=_("OIT summary"),
        file_name=name,
        media_type="application/pdf",
        content_hash=content.content_hash,
        signatures=(seal,),
        by=_person(run),
    )
    return _done(report)


@handles("report.workbook")
def make_workbook(run: Run) -> dict:
    """The yearly workbook."""
    run.progress(_("Gathering the year"), 1, 2)
    assessment = _year(run)
    content = papers.workbook_content(assessment)
    run.progress(_("Writing the sheets"), 2, 2)
    report = actions.keep_paper(
        assessment,
        ReportKind.WORKBOOK,
        papers.workbook(content),
        title=_("Yearly workbook"),
        file_name=f"OIT-{assessment.agency.slug}-{assessment.edition.code}.xlsx",
        media_type=XLSX,
        content_hash=content.content_hash,
        by=_person(run),
    )
    return _done(report)


MEDIA_TYPES = {"pdf": "application/pdf", "docx": DOCX, "xlsx": XLSX}
ENDINGS = {kind: ending for ending, kind in SHEETS.items()}


@handles("report.assignment_sheet")
def make_assignment_sheet(run: Run) -> dict:
    """The assignment sheet as PDF, Word or Excel file; one whose content has not changed is handed out again."""
    run.progress(_("Gathering the year"), 1, 3)
    assessment, kind = _year(run), ReportKind(run.job.payload["paper"])
    content = papers.sheet_content(assessment, kind, SheetChoices.of(run.job.payload["choices"]))
    standing = actions.standing_paper(assessment, kind, content.content_hash)
    if standing:
        return _done(standing)
    run.progress(_("Setting and sealing the pages"), 2, 3)
    code = actions.code_of(assessment, kind, content.content_hash)
    made, seals = papers.sheet_file(content, kind, code, timezone.now())
    run.progress(_("Registering the paper"), 3, 3)
    report = actions.keep_paper(
        assessment,
        kind,
        made,
        title=_("Assignment sheet"),
        file_name=f"บัญชีมอบหมาย-{assessment.agency.slug}-{assessment.edition.code}.{ENDINGS[kind]}",
        media_type=MEDIA_TYPES[ENDINGS[kind]],
        content_hash=content.content_hash,
        signatures=seals,
        by=_person(run),
    )
    return _done(report)
