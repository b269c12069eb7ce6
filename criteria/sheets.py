"""An edition as the sheets of a workbook, and back: plain rows of texts, no workbook and no database."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from criteria.enums import CountedMonths, Frequency, Instrument, LevelRule, NoteKind, PeriodRule, Scope, ScoringRule, Stage
from criteria.files import RECURRENCE, FileRefused, requirement_pairs
from ita_portal.lib.thai import arabic_digits

YES, NO = "yes", "no"
COLUMNS: dict[str, tuple[str, ...]] = {
    "edition": ("name", "value"),
    "levels": ("name_th", "name_en", "floor", "instrument_floor"),
    "windows": ("stage", "opens_on", "closes_on"),
    "indicators": ("number", "parent", "instrument", "title_th", "title_en", "description"),
    "headings": ("heading", "sub", "title_th", "title_en", "group_th", "group_en"),
    "items": (
        *("code", "heading", "title_th", "title_en", "period_rule", "scope", "needs_signature", "machine_readable", "verified"),
        *("weight", "depends_on", *RECURRENCE),
    ),
    "components": ("code", "depth", "text", "required", "target_offset", "target_wording"),
    "requirements": ("code", "key", "certain"),
    "notes": ("of", "kind", "text"),
    "doubts": ("code", "text"),
    "corrections": ("where", "original", "corrected", "reason"),
}
# Sheet → column → the words that may stand there; a workbook offers them.
WORDS: dict[str, dict[str, Sequence[str]]] = {
    "windows": {"stage": Stage.values},
    "indicators": {"instrument": Instrument.values},
    "items": {
        "period_rule": PeriodRule.values,
        "scope": Scope.values,
        "frequency": Frequency.values,
        "counted_months": CountedMonths.values,
        "needs_signature": (YES, NO),
        "machine_readable": (YES, NO),
        "verified": (YES, NO),
    },
    "components": {"required": (YES, NO)},
    "requirements": {"certain": (YES, NO)},
    "notes": {"kind": NoteKind.values},
}
_EDITION = ("code", "fiscal_year", "programme", "title_th", "title_en", "verified", "verification_note")
_SCORING = {"rule": ScoringRule.values, "level_rule": LevelRule.values}
Rows = list[list[str]]


def sheets_of(data: dict) -> dict[str, Rows]:
    """Sheet → its rows, without heads, in the order of COLUMNS. `data` in the shape of docs/catalogue.md."""
    sheets: dict[str, Rows] = {name: [] for name in COLUMNS}
    sheets["edition"] = list(_edition_rows(data))
    sheets["levels"] = [_cells(level, COLUMNS["levels"]) for level in data["scoring"]["levels"]]
    sheets["windows"] = [_cells(one, COLUMNS["windows"]) for one in data.get("windows") or []]
    sheets["corrections"] = [_cells(one, COLUMNS["corrections"]) for one in data.get("corrections") or []]
    for top in data["indicators"]:
        sheets["indicators"].append(_cells(top, COLUMNS["indicators"]))
        for sub in top.get("subs") or []:
            inherited = {**sub, "parent": top["number"], "instrument": top["instrument"]}
            sheets["indicators"].append(_cells(inherited, COLUMNS["indicators"]))
            for heading in sub.get("headings") or []:
                _add_heading(sheets, heading, str(sub["number"]))
    return sheets


def _edition_rows(data: dict) -> Iterator[list[str]]:
    scoring = data["scoring"]
    yield from ([name, _cell(data.get(name))] for name in _EDITION)
    yield from ([f"source.{name}", _cell(value)] for name, value in (data.get("source") or {}).items())
    yield from ([f"scoring.{name}", _cell(scoring[name])] for name in ("rule", "level_rule"))
    yield ["scoring.assessors", _cell(scoring.get("assessors", 1))]
    yield ["scoring.scale", ", ".join(map(str, scoring["scale"]))]
    yield from ([f"weight.{name}", _cell(weight)] for name, weight in scoring["weights"].items())


def _add_heading(sheets: dict[str, Rows], heading: dict, sub: str) -> None:
    name = f"H{len(sheets['headings']) + 1}"
    sheets["headings"].append(_cells({**heading, "heading": name, "sub": sub}, COLUMNS["headings"]))
    sheets["notes"] += [[name, note["kind"], note["text"]] for note in heading.get("notes") or []]
    for item in heading.get("items") or []:
        code = item["code"]
        shown = {**item, "heading": name, "depends_on": ", ".join(item.get("depends_on") or [])}
        sheets["items"].append(_cells(shown, COLUMNS["items"]))
        sheets["requirements"] += [[code, key, _cell(certain)] for key, certain in requirement_pairs(item)]
        sheets["notes"] += [[code, note["kind"], note["text"]] for note in item.get("notes") or []]
        sheets["doubts"] += [[code, str(doubt)] for doubt in item.get("doubts") or []]
        sheets["components"] += [[code, *row] for row in _component_rows(item.get("components") or [], 1)]


def _component_rows(components: list[dict], depth: int) -> Iterator[list[str]]:
    for part in components:
        target = part.get("target_year") or {}
        years = [_cell(target.get("offset")), _cell(target.get("wording"))]
        yield [str(depth), part["text"], _cell(part.get("required", True)), *years]
        yield from _component_rows(part.get("children") or [], depth + 1)


def _cells(data: dict, columns: Sequence[str]) -> list[str]:
    return [_cell(data.get(name)) for name in columns]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(value)


def data_of(sheets: dict[str, list[list[object]]]) -> dict:
    """The edition that the sheets say: sheet → rows with their head on top, as a spreadsheet program gives them.

    Raises FileRefused with every cell that cannot be read, by sheet and row.
    """
    reader = _Reader(sheets)
    data = reader.edition()
    if reader.problems:
        raise FileRefused(reader.problems)
    return data


class _Reader:
    """Reads the sheets and keeps what is wrong."""

    def __init__(self, sheets: dict[str, list[list[object]]]) -> None:
        self.problems: list[str] = []
        self.rows = {name: list(self._rows(name, sheets.get(name))) for name in COLUMNS}

    def _rows(self, sheet: str, table: list[list[object]] | None) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and its cells by column; empty rows are passed over."""
        head = [_text(cell) for cell in table[0]] if table else []
        missing = [name for name in COLUMNS[sheet] if name not in head]
        if missing:
            self.problems.append(
                _("Sheet %(sheet)s: the column %(columns)s is missing.") % {"sheet": sheet, "columns": ", ".join(missing)}
            )
            return
        for number, row in enumerate((table or [])[1:], start=2):
            cells = {name: _text(cell) for name, cell in zip(head, row, strict=False) if name in COLUMNS[sheet]}
            if any(cells.values()):
                yield number, {**dict.fromkeys(COLUMNS[sheet], ""), **cells}

    def wrong(self, sheet: str, row: int, value: str) -> None:
        sentence = _("Sheet %(sheet)s, row %(row)s: “%(value)s” does not belong there.")
        self.problems.append(sentence % {"sheet": sheet, "row": row, "value": value})

    def whole(self, sheet: str, row: int, value: str) -> int:
        try:
            return int(Decimal(arabic_digits(value)))
        except ArithmeticError:
            self.wrong(sheet, row, value)
            return 0

    def truth(self, sheet: str, row: int, value: str, *, empty: bool) -> bool:
        word = value.casefold()
        if word not in ("", YES, NO, "true", "false", "1", "0"):
            self.wrong(sheet, row, value)
        return empty if not word else word in (YES, "true", "1")

    def edition(self) -> dict:
        names = {cells["name"]: (row, cells["value"]) for row, cells in self.rows["edition"]}
        data: dict = {name: names.get(name, (0, ""))[1] for name in _EDITION}
        data["fiscal_year"] = self.whole("edition", *names.get("fiscal_year", (0, "")))
        data["verified"] = self.truth("edition", *names.get("verified", (0, "")), empty=False)
        data["source"] = {n.removeprefix("source."): value for n, (_row, value) in names.items() if n.startswith("source.")}
        data["scoring"] = self.scoring(names)
        data["windows"] = [self.window(row, cells) for row, cells in self.rows["windows"]]
        data["indicators"] = self.indicators()
        data["corrections"] = [{n: v for n, v in cells.items() if v} for _row, cells in self.rows["corrections"]]
        return {name: value for name, value in data.items() if name in ("verified", "indicators") or value not in ("", [], {})}

    def scoring(self, names: dict[str, tuple[int, str]]) -> dict:
        scale = names.get("scoring.scale", (0, ""))[1]
        weights = {
            name.removeprefix("weight."): self.whole("edition", row, value)
            for name, (row, value) in names.items()
            if name.startswith("weight.")
        }
        return {
            "rule": names.get("scoring.rule", (0, ""))[1],
            "scale": [part.strip() for part in scale.split(",") if part.strip()],
            "weights": weights,
            "assessors": self.whole("edition", *names.get("scoring.assessors", (0, "1"))),
            "level_rule": names.get("scoring.level_rule", (0, ""))[1],
            "levels": [{**cells, "instrument_floor": cells["instrument_floor"] or None} for _row, cells in self.rows["levels"]],
        }

    def window(self, row: int, cells: dict[str, str]) -> dict:
        days = {}
        for name in ("opens_on", "closes_on"):
            try:
                days[name] = date.fromisoformat(cells[name][:10])
            except ValueError:
                self.wrong("windows", row, cells[name])
        return {"stage": cells["stage"], **days}

    def indicators(self) -> list[dict]:
        tops: dict[str, dict] = {}
        subs: dict[str, dict] = {}
        for row, cells in self.rows["indicators"]:
            parent = cells.pop("parent")
            found = {name: value for name, value in cells.items() if value or name == "title_th"}
            if parent in tops:
                found.pop("instrument", None)
                subs[found["number"]] = found | {"headings": []}
                tops[parent].setdefault("subs", []).append(subs[found["number"]])
            elif parent:
                self.wrong("indicators", row, parent)
            else:
                tops[found.get("number", "")] = found
        self.headings(subs)
        return list(tops.values())

    def headings(self, subs: dict[str, dict]) -> None:
        notes = defaultdict(list)
        headings: dict[str, dict] = {}
        for _row, cells in self.rows["notes"]:
            notes[cells["of"]].append({"kind": cells["kind"], "text": cells["text"]})
        for row, cells in self.rows["headings"]:
            name, sub = cells.pop("heading"), cells.pop("sub")
            found: dict = {key: value for key, value in cells.items() if value or key == "title_th"}
            if name in notes:
                found["notes"] = notes[name]
            headings[name] = found | {"items": []}
            if sub in subs:
                subs[sub]["headings"].append(headings[name])
            else:
                self.wrong("headings", row, sub)
        self.items(headings, notes)

    def items(self, headings: dict[str, dict], notes: dict[str, list]) -> None:
        joins = defaultdict(list)
        doubts = defaultdict(list)
        for row, cells in self.rows["requirements"]:
            certain = self.truth("requirements", row, cells["certain"], empty=True)
            joins[cells["code"]].append(cells["key"] if certain else {"key": cells["key"], "certain": False})
        for _row, cells in self.rows["doubts"]:
            doubts[cells["code"]].append(cells["text"])
        parts = self.components()
        for row, cells in self.rows["items"]:
            item = self.item(row, cells)
            code = item["code"]
            more = {"requirements": joins, "notes": notes, "doubts": doubts, "components": parts}
            item |= {name: found.pop(code, []) for name, found in more.items()}
            if cells["heading"] in headings:
                headings[cells["heading"]]["items"].append(item)
            else:
                self.wrong("items", row, cells["heading"])
        left: dict[str, list[str]] = {"requirements": list(joins), "doubts": list(doubts), "components": list(parts)}
        for sheet, codes in left.items():
            for code in codes:
                self.problems.append(_("Sheet %(sheet)s: there is no item %(code)s.") % {"sheet": sheet, "code": code})

    def item(self, row: int, cells: dict[str, str]) -> dict:
        item: dict = {name: cells[name] for name in ("code", "title_th", "period_rule")}
        if cells["title_en"]:
            item["title_en"] = cells["title_en"]
        item["scope"] = cells["scope"] or Scope.WHOLE_AGENCY.value
        for name in ("needs_signature", "machine_readable"):
            item[name] = self.truth("items", row, cells[name], empty=False)
        if cells["verified"]:
            item["verified"] = self.truth("items", row, cells["verified"], empty=True)
        if cells["weight"]:
            item["weight"] = cells["weight"]
        for name, default in RECURRENCE.items():
            if cells[name]:
                item[name] = self.whole("items", row, cells[name]) if isinstance(default, int) else cells[name]
        item["depends_on"] = [code.strip() for code in cells["depends_on"].split(",") if code.strip()]
        return item

    def components(self) -> dict[str, list[dict]]:
        found: dict[str, list[dict]] = defaultdict(list)
        open_parts: dict[str, list[list[dict]]] = {}
        for row, cells in self.rows["components"]:
            levels = open_parts.setdefault(cells["code"], [found[cells["code"]]])
            depth = self.whole("components", row, cells["depth"] or "1")
            if not 1 <= depth <= len(levels):
                self.wrong("components", row, cells["depth"])
                continue
            part: dict = {"text": cells["text"]}
            if not self.truth("components", row, cells["required"], empty=True):
                part["required"] = False
            if cells["target_wording"]:
                offset = self.whole("components", row, cells["target_offset"])
                part["target_year"] = {"offset": offset, "wording": cells["target_wording"]}
            levels[depth - 1].append(part)
            children: list[dict] = []
            part["children"] = children
            open_parts[cells["code"]] = [*levels[:depth], children]
        for parts in found.values():
            _without_empty(parts)
        return found


def _without_empty(parts: list[dict]) -> None:
    for part in parts:
        _without_empty(part["children"])
        if not part["children"]:
            del part["children"]


def _text(cell: object) -> str:
    """What a cell says. A number that a spreadsheet made of “9” or “9.1” is “9” or “9.1” again."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
