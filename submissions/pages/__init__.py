"""What a page needs, gathered once: rows, verdicts, forms. Views call these and render."""

from submissions.pages.again import AgainPage, again_page
from submissions.pages.ahead import Ahead, ahead_of, done, nothing_left
from submissions.pages.beginning import BeginPage, begin_page
from submissions.pages.bulk import BulkPage, bulk_page
from submissions.pages.cells import CellsPage, Load, cells_page, changes_in, loads_of
from submissions.pages.item import (
    Covered,
    Happening,
    ItemPage,
    evidence_departments,
    evidence_form,
    has_typed_score,
    item_page,
    review_form,
    step_form,
)
from submissions.pages.matrix import MatrixPage, matrix_page
from submissions.pages.queue import Queue, queue_of
from submissions.pages.year import YearPage, trail, year_page

__all__ = [
    "loads_of",
    "changes_in",
    "cells_page",
    "Load",
    "CellsPage",
    "AgainPage",
    "Ahead",
    "BeginPage",
    "BulkPage",
    "Covered",
    "Happening",
    "ItemPage",
    "MatrixPage",
    "Queue",
    "YearPage",
    "again_page",
    "ahead_of",
    "begin_page",
    "bulk_page",
    "done",
    "evidence_departments",
    "evidence_form",
    "has_typed_score",
    "item_page",
    "matrix_page",
    "nothing_left",
    "queue_of",
    "review_form",
    "step_form",
    "trail",
    "year_page",
]
