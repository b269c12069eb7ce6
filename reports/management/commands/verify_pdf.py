"""`verify_pdf FILE`: exit 0 only if the file is intact, signed and trusted, and registered here; the answer as JSON."""

import hashlib
import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from reports.pdf.verify import verify
from reports.queries import paper_by_hash


class Command(BaseCommand):
    help = "Verify a PDF that the portal made. Exit status 0: intact, signed, trusted and in the register; 1 otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        content = file.read_bytes()
        found = verify(content)
        registered = paper_by_hash(hashlib.sha256(content).hexdigest())
        answer = found.to_json() | {"registered": registered.code if registered else None}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
        if not (found.ok and registered):
            sys.exit(1)
