"""`assignments import --agency SLUG --edition CODE FILE`: a list of who answers for what, from the command line."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assignments.importers import deciding, staging
from assignments.importers.review import review_of
from assignments.models import Assessment, SheetImport
from assignments.queries import assessment_at, import_at
from criteria import uploads
from criteria.documents.reading import read_document
from criteria.enums import ReadingState
from criteria.files import FileRefused
from criteria.queries import edition_by_code
from ita_portal.lib.verdict import ALLOWED
from submissions.importers import apply_sheet, plan_digest, scores_of
from submissions.pages.imports import ImportPage, SheetLine, outcome_lines


class Command(BaseCommand):
    help = "Import who answers for what from a document. Without --apply nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        load = steps.add_parser("import", help="read a .docx, .xlsx, .csv, .pdf or .txt and say what it would change")
        load.add_argument("file", type=Path)
        load.add_argument("--agency", required=True)
        load.add_argument("--edition", required=True)
        load.add_argument("--apply", action="store_true", help="do what is certain; refuses while anything is not")
        load.add_argument("--leave-doubtful", action="store_true", help="with --apply: leave alone what is not certain")
        load.add_argument("--scores-to", metavar="EDITION", help="the edition whose scores the document has")

    def handle(self, *, step: str, file: Path, agency: str, edition: str, **options: object) -> None:
        assessment = assessment_at(agency, edition)
        if assessment is None:
            raise CommandError(f"{agency} takes no part in {edition}.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        data = file.read_bytes()
        try:
            reading = read_document(data, file.name)
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["apply"]:
            uploads.keep(data)
        with transaction.atomic():
            sheet, _is_new = staging.register(assessment, data, file.name, by=None)
            SheetImport.objects.filter(pk=sheet.pk, state=ReadingState.REFUSED).update(state=ReadingState.WAITING)
            staging.stage(sheet, reading)
            page = self._decided(assessment, sheet, options)
            self._print(page)
            if not options["apply"]:
                transaction.set_rollback(True)
                self.stdout.write("Nothing was changed. Add --apply to do it.")
                return
            self._apply(page, leave_doubtful=bool(options["leave_doubtful"]))

    def _decided(self, assessment: Assessment, sheet: SheetImport, options: dict) -> ImportPage:
        """The document with everything taken over that is certain."""
        if options["scores_to"]:
            scores_to = edition_by_code(options["scores_to"])
            if scores_to is None:
                raise CommandError(f"There is no edition {options['scores_to']}.")
            deciding.choose_scores(sheet, scores_to, by=None)
        sheet = import_at(assessment, sheet.pk) or sheet
        deciding.accept_certain(review_of(sheet), by=None)
        review = review_of(sheet)
        return ImportPage(sheet, ALLOWED, review, scores_of(review))

    def _print(self, page: ImportPage) -> None:
        for label, value, look in page.facts:
            self.stdout.write(f"{'! ' if look else '  '}{label}: {value}")
        for sentence in page.doubts:
            self.stdout.write(f"! {sentence}")
        for question in page.review.open_questions:
            alike = ", ".join(f"{one.name} {one.score} %" for one in question.fragment.suggestions)
            where = ", ".join(question.codes)
            self.stdout.write(f"? {question.fragment.text} ({where}){f': {alike}' if alike else ''}")
        for line in page.lines:
            self.stdout.write("\t".join(_columns(line)))
        for label, n in page.plan.counts:
            self.stdout.write(f"  {label}: {n}")

    def _apply(self, page: ImportPage, *, leave_doubtful: bool) -> None:
        doubtful = [line.line.code for line in page.lines if line.group == "open" or (line.line.problem and not line.is_settled)]
        if doubtful and not leave_doubtful:
            raise CommandError(
                f"Not certain: {', '.join(doubtful)}. Decide them on the page of the import, or add --leave-doubtful to leave them."
            )
        outcome = apply_sheet(page.sheet, seen=plan_digest(page.review, page.scores), by=None)
        for sentence in outcome_lines(outcome):
            self.stdout.write(sentence)
        if not any(outcome.values()):
            self.stdout.write("Everything stands already as the document has it.")


def _columns(line: SheetLine) -> list[str]:
    """code, what would change, score, how sure, why not surer"""
    if line.line.problem:
        change = line.line.problem
    elif line.line.changes:
        change = f"{'; '.join(line.stands) or '–'} → {'; '.join(line.wanted)}"
    else:
        change = "="
    score = "" if line.line.score is None else f"{line.line.score} {line.score_kind}"
    return [line.line.code, change, score, f"{line.line.confidence} %", " ".join(line.reasons)]
