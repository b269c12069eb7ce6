"""The table of steps of one answer. Buttons, addresses, audit, diagram and tests all read this."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from criteria.enums import Stage
from submissions.enums import Status


@dataclass(frozen=True)
class Step:
    """A verb leads from one of `sources` to `target` while the agency's year is in one of `stages`; `roles` may do it."""

    verb: str
    label: str | Promise
    sources: tuple[Status, ...]
    target: Status
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...]
    needs: str | Promise = ""


STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step(
            "submit",
            _("Hand in"),
            (Status.DRAFT, Status.RETURNED),
            Status.SUBMITTED,
            (Role.STAFF, Role.COORDINATOR),
            (Stage.PREPARING,),
            _("“we have it” with evidence, or “we do not have it” with a reason"),
        ),
        Step(
            "recall", _("Take back"), (Status.SUBMITTED,), Status.DRAFT, (Role.STAFF,), (Stage.PREPARING,), _("not yet accepted")
        ),
        Step(
            "return",
            _("Return for changes"),
            (Status.SUBMITTED, Status.ACCEPTED),
            Status.RETURNED,
            (Role.COORDINATOR,),
            (Stage.PREPARING,),
            _("a comment"),
        ),
        Step("accept", _("Accept"), (Status.SUBMITTED,), Status.ACCEPTED, (Role.COORDINATOR,), (Stage.PREPARING,)),
        Step(
            "score",
            _("Record the score"),
            (Status.ACCEPTED,),
            Status.SCORED,
            (Role.ASSESSOR, Role.LEAD_ASSESSOR),
            (Stage.ASSESSING,),
            _("a verdict on every required component, a reason where not met"),
        ),
        Step(
            "contest",
            _("Contest the score"),
            (Status.SCORED,),
            Status.CONTESTED,
            (Role.COORDINATOR,),
            (Stage.CLARIFYING,),
            _("an explanation; no new evidence"),
        ),
        Step(
            "settle",
            _("Decide"),
            (Status.CONTESTED,),
            Status.SCORED,
            (Role.LEAD_ASSESSOR,),
            (Stage.CLARIFYING,),
            _("a decision with its reason"),
        ),
    )
}

OPEN_TO_EDIT = (Status.DRAFT, Status.RETURNED)
