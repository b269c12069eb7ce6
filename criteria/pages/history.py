"""What happened to an edition, in words."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from criteria.models import Edition
from records.models import AuditEvent
from records.queries import history_within

WORDS: dict[str, str | Promise] = {
    "import_edition": _("Loaded from its file"),
    "replace_edition": _("Replaced by a file"),
    "create_edition": _("Begun"),
    "save_edition": _("Particulars of the edition changed"),
    "save_scoring": _("Scoring changed"),
    "set_windows": _("Days of the calendar set"),
    "add_indicator": _("Indicator added"),
    "save_indicator": _("Indicator changed"),
    "move_indicator": _("Indicator moved"),
    "remove_indicator": _("Indicator removed"),
    "add_heading": _("Heading added"),
    "save_heading": _("Heading changed"),
    "move_heading": _("Heading moved"),
    "remove_heading": _("Heading removed"),
    "add_item": _("Item added"),
    "save_item": _("Item changed"),
    "move_item": _("Item moved"),
    "remove_item": _("Item removed"),
    "add_component": _("Component added"),
    "save_component": _("Component changed"),
    "move_component": _("Component moved"),
    "remove_component": _("Component removed"),
    "publish": _("Published"),
    "withdraw": _("Taken back to draft"),
    "retire": _("Retired"),
    "restore": _("Put back into use"),
    "correct": _("Wording corrected"),
}
FOR_READERS = ("import_edition", "publish", "withdraw", "retire", "restore", "correct")


@dataclass(frozen=True)
class Happening:
    """A line of an edition's history."""

    at: datetime.datetime
    what: str
    who: str
    note: str


def happenings(edition: Edition, *, all_of_them: bool) -> list[Happening]:
    """Newest first. Readers of the catalogue see what was published and corrected, administrators everything."""
    events = history_within(edition.code, None if all_of_them else FOR_READERS)
    return [_happening(event) for event in events]


def _happening(event: AuditEvent) -> Happening:
    what = str(WORDS.get(event.verb, event.verb))
    where = event.details.get("where", "")
    if where and where not in ("edition", "scoring"):
        what = f"{where}: {what}"
    return Happening(event.at, what, event.actor_name, event.note or _details(event))


def _details(event: AuditEvent) -> str:
    changed = event.details.get("changed") or {}
    if event.verb in ("save_item", "save_component", "save_heading", "save_indicator") and len(changed) == 1:
        ((_name, (before, after)),) = changed.items()
        if isinstance(before, str) and isinstance(after, str):
            return gettext("“%(before)s” became “%(after)s”") % {"before": before[:200], "after": after[:200]}
    return str(event.details.get("title") or event.details.get("text") or "")[:200]
