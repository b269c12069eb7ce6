"""May they change the catalogue? The answers carry the sentence that says why not. Editions come with `year_count`."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from criteria.enums import EditionState
from criteria.files import Finding
from criteria.models import Edition
from criteria.workflow import STEPS
from ita_portal.lib.verdict import ALLOWED, Verdict, first_refusal


def may_administer(user: User) -> Verdict:
    """Editions, agencies, people, the calendar."""
    return ALLOWED if user.is_authenticated and user.is_admin else Verdict(_("Only the portal's administrator may do this."))


def may_change_windows(user: User) -> Verdict:
    """Set the days of a year, also of a published edition: dates change in reality."""
    return ALLOWED if user.is_authenticated and user.is_admin else Verdict(_("Only the portal's administrator sets the days."))


def may_edit(user: User, edition: Edition) -> Verdict:
    """Change anything of the edition: its structure, its rules, its scoring."""
    return first_refusal(may_administer(user), _nobody_answers(edition), _is_draft(edition))


def _is_draft(edition: Edition) -> Verdict:
    if edition.state == EditionState.DRAFT:
        return ALLOWED
    return Verdict(_("The edition is published. Take it back to draft first; no agency's year is open with it yet."))


def _nobody_answers(edition: Edition) -> Verdict:
    """What years are measured by stays as it is: agencies have read it, and scores were made from it."""
    if not edition.year_count:
        return ALLOWED
    return Verdict(
        ngettext(
            "%(n)s agency's year is open with this edition, so only the wording can be corrected: "
            "structure, periods and scoring are what its answers are measured by.",
            "%(n)s agencies' years are open with this edition, so only the wording can be corrected: "
            "structure, periods and scoring are what their answers are measured by.",
            edition.year_count,
        )
        % {"n": edition.year_count}
    )


def may_correct(user: User, edition: Edition) -> Verdict:
    """Correct a wording, keeping the original beside it. A draft that nobody answers is simply edited."""
    if refusal := may_administer(user).reason:
        return Verdict(refusal)
    if edition.state == EditionState.DRAFT and not edition.year_count:
        return Verdict(_("The edition is a draft: change the text itself; nobody else has read it yet."))
    return ALLOWED


def may_step(user: User, edition: Edition, verb: str, findings: Iterable[Finding] = ()) -> Verdict:
    """Publish, withdraw, retire, restore. `findings` are those of the edition as it stands; asked for by `publish` alone."""
    step = STEPS[verb]
    if refusal := may_administer(user).reason:
        return Verdict(refusal)
    if edition.state != step.source:
        words = {"wanted": step.source.label, "state": EditionState(edition.state).label}
        return Verdict(_("This is possible while the edition is “%(wanted)s”; now it is “%(state)s”.") % words)
    if verb == "withdraw":
        return _nobody_answers(edition)
    return _in_order(findings) if verb == "publish" else ALLOWED


def _in_order(findings: Iterable[Finding]) -> Verdict:
    problems = [finding.sentence for finding in findings if finding.blocks]
    if not problems:
        return ALLOWED
    sentence = ngettext(
        "%(n)s thing is not in order yet: %(first)s", "%(n)s things are not in order yet. The first: %(first)s", len(problems)
    )
    return Verdict(sentence % {"n": len(problems), "first": problems[0]})


def may_delete(user: User, edition: Edition) -> Verdict:
    """Throw a draft away."""
    if refusal := may_administer(user).reason:
        return Verdict(refusal)
    if edition.year_count:
        return Verdict(_("Agencies' years are open with this edition; it cannot be deleted."))
    if edition.state != EditionState.DRAFT:
        return Verdict(_("Only a draft can be deleted. Take the edition back to draft first, or retire it."))
    return ALLOWED


def may_load_over(user: User, edition: Edition | None) -> Verdict:
    """Make a draft of a file: a new one (None), or in place of the draft that stands."""
    if refusal := may_administer(user).reason:
        return Verdict(refusal)
    if edition is None:
        return ALLOWED
    if edition.state != EditionState.DRAFT:
        words = {"code": edition.code, "state": EditionState(edition.state).label}
        sentence = _(
            "%(code)s is “%(state)s”; a file never takes the place of such an edition. Correct its wording in the workshop, "
            "take it back to draft there if no agency's year is open with it, or give the file another year or programme."
        )
        return Verdict(sentence % words)
    return _nobody_answers(edition)


def may_open_years(edition: Edition) -> Verdict:
    """Whether an agency's year can be opened with the edition."""
    if edition.state == EditionState.DRAFT:
        return Verdict(_("The criteria of %(code)s are still a draft. Publish them first.") % {"code": edition.code})
    if edition.state == EditionState.RETIRED:
        return Verdict(_("The criteria of %(code)s are retired; no new year is opened with them.") % {"code": edition.code})
    return ALLOWED
