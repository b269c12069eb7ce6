"""Workbooks, CSV and JSON. Whatever a person typed goes in as text: nothing becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from criteria.periods import Period
from ita_portal.lib.thai import sort_key
from ita_portal.lib.workbook import csv_text, fill, saved
from reports.publishing import ShownItem, ShownYear
from submissions.enums import EvidenceKind

Row = Sequence[object]


def item_columns() -> list[str]:
    return [
        *(_("Item"), _("Title"), _("Sub-indicator"), _("Responsible"), _("Status"), _("Answer"), _("Score"), _("Comment")),
        *(_("Evidence count"), _("Evidence"), _("Periods"), _("Click paths"), _("Explanation")),
    ]


def item_row(item: ShownItem, portal_url: str = "") -> Row:
    return [
        item.item.code,
        item.item.title,
        f"{item.item.sub.number} {item.item.sub.title}",
        ", ".join(item.departments),
        item.status_label,
        item.answer,
        item.score,
        item.comment,
        len(item.evidence),
        "\n".join(e.url if e.kind == EvidenceKind.URL else e.file_name for e in item.evidence),
        "\n".join([*(e.covers.name if e.covers else "—" for e in item.evidence), *(one.sentence for one in item.nothing)])
        if item.nothing or any(e.covers for e in item.evidence)
        else "",
        "\n".join(e.click_path for e in item.evidence if e.click_path),
        item.explanation or item.reason_none,
    ]


def year_workbook(year: ShownYear) -> bytes:
    """The yearly workbook: one row per item, then sheets for scores and for departments."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _("Items")
    _fill(sheet, item_columns(), [item_row(item) for item in year.items])
    scores = book.create_sheet(_("Scores"))
    columns = [_("Number"), _("Name"), _("Computed"), _("Officially published"), _("Difference"), _("Remark")]
    rows: list[Row] = [[s.name, s.title, s.computed, s.official, s.difference, s.conflict] for s in year.scores]
    rows.append([_("Level"), year.level or _("not complete"), None, None, None, ""])
    _fill(scores, columns, rows)
    departments = book.create_sheet(_("Departments"))
    _fill(departments, [_("Department"), _("Items"), _("Number of items")], _by_department(year))
    return saved(book)


def _by_department(year: ShownYear) -> list[Row]:
    found: dict[str, list[str]] = {}
    for item in year.items:
        for name in item.departments:
            found.setdefault(name, []).append(item.item.code)
    return [[name, ", ".join(found[name]), len(found[name])] for name in sorted(found, key=sort_key)]


def _fill(sheet, columns: list[str], rows: Iterable[Row]) -> None:
    """The first column stays in sight too, and every column can be filtered."""
    fill(sheet, columns, rows, numbers=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def year_csv(year: ShownYear) -> str:
    """One row per item, UTF-8 with a byte order mark so that spreadsheets show Thai; risky first characters are made text."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(item_columns())
    for item in year.items:
        writer.writerow([csv_text(value) for value in item_row(item)])
    return out.getvalue()


def table_csv(columns: list[str], rows: Iterable[Row]) -> str:
    """Any table, with the same care."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([value if isinstance(value, int | float | Decimal) else csv_text(value) for value in row])
    return out.getvalue()


def table_workbook(title: str, columns: list[str], rows: Iterable[Row]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\\/*?:\[\]]", " ", title)[:31]
    _fill(sheet, columns, rows)
    return saved(book)


def year_json(year: ShownYear) -> dict:
    """The year as the API shows it (docs/interface.md)."""
    assessment = year.assessment
    scores = {score.name: score for score in year.scores}
    return {
        "agency": assessment.agency.slug,
        "edition": assessment.edition.code,
        "stage": assessment.stage,
        "scores": {
            "indicators": {s.name: _number(s.computed) for s in year.scores if s.name[0].isdigit()},
            "official": {s.name: _number(s.official) for s in year.scores if s.official is not None},
            "oit": _number(scores["OIT"].computed) if "OIT" in scores else None,
            "total": _number(scores["total"].computed) if "total" in scores else None,
            "level": year.level,
            "complete": year.complete,
        },
        "items": [_item_json(item) for item in year.items],
    }


def _number(value) -> float | None:
    return None if value is None else float(value)


def _days(period: Period | None) -> list[str] | None:
    """First and last day of what it is of."""
    return [period.first_day.isoformat(), period.last_day.isoformat()] if period else None


def _item_json(item: ShownItem) -> dict:
    return {
        "code": item.item.code,
        "title": item.item.title,
        "status": item.status,
        "score": _number(item.score),
        "comment": item.comment,
        "departments": item.departments,
        "evidence": [
            {
                "title": e.title,
                "url": e.url or None,
                "kind": e.kind,
                "sha256": e.file_id,
                "click_path": e.click_path,
                "covers": _days(e.covers),
            }
            for e in item.evidence
        ],
        "nothing": [{"sentence": one.sentence, "covers": _days(one.covers)} for one in item.nothing],
    }
