"""What of a year is shown outside, as plain values: one shape for pages, papers and the API."""

from reports.publishing.sheet import Column, Sheet, SheetChoices, SheetRow, Signer, assignment_sheet
from reports.publishing.year import ShownItem, ShownScore, ShownYear, shown_year

__all__ = [
    "Column",
    "Sheet",
    "SheetChoices",
    "SheetRow",
    "ShownItem",
    "ShownScore",
    "ShownYear",
    "Signer",
    "assignment_sheet",
    "shown_year",
]
