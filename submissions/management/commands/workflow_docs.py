"""`workflow_docs`: writes the workflow's diagrams and its table of status × role from the code; `--check` only compares."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from accounts.enums import Role
from assignments.workflow import STEPS as YEAR_STEPS
from submissions.enums import Status
from submissions.workflow import STEPS

TARGET = Path("docs/generated/workflow.md")


def document() -> str:
    """The whole page, in English."""
    with translation.override("en"):
        return "\n".join(["# Workflow (generated from the code)", "", *_item_part(), *_year_part(), *_permissions()]) + "\n"


def _item_part() -> list[str]:
    edges = [f"    {source} --> {step.target}: {step.verb}" for step in STEPS.values() for source in step.sources]
    rows = [
        f"| {s.verb} | {_values(s.sources)} | {s.target} | {_values(s.stages)} | {_values(s.roles)} | {s.needs or '–'} |"
        for s in STEPS.values()
    ]
    head = ["| step | from | to | while the year is | by | needs |", "|---|---|---|---|---|---|"]
    return ["## One answer", "", "```mermaid", "stateDiagram-v2", "    [*] --> draft", *edges, "```", "", *head, *rows, ""]


def _year_part() -> list[str]:
    edges = [f"    {source} --> {step.target}: {step.verb}" for step in YEAR_STEPS.values() for source in step.sources]
    rows = [
        f"| {s.verb} | {_values(s.sources)} | {s.target} | {_values(s.roles)} | {s.needs or '–'} |" for s in YEAR_STEPS.values()
    ]
    head = ["| step | from | to | by | needs |", "|---|---|---|---|---|"]
    return [
        "## One agency's year",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> preparing",
        *edges,
        "```",
        "",
        *head,
        *rows,
        "",
    ]


def _permissions() -> list[str]:
    """Status × role → the steps that the tables allow."""
    head = "| status | " + " | ".join(role.value for role in Role) + " |"
    lines = ["## Status × role", "", head, "|---" * (len(Role) + 1) + "|"]
    for status in Status:
        cells = [", ".join(s.verb for s in STEPS.values() if status in s.sources and role in s.roles) or "–" for role in Role]
        lines.append(f"| {status.value} | " + " | ".join(cells) + " |")
    return lines


def _values(members: tuple) -> str:
    return ", ".join(member.value for member in members)


class Command(BaseCommand):
    help = "Write docs/generated/workflow.md from the code; with --check, fail when it is not up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **options: object) -> None:
        path = settings.BASE_DIR / TARGET
        wanted = document()
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != wanted:
                raise CommandError(f"{TARGET} is not up to date. Run `manage.py workflow_docs` and commit the result.")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"{TARGET} written")
