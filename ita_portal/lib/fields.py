"""Fields of forms that speak Thai: a date as day, month and Buddhist year."""

import datetime
from calendar import monthrange
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ita_portal.lib.thai import BE_OFFSET, arabic_digits

PARTS = ("day", "month", "year")
CENTURY = 2500  # of a Buddhist year typed with two digits, as people do: 69 is 2569
BUDDHIST, COMMON = range(2400, 2700), range(1857, 2157)  # the same days, so no year is in both


def buddhist_year(text: str) -> int | None:
    """The Buddhist year that is meant, also where a year of the Common Era or only two digits were typed."""
    number = _number(text)
    if number is None:
        return None
    if number in COMMON:
        return number + BE_OFFSET
    return CENTURY + number if number < 100 else number


def _number(text: str) -> int | None:
    digits = arabic_digits(str(text)).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else None


class BuddhistDateWidget(forms.MultiWidget):
    """Day, the month by name, and the year; the names that are sent end in _0, _1 and _2."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        months = [("", ""), *((str(number), name) for number, name in MONTHS.items())]
        super().__init__([forms.TextInput(), forms.Select(choices=months), forms.TextInput()], attrs)

    def decompress(self, value: datetime.date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year + BE_OFFSET)] if value else ["", "", ""]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """By the portal's own template, since each of the three boxes has its own label.

        A year of the Common Era is shown as the Buddhist one that is probably meant: whoever agrees only saves again.
        """
        parts = value if isinstance(value, list) else self.decompress(value)
        day, month, year = [str(part or "") for part in [*parts, "", "", ""][:3]]
        meant = buddhist_year(year) if _number(year) in COMMON else None
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "day": day,
            "months": [(str(number), label, str(number) == month) for number, label in MONTHS.items()],
            "year": str(meant or year),
            "invalid": "aria-invalid" in self.build_attrs(self.attrs, attrs),
        }
        return SafeString(render_to_string("components/buddhist_date.html", context))


class BuddhistDateField(forms.MultiValueField):
    """A date typed as Thais write it: 5 มีนาคม 2569. Thai digits are accepted; the value is a `datetime.date`."""

    widget = BuddhistDateWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False, max_length=10) for _part in PARTS]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> datetime.date | None:
        if not any(data_list or []):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(data_list):
            raise ValidationError(_("Fill in all three: day, month and year."), code="incomplete")
        day, month, year = _number(data_list[0]), _number(data_list[1]), _year(data_list[2])
        if not month or month > 12:
            raise ValidationError(_("Choose the month from the list."), code="invalid")
        return _date(day, month, year)


def _year(text: str) -> int:
    """The year in the Common Era, or the sentence that says what is wrong with it."""
    typed, meant = _number(text), buddhist_year(text)
    if typed in COMMON:
        words = {"typed": typed, "meant": meant}
        raise ValidationError(
            _(
                "%(typed)s is a year of the Common Era. Do you mean %(meant)s BE? It now stands in the field; save again if it is right."
            ),
            code="common_era",
            params=words,
        )
    if meant is None or meant not in BUDDHIST:
        raise ValidationError(_("Type the year in the Buddhist Era with four digits, for example 2569."), code="invalid")
    return meant - BE_OFFSET


def _date(day: int | None, month: int, year: int) -> datetime.date:
    last = monthrange(year, month)[1]
    if day is None or not 1 <= day <= last:
        text = ngettext("%(month)s %(year)s has %(n)s day.", "%(month)s %(year)s has %(n)s days, from 1 to %(n)s.", last)
        raise ValidationError(text, code="invalid", params={"month": MONTHS[month], "year": year + BE_OFFSET, "n": last})
    return datetime.date(year, month, day)
