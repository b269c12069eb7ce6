"""What is typed when a document is imported."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.enums import FragmentIs
from assignments.importers.candidates import NEW, Directory, Giving
from assignments.importers.deciding import Said
from assignments.importers.review import Line, Question, Review
from assignments.importers.staging import score_of
from criteria.forms import DocumentForm
from criteria.models import Edition
from ita_portal.lib.thai import search_key, tidy, tidy_lines
from submissions.forms.answering import area


class HandInForm(DocumentForm):
    """A list of who answers for what: a file, or a text that was copied from one."""


class NameForm(forms.Form):
    """What a name is that no department has. Left unanswered it stays a question."""

    text = forms.CharField(max_length=300, widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=_("What is it?"), choices=FragmentIs.choices, required=False, widget=forms.RadioSelect)
    department = forms.TypedChoiceField(label=_("Of which department?"), required=False, empty_value=None)
    name = forms.CharField(label=_("Name of the new department"), max_length=300, required=False)
    under = forms.ChoiceField(label=_("Sub-unit of"), required=False, help_text=_("Left empty, it is a department of its own."))

    def __init__(self, *args, directory: Directory, asked: Iterable[Question] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        standing = {str(department.pk): department for department in directory.departments.values()}
        names = [(pk, _full_name(department.key, directory)) for pk, department in standing.items()]
        department, under = self.fields["department"], self.fields["under"]
        assert isinstance(department, forms.TypedChoiceField)
        assert isinstance(under, forms.ChoiceField)
        department.choices, department.coerce = [("", "—"), *names], standing.__getitem__
        may_be = [(NEW + one.fragment.key, one.fragment.text) for one in asked if not one.fragment.inside]
        under.choices = [("", "—"), *((key, directory.name(key)) for key in directory.tops), *may_be]

    @classmethod
    def of(cls, question: Question, directory: Directory, asked: list[Question], prefix: str) -> "NameForm":
        """The form, filled with the likeliest answer: still only a suggestion until somebody saves it."""
        fragment = question.fragment
        alias = next((one.key for one in fragment.suggestions if one.key in directory.departments), "")
        likely = FragmentIs.ALIAS if alias else FragmentIs.NEW if not directory.departments else ""
        initial = {"text": fragment.text, "answer": likely, "name": fragment.text, "under": fragment.inside}
        initial["department"] = str(directory.departments[alias].pk) if alias else ""
        return cls(prefix=prefix, initial=initial, directory=directory, asked=asked)

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("answer") == FragmentIs.ALIAS and not data.get("department"):
            self.add_error("department", _("Choose the department."))
        if data.get("answer") == FragmentIs.NEW and not search_key(data.get("name", "")):
            self.add_error("name", _("Write the name of the new department."))
        return data

    def said(self) -> Said | None:
        data = self.cleaned_data
        if not data["answer"]:
            return None
        return Said(data["text"], data["answer"], data["department"], tidy(data["name"]), data["under"])


def _full_name(key: str, directory: Directory) -> str:
    parent = directory.parent(key)
    return f"{directory.name(parent)} › {directory.name(key)}" if parent else directory.name(key)


class ScoresForm(forms.Form):
    """Whose scores the status columns are."""

    edition = forms.TypedChoiceField(label=_("The scores are those of"), required=False, empty_value=None)

    def __init__(self, *args, editions: list[Edition], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        by_code = {edition.code: edition for edition in editions}
        field = self.fields["edition"]
        assert isinstance(field, forms.TypedChoiceField)
        names = [(code, f"{edition.fiscal_year} · {edition.title}") for code, edition in by_code.items()]
        field.choices, field.coerce = [("", _("of no year here: leave the scores out")), *names], by_code.__getitem__


class CorrectionForm(forms.Form):
    """What a row should say instead of what was read."""

    item = forms.TypedChoiceField(label=_("Item"), coerce=int, empty_value=None)
    lead = forms.ChoiceField(label=_("Leading department"), required=False)
    support = forms.MultipleChoiceField(label=_("Supporting departments"), required=False, widget=forms.CheckboxSelectMultiple)
    everyone = forms.BooleanField(label=_("Every department answers with its own evidence"), required=False)
    score = forms.CharField(label=_("Score"), required=False, max_length=10)
    comment = area(_("Comment"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, line: Line, review: Review, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.line, self.directory = line, review.directory
        names = [(key, self.directory.name(key)) for key in self.directory.tops]
        chosen: dict[str, list] = {
            "item": [("", "—"), *((item.number, f"{item.code} {item.title}") for item in review.items)],
            "lead": [("", "—"), *names],
            "support": names,
        }
        for name, choices in chosen.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if not line.row.has_score:
            del self.fields["score"], self.fields["comment"]

    @classmethod
    def initial_of(cls, line: Line, seen: str) -> dict:
        giving = line.giving or line.stands
        return {
            "item": line.item.number if line.item else None,
            "lead": giving.lead,
            "support": [] if giving.everyone else list(giving.support),
            "everyone": giving.everyone,
            "score": "" if line.score is None else str(line.score),
            "comment": line.comment,
            "seen": seen,
        }

    def clean_score(self) -> str:
        text = self.cleaned_data["score"].strip()
        score = score_of(text) if text else None
        if text and score is None:
            raise ValidationError(_("A score is a number from 0 to 100 with at most two decimals."))
        return "" if score is None else str(score)

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors and self.names_nobody and (self.line.cell.giving or self.line.cell.open):
            raise ValidationError(_("Choose at least one department."))
        return data

    @property
    def names_nobody(self) -> bool:
        data = self.cleaned_data
        return not data.get("lead") and not data.get("support") and not data.get("everyone")

    def correction(self) -> dict:
        """Only what differs from what was read."""
        data, row = self.cleaned_data, self.line.row
        units = self.line.giving.units if self.line.giving else ()
        giving = self.directory.whole(Giving(data["lead"], tuple(data["support"]), units, data["everyone"]))
        read = self.line.cell.giving
        found: dict[str, object] = {}
        if data["item"] != row.number:
            found["number"] = data["item"]
        if not self.names_nobody and (read is None or giving != self.directory.whole(read) or self.line.cell.open):
            found["giving"] = giving.as_dict()
        if "score" in data and score_of(data["score"]) != row.score:
            found["score"] = data["score"]
        if "comment" in data and tidy_lines(data["comment"]) != row.comment:
            found["comment"] = tidy_lines(data["comment"])
        return found
