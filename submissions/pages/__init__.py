"""What a page needs, gathered once: rows, verdicts, forms. Views call these and render."""

from submissions.pages.ahead import Ahead, ahead_of, nothing_left
from submissions.pages.bulk import BulkPage, bulk_page
from submissions.pages.item import (
    Covered,
    Happening,
    ItemPage,
    evidence_departments,
    evidence_form,
    has_typed_score,
    item_page,
    review_form,
)
from submissions.pages.matrix import MatrixPage, matrix_page
from submissions.pages.year import YearPage, trail, year_page

__all__ = [
    "Ahead",
    "BulkPage",
    "Covered",
    "Happening",
    "ItemPage",
    "MatrixPage",
    "YearPage",
    "ahead_of",
    "bulk_page",
    "evidence_departments",
    "evidence_form",
    "has_typed_score",
    "item_page",
    "matrix_page",
    "nothing_left",
    "review_form",
    "trail",
    "year_page",
]
