"""From an agency's file to rows: departments, assignments, official results, analysis and measures. Safe to repeat."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import add_aliases, save_agency, save_department
from accounts.models import Agency, Department, User
from accounts.queries import departments_by_key
from assignments.actions import assign, close_as_official
from assignments.models import Assessment
from criteria.files import FileRefused, read_yaml
from criteria.models import Edition, Indicator, Item
from ita_portal.lib.thai import item_number
from records.actions import record
from reports.models import Analysis, Measure, OfficialScore
from submissions.actions import open_year
from submissions.enums import ResultSource
from submissions.models import Result, Submission


def problems_of(data: dict) -> list[str]:
    """Everything wrong with an agency's file, against the editions that stand; empty when it can be imported."""
    try:
        return list(_problems(data))
    except (KeyError, TypeError, AttributeError) as problem:
        return [_("The file does not have the expected shape near %(problem)s; see docs/catalogue.md.") % {"problem": problem}]


def _problems(data: dict) -> Iterator[str]:
    keys = [d["key"] for d in data.get("departments") or []]
    units = {d["key"]: [u["key"] for u in d.get("units") or []] for d in data.get("departments") or []}
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield _("department %(key)s stands twice.") % {"key": key}
    for year in data.get("assessments") or []:
        items = _codes(year["edition"])
        if not items:
            yield _("edition %(code)s is not in the catalogue.") % {"code": year["edition"]}
            continue
        for entry in _items_named(year):
            if entry["item"] not in items:
                yield _("%(edition)s has no item %(code)s.") % {"edition": year["edition"], "code": entry["item"]}
        for entry in year.get("assignments") or []:
            yield from _assignment_problems(entry, keys, units)


def _codes(edition_code: str) -> set[str]:
    return {item.code for item in Item.objects.filter(edition__code=edition_code)}


def _items_named(year: dict) -> list[dict]:
    official = year.get("official") or {}
    lists = (year.get("assignments"), year.get("planned_evidence"), official.get("results"), official.get("recommendations"))
    return [entry for entries in lists for entry in entries or []]


def _assignment_problems(entry: dict, keys: list[str], units: dict[str, list[str]]) -> Iterator[str]:
    named = entry.get("departments") or []
    for one in named:
        if one["key"] not in keys:
            yield _("%(item)s names department %(key)s, which the file does not list.") % {
                "item": entry["item"],
                "key": one["key"],
            }
        for unit in one.get("units") or []:
            if unit not in units.get(one["key"], []):
                yield _("%(item)s names unit %(unit)s, which %(key)s does not have.") % {
                    "item": entry["item"],
                    "unit": unit,
                    "key": one["key"],
                }
    leads = [one for one in named if one.get("part", "lead") == "lead"]
    if len(leads) > 1 or (named and not leads):
        yield _("%(item)s must have exactly one leading department.") % {"item": entry["item"]}
    if not named and not entry.get("everyone"):
        yield _("%(item)s is given to nobody.") % {"item": entry["item"]}


@transaction.atomic
def import_agency(path: Path, *, by: User | None) -> Agency:
    """Load an agency with its years. Raises FileRefused with sentences when the file is wrong."""
    data, digest = read_yaml(path)
    problems = problems_of(data)
    if problems:
        raise FileRefused(problems)
    agency = save_agency(data["slug"], name_th=data["name_th"], name_en=data.get("name_en") or "", kind=data["kind"], by=by)
    _departments(agency, data.get("departments") or [])
    for year in data.get("assessments") or []:
        _year(agency, year, by=by)
    record("import_agency", target=agency, by=by, scope=agency.slug, sha256=digest)
    return agency


def _departments(agency: Agency, entries: list[dict]) -> None:
    for entry in entries:
        department = save_department(agency, entry["key"], name_th=entry["name_th"], name_en=entry.get("name_en") or "")
        add_aliases(department, entry.get("aliases") or [])
        for unit in entry.get("units") or []:
            row = save_department(
                agency, unit["key"], name_th=unit["name_th"], name_en=unit.get("name_en") or "", parent=department
            )
            add_aliases(row, unit.get("aliases") or [])


def _year(agency: Agency, data: dict, *, by: User | None) -> None:
    edition = Edition.objects.get(code=data["edition"])
    assessment = open_year(agency, edition, source=data.get("source") or {}, by=by)
    items = {item.code: item for item in Item.objects.filter(edition=edition)}
    if data.get("assignments") and not assessment.assignments.exists():
        _assignments(assessment, items, data["assignments"], by=by)
    for entry in data.get("planned_evidence") or []:
        Submission.objects.filter(assessment=assessment, item=items[entry["item"]]).update(planned=entry["labels"])
    if data.get("official"):
        _official(assessment, items, data["official"])


def _assignments(assessment: Assessment, items: dict[str, Item], entries: list[dict], *, by: User | None) -> None:
    departments = departments_by_key(assessment.agency)
    everyone = [d for d in departments.values() if d.parent_id is None]
    for entry in entries:
        named = entry.get("departments") or []
        lead = next((departments[one["key"]] for one in named if one.get("part", "lead") == "lead"), None)
        support: list[Department] = [departments[one["key"]] for one in named if one.get("part", "lead") != "lead"]
        units = {departments[one["key"]].pk: [departments[u] for u in one.get("units") or []] for one in named}
        assign(
            assessment,
            items[entry["item"]],
            lead=lead,
            support=[*support, *(d for d in everyone if d not in support)] if entry.get("everyone") else support,
            units=units,
            everyone=bool(entry.get("everyone")),
            source_text=entry.get("raw") or "",
            by=by,
        )


def _official(assessment: Assessment, items: dict[str, Item], data: dict) -> None:
    """What was officially published of the year: item scores, indicator scores, advice, the agency's analysis and measures."""
    for entry in data.get("results") or []:
        _result(assessment, items[entry["item"]], score=Decimal(entry["score"]), comment=entry.get("comment") or "")
    for entry in data.get("recommendations") or []:
        _result(assessment, items[entry["item"]], score=None, comment=entry["text"])
    for entry in data.get("indicator_scores") or []:
        notes = [c for c in data.get("conflicts") or [] if str(c.get("indicator")) == str(entry["indicator"])]
        OfficialScore.objects.update_or_create(
            assessment=assessment,
            indicator=str(entry["indicator"]),
            defaults={
                "score": Decimal(str(entry["score"])),
                "printed_as": str(entry.get("printed_as") or ""),
                "conflict": "\n".join(_conflict(note) for note in notes),
            },
        )
    _texts(assessment, data)
    _measures(assessment, data.get("measures") or [])
    if data.get("results") or data.get("indicator_scores"):
        close_as_official(assessment, by=None)


def _conflict(note: dict) -> str:
    return " · ".join(str(note[name]) for name in ("other", "where", "note") if note.get(name))


def _result(assessment: Assessment, item: Item, *, score: Decimal | None, comment: str) -> None:
    Result.objects.get_or_create(
        assessment=assessment, item=item, source=ResultSource.OFFICIAL, defaults={"score": score, "comment": comment}
    )


def _texts(assessment: Assessment, data: dict) -> None:
    numbers = {i.number: i.title_th for i in Indicator.objects.filter(edition=assessment.edition)}
    sections = [("", section.get("title") or "", section["paragraphs"]) for section in data.get("sections") or []]
    analyses = [(str(a["indicator"]), numbers.get(str(a["indicator"]), ""), a["paragraphs"]) for a in data.get("analysis") or []]
    for position, (indicator, title, paragraphs) in enumerate([*analyses, *sections]):
        Analysis.objects.update_or_create(
            assessment=assessment, position=position, defaults={"indicator": indicator, "title": title, "paragraphs": paragraphs}
        )


def _measures(assessment: Assessment, entries: list[dict]) -> None:
    for position, entry in enumerate(entries):
        measure, _created = Measure.objects.update_or_create(
            assessment=assessment,
            position=position,
            defaults={
                "title": entry["title"],
                "finding": entry.get("finding") or [],
                "steps": entry.get("steps") or [],
                "period": entry.get("period") or "",
                "owner": entry.get("owner") or "",
            },
        )
        numbers = [number for code in entry.get("items") or [] if (number := item_number(code))]
        measure.items.set(Item.objects.filter(edition=assessment.edition, number__in=numbers))
