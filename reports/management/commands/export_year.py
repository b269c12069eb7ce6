"""`export_year EDITION`: the yearly workbook, CSV or JSON of one agency or of all that take part."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assignments.models import Assessment
from reports.exporters import year_csv, year_json, year_workbook
from reports.publishing import shown_year


class Command(BaseCommand):
    help = "Write an edition's year: for one agency in any format, for all agencies as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition")
        parser.add_argument("--format", choices=["xlsx", "csv", "json"], required=True)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--agency")

    def handle(self, *, edition: str, out: Path, agency: str | None, **options: object) -> None:
        years = (
            Assessment.objects.filter(edition__code=edition).select_related("agency", "edition__scoring").order_by("agency__slug")
        )
        found = list(years.filter(agency__slug=agency) if agency else years)
        if not found:
            raise CommandError(f"Nobody takes part in {edition}." if not agency else f"{agency} takes no part in {edition}.")
        out.write_bytes(_content(found, str(options["format"]), one=bool(agency)))
        self.stdout.write(f"{out}: {len(found)} agencies")


def _content(years: list[Assessment], how: str, *, one: bool) -> bytes:
    if how == "json":
        data = [year_json(shown_year(year)) for year in years]
        return json.dumps(data[0] if one else {"count": len(data), "items": data}, ensure_ascii=False, indent=1).encode()
    if len(years) > 1:
        raise CommandError("XLSX and CSV are written for one agency at a time: add --agency SLUG, or use --format json.")
    year = shown_year(years[0])
    return year_workbook(year) if how == "xlsx" else year_csv(year).encode()
