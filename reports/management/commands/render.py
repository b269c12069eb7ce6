"""`render KIND --agency SLUG --edition CODE --out FILE`: make a paper without the worker."""

from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assignments.queries import assessment_at
from records.actions import ask, perform
from records.models import Job
from reports.actions import JOB_KINDS
from reports.models import Report, ReportKind


class Command(BaseCommand):
    help = "Make a paper (summary, workbook) of one agency's year, register it and write it to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=ReportKind.values)
        parser.add_argument("--agency", required=True)
        parser.add_argument("--edition", required=True)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *, kind: str, agency: str, edition: str, out: Path, **options: object) -> None:
        assessment = assessment_at(agency, edition)
        if assessment is None:
            raise CommandError(f"{agency} takes no part in {edition}.")
        with transaction.atomic():  # until it ends no worker sees the job, so none takes it from under us
            job = ask(JOB_KINDS[ReportKind(kind)], by=None, scope=assessment.scope, assessment=assessment.pk, person=None)
            perform(job.pk)
        job = Job.objects.get(pk=job.pk)
        if "report" not in job.result:
            raise CommandError(job.reason or f"The paper was not made; it is {job.get_state_display()}.")
        report = Report.objects.get(key=job.result["report"])
        with default_storage.open(report.path) as source:
            out.write_bytes(source.read())
        self.stdout.write(f"{out}: {report.title}, code {report.code}, {report.size} bytes")
