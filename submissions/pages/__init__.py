"""What a page needs, gathered once: rows, verdicts, forms. Views call these and render."""

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
from submissions.pages.year import YearPage, trail, year_page

__all__ = [
    "Covered",
    "Happening",
    "ItemPage",
    "YearPage",
    "evidence_departments",
    "evidence_form",
    "has_typed_score",
    "item_page",
    "review_form",
    "trail",
    "year_page",
]
