"""`manage.py recheck_evidence`: have the worker look at evidence again, of one year or of all that are not over."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from assignments.queries import assessment_at
from submissions.actions import ask_for_look_at_year
from submissions.queries import years_to_watch


class Command(BaseCommand):
    help = "Ask the worker to look at all evidence again; prints the numbers of its jobs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", metavar="SLUG")
        parser.add_argument("--edition", metavar="CODE")

    def handle(self, *args: object, **options: str | None) -> None:
        if bool(options["agency"]) != bool(options["edition"]):
            raise CommandError("Name both --agency and --edition, or neither for every year that is not over.")
        if options["agency"] and options["edition"]:
            year = assessment_at(options["agency"], options["edition"])
            if year is None:
                raise CommandError(f"{options['agency']} takes no part in {options['edition']}.")
            years = [year]
        else:
            years = list(years_to_watch())
        for year in years:
            job = ask_for_look_at_year(year, by=None)
            self.stdout.write(f"{year.scope}: job {job.pk}")
        if not years:
            self.stdout.write("No year is open.")
