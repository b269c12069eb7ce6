"""The items of a year as lines of a list: everything written out once, so that a page of 43 costs little more than a page of one."""

import datetime
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from assignments.models import Assessment
from assignments.queries import Responsible, Seat, responsible_by_item
from criteria.enums import Stage
from criteria.models import Component
from ita_portal.lib.thai import item_number, search_key
from records.templatetags.thai import date_be
from submissions import queries
from submissions.checks import hints
from submissions.checks.at_hand import Seen
from submissions.enums import ResultSource, Status
from submissions.forms import FilterForm
from submissions.forms.year import NOBODY
from submissions.models import Evidence, Submission
from submissions.workflow import OPEN_TO_EDIT


@dataclass(frozen=True)
class Line:
    """One item in a list, in words; nothing is left to work out for the page."""

    code: str
    title: str
    sub: tuple[str, str]
    status: str
    pill: SafeString
    responsible: Responsible
    who: str
    evidence: int
    hints: int
    due_on: datetime.date | None
    due: str
    late: bool
    score: str
    mine: bool
    key: str  # what a search compares

    @property
    def departments(self) -> set[int]:
        return self.responsible.department_ids


@dataclass
class Group:
    """The items under one sub-indicator."""

    number: str
    title: str
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    done: int = 0


@dataclass
class _Facts:
    """What is read of a whole year before its lines are written."""

    assessment: Assessment
    seat: Seat
    today: datetime.date
    responsible: dict[int, Responsible]
    hints: dict[int, int]
    results: dict
    decided: set[int]
    pills: dict[str, SafeString] = field(default_factory=dict)

    @property
    def preparing(self) -> bool:
        return self.assessment.stage == Stage.PREPARING


def lines_of(assessment: Assessment, user: User, seat: Seat) -> list[Line]:
    """Every item of the year. The number of queries does not depend on how many there are."""
    submissions = list(queries.submissions_of(assessment))
    for submission in submissions:
        submission.assessment, submission.item.edition = assessment, assessment.edition
    responsible = responsible_by_item(assessment)
    facts = _Facts(
        assessment,
        seat,
        timezone.localdate(),
        responsible,
        _hints(assessment, submissions, responsible) if seat.is_member or seat.assesses else {},
        queries.frozen_results(assessment) if assessment.stage == Stage.PUBLISHED else {},
        queries.decided_by(user.pk, assessment) if seat.assesses else set(),
    )
    return [_line(submission, facts) for submission in submissions]


def _line(submission: Submission, facts: _Facts) -> Line:
    item = submission.item
    responsible = facts.responsible.get(item.pk, Responsible())
    result = facts.results.get(item.pk)
    due = responsible.due_on if facts.preparing else None
    score = result.score if result else submission.score
    return Line(
        code=item.code,
        title=item.title,
        sub=(item.sub.number, item.sub.title),
        status=submission.status,
        pill=_pill(submission.status, facts),
        responsible=responsible,
        who=who_of(responsible) or ("" if facts.preparing else "—"),
        evidence=submission.evidence_count,
        hints=facts.hints.get(submission.pk, 0),
        due_on=due,
        due=date_be(due, "short"),
        late=bool(due and due < facts.today and submission.status in OPEN_TO_EDIT),
        score="—" if score is None else f"{score.normalize():f}",
        mine=_mine(submission, responsible, facts),
        key=search_key(f"{item.code} {item.title_th} {item.title_en}"),
    )


def _pill(status: str, facts: _Facts) -> SafeString:
    """Written once for each status that occurs. A year known only by its official result says so instead."""
    if status not in facts.pills:
        official = facts.assessment.stage == Stage.PUBLISHED and status == Status.DRAFT
        facts.pills[status] = _official_pill() if official else pill_of(status)
    return facts.pills[status]


def pill_of(status: str) -> SafeString:
    words = {"status": status, "label": Status(status).label}
    return SafeString(render_to_string("components/status_pill.html", words))


def _official_pill() -> SafeString:
    return format_html('<span class="pill pill-neutral">{}</span>', ResultSource.OFFICIAL.label)


def who_of(responsible: Responsible) -> str:
    """The departments in a line; empty where nobody answers yet."""
    if responsible.everyone:
        lead = f" ({responsible.lead})" if responsible.lead else ""
        return _("every department") + lead
    return ", ".join(responsible.names)


def _mine(submission: Submission, responsible: Responsible, facts: _Facts) -> bool:
    """Staff: of their departments. Everybody else: what waits for them."""
    seat, status = facts.seat, submission.status
    if seat.assesses:
        return status == Status.ACCEPTED and submission.pk not in facts.decided or _to_settle(seat, status)
    if seat.has(Role.COORDINATOR):
        return facts.preparing and status == Status.SUBMITTED
    return bool(seat.departments & responsible.department_ids)


def _to_settle(seat: Seat, status: str) -> bool:
    return status == Status.CONTESTED and seat.has(Role.LEAD_ASSESSOR)


def mine_label(seat: Seat) -> str:
    """What "mine" means to this person; empty where it means nothing."""
    if seat.assesses or seat.has(Role.COORDINATOR):
        return _("waiting for me")
    return _("of my department") if seat.has(Role.STAFF) else ""


def _hints(assessment: Assessment, submissions: list[Submission], responsible: dict[int, Responsible]) -> dict[int, int]:
    """Submission id → how many hints there are. Four queries for any number of items."""
    evidence = queries.evidence_by_submission(assessment)
    covered = queries.covered_components(assessment)
    leaves = queries.leaves_by_item(assessment.edition_id)
    bases = _bases(submissions, queries.bases_by_item(assessment.edition_id))
    return {
        s.pk: len(hints(_seen(s, evidence[s.pk], covered[s.pk], leaves[s.item_id], bases[s.item_id], responsible[s.item_id])))
        for s in submissions
    }


def _bases(submissions: list[Submission], items: dict[int, list[int]]) -> dict[int, list[Submission]]:
    by_item = {submission.item_id: submission for submission in submissions}
    return {s.item_id: [by_item[base] for base in items[s.item_id] if base in by_item] for s in submissions}


def _seen(
    submission: Submission,
    evidence: list[Evidence],
    covered: set[int],
    leaves: list[Component],
    bases: list[Submission],
    responsible: Responsible,
) -> Seen:
    missing = queries.missing_departments(responsible, evidence)
    host = submission.assessment.agency.main_host
    return Seen(submission, submission.item, evidence, covered, leaves, missing, bases, host)


@dataclass
class Listing:
    """The lines that somebody asked for, of all that there are."""

    form: FilterForm
    every: list[Line]
    lines: list[Line]

    @property
    def asked(self) -> dict[str, str]:
        """What of the address means something, so that an address stays short."""
        form = self.form
        names = [name for name in form.data if name.partition("_")[0] in form.fields and form.data[name]]
        return {name: form.data[name] for name in names if name.partition("_")[0] not in form.errors}

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    @property
    def narrowed(self) -> bool:
        return bool(self.asked)

    @property
    def counts(self) -> list[dict]:
        """For the summary: every status that occurs, how often, and the address that shows only those."""
        status = self.form.cleaned_data.get("status", "")
        found = [{"label": _("all"), "n": len(self.every), "query": "?" + self._with(""), "current": not status, "status": ""}]
        for one in Status:
            n = sum(line.status == one for line in self.every)
            if n:
                query = "?" + self._with(one.value)
                found.append({"label": one.label, "n": n, "query": query, "current": status == one, "status": one.value})
        return found

    def _with(self, status: str) -> str:
        asked = {name: value for name, value in self.asked.items() if name != "status"}
        return urlencode({**asked, "status": status} if status else asked)

    @property
    def groups(self) -> list[Group]:
        groups: dict[tuple[str, str], Group] = {}
        for line in self.lines:
            groups.setdefault(line.sub, Group(*line.sub)).lines.append(line)
        for line in self.every:
            if line.sub in groups:
                groups[line.sub].total += 1
                groups[line.sub].done += line.status in (Status.ACCEPTED, Status.SCORED)
        return list(groups.values())


def listing_of(lines: list[Line], asked, seat: Seat) -> Listing:
    """The lines that the filter leaves; the filter's choices come from the lines themselves."""
    names = {row.department_id: str(row.department) for line in lines for row in line.responsible.rows}
    order = {row.department_id: row.department.sort_key for line in lines for row in line.responsible.rows}
    departments = [(str(pk), names[pk]) for pk in sorted(names, key=order.__getitem__)]
    subs = [(number, f"{number} {title}") for number, title in dict.fromkeys(line.sub for line in lines)]
    form = FilterForm(asked, departments=departments, subs=subs, mine=mine_label(seat))
    form.is_valid()
    return Listing(form, lines, [line for line in lines if _wanted(line, form.cleaned_data)])


def _wanted(line: Line, wanted: dict) -> bool:
    return all(
        (
            not wanted.get("status") or line.status == wanted["status"],
            not wanted.get("sub") or line.sub[0] == wanted["sub"],
            not wanted.get("department") or _of_department(line, wanted["department"]),
            not wanted.get("due") or (line.due_on is not None and line.due_on <= wanted["due"]),
            not wanted.get("mine") or line.mine,
            not wanted.get("hints") or line.hints > 0,
            not wanted.get("empty") or line.evidence == 0,
            not wanted.get("q") or _named(line, wanted["q"]),
        )
    )


def _of_department(line: Line, department: str) -> bool:
    return not line.departments if department == NOBODY else int(department) in line.departments


def _named(line: Line, words: str) -> bool:
    """The item's code in any spelling, or words of its title."""
    number = item_number(words)
    return item_number(line.code) == number if number else search_key(words) in line.key
