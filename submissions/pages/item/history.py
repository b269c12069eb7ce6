"""What happened to an item, in words."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from records.models import AuditEvent
from submissions.workflow import STEPS


@dataclass(frozen=True)
class Happening:
    """A line of an item's history, in words."""

    at: datetime.datetime
    verb: str
    what: str
    who: str
    note: str


OTHER_VERBS = {
    "save_answer": gettext_lazy("Answer saved"),
    "add_evidence": gettext_lazy("Evidence added"),
    "describe_evidence": gettext_lazy("Evidence described"),
    "withdraw_evidence": gettext_lazy("Evidence withdrawn"),
    "replace_evidence": gettext_lazy("Evidence replaced by a newer version"),
    "use_also": gettext_lazy("Evidence of another item used here, too"),
    "state_nothing": gettext_lazy("Stated that a period had nothing"),
    "take_back_nothing": gettext_lazy("Statement that a period had nothing taken back"),
    "use_again": gettext_lazy("Evidence of an earlier year used again"),
    "no_longer": gettext_lazy("Evidence of an earlier year found no longer valid"),
    "virus_found": gettext_lazy("A virus was found in a file"),
    "answer_check": gettext_lazy("A check answered"),
    "keep_copy": gettext_lazy("A dated copy asked for"),
    "enter": gettext_lazy("Marked as entered in the official system"),
    "take_back_entered": gettext_lazy("Mark of the official system taken back"),
    "review": gettext_lazy("Score recorded"),
}


def happening(event: AuditEvent) -> Happening:
    step = STEPS.get(event.verb)
    what = str(step.label) if step else str(OTHER_VERBS.get(event.verb, event.verb))
    return Happening(event.at, event.verb, what, event.actor_name, event.note)
