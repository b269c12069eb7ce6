"""`render KIND --agency SLUG --edition CODE --out FILE`: make a paper without the worker."""

import argparse
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assignments.queries import assessment_at
from records.actions import perform
from records.models import Job
from reports.actions import ask_as
from reports.models import SHEETS, Report, ReportKind
from reports.publishing import SheetChoices


class Command(BaseCommand):
    help = "Make a paper of one agency's year, register it and write it to a file. The assignment sheet is made as the file's ending says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[ReportKind.SUMMARY, ReportKind.WORKBOOK, ReportKind.ASSIGNMENT_SHEET])
        parser.add_argument("--agency", required=True)
        parser.add_argument("--edition", required=True)
        parser.add_argument("--out", type=Path, required=True)
        sheet = parser.add_argument_group("assignment_sheet")
        sheet.add_argument("--digits", choices=["thai", "arabic"], default="thai")
        sheet.add_argument("--status", action=argparse.BooleanOptionalAction, default=True, help="last year's score and comment")
        sheet.add_argument("--due", action=argparse.BooleanOptionalAction, default=False, help="a column with due dates")
        sheet.add_argument("--layout", choices=["landscape", "portrait"], default="")

    def handle(self, *, kind: str, agency: str, edition: str, out: Path, **options) -> None:
        assessment = assessment_at(agency, edition)
        if assessment is None:
            raise CommandError(f"{agency} takes no part in {edition}.")
        paper = _kind(ReportKind(kind), out)
        choices = SheetChoices(options["status"], options["due"], options["digits"] == "thai", options["layout"])
        with transaction.atomic():  # until it ends no worker sees the job, so none takes it from under us
            job = ask_as(assessment, paper, choices=choices.payload(), by=None)
            perform(job.pk)
        job = Job.objects.get(pk=job.pk)
        if "report" not in job.result:
            raise CommandError(job.reason or f"The paper was not made; it is {job.get_state_display()}.")
        report = Report.objects.get(key=job.result["report"])
        with default_storage.open(report.path) as source:
            out.write_bytes(source.read())
        self.stdout.write(f"{out}: {report.title}, code {report.code}, {report.size} bytes")


def _kind(kind: ReportKind, out: Path) -> ReportKind:
    """What to make; of the assignment sheet there are three files."""
    if kind != ReportKind.ASSIGNMENT_SHEET:
        return kind
    ending = out.suffix.lower().removeprefix(".")
    if ending not in SHEETS:
        raise CommandError(f"The assignment sheet is made as .{', .'.join(SHEETS)}; {out.name} ends in none of them.")
    return SHEETS[ending]
