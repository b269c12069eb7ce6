"""The column of due days in the matrix that is written."""

import datetime
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assignments.models import Assessment
from assignments.queries import Responsible, answers_window
from criteria.models import Item
from ita_portal.lib.fields import BuddhistDateWidget
from records.templatetags.thai import date_be
from submissions.forms import DaysForm


def common_day(days: Iterable[datetime.date | None]) -> datetime.date | None:
    """The day that all have; None where they have none, or different ones."""
    found = set(days)
    return found.pop() if len(found) == 1 else None


class DayColumn:
    """A cell for each item: how its day stands, over which lies what was typed and is not saved."""

    def __init__(self, form: DaysForm | None, wanted: dict[int, datetime.date | None]) -> None:
        self.form, self.wanted, self.widget = form, wanted, BuddhistDateWidget()

    def errors(self, item: int) -> list[str]:
        return [str(error) for error in self.form.errors.get(DaysForm.name_of(item), [])] if self.form else []

    def cell(self, item: Item, who: Responsible, common: datetime.date | None) -> SafeString:
        name, errors = DaysForm.name_of(item.pk), self.errors(item.pk)
        value: object = common
        if self.form and name in self.form.fields:
            value = self.form[name].value()
        elif item.pk in self.wanted:
            value = self.wanted[item.pk]
        is_open = bool(errors) or value != common and value != self.widget.decompress(common)
        attrs = {"id": f"due-{item.pk}"} | ({"aria-invalid": "true"} if errors else {})
        days = {row.due_on for row in who.rows}
        return format_html(
            '<td class="day" data-label="{}"><details{}><summary><span class="visually-hidden">{} </span>{}</summary>'
            '<fieldset data-day="{}" aria-label="{}">{}</fieldset>{}</details></td>',
            _("Due on"),
            SafeString(" open") if is_open else "",
            _("Due day of %(code)s") % {"code": item.code},
            _("differs") if len(days) > 1 else date_be(common, "short") or _("set a day"),
            common.isoformat() if common else "",
            _("Due day of %(code)s") % {"code": item.code},
            self.widget.render(name, value, attrs),
            format_html_join("", '<p class="field-error">{}</p>', ((error,) for error in errors)),
        )


def outside_the_window(assessment: Assessment, days: Iterable[datetime.date | None]) -> str:
    """The sentence for whoever sets a day on which nobody may answer; empty where all are inside. A day outside is no fault."""
    opens, closes = answers_window(assessment)
    wrong = sorted({day for day in days if day and ((opens and day < opens) or (closes and day > closes))})
    if not wrong:
        return ""
    named = ", ".join(date_be(day, "short") for day in wrong)
    return _(
        "Outside the time for answers (%(opens)s to %(closes)s): %(days)s. It is saved all the same; look whether it is meant."
    ) % {
        "opens": date_be(opens, "short") or "…",
        "closes": date_be(closes, "short") or "…",
        "days": named,
    }
