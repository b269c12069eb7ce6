"""What is typed on the pages of a year: who answers for what, which items are shown."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from ita_portal.lib.fields import BuddhistDateField
from submissions.enums import Status
from submissions.forms.answering import area

NOBODY = "nobody"  # the department of items that nobody answers for yet


class ReopenForm(forms.Form):
    reason = area(_("Why is the year reopened?"), rows=2)


class AssignForm(forms.Form):
    """Who answers for an item: one leads, others support; or everybody. Departments come from what the page has read already."""

    lead = forms.TypedChoiceField(
        label=_("Leading department"),
        help_text=_("It writes the answer and hands it in."),
        required=False,
        empty_value=None,
    )
    support = forms.TypedMultipleChoiceField(
        label=_("Supporting departments"),
        help_text=_("They add evidence; the leading department hands in."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        empty_value=[],
    )
    everyone = forms.BooleanField(label=_("Every department answers with its own evidence"), required=False)
    due_on = BuddhistDateField(
        label=_("Due on"), help_text=_("Left empty, the last day for answers of the year counts."), required=False
    )

    def __init__(self, *args, departments: list[Department], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.departments = departments
        by_id = {str(department.pk): department for department in departments}
        names = [(pk, str(department)) for pk, department in by_id.items()]
        for name, choices in (("lead", [("", "—"), *names]), ("support", names)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField | forms.TypedMultipleChoiceField)
            field.choices, field.coerce = choices, by_id.__getitem__

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors and not data.get("lead") and not data.get("support") and not data.get("everyone"):
            raise ValidationError(_("Choose at least one department."))
        return data

    def wanted(self) -> dict:
        """The words of the action `assign`."""
        data = self.cleaned_data
        support = self.departments if data["everyone"] else list(data["support"])
        return {"lead": data["lead"], "support": support, "everyone": data["everyone"], "due_on": data["due_on"]}


class DaysForm(forms.Form):
    """Due days of items, as the matrix sends them: a field for each item of which one was sent, and for no other."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for name in sorted(data):
            field, _underscore, part = name.rpartition("_")
            number = field.removeprefix("due.")
            if (
                part in ("0", "1", "2")
                and field == f"due.{number}"
                and number.isascii()
                and number.isdigit()
                and len(number) < 10
            ):
                self.fields[field] = BuddhistDateField(required=False)

    @staticmethod
    def name_of(item: int) -> str:
        return f"due.{item}"

    def days(self) -> dict[int, datetime.date | None]:
        """Item → the day that was typed."""
        return {int(name.removeprefix("due.")): day for name, day in self.cleaned_data.items()}


class DayForm(forms.Form):
    """One day for what one department, or every department, answers for."""

    department = forms.TypedChoiceField(label=_("Department"), required=False, empty_value=None)
    due_on = BuddhistDateField(
        label=_("Due on"), help_text=_("Left empty, the last day for answers of the year counts."), required=False
    )

    def __init__(self, *args, departments: list[Department], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(department.pk): department for department in departments}
        field = self.fields["department"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("every department")), *((pk, str(department)) for pk, department in by_id.items())]
        field.coerce = by_id.__getitem__


class FilterForm(forms.Form):
    """Which items of a year are shown. What is not understood is left out of the filter, and said where it can be."""

    q = forms.CharField(label=_("Code or words of the title"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    sub = forms.ChoiceField(label=_("Sub-indicator"), required=False)
    due = BuddhistDateField(label=_("Due on this day or before"), required=False)
    mine = forms.BooleanField(required=False)
    hints = forms.BooleanField(label=_("with hints"), required=False)
    empty = forms.BooleanField(label=_("without evidence"), required=False)

    def __init__(self, data, *, departments: list[tuple[str, str]], subs: list[tuple[str, str]], mine: str) -> None:
        super().__init__(data)
        choices: dict[str, list] = {
            "status": [("", _("every status")), *Status.choices],
            "department": [("", _("every department")), (NOBODY, _("nobody yet")), *departments],
            "sub": [("", _("every sub-indicator")), *subs],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        self.fields["mine"].label = mine
        if not mine:
            del self.fields["mine"]

    def clean(self) -> dict:
        """A date that is still being typed is no fault."""
        if any(error.code == "incomplete" for error in self.errors.as_data().get("due", [])):
            del self.errors["due"]
        return self.cleaned_data
