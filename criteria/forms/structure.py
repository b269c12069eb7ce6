"""Forms of what stands around the items: the edition itself, its corrections, indicators, headings."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from criteria import files
from criteria.enums import Instrument, NoteKind
from criteria.forms.bench import BenchForm, RowForm, Text, rows_of
from criteria.models import Edition, Heading, Indicator
from ita_portal.lib.fields import buddhist_year
from ita_portal.lib.thai import arabic_digits

LONG = 5000
_NUMBER = re.compile(r"[1-9][0-9]?(\.[1-9][0-9]?)?")


class TitleFields(forms.Form):
    title_th = Text(label=_("Thai title"), max_length=500)
    title_en = Text(label=_("English title"), max_length=500, required=False, help_text=_("Empty: the Thai one is shown."))


class EditionForm(TitleFields, BenchForm):
    """What the edition says of itself."""

    document = Text(
        label=_("Document that the criteria come from"), rows=2, one_line=True, max_length=1000, required=False,
        help_text=_("Its kind, the body that issued it and its year. It stands under the title for everybody."),
    )  # fmt: skip
    address = forms.URLField(label=_("Where the document is on the web"), max_length=500, required=False, assume_scheme="https")
    note = Text(label=_("What a reader must know about the document"), rows=3, max_length=LONG, required=False)
    verified = forms.BooleanField(label=_("The wording was checked against the official document"), required=False)
    verification_note = Text(
        label=_("Why not checked yet"), rows=2, max_length=LONG, required=False,
        help_text=_("Shown to everybody as a warning. Needed as long as the wording is not checked."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, edition: Edition) -> None:
        self.edition = edition
        source = {name: edition.source.get(name, "") for name in ("document", "address", "note")}
        names = ("title_th", "title_en", "verified", "verification_note", "version")
        super().__init__(data, initial={**{name: getattr(edition, name) for name in names}, **source})

    def clean(self) -> dict:
        data = super().clean()
        about = {"fiscal_year": self.edition.fiscal_year, "programme": self.edition.programme, "code": self.edition.code}
        words = {name: data.get(name, "") for name in ("verified", "verification_note")}
        self.mark(files.edition_findings({**about, **words, "title_th": "-"}), {})
        return data

    def values(self) -> dict[str, Any]:
        data = super().values()
        said = {name: data.pop(name) for name in ("document", "address", "note")}
        source = {**self.edition.source, **said}
        return {**data, "source": {name: text for name, text in source.items() if text}}


class CorrectionRow(RowForm):
    key_field = "where"
    where = Text(label=_("Where"), max_length=500, required=False)
    original = Text(label=_("As printed"), max_length=LONG, required=False, rows=2, one_line=True)
    corrected = Text(label=_("Corrected"), max_length=LONG, required=False, rows=2, one_line=True)
    reason = Text(label=_("Reason"), max_length=500, required=False)


class CorrectionsForm(BenchForm):
    """Faults of the document that were mended when it was typed."""

    ROWS = {"corrections": rows_of(CorrectionRow, extra=2, most=200)}

    def __init__(self, data: Any = None, *, edition: Edition, texts: dict[str, str]) -> None:
        self.texts = texts
        super().__init__(data, initial={"version": edition.version, "corrections": edition.corrections})

    def clean(self) -> dict:
        data = super().clean()
        for row in self.rows["corrections"]:
            said = getattr(row, "cleaned_data", None) or {}
            if said.get("where"):
                for sentence in self._wrong(said):
                    row.add_error("corrected", sentence)
                    self.add_error(None, sentence)
        return data

    def _wrong(self, said: dict) -> list[str]:
        if not (said.get("original") and said.get("corrected")):
            return [gettext("%(where)s: both wordings are needed, as printed and corrected.") % {"where": said["where"]}]
        return [one.sentence for one in files.correction_findings([said], self.texts)]

    def values(self) -> dict[str, Any]:
        return {"corrections": self.filled("corrections")}

    def row_title(self, name: str) -> str:
        return gettext("Corrected faults of the document")


class NewEditionForm(TitleFields, BenchForm):
    """A new, empty edition."""

    fiscal_year = forms.CharField(label=_("Fiscal year (Buddhist Era)"), max_length=10)
    programme = forms.SlugField(
        label=_("Programme"), max_length=40,
        help_text=_("Short, in Latin letters, such as national. With the year it makes the edition's address."),
    )  # fmt: skip
    model = forms.ModelChoiceField(
        label=_("Take scoring and the indicators of the surveys from"), queryset=Edition.objects.all(), required=False,
        empty_label=_("none: the national rule, without indicators"),
    )  # fmt: skip
    field_order = ["fiscal_year", "programme", "title_th", "title_en", "model"]

    def clean_fiscal_year(self) -> int:
        year = buddhist_year(self.cleaned_data["fiscal_year"])
        if year is None or not 2540 <= year <= 2599:
            raise ValidationError(gettext("Type the year in the Buddhist Era with four digits, for example 2569."))
        return year

    def clean(self) -> dict:
        data = super().clean()
        year, programme = data.get("fiscal_year"), data.get("programme")
        if year and programme and Edition.objects.filter(fiscal_year=year, programme=programme).exists():
            self.add_error("programme", gettext("There is an edition %(code)s already.") % {"code": f"{year}-{programme}"})
        return data


class IndicatorForm(TitleFields, BenchForm):
    """An indicator, or with `parent` a sub-indicator."""

    number = forms.CharField(label=_("Number"), max_length=10)
    instrument = forms.ChoiceField(label=_("Instrument"), choices=Instrument.choices)
    description = Text(label=_("Introduction of the document"), rows=4, max_length=LONG, required=False)
    field_order = ["number", "title_th", "title_en", "instrument", "description"]

    def __init__(
        self, data: Any = None, *, edition: Edition, parent: Indicator | None = None, indicator: Indicator | None = None
    ) -> None:
        self.edition, self.parent, self.indicator = edition, parent, indicator
        names = ("number", "instrument", "title_th", "title_en", "description", "version")
        initial = {name: getattr(indicator, name) for name in names} if indicator else {"instrument": Instrument.OIT}
        super().__init__(data, initial=initial)
        if parent is not None:
            del self.fields["instrument"]
            self.fields["number"].help_text = gettext("Begins with %(number)s. and is unique in the edition.") % {
                "number": parent.number
            }

    def clean_number(self) -> str:
        number = arabic_digits(self.cleaned_data["number"]).strip()
        if not _NUMBER.fullmatch(number) or ("." in number) != (self.parent is not None):
            example = f"{self.parent.number}.1" if self.parent else "9"
            raise ValidationError(gettext("Type the number as it is printed, for example %(number)s.") % {"number": example})
        if self.parent is not None and not files.belongs_to(number, self.parent.number):
            words = {"sub": number, "number": self.parent.number}
            raise ValidationError(gettext("sub-indicator %(sub)s does not belong to indicator %(number)s.") % words)
        others = Indicator.objects.filter(edition=self.edition, number=number)
        if others.exclude(pk=self.indicator.pk if self.indicator else 0).exists():
            raise ValidationError(gettext("indicator number %(number)s stands twice.") % {"number": number})
        return number


class NoteRow(RowForm):
    key_field = "text"
    kind = forms.ChoiceField(label=_("Kind"), choices=NoteKind.choices, required=False)
    text = Text(label=_("Text"), rows=3, one_line=True, max_length=LONG, required=False)


def notes_of(form: BenchForm) -> list[dict]:
    return [{"kind": row["kind"] or NoteKind.ADVICE.value, "text": row["text"]} for row in form.filled("notes")]


class HeadingForm(TitleFields, BenchForm):
    """A printed heading with the notes that belong to all of its items."""

    group_th = Text(
        label=_("Larger title above, in Thai"), max_length=300, required=False,
        help_text=_("Only where the document has one above the heading."),
    )  # fmt: skip
    group_en = Text(label=_("Larger title above, in English"), max_length=300, required=False)
    indicator = forms.ModelChoiceField(label=_("Sub-indicator"), queryset=Indicator.objects.none(), empty_label=None)
    ROWS = {"notes": rows_of(NoteRow, extra=1)}

    def __init__(self, data: Any = None, *, subs: list[Indicator], sub: Indicator, heading: Heading | None = None) -> None:
        names = ("title_th", "title_en", "group_th", "group_en", "notes", "version")
        initial = {name: getattr(heading, name) for name in names} if heading else {}
        super().__init__(data, initial={**initial, "indicator": sub.pk})
        field = self.fields["indicator"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Indicator.objects.filter(pk__in=[one.pk for one in subs])
        field.choices = [(one.pk, f"{one.number} {one.title}") for one in subs]

    def values(self) -> dict[str, Any]:
        return {**super().values(), "notes": notes_of(self)}

    def row_title(self, name: str) -> str:
        return gettext("Notes")


class CorrectForm(BenchForm):
    """A published wording, corrected. `seen`: how it read when the page was made."""

    text = Text(label=_("Corrected wording"), rows=6, one_line=True, max_length=LONG)
    reason = Text(
        label=_("Why is it corrected?"), max_length=500,
        help_text=_("For example: scanning fault; correction of the issuing body of a given day. Everybody can read it."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
