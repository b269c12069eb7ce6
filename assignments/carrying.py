"""Who answers for what, carried into a year that was opened: only to items for which nobody answers yet."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Department, User
from assignments import policy
from assignments.actions import AFTER_ASSIGNING, Given, add_rows, refuse_foreign
from assignments.models import Assessment, Assignment
from assignments.succession import Proposal
from criteria.models import Item
from criteria.windows import later
from records.actions import record


def given_by(proposal: Proposal, *, lead: Department | None, due_years: int | None = None) -> Given:
    """The proposal as a person took it: with this lead, and with its due day so many years later where they want that.

    A lead that was to support changes places with the one proposed.
    """
    support = [one for one in proposal.support if one != lead]
    if proposal.lead and lead != proposal.lead and lead in proposal.support:
        support.append(proposal.lead)
    due_on = later(proposal.due_on, due_years) if proposal.due_on and due_years is not None else None
    return Given(proposal.item, lead, support, proposal.units, proposal.everyone, due_on=due_on)


@transaction.atomic
def carry_over(assessment: Assessment, given: Iterable[Given], *, by: User) -> list[Item]:
    """Give these items out; one that somebody has given out already is left as it is. Returns those that were given.

    The number of queries does not depend on how many they are; doing it twice changes nothing.
    """
    policy.may_begin(by, assessment.agency, assessment.edition, assessment).require()
    Assessment.objects.select_for_update().get(pk=assessment.pk)  # two who begin at once come one after the other
    taken = set(Assignment.objects.filter(assessment=assessment).values_list("item_id", flat=True))
    wanted = [one for one in given if one.item.pk not in taken and one.departments]
    refuse_foreign(assessment, [department for one in wanted for department in one.departments])
    add_rows(assessment, wanted)
    if wanted:
        codes = [one.item.code for one in wanted]
        record("carry_over", target=assessment, by=by, scope=assessment.scope, items=codes)
        for tell in AFTER_ASSIGNING:
            tell(assessment, {one.item: one.departments for one in wanted}, by=by)
    return [one.item for one in wanted]
