"""Reminding departments of what is missing: on a person's word, once a day for each item, and remembered."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import seat_of
from ita_portal.lib.thai import tidy
from ita_portal.lib.verdict import Verdict
from records.actions import record
from submissions import missing, notices, policy
from submissions.actions.gate import held
from submissions.missing import Owed, Share


@dataclass
class Chased:
    """What became of a reminder: what was sent to whom, and what was left out because it went out less than a day ago."""

    sent: list[tuple[Share, list[Owed]]] = field(default_factory=list)
    left: list[Owed] = field(default_factory=list)
    people: set[int] = field(default_factory=set)

    @property
    def items(self) -> int:
        return len({owed.code for _share, items in self.sent for owed in items})


@transaction.atomic
def chase(assessment: Assessment, wanted: Iterable[str], *, text: str = "", again: bool = False, by: User) -> Chased:
    """Remind the people of departments of items, each named by its `Owed.pair`; what is no longer missing is passed over.

    Without `again` an item of which the department was reminded less than a day ago is left out. The year is held, so that
    two who press the button together do not remind twice.
    """
    year = held(assessment.pk)
    assessment.stage = year.stage
    policy.may_chase(seat_of(by, assessment), assessment).require()
    pairs = set(wanted)
    done = Chased()
    for share in missing.missing_in(assessment).shares:
        asked = [owed for owed in share.to_chase if owed.pair in pairs] if share.others(by) else []
        now = [owed for owed in asked if again or not (owed.reminded and owed.reminded.lately)]
        done.left += [owed for owed in asked if owed not in now]
        if now:
            done.sent.append((share, now))
    if not done.sent:
        Verdict(_nothing(done)).require()
    given = [
        (owed.submission, share.department, {person.pk for person in share.others(by)}, owed.due_on)
        for share, items in done.sent
        for owed in items
    ]
    done.people = notices.of_chase(assessment, given, by=by, text=tidy(text))
    departments = {str(share.department.pk): [owed.code for owed in items] for share, items in done.sent}
    record(missing.CHASE, target=assessment, by=by, scope=assessment.scope, note=tidy(text), departments=departments)
    return done


def _nothing(done: Chased) -> str:
    if done.left:
        return _("All of it was asked for less than a day ago. Tick “Remind of these again” to send it all the same.")
    return _("Nothing of it is missing any more, or nobody works in these departments. Nobody was reminded.")
