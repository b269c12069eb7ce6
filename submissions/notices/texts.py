"""The sentence of a notice, made when it is read: of its verb and its facts, in the reader's language."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from criteria.enums import Stage
from criteria.periods import Period
from criteria.windows import TITLES
from records.templatetags.thai import date_be
from submissions.enums import Verb
from submissions.models import Notice

TEXTS = {
    Verb.ASSIGNED: gettext_lazy("%(code)s was assigned to your department."),
    Verb.SUBMITTED: gettext_lazy("%(code)s was handed in and waits for you."),
    Verb.RETURNED: gettext_lazy("%(code)s was returned for changes."),
    Verb.ACCEPTED: gettext_lazy("%(code)s was accepted."),
    Verb.COMMENTED: gettext_lazy("New comment on %(code)s."),
    Verb.CONTESTED: gettext_lazy("The score of %(code)s is contested."),
    Verb.SETTLED: gettext_lazy("The contested score of %(code)s is decided."),
    Verb.DUE: gettext_lazy("%(code)s is due on %(day)s (%(left)s)."),
    Verb.LATE: gettext_lazy("%(code)s was due on %(day)s and is not handed in yet."),
    Verb.MONTH_DUE: gettext_lazy("%(code)s for %(period)s is due on %(day)s (%(left)s)."),
    Verb.MONTH_LATE: gettext_lazy("%(code)s for %(period)s was due on %(day)s; nothing is there for it."),
    Verb.READY: gettext_lazy("Every item is accepted. The year waits for your endorsement."),
    Verb.ENDORSED: gettext_lazy("The year is endorsed and its evidence sealed."),
    Verb.REOPENED: gettext_lazy("The year is open for changes again."),
    Verb.ASSESSING: gettext_lazy("The assessment is open."),
    Verb.CLARIFYING: gettext_lazy("The scores are shown, and clarification is open."),
    Verb.CONFIRMED: gettext_lazy("The scores are confirmed."),
    Verb.PUBLISHED: gettext_lazy("The result is published."),
    Verb.WINDOWS: gettext_lazy("The calendar of the year changed. %(windows)s"),
    Verb.CHASED: gettext_lazy("The coordinator reminds you of %(code)s: it is still missing. %(until)s"),
    Verb.EXTENDED: gettext_lazy("%(extension)s"),
    Verb.LINK_DEAD: gettext_lazy("A link of %(code)s is broken. Give the address that works."),
    Verb.LINK_BACK: gettext_lazy("The link of %(code)s that was broken works again."),
    Verb.VIRUS: gettext_lazy("A virus was found in a file of %(code)s. Withdraw it and hand in a clean one."),
}
ICONS = {
    Verb.ASSIGNED: "users",
    Verb.COMMENTED: "comment",
    Verb.SETTLED: "scored",
    Verb.DUE: "clock",
    Verb.MONTH_DUE: "clock",
    Verb.MONTH_LATE: "warning",
    Verb.WINDOWS: "calendar",
    Verb.LATE: "warning",
    Verb.READY: "seal",
    Verb.REOPENED: "edit",
    Verb.CHASED: "bell",
    Verb.EXTENDED: "calendar",
    Verb.LINK_DEAD: "warning",
    Verb.LINK_BACK: "link",
    Verb.VIRUS: "danger",
}
URGENT = (Verb.RETURNED, Verb.DUE, Verb.LATE, Verb.MONTH_DUE, Verb.MONTH_LATE, Verb.CHASED, Verb.LINK_DEAD, Verb.VIRUS)


@dataclass(frozen=True)
class Line:
    """A notice as somebody reads it. `url` opens what it is about and marks it as read."""

    pk: int
    verb: str
    url: str
    icon: str
    sentence: str
    code: str
    title: str
    text: str
    by_name: str
    year: str
    at: datetime.datetime
    unread: bool
    urgent: bool
    due_on: datetime.date | None


def line(notice: Notice) -> Line:
    """Needs `assessment__agency`, `assessment__edition` and `submission__item` beside it."""
    item = notice.submission.item if notice.submission else None
    facts = notice.facts
    due = datetime.date.fromisoformat(facts["due_on"]) if facts.get("due_on") else None
    words = {"code": item.code if item else "", "day": date_be(due, "short"), "left": _left(due), "windows": _windows(facts)}
    words["period"] = _period(facts)
    words["until"] = _until(due)
    words["extension"] = _extension(facts) if notice.verb == Verb.EXTENDED else ""
    return Line(
        pk=notice.pk,
        verb=notice.verb,
        url=reverse("submissions:notice", args=[notice.pk]),
        icon=f"components/icons/{ICONS.get(Verb(notice.verb), notice.verb)}.html",
        sentence=(str(TEXTS[Verb(notice.verb)]) % words).strip(),
        code=item.code if item else "",
        title=item.title if item else "",
        text=facts.get("text", ""),
        by_name=facts.get("by_name", ""),
        year=str(notice.assessment),
        at=notice.at,
        unread=notice.read_at is None,
        urgent=notice.verb in URGENT,
        due_on=due,
    )


def _left(due: datetime.date | None) -> str:
    """How long until then, counted on the day on which it is read."""
    days = (due - timezone.localdate()).days if due else 0
    if days < 0:
        return _("over")
    if days == 0:
        return _("today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def _period(facts: dict) -> str:
    """Of a recurring item: ธันวาคม 2565."""
    days = [datetime.date.fromisoformat(day) for day in facts.get("covers", ())]
    return Period(*days).name if days else ""


def _until(due: datetime.date | None) -> str:
    """“Due on 30 เม.ย. 2568 (3 days left).”; empty where no day is set."""
    return _("Due on %(day)s (%(left)s).") % {"day": date_be(due, "short"), "left": _left(due)} if due else ""


def _extension(facts: dict) -> str:
    """What became of the agency's time for answers."""
    before, until = (datetime.date.fromisoformat(facts[name]) if facts.get(name) else None for name in ("before", "until"))
    if until is None:
        return _("The extension of the time for answers until %(day)s was cancelled.") % {"day": date_be(before, "short")}
    if before and until < before:
        return _("The time for answers was shortened: they stay open until %(day)s.") % {"day": date_be(until, "short")}
    return _("The time for answers was extended: they stay open until %(day)s.") % {"day": date_be(until, "short")}


def _windows(facts: dict) -> str:
    """“Answers are written: 1 ม.ค. 2566 – 30 เม.ย. 2566”, one after the other; days that were taken away are named too."""
    found = []
    for stage, days in facts.get("windows", {}).items():
        shown = " – ".join(date_be(datetime.date.fromisoformat(day), "short") for day in days) or _("no days any more")
        found.append(f"{TITLES[Stage(stage)]}: {shown}")
    return " · ".join(found)


def target(notice: Notice) -> str:
    """The page that the notice is about."""
    year = [notice.assessment.agency.slug, notice.assessment.edition.code]
    if notice.submission is None:
        return reverse("submissions:year", args=year)
    anchor = "#comments" if notice.verb == Verb.COMMENTED else ""
    if notice.verb in (Verb.LINK_DEAD, Verb.LINK_BACK, Verb.VIRUS):
        anchor = f"#evidence-{notice.facts.get('evidence', '')}"
    if notice.facts.get("period"):
        anchor = f"?period={notice.facts['period']}#slot-{notice.facts['period']}"
    return reverse("submissions:item", args=[*year, notice.submission.item.code]) + anchor
