"""`manage.py check_url`: all checks on one address, before anybody hands it in."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.queries import agency_at
from criteria.queries import edition_by_code
from ita_portal.lib.thai import item_number
from submissions.checks.case import Finding
from submissions.checks.families import KINDS
from submissions.enums import Outcome
from submissions.inspecting import case_of_address, look_at_addresses


class Command(BaseCommand):
    help = "All checks on one address, as JSON: code, severity, sentence, measured. Exit 1 if something was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url")
        parser.add_argument("--agency", required=True, metavar="SLUG")
        parser.add_argument("--edition", required=True, metavar="CODE")
        parser.add_argument("--item", required=True, metavar="O7")
        parser.add_argument("--path", default="", help="how to click there from the home page: home > … > this page")

    def handle(self, *args: object, **options: str) -> None:
        agency, edition = agency_at(options["agency"]), edition_by_code(options["edition"])
        if agency is None:
            raise CommandError(f"There is no agency “{options['agency']}”.")
        if edition is None:
            raise CommandError(f"There is no edition “{options['edition']}”.")
        number = item_number(options["item"])
        item = edition.items.filter(number=number).first() if number else None
        if item is None:
            raise CommandError(f"{edition.code} has no item “{options['item']}”.")
        case = case_of_address(agency, item, options["url"], options["path"], timezone.now())
        [findings] = look_at_addresses([case])
        self.stdout.write(json.dumps([plain(finding) for finding in findings], ensure_ascii=False, indent=2))
        if any(finding.outcome == Outcome.FOUND for finding in findings):
            raise SystemExit(1)


def plain(finding: Finding) -> dict:
    kind = KINDS[finding.name]
    return {
        "check": finding.name,
        "code": kind.code.value,
        "outcome": finding.outcome.value,
        "severity": kind.grade.value,
        "sentence": kind.sentence(finding.outcome, finding.facts),
        "measured": finding.measured,
        "where": [{"page": place.page, "text": place.text} for place in finding.places],
    }
