"""What the workshop's forms share: a version, rows of fields, one way to say what is wrong, and to set two texts side by side."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, BoundField
from django.utils.translation import gettext

from criteria.files import Finding
from ita_portal.lib.thai import tidy, tidy_lines


class Text(forms.CharField):
    """A text as it is stored: tidied; of one line, or with `rows` of several."""

    def __init__(self, *, rows: int = 0, one_line: bool = False, **kwargs: Any) -> None:
        self.keeps_lines = bool(rows) and not one_line
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return tidy_lines(text) if self.keeps_lines else tidy(text)


class BenchForm(forms.Form):
    """`version` is the row's when the page was made. `ROWS`: name → a formset class, each shown as rows of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    ROWS: ClassVar[dict[str, type[BaseFormSet]]] = {}

    def __init__(self, data: Any = None, *, initial: dict | None = None, row_options: dict | None = None) -> None:
        super().__init__(data, initial=initial)
        options = row_options or {}
        self.rows = {
            name: factory(data, initial=(initial or {}).get(name), prefix=name, form_kwargs=options.get(name, {}))
            for name, factory in self.ROWS.items()
        }

    def clean(self) -> dict:
        data = super().clean() or {}
        for rows in self.rows.values():
            if not rows.is_valid():
                self.add_error(None, gettext("Something in the rows below is not in order."))
        return data

    def mark(self, findings: Iterable[Finding], fields: dict[str, str]) -> None:
        """Put what blocks beside the field it is about; `fields` translates names of the file into those of the form."""
        for finding in findings:
            name = fields.get(finding.field, finding.field)
            if finding.blocks:
                self.add_error(name if name in self.fields else None, finding.sentence)

    def filled(self, name: str) -> list[dict]:
        """The rows of that name that say something, in order."""
        return [row for one in self.rows[name] if (row := getattr(one, "cleaned_data", None)) and one.says_something(row)]

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def seen_version(self) -> int:
        """0 where the page sent none: then it counts as stale."""
        return self.cleaned_data.get("version") or 0

    @property
    def every_field(self) -> list[BoundField]:
        return [field for form in (self, *(one for rows in self.rows.values() for one in rows)) for field in form]

    def readings(self) -> Iterator[tuple[str, str]]:
        """Label and text of every field, as a person reads them."""
        for field in self:
            if not field.is_hidden:
                yield str(field.label), reading(field)
        for name, rows in self.rows.items():
            lines = [" · ".join(filter(None, map(reading, one))) for one in rows if one.shows_something()]
            yield str(self.row_title(name)), "\n".join(lines)

    def row_title(self, name: str) -> str:
        return name


class RowForm(forms.Form):
    """One row among several; one whose first field is empty is left out."""

    key_field = ""
    use_required_attribute = False

    def says_something(self, row: dict) -> bool:
        return bool(row.get(self.key_field))

    def shows_something(self) -> bool:
        return bool(self[self.key_field].value())


def rows_of(form: type[RowForm], *, extra: int = 1, most: int = 60) -> type[BaseFormSet]:
    return forms.formset_factory(form, extra=extra, max_num=most, absolute_max=most + extra, validate_max=True)


def reading(field: BoundField) -> str:
    """What stands in a field, in words."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return gettext("yes") if value and value != "False" else gettext("no")
    choices = getattr(field.field, "choices", None)
    if choices is not None:
        return str(dict(_flat(choices)).get(str(value), value or ""))
    return str("" if value is None else value)


def _flat(choices: Iterable) -> Iterator[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), label


def differing(theirs: BenchForm, ours: BenchForm) -> list[tuple[str, str, str]]:
    """Label, their text and ours, where the two are not the same."""
    pairs = zip(theirs.readings(), ours.readings(), strict=True)
    return [
        (label, left, right) for (label, left), (_label, right) in pairs if left.strip() != right.replace("\r\n", "\n").strip()
    ]
