"""Answers, evidence and comments."""

import re
from dataclasses import dataclass, replace

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from criteria.models import Component, Item
from criteria.periods import Period
from ita_portal.lib.hosts import port_of
from ita_portal.lib.thai import tidy, tidy_lines
from submissions import uploads
from submissions.actions import About, Wanted
from submissions.enums import Answer
from submissions.forms.periods import PeriodField, key_of, placed
from submissions.models import Evidence, Submission

LONG = 5000
MAX_URLS = 50
_is_url = URLValidator(schemes=["http", "https"])
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.I)
_LIST_MARK = re.compile(r"^(?:[-*•·–]|\(?[0-9๐-๙]{1,3}[.)])\s*")


def area(label, *, rows: int = 3, required: bool = True, help_text="", max_length: int = LONG) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=max_length, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class AnswerForm(forms.Form):
    # Not asked for yet while somebody still writes: handing in is what needs it.
    answer = forms.ChoiceField(
        label=_("Does the agency have it?"), choices=Answer.choices, widget=forms.RadioSelect, required=False
    )
    explanation = area(
        _("Explanation for the assessor"),
        required=False,
        help_text=_("Where on the website it is and what to look at. This text goes with the answer."),
    )
    reason_none = area(_("If not: why not?"), rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, submission: Submission) -> "AnswerForm":
        fields = ("answer", "explanation", "reason_none", "version")
        return cls(initial={name: getattr(submission, name) for name in fields})

    @property
    def answer_label(self) -> str:
        return str(dict(Answer.choices).get(self["answer"].value(), ""))


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; every one that cannot be kept is named with its reason."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(files) > settings.UPLOAD_MAX_FILES:
            raise ValidationError(gettext("At most %(n)s files at once.") % {"n": settings.UPLOAD_MAX_FILES})
        problems = [problem for problem in uploads.problems_with(files) if problem]
        if problems:
            raise ValidationError(problems)
        return files


def _offer(field: forms.Field, queryset, choices: list[tuple]) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset, field.choices = queryset, choices


ABOUT = ("covers", "title", "click_path", "place", "department", "components")


class AboutForm(forms.Form):
    """What is said of a piece of evidence, whichever kind it is."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=300,
        help_text=_("As the document calls itself, with its year. Empty: the address or file name."),
    )
    click_path = forms.CharField(
        label=_("Click path from the home page"),
        required=False,
        max_length=1000,
        help_text=_(
            "The links to follow, for example: Home > About us > Structure. Missing paths were the most frequent reason for zero."
        ),
    )
    place = forms.CharField(
        label=_("Page or place in it"),
        required=False,
        max_length=200,
        help_text=_("Where an assessor finds it at once, for example: page 12, table 3."),
    )
    department = forms.ModelChoiceField(label=_("From which department"), queryset=Department.objects.none(), required=False)
    components = forms.ModelMultipleChoiceField(
        label=_("Which components does it prove?"),
        queryset=Component.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    by_name = False  # whether a month that nobody chose is looked for in the names

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
        *,
        item: Item,
        departments: list[Department],
        leaves: list[Component],
        covers: Period | None = None,
        initial: dict | None = None,
    ) -> None:
        super().__init__(data, files, initial={"covers": key_of(item, covers), **(initial or {})})
        self.item = item
        self.fields["covers"] = PeriodField(item, chosen=covers, by_name=self.by_name)
        # Choices come from what the page has read already; the querysets only look up what was posted.
        _offer(
            self.fields["department"],
            Department.objects.filter(pk__in=[d.pk for d in departments]),
            [("", "—"), *((d.pk, str(d)) for d in departments)],
        )
        _offer(
            self.fields["components"], Component.objects.filter(pk__in=[c.pk for c in leaves]), [(c.pk, c.text) for c in leaves]
        )
        if not departments:
            del self.fields["department"]
        if not leaves:
            del self.fields["components"]

    @property
    def about_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ABOUT if name in self.fields]

    def about(self) -> About:
        data = self.cleaned_data
        return About(
            title=data["title"],
            department=data.get("department"),
            components=tuple(data.get("components") or ()),
            click_path=data["click_path"],
            covers=data.get("covers"),
            place=data["place"],
        )


@dataclass(frozen=True)
class Link:
    url: str
    title: str = ""


def _links_in(line: str) -> list[Link]:
    """The addresses of a pasted line; with only one, the words around it are its title."""
    found = _ADDRESS.findall(line)
    if not found:
        message = gettext("“%(url)s” is not a full web address. It begins with https:// or http://.")
        raise ValidationError(message % {"url": line.strip()[:200]})
    for url in found:
        _check_url(url)
    title = _LIST_MARK.sub("", tidy(_ADDRESS.sub(" ", line))).strip(' :–-|()[]"“”') if len(found) == 1 else ""
    return [Link(url, title[:300]) for url in found]


def _check_url(url: str) -> None:
    try:
        _is_url(url)
    except ValidationError as problem:
        message = gettext("“%(url)s” is not a full web address. It begins with https:// or http://.")
        raise ValidationError(message % {"url": url[:200]}) from problem
    if port_of(url) == 0:
        message = gettext("No website has such a port: “%(url)s”. Copy the address from the browser once the page is open.")
        raise ValidationError(message % {"url": url[:200]})


class EvidenceForm(AboutForm):
    """New evidence: any number of addresses and files at once, with one description for all."""

    by_name = True
    urls = area(
        _("Web addresses"),
        required=False,
        help_text=_("One per line; paste a whole list. They should lead to the agency's main website."),
        max_length=100_000,
    )
    files = ManyFilesField(  # type: ignore[assignment]  # a field of the form
        label=_("Files"), required=False, help_text=_("PDF, Word, Excel, PowerPoint, CSV, text or pictures.")
    )
    field_order = ["urls", "files", *ABOUT]

    def clean_urls(self) -> list[Link]:
        """One link a line, as people paste them: with a number or a dash before, with the document's name beside."""
        links = {link.url: link for line in self.cleaned_data["urls"].splitlines() if line.strip() for link in _links_in(line)}
        if len(links) > MAX_URLS:
            raise ValidationError(gettext("At most %(n)s addresses at once.") % {"n": MAX_URLS})
        return list(links.values())

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors and not data.get("urls") and not data.get("files"):
            raise ValidationError(gettext("Type a web address or choose a file."))
        return data

    def wanted(self) -> list[Wanted]:
        """What is to be added: addresses first, then files. A name beside an address is its title where none was typed."""
        about = self.about()
        links = [
            Wanted(
                link.url, placed(replace(about, title=about.title or link.title), self.item, about.title, link.title, link.url)
            )
            for link in self.cleaned_data["urls"]
        ]
        files = self.cleaned_data["files"]
        return [*links, *(Wanted(one, placed(about, self.item, about.title, one.name or "")) for one in files)]

    def sentences(self) -> list[str]:
        """Every error, for a place that has no fields."""
        return [str(error) for errors in self.errors.values() for error in errors]


class ReplaceForm(forms.Form):
    """Another address or another file, one of the two."""

    url = forms.CharField(label=_("New web address"), required=False, max_length=2000)
    file = forms.FileField(label=_("Or a new file"), required=False)

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if url:
            _check_url(url)
        return url

    def clean_file(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload and (problem := uploads.problem_with(upload)):
            raise ValidationError(problem)
        return upload

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors and bool(data.get("url")) == bool(data.get("file")):
            raise ValidationError(gettext("Type the new web address or choose the new file, one of the two."))
        return data

    @property
    def what(self) -> str | UploadedFile:
        return self.cleaned_data["url"] or self.cleaned_data["file"]


class AlsoForm(forms.Form):
    """At which other item of the year the same evidence is to stand."""

    code = forms.ChoiceField(label=_("At which item?"))

    def __init__(self, data: QueryDict | None = None, *, items: list[Submission]) -> None:
        super().__init__(data)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.item.code, f"{one.item.code} {one.item.title}") for one in items]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why is it withdrawn?"), max_length=500)


class CheckAnswerForm(forms.Form):
    """“I looked, and it is right, because …”; empty takes the answer back."""

    reason = forms.CharField(required=False, max_length=500)


class CommentForm(forms.Form):
    text = area(_("Comment"))

    def clean_text(self) -> str:
        return tidy_lines(self.cleaned_data["text"])


def about_initial(evidence: Evidence) -> dict:
    return {
        "title": evidence.title,
        "click_path": evidence.click_path,
        "place": evidence.place,
        "department": evidence.department_id,
        "components": [component.pk for component in evidence.components.all()],
    }
