"""What people type: answers, evidence, comments, judgements. Forms tidy and check shape; whether a step is allowed is the policy's."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from criteria.models import Component
from ita_portal.lib.thai import tidy, tidy_lines
from submissions import uploads
from submissions.actions import About, Judgement, Wanted
from submissions.enums import Answer, Reason, SearchKind
from submissions.models import Evidence, Review, Submission
from submissions.search.asking import Question
from submissions.search.finding import Offered

LONG = 5000
MAX_URLS = 50
_is_url = URLValidator(schemes=["http", "https"])
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.I)
_LIST_MARK = re.compile(r"^(?:[-*•·–]|\(?[0-9๐-๙]{1,3}[.)])\s*")


def _area(label, *, rows: int = 3, required: bool = True, help_text="", max_length: int = LONG) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=max_length, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class AnswerForm(forms.Form):
    # Not asked for yet while somebody still writes: handing in is what needs it.
    answer = forms.ChoiceField(
        label=_("Does the agency have it?"), choices=Answer.choices, widget=forms.RadioSelect, required=False
    )
    explanation = _area(
        _("Explanation for the assessor"),
        required=False,
        help_text=_("Where on the website it is and what to look at. This text goes with the answer."),
    )
    reason_none = _area(_("If not: why not?"), rows=2, required=False)
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
            raise ValidationError(_t("At most %(n)s files at once.") % {"n": settings.UPLOAD_MAX_FILES})
        problems = [problem for one in files if (problem := uploads.problem_with(one))]
        if problems:
            raise ValidationError(problems)
        return files


def _offer(field: forms.Field, queryset, choices: list[tuple]) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset, field.choices = queryset, choices


ABOUT = ("title", "click_path", "department", "components")


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
    department = forms.ModelChoiceField(label=_("From which department"), queryset=Department.objects.none(), required=False)
    components = forms.ModelMultipleChoiceField(
        label=_("Which components does it prove?"),
        queryset=Component.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, departments: list[Department], leaves: list[Component], **kwargs) -> None:
        super().__init__(*args, **kwargs)
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
        )


@dataclass(frozen=True)
class Link:
    url: str
    title: str = ""


def _links_in(line: str) -> list[Link]:
    """The addresses of a pasted line; with only one, the words around it are its title."""
    found = _ADDRESS.findall(line)
    if not found:
        message = _t("“%(url)s” is not a full web address. It begins with https:// or http://.")
        raise ValidationError(message % {"url": line.strip()[:200]})
    for url in found:
        _check_url(url)
    title = _LIST_MARK.sub("", tidy(_ADDRESS.sub(" ", line))).strip(' :–-|()[]"“”') if len(found) == 1 else ""
    return [Link(url, title[:300]) for url in found]


def _check_url(url: str) -> None:
    try:
        _is_url(url)
    except ValidationError as problem:
        message = _t("“%(url)s” is not a full web address. It begins with https:// or http://.")
        raise ValidationError(message % {"url": url[:200]}) from problem


class EvidenceForm(AboutForm):
    """New evidence: any number of addresses and files at once, with one description for all."""

    urls = _area(
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
            raise ValidationError(_t("At most %(n)s addresses at once.") % {"n": MAX_URLS})
        return list(links.values())

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors and not data.get("urls") and not data.get("files"):
            raise ValidationError(_t("Type a web address or choose a file."))
        return data

    def wanted(self) -> list[Wanted]:
        """What is to be added: addresses first, then files. A name beside an address is its title where none was typed."""
        about = self.about()
        links = [
            Wanted(link.url, about if about.title else replace(about, title=link.title)) for link in self.cleaned_data["urls"]
        ]
        return [*links, *(Wanted(upload, about) for upload in self.cleaned_data["files"])]

    def sentences(self) -> list[str]:
        """Every error, for a place that has no fields."""
        return [str(error) for errors in self.errors.values() for error in errors]


class AssignForm(forms.Form):
    """Who answers for an item: one leads, others support; or everybody."""

    lead = forms.ModelChoiceField(label=_("Leading department"), queryset=Department.objects.none(), required=False)
    support = forms.ModelMultipleChoiceField(
        label=_("Supporting departments"), queryset=Department.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    everyone = forms.BooleanField(label=_("Every department answers with its own evidence"), required=False)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, departments: list[Department], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        queryset = Department.objects.filter(pk__in=[d.pk for d in departments])
        _offer(self.fields["lead"], queryset, [("", "—"), *((d.pk, str(d)) for d in departments)])
        _offer(self.fields["support"], queryset, [(d.pk, str(d)) for d in departments])

    def clean(self) -> dict:
        data = super().clean() or {}
        if not data.get("lead") and not data.get("support") and not data.get("everyone"):
            raise ValidationError(_t("Choose at least one department."))
        return data


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why is it withdrawn?"), max_length=500)


class CommentForm(forms.Form):
    text = _area(_("Comment"))

    def clean_text(self) -> str:
        return tidy_lines(self.cleaned_data["text"])


class ReturnForm(forms.Form):
    comment = _area(_("What has to be changed?"), help_text=_("The department reads this."))


class ContestForm(forms.Form):
    explanation = _area(
        _("Why is the score not right?"), rows=5, help_text=_("Point to the disclosed evidence; new evidence does not count.")
    )


class SettleForm(forms.Form):
    value = forms.DecimalField(label=_("Score after the decision"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    decision = _area(_("Reason of the decision"), rows=4, help_text=_("The agency reads this."))


class ReopenForm(forms.Form):
    reason = _area(_("Why is the year reopened?"), rows=2)


class ReviewForm(forms.Form):
    """One row of fields for every required component; for the item as a whole where the edition lists no parts."""

    comment = _area(_("Comment to the agency"), required=False)

    MET, NOT_MET = "met", "not_met"

    def __init__(self, *args, leaves: list[Component], typed_score: bool, review: Review | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.leaves: list[Component | None] = [*leaves] or [None]
        self.typed_score = typed_score
        kept = {verdict.component_id: verdict for verdict in review.verdicts.all()} if review else {}
        if review:
            self.fields["comment"].initial = review.comment
        if typed_score:
            self.fields["value"] = forms.DecimalField(
                label=_("Score of the item (0 to 100)"),
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                required=False,
            )
            self.fields["value"].initial = review.score if review else None
        for leaf in self.leaves:
            self._add_row(leaf, kept.get(leaf.pk if leaf else None))

    @staticmethod
    def _name(leaf: Component | None, what: str) -> str:
        return f"{what}_{leaf.pk if leaf else 'whole'}"

    def _add_row(self, leaf: Component | None, kept) -> None:
        verdicts = [(self.MET, _("met")), (self.NOT_MET, _("not met"))]
        self.fields[self._name(leaf, "verdict")] = forms.ChoiceField(
            label=leaf.text if leaf else _("The item as a whole"),
            choices=verdicts,
            required=False,
            widget=forms.RadioSelect,
            initial=None if kept is None else (self.MET if kept.met else self.NOT_MET),
        )
        reasons = [("", _("choose a reason")), *((r.value, f"{r.value} {r.label}") for r in Reason)]
        self.fields[self._name(leaf, "reason")] = forms.ChoiceField(
            label=_("Reason"), choices=reasons, required=False, initial=kept.reason if kept else ""
        )
        self.fields[self._name(leaf, "note")] = forms.CharField(
            label=_("Note"), required=False, max_length=1000, initial=kept.note if kept else ""
        )

    def rows(self) -> list[dict]:
        return [
            {"leaf": leaf, **{what: self[self._name(leaf, what)] for what in ("verdict", "reason", "note")}}
            for leaf in self.leaves
        ]

    def clean(self) -> dict:
        data = super().clean() or {}
        for leaf in self.leaves:
            if data.get(self._name(leaf, "verdict")) == self.NOT_MET and not data.get(self._name(leaf, "reason")):
                self.add_error(self._name(leaf, "reason"), _t("Choose the reason why it is not met."))
        return data

    def judgements(self) -> list[Judgement]:
        """The verdicts given so far; also of a form with errors, so that nothing typed is lost."""
        found = []
        for leaf in self.leaves:
            verdict = self.cleaned_data.get(self._name(leaf, "verdict"))
            if verdict:
                found.append(
                    Judgement(
                        component_id=leaf.pk if leaf else None,
                        met=verdict == self.MET,
                        reason=self.cleaned_data.get(self._name(leaf, "reason")) or "",
                        note=self.cleaned_data.get(self._name(leaf, "note")) or "",
                    )
                )
        return found

    @property
    def value(self) -> Decimal | None:
        return self.cleaned_data.get("value")


def about_initial(evidence: Evidence) -> dict:
    return {
        "title": evidence.title,
        "click_path": evidence.click_path,
        "department": evidence.department_id,
        "components": [component.pk for component in evidence.components.all()],
    }


class SearchForm(forms.Form):
    """The search box and its filters; whatever is wrong in a filter is as if it were not set."""

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Everything")), *SearchKind.choices])
    year = forms.TypedChoiceField(label=_("Fiscal year"), required=False, coerce=int, empty_value=None)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10**6, widget=forms.HiddenInput)

    def __init__(self, *args, offered: Offered, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer("year", [("", _("All years")), *((year, str(year)) for year in offered.years)])
        self._offer("agency", [("", _("All agencies")), *((agency.slug, agency.name) for agency in offered.agencies)])
        if len(offered.agencies) < 2:
            del self.fields["agency"]

    def _offer(self, name: str, choices: list[tuple]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def question(self) -> Question:
        self.is_valid()
        data = self.cleaned_data
        kind, agency = data.get("kind") or "", data.get("agency") or ""
        return Question(data.get("q") or "", kind, data.get("year"), agency, data.get("page") or 1)
