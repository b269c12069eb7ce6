"""The table of steps of an agency's year. Buttons, addresses, audit, diagram and tests all read this."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from criteria.enums import Stage


@dataclass(frozen=True)
class AssessmentStep:
    """A verb leads from one of `sources` to `target`; `roles` may do it."""

    verb: str
    label: str | Promise
    sources: tuple[Stage, ...]
    target: Stage
    roles: tuple[Role, ...]
    needs: str | Promise = ""


STEPS: dict[str, AssessmentStep] = {
    step.verb: step
    for step in (
        AssessmentStep(
            "endorse",
            _("Endorse"),
            (Stage.PREPARING,),
            Stage.ENDORSED,
            (Role.EXECUTIVE,),
            _("every item accepted; seals the evidence"),
        ),
        AssessmentStep("reopen", _("Reopen"), (Stage.ENDORSED,), Stage.PREPARING, (Role.EXECUTIVE, Role.ADMIN), _("a reason")),
        AssessmentStep(
            "open_assessment", _("Open the assessment"), (Stage.ENDORSED,), Stage.ASSESSING, (Role.ADMIN,), _("an assessor")
        ),
        AssessmentStep(
            "open_clarification",
            _("Open clarification"),
            (Stage.ASSESSING,),
            Stage.CLARIFYING,
            (Role.ADMIN,),
            _("every item scored"),
        ),
        AssessmentStep(
            "confirm", _("Confirm the scores"), (Stage.CLARIFYING,), Stage.CONFIRMED, (Role.ADMIN,), _("no item contested")
        ),
        AssessmentStep("publish", _("Publish"), (Stage.CONFIRMED,), Stage.PUBLISHED, (Role.ADMIN,), _("freezes the results")),
    )
}
