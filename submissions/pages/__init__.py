"""What a page needs, gathered once: rows, verdicts, forms. Views call these and render."""

from submissions.pages.again import AgainPage, again_page
from submissions.pages.ahead import Ahead, ahead_of, done, nothing_left
from submissions.pages.beginning import BeginPage, begin_page
from submissions.pages.bulk import BulkPage, bulk_page
from submissions.pages.cells import CellsPage, Typed, cells_page, typed_in
from submissions.pages.changes import ChangesPage, changes_page
from submissions.pages.copying import CopyPage, copy_page
from submissions.pages.days import outside_the_window
from submissions.pages.item.checklist import Covered
from submissions.pages.item.forms import evidence_departments, evidence_form, has_typed_score, review_form, step_form
from submissions.pages.item.gathering import item_page
from submissions.pages.item.history import Happening
from submissions.pages.item.page import ItemPage
from submissions.pages.links import LinkPage, LinksPage, link_page, links_page
from submissions.pages.matrix import MatrixPage, matrix_page
from submissions.pages.missing import ChasePage, MissingPage, chase_page, missing_page
from submissions.pages.months import MonthsPage, months_page
from submissions.pages.queue import Queue, queue_of
from submissions.pages.versions import other_items
from submissions.pages.workload import Load, loads_of
from submissions.pages.worth import WorthPage, worth_page
from submissions.pages.year import YearPage, trail, year_page

__all__ = [
    "AgainPage",
    "Ahead",
    "BeginPage",
    "BulkPage",
    "CellsPage",
    "ChasePage",
    "CopyPage",
    "Covered",
    "Happening",
    "ItemPage",
    "LinkPage",
    "LinksPage",
    "Load",
    "MatrixPage",
    "MissingPage",
    "MonthsPage",
    "Queue",
    "Typed",
    "WorthPage",
    "YearPage",
    "again_page",
    "ahead_of",
    "begin_page",
    "bulk_page",
    "cells_page",
    "ChangesPage",
    "changes_page",
    "chase_page",
    "copy_page",
    "done",
    "evidence_departments",
    "evidence_form",
    "has_typed_score",
    "item_page",
    "link_page",
    "links_page",
    "loads_of",
    "matrix_page",
    "missing_page",
    "months_page",
    "nothing_left",
    "outside_the_window",
    "queue_of",
    "review_form",
    "step_form",
    "other_items",
    "trail",
    "typed_in",
    "worth_page",
    "year_page",
]
