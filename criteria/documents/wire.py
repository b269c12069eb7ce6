"""Readings as JSON and back: they cross the border of the limited child, and are kept while a person looks at them."""

import json
from dataclasses import asdict
from typing import Any

from criteria.documents.shapes import Cell, Doubt, Entry, Paragraph, Reading


def packed(reading: Reading) -> bytes:
    return json.dumps(asdict(reading), ensure_ascii=False).encode()


def unpacked(data: bytes) -> Reading:
    return reading_of(json.loads(data))


def reading_of(values: dict[str, Any]) -> Reading:
    """A reading from what `dataclasses.asdict` made of it."""
    return Reading(
        **{
            **values,
            "entries": [entry_of(entry) for entry in values["entries"]],
            "leftovers": [Paragraph(**paragraph) for paragraph in values["leftovers"]],
            "doubts": [Doubt(**doubt) for doubt in values["doubts"]],
        }
    )


def entry_of(values: dict[str, Any]) -> Entry:
    raw = {column: Cell(**cell) for column, cell in values["raw"].items()}
    return Entry(**{**values, "raw": raw, "doubts": [Doubt(**doubt) for doubt in values["doubts"]]})
