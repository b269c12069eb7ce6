"""Compiles the message catalogues where they are newer than what was compiled; `--check` only says whether one is incomplete."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def main() -> int:
    wrong = 0
    for source in sorted(Path("locale").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file)
        incomplete = [message.id for message in catalogue if message.id and (message.fuzzy or not _whole(message))]
        if "--check" in sys.argv:
            for text in incomplete:
                print(f"{source}: not translated: {text!r}", file=sys.stderr)
        wrong += len(incomplete)
        target = source.with_suffix(".mo")
        if "--check" not in sys.argv and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, catalogue)
    return 1 if wrong and "--check" in sys.argv else 0


def _whole(message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(texts)


if __name__ == "__main__":
    sys.exit(main())
