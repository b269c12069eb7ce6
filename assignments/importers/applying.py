"""Doing what was decided about a document: departments and spellings first, then who answers for what. In the caller's transaction."""

from dataclasses import dataclass

from accounts.actions import add_aliases, add_department
from accounts.models import Department, User
from assignments import policy
from assignments.actions import Given, assign_each
from assignments.importers.candidates import Directory
from assignments.importers.review import Line, Review
from assignments.models import SheetImport
from records.actions import record


class StalePlan(Exception):
    """What would be done is no longer what the person said yes to; nothing was done."""


@dataclass(frozen=True)
class Applied:
    """How much was written."""

    assigned: int = 0
    departments: int = 0
    aliases: int = 0


def hold(sheet: SheetImport) -> None:
    """Two people who apply at once are put in order: the second sees what the first did."""
    list(SheetImport.objects.select_for_update().filter(pk=sheet.pk).values_list("pk", flat=True))


def apply(review: Review, *, by: User | None) -> Applied:
    """Write what the accepted rows change. The caller holds the sheet and has compared the plan. Doing it twice changes nothing."""
    sheet = review.sheet
    if by is not None:
        policy.may_import(by, sheet.assessment).require()
    departments = _departments(review, by)
    for key, text in review.directory.aliases:
        add_aliases(departments[key], [text])
        record("add_alias", target=departments[key], by=by, scope=sheet.assessment.agency.slug, alias=text)
    given = [_given(line, departments, review.directory) for line in review.to_assign]
    if given:
        assign_each(sheet.assessment, given, by=by)
    return Applied(len(given), len(review.directory.brought), len(review.directory.aliases))


def _departments(review: Review, by: User | None) -> dict[str, Department]:
    """All departments by key, with the new ones made: departments first, then their sub-units."""
    directory, agency = review.directory, review.sheet.assessment.agency
    found = dict(directory.departments)
    for key, said in sorted(directory.brought.items(), key=lambda pair: bool(directory.parent(pair[0]))):
        found[key] = add_department(agency, name_th=said.name, parent=found.get(directory.parent(key)), by=by)
    return found


def _given(line: Line, departments: dict[str, Department], directory: Directory) -> Given:
    assert line.item is not None  # else it would change nothing
    assert line.giving is not None
    units: dict[int, list[Department]] = {}
    for key in line.giving.units:
        units.setdefault(departments[directory.parent(key)].pk, []).append(departments[key])
    return Given(
        item=line.item,
        lead=departments.get(line.giving.lead),
        support=[departments[key] for key in line.giving.support],
        units=units,
        everyone=line.giving.everyone,
        source_text=line.row.departments[:500],
    )
