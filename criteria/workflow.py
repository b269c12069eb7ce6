"""The table of steps of an edition. Buttons, addresses, policy and audit read this."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from criteria.enums import EditionState


@dataclass(frozen=True)
class Step:
    """A verb leads from `source` to `target`. `effect` says to the person who confirms what will happen."""

    verb: str
    label: str | Promise
    source: EditionState
    target: EditionState
    effect: str | Promise


STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step(
            "publish",
            _("Publish the edition"),
            EditionState.DRAFT,
            EditionState.PUBLISHED,
            _(
                "Everybody who logs in sees these criteria, they stand in the open data, and agencies' years can be opened with them. "
                "From the first year on only the wording can still be corrected."
            ),
        ),
        Step(
            "withdraw",
            _("Take back to draft"),
            EditionState.PUBLISHED,
            EditionState.DRAFT,
            _("Only administrators see the criteria until they are published again. Everything can be changed meanwhile."),
        ),
        Step(
            "retire",
            _("Retire the edition"),
            EditionState.PUBLISHED,
            EditionState.RETIRED,
            _(
                "No new agency's year can be opened with these criteria. Years that are open go on, and what was published stays visible."
            ),
        ),
        Step(
            "restore",
            _("Put back into use"),
            EditionState.RETIRED,
            EditionState.PUBLISHED,
            _("Agencies' years can be opened with these criteria again."),
        ),
    )
}
