"""The shape of a tour, and what every tour ends with."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from assignments.workflow import STEPS as YEAR_STEPS
from submissions.workflow import STEPS

Text = str | Promise


@dataclass(frozen=True)
class Stop:
    """One thing to do. `place`: the page where it is done, by which other pages link here; `verbs`: the steps taken there.

    `also`: further pages that lead here.
    """

    place: str
    title: Text
    text: Text
    verbs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def buttons(self) -> list[Text]:
        return [label_of(verb) for verb in self.verbs]


@dataclass(frozen=True)
class Snag:
    """What may stand in the way, and the way out."""

    what: Text
    way_out: Text


@dataclass(frozen=True)
class Tour:
    role: Role
    lead: Text
    stops: tuple[Stop, ...]
    snags: tuple[Snag, ...] = ()

    @property
    def slug(self) -> str:
        return self.role.value.replace("_", "-")

    @property
    def label(self) -> Text:
        return self.role.label

    @property
    def anchored(self) -> list[tuple[list[str], Stop]]:
        """Each stop with its anchors: the pages of which it is the first stop."""
        seen: set[str] = set()
        found = []
        for stop in self.stops:
            fresh = [place for place in (stop.place, *stop.also) if place not in seen]
            found.append((fresh, stop))
            seen.update(fresh)
        return found

    @property
    def places(self) -> set[str]:
        return {place for anchors, _stop in self.anchored for place in anchors}

    @property
    def verbs(self) -> set[str]:
        return {verb for stop in self.stops for verb in stop.verbs}

    @property
    def all_snags(self) -> tuple[Snag, ...]:
        return (*self.snags, *COMMON_SNAGS)


def label_of(verb: str) -> Text:
    step = STEPS.get(verb) or YEAR_STEPS[verb]
    return step.label


COMMON_SNAGS = (
    Snag(
        _("A button is grey"),
        _("The sentence beside it says why, and what has to happen first."),
    ),
    Snag(
        _("“This was not done.”"),
        _("The sentence below says why. What you typed is still in the form."),
    ),
    Snag(
        _("Somebody else changed the same item"),
        _("The page shows how it stands now, and what you wrote is still there. Compare both before you save."),
    ),
    Snag(
        _("“Page not found”"),
        _("The address is mistyped, or the page is not open to you. Go to “My work” and choose from there."),
    ),
)

# Key → what it does. Only keys that every page knows.
KEYS: tuple[tuple[Text, Text], ...] = (
    (_("Tab"), _("to the next link, button or field; with Shift, back. The first press on a page offers “Skip to the content”.")),
    (_("Enter"), _("opens a link, presses a button, sends a form with one line.")),
    (_("Space"), _("ticks a box, presses a button, opens a fold.")),
    (_("Arrow keys"), _("choose between the answers of one question.")),
    (_("Esc"), _("closes a menu or a question, without doing anything.")),
)
