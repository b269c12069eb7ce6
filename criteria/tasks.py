"""What the worker does for the catalogue: reading the files that are handed in to become editions."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from criteria import uploads
from criteria.files import FileRefused
from criteria.importers import taking
from criteria.importers.reading import read_file
from criteria.models import CatalogueFile
from records.actions import Run, handles


@handles("criteria.read_file")
def read(run: Run) -> dict:
    """Read a file in a limited child and keep what was found, or everything that is wrong. Either way a page shows it."""
    file = CatalogueFile.objects.get(pk=run.job.payload["file"])
    url = reverse("criteria:import_review", args=[file.pk])
    with override(run.job.payload["language"]):
        run.progress(_("Reading the document"), 1, 2)
        try:
            kind, content, reading = read_file(uploads.bytes_of(file.sha256), file.file_name)
        except FileRefused as refusal:
            taking.refuse(file, refusal.problems)
            return {"url": url, "label": _("See what is wrong with the file")}
        run.progress(_("Keeping what was found"), 2, 2)
        taking.keep_reading(file, kind, content, reading)
        return {"url": url, "label": _("Look at what was found")}
