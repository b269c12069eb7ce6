"""Work that goes from one department to another: in one year, or for good when two are merged. Years that are over keep their names."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import actions as organisation
from accounts.models import Department, User
from accounts.policy import may_organise
from assignments import policy
from assignments.actions import AFTER_ASSIGNING
from assignments.enums import Part
from assignments.models import Assessment, Assignment
from assignments.queries import seat_of, years_in_preparation
from ita_portal.lib.verdict import Verdict
from records.actions import record


@transaction.atomic
def hand_over_items(assessment: Assessment, department: Department, into: Department, *, by: User) -> int:
    """Everything that one department answers for in this year goes to another. Returns how many items those are."""
    policy.may_assign(seat_of(by, assessment), assessment).require()
    return _move(assessment, department, into, by=by)


@transaction.atomic
def merge(department: Department, into: Department, *, by: User) -> int:
    """The department becomes part of another, which takes its items of the years being prepared, its people and its names.

    Returns how many items moved. Years that were endorsed or are over keep naming the department that answered.
    """
    may_organise(by, department.agency).require()
    _refuse_pair(department, into)
    moved = sum(_move(year, department, into, by=by) for year in years_in_preparation(department.agency))
    organisation.retire(department, into=into, by=by)
    return moved


@transaction.atomic
def close(department: Department, *, by: User) -> None:
    """The department no longer exists and nobody follows it; refused while it answers for something."""
    may_organise(by, department.agency).require()
    held = Assignment.objects.filter(department=department, assessment__in=years_in_preparation(department.agency)).count()
    if held:
        text = ngettext(
            "%(department)s answers for %(n)s item. Hand it over first, or merge the department into another.",
            "%(department)s answers for %(n)s items. Hand them over first, or merge the department into another.",
            held,
        )
        Verdict(text % {"department": department, "n": held}).require()
    organisation.retire(department, by=by)


def _refuse_pair(department: Department, into: Department) -> None:
    if department == into:
        Verdict(_("Choose another department: this is the same one.")).require()
    if department.agency_id != into.agency_id:
        Verdict(_("%(department)s belongs to another agency.") % {"department": into}).require()
    if into.retired_on or into.parent_id:
        Verdict(_("%(department)s cannot take items over. Choose a department that exists.") % {"department": into}).require()
    if department.retired_on:
        Verdict(_("%(department)s was closed already.") % {"department": department}).require()


def _move(assessment: Assessment, department: Department, into: Department, *, by: User) -> int:
    """Row by row where both answer for the same item, else all in one; due days and sub-units stay."""
    _refuse_pair(department, into)
    rows = list(Assignment.objects.filter(assessment=assessment, department=department).select_related("item"))
    there = {row.item_id: row for row in Assignment.objects.filter(assessment=assessment, department=into)}
    both = [row for row in rows if row.item_id in there]
    for row in both:
        _join_rows(row, there[row.item_id])
    alone = [row for row in rows if row.item_id not in there]
    Assignment.objects.filter(pk__in=[row.pk for row in alone]).update(department=into)
    if rows:
        codes = [row.item.code for row in sorted(rows, key=lambda row: row.item.number)]
        moved = {"items": codes, "giver": department.key, "taker": into.key}
        record("hand_over_items", target=assessment, by=by, scope=assessment.scope, moved=moved)
        for tell in AFTER_ASSIGNING:
            tell(assessment, {row.item: [into] for row in alone}, by=by)
    return len(rows)


def _join_rows(row: Assignment, kept: Assignment) -> None:
    """Two departments of one item become one: it leads if either did, and the earlier day counts."""
    kept.units.add(*row.units.all())
    leads, due = row.part == Part.LEAD, min(filter(None, (row.due_on, kept.due_on)), default=None)
    row.delete()  # first: an item has one lead
    kept.part, kept.due_on = (Part.LEAD if leads else kept.part), due
    kept.save(update_fields=["part", "due_on"])
