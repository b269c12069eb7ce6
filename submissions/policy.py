"""May they take this step, and why not: role first (tells a stranger nothing), then stage, then status, then what is missing."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from assignments.models import Assessment
from assignments.policy import answers_open, contest_open, may_step
from assignments.queries import Responsible, Seat
from assignments.workflow import STEPS as YEAR_STEPS
from criteria.enums import Stage
from criteria.windows import Span
from ita_portal.lib.verdict import ALLOWED, Verdict, first_refusal
from submissions.enums import Answer, ScanState, Status
from submissions.models import Snapshot, StoredFile, Submission
from submissions.quota import Kept
from submissions.workflow import OPEN_TO_EDIT, STEPS


@dataclass(frozen=True)
class Facts:
    """What a step needs to know beside the row itself; gathered by queries for one item or for a whole list."""

    responsible: Responsible
    evidence_count: int = 0
    window: Verdict = ALLOWED


def steps(seat: Seat, submission: Submission, facts: Facts) -> dict[str, Verdict]:
    """Verb → verdict, for every step of an answer."""
    return {verb: can_step(seat, submission, verb, facts) for verb in STEPS}


def can_step(seat: Seat, submission: Submission, verb: str, facts: Facts) -> Verdict:
    return first_refusal(
        _by_role(seat, verb, facts),
        _by_stage(submission, verb),
        _by_status(submission, verb),
        _by_need(seat, submission, verb, facts),
    )


def _by_role(seat: Seat, verb: str, facts: Facts) -> Verdict:
    step = STEPS[verb]
    if not seat.has(*step.roles):
        return Verdict(_("This step is for: %(roles)s.") % {"roles": ", ".join(str(role.label) for role in step.roles)})
    if Role.STAFF in step.roles and not seat.has(Role.COORDINATOR):
        return _by_department(seat, facts)
    return ALLOWED


def _by_department(seat: Seat, facts: Facts) -> Verdict:
    if not seat.departments & facts.responsible.department_ids:
        return Verdict(_("This item is not assigned to your department."))
    return ALLOWED


def _by_stage(submission: Submission, verb: str) -> Verdict:
    stage = submission.assessment.stage
    if stage in STEPS[verb].stages:
        return ALLOWED
    wanted = "”, “".join(str(one.label) for one in STEPS[verb].stages)
    text = _("This is possible while the year is “%(wanted)s”; now it is “%(stage)s”.")
    return Verdict(text % {"wanted": wanted, "stage": Stage(stage).label})


def _by_status(submission: Submission, verb: str) -> Verdict:
    if submission.status in STEPS[verb].sources:
        return ALLOWED
    wanted = "”, “".join(str(one.label) for one in STEPS[verb].sources)
    text = _("This is possible while the item is “%(wanted)s”; now it is “%(status)s”.")
    return Verdict(text % {"wanted": wanted, "status": Status(submission.status).label})


def _by_need(seat: Seat, submission: Submission, verb: str, facts: Facts) -> Verdict:
    if verb == "contest":
        return facts.window
    if verb != "submit":
        return ALLOWED
    return first_refusal(facts.window, _lead_submits(seat, facts), _answered(submission, facts))


def _lead_submits(seat: Seat, facts: Facts) -> Verdict:
    lead = facts.responsible.lead
    if seat.has(Role.COORDINATOR) or lead is None or lead.pk in seat.departments:
        return ALLOWED
    return Verdict(_("%(department)s leads this item and hands it in. Add your part as evidence.") % {"department": lead})


def _answered(submission: Submission, facts: Facts) -> Verdict:
    if not submission.answer:
        return Verdict(_("Say first whether the agency has it or not, and save the answer."))
    if submission.answer == Answer.YES and not facts.evidence_count:
        return Verdict(_("Add at least one piece of evidence: a web address or a file."))
    if submission.answer == Answer.NO and not submission.reason_none.strip():
        return Verdict(_("Say why the agency does not have it."))
    return ALLOWED


def may_edit(seat: Seat, submission: Submission, facts: Facts) -> Verdict:
    """Change the answer and its evidence."""
    if not seat.has(Role.STAFF, Role.COORDINATOR):
        return Verdict(_("Only the agency's staff and its ITA coordinator write answers."))
    if not seat.has(Role.COORDINATOR) and not _by_department(seat, facts):
        return _by_department(seat, facts)
    if submission.assessment.stage != Stage.PREPARING:
        return Verdict(_("The year is endorsed: the evidence is sealed and nothing can be changed any more."))
    if submission.status not in OPEN_TO_EDIT:
        return Verdict(
            _("The item is “%(status)s”. Take it back or have it returned to change it.")
            % {"status": Status(submission.status).label}
        )
    return facts.window


def may_take_file(kept: Kept, size: int) -> Verdict:
    """Whether there is room for one more file of so many bytes, at its item and in the agency's year."""
    if kept.of_item >= settings.UPLOAD_MAX_PER_ITEM:
        return Verdict(
            _("This item had %(n)s files already, which is as many as are kept. Give the web address of the page instead.")
            % {"n": kept.of_item}
        )
    if kept.of_year + size > settings.UPLOAD_YEAR_BYTES:
        return Verdict(
            _("The agency's files of this year take up all of their %(limit)s MB. Give the web address instead.")
            % {"limit": settings.UPLOAD_YEAR_BYTES // 1024**2}
        )
    return ALLOWED


def may_receive(file: StoredFile, user_id: int | None) -> Verdict:
    """Whether a file is handed out to somebody who sees the year: not one with a virus, and to its bringer only until it was scanned."""
    scan = file.held_back
    if scan is None:
        return ALLOWED
    if scan.state == ScanState.INFECTED:
        said = _(
            "The virus scanner found “%(found)s” in this file, so it is handed out to nobody. Ask the agency for a clean one."
        )
        return Verdict(said % {"found": scan.found})
    if scan.brought_by_id == user_id:
        return ALLOWED
    if scan.state == ScanState.TOO_LARGE:
        return Verdict(
            _(
                "This file is larger than the virus scanner takes, so only who handed it in can open it. Ask the agency for a "
                "smaller one, or the administrator to raise the scanner's limit."
            )
        )
    return Verdict(
        _("The virus scanner has not looked at this file yet. It is handed out as soon as it has; try again in a while.")
    )


def may_receive_copy(copy: Snapshot, user_id: int | None) -> Verdict:
    """The same of a dated copy, which nobody brought."""
    if copy.file:
        return may_receive(copy.file, user_id)
    content = copy.content
    if content is None or not content.held_back:
        return ALLOWED
    if content.scan_state == ScanState.INFECTED:
        said = _("The virus scanner found “%(found)s” in this copy, so it is handed out to nobody.")
        return Verdict(said % {"found": content.scan_found})
    if content.scan_state == ScanState.TOO_LARGE:
        return Verdict(
            _("This copy is larger than the virus scanner takes, so it is not handed out. The administrator can raise the limit.")
        )
    return Verdict(
        _("The virus scanner has not looked at this file yet. It is handed out as soon as it has; try again in a while.")
    )


def may_hand_to_public(file: StoredFile) -> Verdict:
    """Whether a file of a published year is handed out to everybody: of a picture only the copy without hidden details."""
    return first_refusal(may_receive(file, None), _without_details(file))


def _without_details(file: StoredFile) -> Verdict:
    copy = file.for_public
    if not file.is_picture or (copy and copy.sha256):
        return ALLOWED
    if copy:
        return Verdict(
            _("Place, author and device could not be taken out of this picture, so it is not handed out. Ask the agency for it.")
        )
    return Verdict(
        _("The portal still takes place, author and device out of this picture before it hands it out. Try again in a while.")
    )


def may_comment(seat: Seat) -> Verdict:
    if seat.is_member or seat.assesses:
        return ALLOWED
    return Verdict(_("Only the agency and its assessors comment here."))


def may_look(seat: Seat) -> Verdict:
    """Have the portal look at evidence again: those who see the checks."""
    if seat.is_member or seat.assesses:
        return ALLOWED
    return Verdict(_("Only the agency and its assessors have its evidence looked at."))


def sees_links(seat: Seat) -> Verdict:
    """How the links of a year stand: those who see the checks, and the administrator."""
    if seat.is_member or seat.assesses or seat.has(Role.ADMIN):
        return ALLOWED
    return Verdict(_("How the links stand is for the agency's own people and its assessors."))


def sees_copies(seat: Seat) -> Verdict:
    """The dated copies of evidence: foreign pages, which only those who judge by them need."""
    if seat.is_member or seat.assesses or seat.has(Role.ADMIN):
        return ALLOWED
    return Verdict(_("The copies of evidence are for the agency's own people and its assessors."))


def may_answer_check(seat: Seat, submission: Submission) -> Verdict:
    """Say that what a check points at is right. It is an explanation, so it is sealed with the evidence."""
    if not seat.has(Role.STAFF, Role.COORDINATOR):
        return Verdict(_("Only the agency's staff and its ITA coordinator answer the checks."))
    if submission.assessment.stage != Stage.PREPARING:
        return Verdict(_("The year is endorsed: the evidence is sealed and nothing can be changed any more."))
    return ALLOWED


def may_review(seat: Seat, submission: Submission) -> Verdict:
    """Write verdicts, as a draft or for good."""
    empty = Facts(Responsible())
    return first_refusal(_by_role(seat, "score", empty), _by_stage(submission, "score"), _by_status(submission, "score"))


def sees_missing(seat: Seat) -> Verdict:
    """What is still missing in the agency's year is the agency's own affair."""
    if seat.is_member or seat.has(Role.ADMIN):
        return ALLOWED
    return Verdict(_("What is still missing is for the agency's own people and the administrator."))


def sees_changes(seat: Seat) -> Verdict:
    """What changed against the year before, with the agency's own departments."""
    if seat.is_member or seat.has(Role.ADMIN):
        return ALLOWED
    return Verdict(_("The agency's own departments stand in this memo; it is for its people and the administrator."))


def departments_shown(seat: Seat) -> frozenset[int] | None:
    """Of which departments a person sees what is missing or copied: staff of their own, everybody else of all (None)."""
    return None if seat.has(Role.COORDINATOR, Role.EXECUTIVE, Role.ADMIN) else seat.departments


def sees_copy_sheet(seat: Seat) -> Verdict:
    """The answers as they are typed into the official system."""
    if seat.is_member or seat.has(Role.ADMIN):
        return ALLOWED
    return Verdict(_("The copy sheet is for the agency's own people and the administrator."))


def may_mark_entered(seat: Seat, assessment: Assessment) -> Verdict:
    """Say that an answer stands in the official system, or take that back."""
    if not seat.has(Role.COORDINATOR):
        return Verdict(_("Only the agency's ITA coordinator marks what stands in the official system."))
    if assessment.stage == Stage.PUBLISHED:
        return Verdict(_("The year is published; nothing is entered for it any more."))
    return ALLOWED


def may_enter(seat: Seat, submission: Submission) -> Verdict:
    """Only what the coordinator has accepted is ready for the official system."""
    passed = submission.status not in (*OPEN_TO_EDIT, Status.SUBMITTED)
    words = _("%(code)s is “%(status)s”. Accept it first; what is entered should be what stays.")
    said = words % {"code": submission.item.code, "status": Status(submission.status).label}
    return first_refusal(may_mark_entered(seat, submission.assessment), ALLOWED if passed else Verdict(said))


def may_chase(seat: Seat, assessment: Assessment) -> Verdict:
    """Remind departments of what is missing."""
    if not seat.has(Role.COORDINATOR):
        return Verdict(_("Only the agency's ITA coordinator sends reminders."))
    if assessment.stage != Stage.PREPARING:
        return Verdict(_("The year is endorsed; nothing is missing any more."))
    return ALLOWED


def state_of(submission: Submission, evidence_count: int) -> str:
    """How an answer stands, in short: sent along with a decision, to know whether it was made on what stands now."""
    return f"{submission.status}.{submission.version}.{evidence_count}"


def unchanged(submission: Submission, evidence_count: int, seen: str) -> Verdict:
    """Whether the answer still stands as the person saw it. Who sends nothing is not asked."""
    if not seen or seen == state_of(submission, evidence_count):
        return ALLOWED
    text = _("Somebody changed it after you opened the page; it is now “%(status)s”. Look at it again before you decide.")
    return Verdict(text % {"status": Status(submission.status).label})


@dataclass(frozen=True)
class Tally:
    """How many items of a year stand where."""

    by_status: dict[str, int]
    assessors: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    def lacking(self, status: Status) -> int:
        return self.total - self.by_status.get(status, 0)


def can_step_year(seat: Seat, assessment: Assessment, verb: str, tally: Tally) -> Verdict:
    """May they move the agency's year, with what the step needs of its items."""
    return first_refusal(may_step(seat, assessment, verb), _year_needs(verb, tally))


def _year_needs(verb: str, tally: Tally) -> Verdict:
    if not tally.total:
        return Verdict(_("This year has no items."))
    if verb == "endorse" and (left := tally.lacking(Status.ACCEPTED)):
        text = ngettext("%(n)s item is not accepted yet.", "%(n)s items are not accepted yet.", left)
        return Verdict(text % {"n": left})
    if verb == "open_assessment" and not tally.assessors:
        return Verdict(_("No assessor is assigned to this agency yet."))
    if verb == "open_clarification" and (left := tally.lacking(Status.SCORED)):
        text = ngettext("%(n)s item is not scored yet.", "%(n)s items are not scored yet.", left)
        return Verdict(text % {"n": left})
    if verb == "confirm" and (left := tally.by_status.get(Status.CONTESTED, 0)):
        text = ngettext("%(n)s contested item waits for a decision.", "%(n)s contested items wait for a decision.", left)
        return Verdict(text % {"n": left})
    return ALLOWED


def steps_of_year(seat: Seat, assessment: Assessment, tally: Tally) -> dict[str, Verdict]:
    """Verb → verdict, for every step of the agency's year."""
    return {verb: can_step_year(seat, assessment, verb, tally) for verb in YEAR_STEPS}


def window_of(assessment: Assessment, spans: dict[Stage, Span] | None = None, day: datetime.date | None = None) -> Verdict:
    """Whether the calendar is open, on `day` or today, for what the agency does at this stage: answering, or contesting.

    Every other window only informs: those steps wait for a person who moves the year on. Reads the calendar unless given.
    """
    asked = {Stage.PREPARING: answers_open, Stage.CLARIFYING: contest_open}.get(Stage(assessment.stage))
    return asked(assessment, day or timezone.localdate(), spans) if asked else ALLOWED
