"""What the benchmark prints and the tests hold: files in three forms, and how departments were resolved."""

from collections.abc import Sequence
from dataclasses import dataclass

from assignments.matching import Known, resolve
from criteria.documents.shapes import Reading
from ita_portal.lib.thai import search_key
from tests.documents.builders import as_docx, as_pdf, as_xlsx
from tests.documents.sources import blocks_of, text_of
from tests.documents.truth import assigned

FORMS = ("docx", "xlsx", "text")


def file_of(name: str, form: str) -> tuple[bytes, str]:
    if form == "docx":
        return as_docx(blocks_of(name)), f"{name}.docx"
    if form == "xlsx":
        return as_xlsx(blocks_of(name)), f"{name}.xlsx"
    if form == "pdf":
        return as_pdf(blocks_of(name)), f"{name}.pdf"
    return text_of(name).encode(), f"{name}.txt"


@dataclass
class Resolved:
    cells: int = 0
    right: int = 0  # every department, sub-unit and part as in the agency's file, all certain
    suggested: int = 0  # named departments with suggestions, the right one first
    unknown: int = 0  # named departments without any
    invented: int = 0  # resolved to what the cell does not say, or a name that does not stand in the cell


def resolutions(reading: Reading, name: str, known: Sequence[Known]) -> Resolved:
    found = Resolved()
    truth = assigned(name)
    for entry in reading.entries:
        found.cells += 1
        right = truth[entry.number]
        wanted = [(one["key"], tuple(one.get("units") or ()), one["part"]) for one in right["departments"]]
        resolution = resolve(entry.raw["departments"].text, known)
        given = [(one.key, tuple(unit.key for unit in one.units), one.part) for one in resolution.matches]
        found.right += given == wanted and resolution.everyone == bool(right.get("everyone"))
        keys = {key for key, _units, _part in wanted}
        for match in resolution.matches:
            found.suggested += bool(match.suggestions) and match.suggestions[0].key in keys
            found.unknown += match.how == "unknown"
            found.invented += (bool(match.key) and match.key not in keys) or search_key(match.text) not in search_key(
                right["raw"]
            )
            found.invented += bool(match.suggestions) and match.suggestions[0].key not in keys
    return found
