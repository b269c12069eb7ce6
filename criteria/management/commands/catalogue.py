"""`catalogue validate|import|export`: the catalogue's files from the command line."""

from pathlib import Path

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from criteria.content import edition_data
from criteria.exporters import edition_yaml
from criteria.files import FileRefused, Finding, findings, places, read_yaml, walk_components
from criteria.importers import import_edition, import_requirements
from criteria.queries import edition_by_code
from criteria.workbook import workbook_of

REQUIREMENTS = Path("fixtures/requirements.yaml")


class Command(BaseCommand):
    help = "Check, load or write an edition of the catalogue (format: docs/catalogue.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        validate = steps.add_parser("validate", help="say everything that is wrong with files; touches no database")
        validate.add_argument("files", nargs="+", type=Path)
        validate.add_argument("--remarks", action="store_true", help="also what is worth a look and stops nothing")
        load = steps.add_parser("import", help="load an edition")
        load.add_argument("file", type=Path)
        load.add_argument("--publish", action="store_true", help="show it to everybody at once")
        load.add_argument("--requirements", type=Path, default=REQUIREMENTS)
        export = steps.add_parser("export", help="write an edition as YAML, or as a workbook where the file ends in .xlsx")
        export.add_argument("edition")
        export.add_argument("file", type=Path)

    def handle(self, *, step: str, **options: object) -> None:
        getattr(self, f"_{step}")(options)

    def _validate(self, options: dict) -> None:
        keys = _requirement_keys(REQUIREMENTS)
        wrong = 0
        for path in options["files"]:
            found = _findings_in(path, keys)
            problems = [one.sentence for one in found if one.blocks]
            for problem in problems:
                self.stderr.write(f"{path}: {problem}")
            if not problems:
                self.stdout.write(f"{path}: {_counts(read_yaml(path)[0])}")
            if options["remarks"]:
                self.stdout.writelines(f"{path}: remark: {one.sentence}" for one in found if not one.blocks)
            wrong += bool(problems)
        if wrong:
            raise CommandError(f"{wrong} of {len(options['files'])} files cannot be imported.")

    def _import(self, options: dict) -> None:
        import_requirements(options["requirements"])
        try:
            edition = import_edition(options["file"], by=None, publish=options["publish"])
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{edition.code}: {edition.items.count()} items")

    def _export(self, options: dict) -> None:
        edition = edition_by_code(options["edition"])
        if edition is None:
            raise CommandError(f"There is no edition {options['edition']}.")
        as_book = options["file"].suffix.lower() == ".xlsx"
        options["file"].write_bytes(workbook_of(edition_data(edition)) if as_book else edition_yaml(edition).encode())
        self.stdout.write(f"{options['file']}: {edition.code}")


def _requirement_keys(path: Path) -> set[str]:
    return {entry["key"] for entry in yaml.safe_load(path.read_text(encoding="utf-8"))}


def _findings_in(path: Path, keys: set[str]) -> list[Finding]:
    try:
        return findings(read_yaml(path)[0], keys)
    except FileRefused as refusal:
        return [Finding("edition", problem) for problem in refusal.problems]


def _counts(data: dict) -> str:
    """Items by sub-indicator and in all, and components: what a person compares with the document."""
    subs = [
        f"{sub['number']}: {sum(len(h['items']) for h in sub['headings'])}"
        for indicator in data["indicators"]
        for sub in indicator.get("subs") or []
    ]
    components = sum(1 for place in places(data) for _ in walk_components(place.item.get("components") or []))
    return f"{len(list(places(data)))} items ({', '.join(subs)}), {components} components"
