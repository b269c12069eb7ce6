"""Returning, judging, contesting, deciding."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from criteria.models import Component
from submissions.actions import Judgement
from submissions.enums import OF_ASSESSORS, Reason
from submissions.forms.answering import area
from submissions.models import Review

REASONS = [(reason.value, reason.label) for reason in Reason]


class ReturnForm(forms.Form):
    """What has to be changed, in the coordinator's words; the reasons that are ticked stand before them."""

    reasons = forms.MultipleChoiceField(
        label=_("What an assessor would object to"), choices=REASONS, required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = area(_("What has to be changed?"), required=False, help_text=_("The department reads this."))

    def __init__(self, data=None, *, initial: dict | None = None) -> None:
        super().__init__(data, auto_id="return_%s", initial=initial)

    def clean(self) -> dict:
        """The words to send. A form that comes back has the reasons in its text, so that they are not put there twice."""
        data = super().clean() or {}
        ticked = data.pop("reasons", [])
        chosen = [f"{code} {label}" for code, label in REASONS if code in ticked]
        data["comment"] = "\n".join([*chosen, data.get("comment", "").strip()]).strip()
        if not data["comment"] and not self.errors:
            self.add_error("comment", gettext("Write what has to be changed; the department reads it."))
        return data


class ContestForm(forms.Form):
    explanation = area(
        _("Why is the score not right?"), rows=5, help_text=_("Point to the disclosed evidence; new evidence does not count.")
    )


class SettleForm(forms.Form):
    """The lead assessor's decision: one of the edition's scores where it has a scale, any from 0 to 100 otherwise."""

    value = forms.DecimalField(label=_("Score after the decision"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    decision = area(_("Reason of the decision"), rows=4, help_text=_("The agency reads this."))

    def __init__(self, *args, scale: list[Decimal] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if scale:
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Score after the decision"),
                choices=[(str(value), str(value)) for value in scale],
                coerce=Decimal,
                widget=forms.RadioSelect,
            )


class ReviewForm(forms.Form):
    """One row of fields for every required component; for the item as a whole where the edition lists no parts."""

    comment = area(_("Comment to the agency"), required=False)

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
        reasons = [("", _("choose a reason")), *((r.value, f"{r.value} {r.label}") for r in OF_ASSESSORS)]
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
                self.add_error(self._name(leaf, "reason"), gettext("Choose the reason why it is not met."))
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
