"""What the worker does for assignments: reading the documents that are handed in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assignments.importers import staging
from assignments.models import SheetImport
from criteria import uploads
from criteria.documents.reading import read_document
from criteria.files import FileRefused
from records.actions import JobRefused, Run, handles


@handles("assignments.read_document")
def read(run: Run) -> dict:
    """Read a document, in a limited child, and lay it out as rows. What was laid out is not laid out again."""
    sheet = SheetImport.objects.select_related("assessment__agency", "assessment__edition").get(pk=run.job.payload["sheet"])
    with override(run.job.payload["language"]):
        run.progress(_("Reading the document"), 1, 3)
        try:
            reading = read_document(uploads.bytes_of(sheet.sha256), sheet.file_name)
        except FileRefused as refusal:
            staging.refuse(sheet, refusal.problems)
            raise JobRefused(str(refusal)) from refusal
        run.progress(_("Comparing it with the year"), 2, 3)
        staging.stage(sheet, reading)
        year = sheet.assessment
        url = reverse("submissions:import_review", args=[year.agency.slug, year.edition.code, sheet.pk])
        return {"url": url, "label": _("Look at what was found")}
