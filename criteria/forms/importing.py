"""A document that is handed in, and what is said of a list of items before it becomes an edition."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from criteria import uploads
from criteria.documents.shapes import Entry
from criteria.listing import Listed
from criteria.models import Edition
from ita_portal.lib.fields import buddhist_year
from ita_portal.lib.thai import tidy

MAX_TEXT = 300_000  # letters; a list of 43 items with all its components has about 30 000


class DocumentForm(forms.Form):
    """A file, or a text that was copied from one."""

    READABLE: ClassVar[tuple[str, ...]] = uploads.READABLE
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A Word table (.docx), workbook (.xlsx), .csv, .pdf or .txt, up to 10 MB.")
    )
    text = forms.CharField(
        label=_("Or paste the table as text"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=MAX_TEXT,
        help_text=_("Mark the whole table in your document, copy it, and paste it here."),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        problem = uploads.problem_with(upload, self.READABLE) if upload else ""
        if problem:
            raise ValidationError(problem)
        return upload

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("text"):
            raise ValidationError(gettext("Choose a file, or paste the text of the table."))
        if data.get("file") and data.get("text"):
            raise ValidationError(gettext("There is a file and a text. Take one of the two out."))
        return data

    def document(self) -> tuple[bytes, str]:
        """The bytes and the file's name."""
        upload = self.cleaned_data["file"]
        if upload:
            return upload.read(), upload.name
        name = gettext("pasted text: %(beginning)s") % {"beginning": tidy(self.cleaned_data["text"])[:60]}
        return self.cleaned_data["text"].encode(), f"{name}.txt"


class CatalogueFileForm(DocumentForm):
    """A file that is to become an edition."""

    READABLE = uploads.CATALOGUE_READABLE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "The portal's own file of an edition (.xlsx, .yaml), or a list of items as it was published "
            "(.docx, .xlsx, .csv, .pdf, .txt); up to 10 MB."
        )


class ListForm(forms.Form):
    """Which edition a list of items becomes, and which of its rows belong to it."""

    fiscal_year = forms.CharField(label=_("Fiscal year (Buddhist Era)"), max_length=10)
    programme = forms.SlugField(
        label=_("Programme"), max_length=40,
        help_text=_("Short, in Latin letters, such as national. With the year it makes the edition's address."),
    )  # fmt: skip
    title_th = forms.CharField(label=_("Thai title"), max_length=500)
    model = forms.ModelChoiceField(
        label=_("Take what the list does not say from"), queryset=Edition.objects.all(), required=False, to_field_name="code",
        empty_label=_("no edition: the national rule of scoring, nothing else"),
        help_text=_("Scoring, the indicators of the surveys, and for items with the same title their period and requirement."),
    )  # fmt: skip
    rows = forms.MultipleChoiceField(label=_("Rows"), required=False)

    def __init__(self, data: Any = None, *, initial: dict | None = None, entries: Sequence[Entry]) -> None:
        super().__init__(data, initial=initial)
        self.entries = entries
        field = self.fields["rows"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(at), f"O{entry.number}") for at, entry in enumerate(entries)]

    def clean_fiscal_year(self) -> int:
        year = buddhist_year(self.cleaned_data["fiscal_year"])
        if year is None or not 2540 <= year <= 2599:
            raise ValidationError(gettext("Type the year in the Buddhist Era with four digits, for example 2569."))
        return year

    def clean_programme(self) -> str:
        programme = self.cleaned_data["programme"].lower()
        if "_" in programme:
            raise ValidationError(gettext("Use small Latin letters, digits and hyphens."))
        return programme

    def clean_title_th(self) -> str:
        return tidy(self.cleaned_data["title_th"])

    def clean_rows(self) -> frozenset[int]:
        rows = frozenset(int(at) for at in self.cleaned_data["rows"])
        if not rows:
            raise ValidationError(gettext("No row is ticked. Tick those that belong to the edition."))
        counts = Counter(self.entries[at].number for at in rows)
        twice = [f"O{number}" for number, n in sorted(counts.items()) if n > 1]
        if twice:
            sentence = gettext("%(codes)s is ticked more than once. Leave one row of each code ticked.")
            raise ValidationError(sentence % {"codes": ", ".join(twice)})
        if 0 in counts:
            raise ValidationError(gettext("There is no item O0. Take the tick from that row."))
        return rows

    def listed(self, source: str) -> Listed:
        data = self.cleaned_data
        return Listed(data["fiscal_year"], data["programme"], data["title_th"], source, data["rows"])
