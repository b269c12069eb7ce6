"""One step for several items: what would happen to each, before it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from accounts.queries import departments_of
from assignments.models import Assessment
from assignments.policy import may_assign
from assignments.queries import Responsible, Seat, responsible_by_item, seat_of
from criteria.enums import Stage
from ita_portal.lib.thai import item_number
from ita_portal.lib.verdict import Verdict
from records.templatetags.thai import date_be
from submissions import policy, queries
from submissions.actions import Outcome, days_as_seen
from submissions.enums import Status
from submissions.forms import AssignForm, DayForm, ReturnForm
from submissions.models import Submission
from submissions.pages.item.forms import has_typed_score
from submissions.pages.listing import pill_of, who_of
from submissions.policy import Facts
from submissions.workflow import STEPS


@dataclass(frozen=True)
class Verb:
    """One step for several items: its button, the question of its page, and what it says of each."""

    verb: str
    label: str | Promise
    question: str | Promise
    kind: str = "secondary"


VERBS = {
    one.verb: one
    for one in (
        Verb("accept", gettext_lazy("Accept"), gettext_lazy("Accept these items?"), "primary"),
        Verb("return", gettext_lazy("Return for changes"), gettext_lazy("Return these items for changes?"), "danger"),
        Verb("assign", gettext_lazy("Assign"), gettext_lazy("Who answers for these items?")),
        Verb("due", gettext_lazy("Set the due day"), gettext_lazy("When are these items due?")),
        Verb(
            "score_as_met", gettext_lazy("Record as met in full"), gettext_lazy("Record these items as met in full?"), "primary"
        ),
    )
}


def verbs_of(seat: Seat, assessment: Assessment) -> list[Verb]:
    """What this person may do to several items of this year now."""
    if seat.has(Role.COORDINATOR) and assessment.stage == Stage.PREPARING:
        return [VERBS["accept"], VERBS["return"], VERBS["assign"], VERBS["due"]]
    if seat.assesses and assessment.stage == Stage.ASSESSING and not has_typed_score(assessment):
        return [VERBS["score_as_met"]]
    return []


@dataclass(frozen=True)
class Choice:
    """One chosen item, with what will happen to it or the sentence why not."""

    submission: Submission
    pill: SafeString
    who: str
    verdict: Verdict
    what: str
    seen: str

    @property
    def code(self) -> str:
        return self.submission.item.code


@dataclass
class BulkPage:
    assessment: Assessment
    verb: Verb
    choices: list[Choice]
    form: Any
    back: str  # the filter of the list that one came from
    outcomes: list[Outcome]
    typed: list[tuple[str, str]]  # what was typed, for another try

    @property
    def possible(self) -> int:
        return sum(bool(choice.verdict) for choice in self.choices)

    @property
    def done(self) -> int:
        return sum(not outcome.refusal for outcome in self.outcomes)

    @property
    def refused(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.refusal]


def bulk_page(assessment: Assessment, user: User, verb: str, asked: QueryDict) -> BulkPage:
    """The chosen items in official order; the number of queries does not depend on how many they are."""
    seat = seat_of(user, assessment)
    every = list(queries.submissions_of(assessment))
    responsible = responsible_by_item(assessment)
    numbers = {item_number(code) for code in asked.getlist("items")[:200]} | _by_rule(asked.get("rule", ""), every, responsible)
    department = asked.get("department", "") if verb == "due" else ""
    if department and "rule" in asked:
        numbers &= {s.item.number for s in every if _answers(responsible.get(s.item_id, Responsible()), department)}
    submissions = [s for s in every if s.item.number in numbers]
    for submission in submissions:
        submission.assessment, submission.item.edition = assessment, assessment.edition
    decided = queries.decided_by(user.pk, assessment) if seat.assesses else set()
    return BulkPage(
        assessment,
        VERBS[verb],
        [_choice(s, verb, seat, responsible.get(s.item_id, Responsible()), s.pk in decided, department) for s in submissions],
        _form(assessment, verb, asked),
        asked.get("back", "")[:500],
        [],
        [(name, value) for name in asked if name not in NOT_TYPED for value in asked.getlist(name)],
    )


def _by_rule(rule: str, submissions: list[Submission], responsible: dict[int, Responsible]) -> set[int]:
    """The numbers of the items that a rule means: `nobody`, `given`, `sub:9.3`, `heading:<number of its row>` or `period:current_fy`."""
    kind, _colon, value = rule.partition(":")
    tests: dict[str, Callable[[Submission], bool]] = {
        "nobody": lambda s: not responsible.get(s.item_id, Responsible()).rows,
        "given": lambda s: bool(responsible.get(s.item_id, Responsible()).rows),
        "sub": lambda s: s.item.sub.number == value,
        "heading": lambda s: str(s.item.heading_id) == value,
        "period": lambda s: s.item.period_rule == value,
    }
    return {s.item.number for s in submissions if kind in tests and tests[kind](s)}


def _answers(responsible: Responsible, department: str) -> bool:
    return any(str(row.department_id) == department for row in responsible.rows)


NOT_TYPED = ("csrfmiddlewaretoken", "items", "rule", "confirm", "back", "all")


def _form(assessment: Assessment, verb: str, asked: QueryDict) -> django_forms.Form:
    """Bound once it is confirmed; before that it shows what was typed in an earlier try."""
    data = asked if "confirm" in asked else None
    if verb == "return":
        return ReturnForm(data, initial={"comment": asked.get("comment", "")})
    if verb == "assign":
        return AssignForm(data, departments=departments_of(assessment.agency), initial=_typed_before(asked))
    if verb == "due":
        before = {"department": asked.get("department"), "due_on": _typed_day(asked)}
        return DayForm(data, departments=departments_of(assessment.agency), initial=before)
    return django_forms.Form(data)


def _typed_day(asked: QueryDict) -> list[str] | None:
    day = [asked.get(f"due_on_{n}", "") for n in range(3)]
    return day if any(day) else None


def _typed_before(asked: QueryDict) -> dict:
    return {
        "lead": asked.get("lead"),
        "support": asked.getlist("support"),
        "everyone": "everyone" in asked,
        "due_on": _typed_day(asked),
    }


def _choice(submission: Submission, verb: str, seat: Seat, responsible: Responsible, decided: bool, department: str) -> Choice:
    if verb == "due":
        return _choice_of_day(submission, seat, responsible, department)
    return Choice(
        submission=submission,
        pill=pill_of(submission.status),
        who=who_of(responsible) or _("nobody yet"),
        verdict=_verdict(submission, verb, seat, decided),
        what=_what(verb, responsible),
        seen=f"{submission.item.code}={policy.state_of(submission, submission.evidence_count)}",
    )


def _choice_of_day(submission: Submission, seat: Seat, responsible: Responsible, department: str) -> Choice:
    verdict = may_assign(seat, submission.assessment)
    if verdict and not responsible.rows:
        verdict = Verdict(_("Nobody answers for it yet. Give it to a department first."))
    elif verdict and department and not _answers(responsible, department):
        verdict = Verdict(_("The chosen department has no part in it."))
    rows = [row for row in responsible.rows if not department or str(row.department_id) == department]
    days = ", ".join(dict.fromkeys(date_be(row.due_on, "short") or _("the last day for answers") for row in rows))
    return Choice(
        submission=submission,
        pill=pill_of(submission.status),
        who=who_of(responsible) or _("nobody yet"),
        verdict=verdict,
        what=_("due until now: %(days)s") % {"days": days},
        seen=f"{submission.item.code}={days_as_seen(responsible.rows)}",
    )


def _verdict(submission: Submission, verb: str, seat: Seat, decided: bool) -> Verdict:
    if verb == "assign":
        return may_assign(seat, submission.assessment)
    if verb == "score_as_met":
        return (
            Verdict(_("You have already recorded your score for this item.")) if decided else policy.may_review(seat, submission)
        )
    return policy.can_step(seat, submission, verb, Facts(Responsible(), submission.evidence_count))


def _what(verb: str, responsible: Responsible) -> str:
    if verb == "assign":
        return _("instead of: %(who)s") % {"who": who_of(responsible) or _("nobody yet")}
    if verb == "score_as_met":
        return _("every required component is met; the score is 100")
    return _("becomes “%(status)s”") % {"status": Status(STEPS[verb].target).label}
