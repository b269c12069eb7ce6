"""`manage.py export_warc`: the dated copies of an agency's year as a web archive."""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assignments.queries import assessment_at
from submissions.preserving.archive import write_archive


class Command(BaseCommand):
    help = "Write the copies of an agency's year as WARC, for archives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", metavar="SLUG", required=True)
        parser.add_argument("--edition", metavar="CODE", required=True)
        parser.add_argument("--out", metavar="FILE.warc.gz", required=True)

    def handle(self, *args: object, **options: str) -> None:
        year = assessment_at(options["agency"], options["edition"])
        if year is None:
            raise CommandError(f"{options['agency']} takes no part in {options['edition']}.")
        out = Path(options["out"])
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}.")
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as draft:
            try:
                written = write_archive(year, draft)  # type: ignore[arg-type]  # a file to write to
            except BaseException:
                Path(draft.name).unlink()
                raise
        Path(draft.name).chmod(0o640)
        os.replace(draft.name, out)
        self.stdout.write(f"{written} copies written to {out}")
