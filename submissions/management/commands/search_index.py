"""`search_index`: makes every text of answers, evidence and comments findable, for a database that was filled before there was a search."""

from django.core.management.base import BaseCommand
from django.db import connection

from submissions.search import trigrams
from submissions.search.texts import rebuild


class Command(BaseCommand):
    help = "Write the texts that are searched anew, from the answers, evidence and comments that stand."

    def handle(self, **options: object) -> None:
        trigrams.ensure(connection)
        self.stdout.write(f"{rebuild()} texts can be found.")
