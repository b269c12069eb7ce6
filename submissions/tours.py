"""What each role does in a year, for the help pages. Buttons are named by the tables of steps, so that their names never differ.

Names in “…” are names on the pages: a test holds them against the message catalogue, in both languages.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from assignments.workflow import STEPS as YEAR_STEPS
from submissions.workflow import STEPS

Text = str | Promise


@dataclass(frozen=True)
class Stop:
    """One thing to do. `place`: the page where it is done, by which other pages link here; `verbs`: the steps taken there."""

    place: str
    title: Text
    text: Text
    verbs: tuple[str, ...] = ()

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
    def anchored(self) -> list[tuple[str, Stop]]:
        """Each stop with its anchor: the place's name at its first stop, nothing at later ones."""
        seen: set[str] = set()
        found = []
        for stop in self.stops:
            found.append(("" if stop.place in seen else stop.place, stop))
            seen.add(stop.place)
        return found

    @property
    def verbs(self) -> set[str]:
        return {verb for stop in self.stops for verb in stop.verbs}

    @property
    def all_snags(self) -> tuple[Snag, ...]:
        return (*self.snags, *COMMON_SNAGS)


def label_of(verb: str) -> Text:
    step = STEPS.get(verb) or YEAR_STEPS[verb]
    return step.label


STAFF = Tour(
    Role.STAFF,
    _("You answer the items given to your department: with evidence, complete and in time."),
    (
        Stop(
            "home",
            _("See what waits for you"),
            _("Under “My work” stand the items of your department: those that came back first, then those that are due soonest."),
        ),
        Stop(
            "item",
            _("Read what the item asks for"),
            _(
                "Open the item and read “What must be shown”, “What a good answer has” and “What happened before”: "
                "what was missing last year and what to do about it stands there."
            ),
        ),
        Stop(
            "item",
            _("Write the answer"),
            _(
                "Choose “We have it” or “We do not have it”. Write where the assessor finds it on the website, or why there is none. "
                "What you write is saved while you write; “Save the answer” saves it at once."
            ),
        ),
        Stop(
            "item",
            _("Prove it with evidence"),
            _(
                "Open “Add evidence”, paste web addresses or choose files, write the way from the home page, "
                "and tick the components that it proves. Then press “Add the evidence”."
            ),
        ),
        Stop(
            "item",
            _("Hand it in"),
            _(
                "Below the item stands “What you can do now”. A grey button says beside it what is still missing. "
                "Until the coordinator accepts the answer you can take it back."
            ),
            ("submit", "recall"),
        ),
        Stop(
            "home",
            _("If it comes back"),
            _("The item stands first under “My work”, with what the coordinator asks for. Change it and hand it in again."),
        ),
    ),
    (
        Snag(
            _("“This item is not assigned to your department.”"),
            _("Ask the ITA coordinator of your agency to give the item to your department."),
        ),
        Snag(
            _("Another department leads the item"),
            _("Add your part as evidence; the department that leads hands the item in."),
        ),
        Snag(
            _("The time for answers is over"),
            _("Tell the ITA coordinator at once: the administrator can extend the time for your agency, with a reason."),
        ),
    ),
)

COORDINATOR = Tour(
    Role.COORDINATOR,
    _("You see to it that every item has somebody who answers it, that the answers are good, and that nothing is late."),
    (
        Stop(
            "matrix",
            _("Give the items to departments"),
            _(
                "The “Matrix” shows who answers for what. Open an item without anybody, choose “Change” beside “Responsible”, "
                "name the department that leads and those that support it, and press “Save the assignment”."
            ),
        ),
        Stop(
            "year",
            _("Watch the year"),
            _(
                "The page of the year shows how far every item is and who answers for it. Under “My work” stands what waits for you."
            ),
        ),
        Stop(
            "item",
            _("Accept or return"),
            _(
                "Look through each answer that was handed in, and read “What an assessor may object to”. Accept it, or return it "
                "with a comment that says what is to be changed. Several at once: tick them on the page of the year and press “Accept the chosen”."
            ),
            ("accept", "return"),
        ),
        Stop(
            "item",
            _("Answer where nobody else can"),
            _("You may write any answer of your agency yourself and hand it in."),
            ("submit",),
        ),
        Stop(
            "year",
            _("Bring the year to the executive"),
            _("When every item is accepted, the executive endorses the year. From then on the evidence is sealed."),
        ),
        Stop(
            "item",
            _("Look at the scores and contest where you must"),
            _(
                "When clarification opens, items with lost points stand under “My work”. Contest a score only where the sealed evidence "
                "shows that it should be another: say where. Doing nothing means that you agree."
            ),
            ("contest",),
        ),
        Stop(
            "papers",
            _("Make the papers"),
            _("Under “Scores and papers” you make the sealed summary and the workbook, at any time, as often as you need them."),
        ),
    ),
    (
        Snag(
            _("“The year is endorsed; items can no longer be assigned.”"),
            _(
                "If something must be changed, ask the executive or the administrator to reopen the year before the assessment opens."
            ),
        ),
        Snag(
            _("An accepted answer turns out to be wrong"),
            _("Return it with a comment, as long as the year is not endorsed."),
        ),
        Snag(
            _("The agency will not be ready in time"),
            _("Ask the administrator to extend the time, and say why; the reason is kept with the year."),
        ),
    ),
)

EXECUTIVE = Tour(
    Role.EXECUTIVE,
    _("You stand for the answers of your agency: you look them over and endorse the year."),
    (
        Stop(
            "home",
            _("Wait until it is your turn"),
            _("When every item is accepted, the year stands under “My work”. Before that you can read everything at any time."),
        ),
        Stop(
            "year",
            _("Look the year over"),
            _(
                "The page of the year lists all items with their evidence. Open any of them; what you comment is read within your agency."
            ),
        ),
        Stop(
            "year",
            _("Endorse the year"),
            _(
                "The button stands under “Next step of the year”. It seals the evidence: from then on nothing can be added, changed or withdrawn, "
                "and the assessors judge what stands there. Until the assessment opens you can reopen the year, with a reason."
            ),
            ("endorse", "reopen"),
        ),
        Stop(
            "papers",
            _("Read the result and use the papers"),
            _("Under “Scores and papers” stand the scores once they are shown, and the sealed summary to take to a meeting."),
        ),
    ),
    (
        Snag(
            _("The button to endorse is grey"),
            _("Some items are not accepted yet; the sentence beside it says how many. The ITA coordinator sees which."),
        ),
    ),
)

SCORING = (
    Stop(
        "review",
        _("Open your queue"),
        _("“To score” lists the agencies that you assess, with the items that wait for you. Scored items leave the list."),
    ),
    Stop(
        "item",
        _("Look at the evidence"),
        _("Open every link and file and walk the way from the home page. What the agency explains stands under “Answer”."),
    ),
    Stop(
        "item",
        _("Judge each component and record the score"),
        _(
            "Under “Your judgement” say of each required component whether it is met; where it is not, choose the reason. "
            "“Save as a draft” keeps your verdicts for yourself. The button below records the score and leads you to the next item."
        ),
        ("score",),
    ),
)

ASSESSOR_SNAGS = (
    Snag(
        _("An agency is not in your list"),
        _(
            "Either its assessment is not open yet, or the administrator has not named you. You never assess an agency to which you belong."
        ),
    ),
    Snag(
        _("You cannot see the other assessor's score"),
        _("Where two assess, each judges alone; the other's review shows when both are in."),
    ),
    Snag(
        _("A recorded score was wrong"),
        _("It stands until the agency contests it in the clarification; then the lead assessor decides."),
    ),
)

ASSESSOR = Tour(
    Role.ASSESSOR,
    _("You judge, component by component, whether what an agency shows is what the criteria ask for."),
    SCORING,
    ASSESSOR_SNAGS,
)

LEAD_ASSESSOR = Tour(
    Role.LEAD_ASSESSOR,
    _("You assess as the others do, and you decide the scores that an agency contests."),
    (
        *SCORING,
        Stop(
            "item",
            _("Decide contested scores"),
            _(
                "In the clarification, contested items stand under “My work”. Read the explanation, look again at the sealed evidence, "
                "and decide on a score with its reason. No new evidence counts."
            ),
            ("settle",),
        ),
    ),
    ASSESSOR_SNAGS,
)

OBSERVER = Tour(
    Role.OBSERVER,
    _("You read what the agencies entrusted to you do, compare them, and change nothing."),
    (
        Stop("home", _("Choose an agency"), _("Under “My work” stand the years of your agencies, with how far each of them is.")),
        Stop(
            "year",
            _("Read a year"),
            _(
                "The page of a year lists its items; the “Matrix” shows who answers for what. Comments within the agency stay within it."
            ),
        ),
        Stop(
            "papers",
            _("Read the scores"),
            _("“Scores and papers” shows the scores once clarification is open, and the papers that the agency made."),
        ),
        Stop(
            "public",
            _("Take the data along"),
            _("From a published page you can take a year as workbook, CSV or JSON."),
        ),
    ),
    (
        Snag(
            _("There are no buttons"),
            _("Observers only read. If you are to do more, ask the administrator for another role."),
        ),
    ),
)

ADMIN = Tour(
    Role.ADMIN,
    _("You run the portal: criteria, agencies, people and the calendar. You neither answer nor score."),
    (
        Stop(
            "criteria",
            _("Look at the criteria of the year"),
            _("“Criteria” shows each edition as it was loaded, and says whether its wording was verified."),
        ),
        Stop(
            "run",
            _("Name assessors and extend the time"),
            _(
                "On the page of an agency's year open “Assessors and time”: “Name the assessor” adds one, "
                "“Extend the time” keeps the answers of this agency open longer, with a reason."
            ),
        ),
        Stop(
            "year",
            _("Move each year on"),
            _(
                "Under “My work” stand the years that wait for the next step of the calendar. The button stands under "
                "“Next step of the year” and says what is needed first. An endorsed year can be reopened with a reason."
            ),
            ("open_assessment", "open_clarification", "confirm", "reopen"),
        ),
        Stop(
            "year",
            _("Publish the result"),
            _("This freezes the scores for good and opens the public page. Look at “Scores and papers” before you do."),
            ("publish",),
        ),
    ),
    (
        Snag(
            _("A step of the year is grey"),
            _("The sentence beside it says what is missing: an assessor, a score, or the decision on a contested item."),
        ),
        Snag(
            _("Somebody cannot log in"),
            _("After several wrong passwords an account is held for a short while from that place; then it opens by itself."),
        ),
    ),
)

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

TOURS: dict[str, Tour] = {tour.slug: tour for tour in (STAFF, COORDINATOR, EXECUTIVE, ASSESSOR, LEAD_ASSESSOR, OBSERVER, ADMIN)}

# Key → what it does. Only keys that every page knows.
KEYS: tuple[tuple[Text, Text], ...] = (
    (_("Tab"), _("to the next link, button or field; with Shift, back. The first press on a page offers “Skip to the content”.")),
    (_("Enter"), _("opens a link, presses a button, sends a form with one line.")),
    (_("Space"), _("ticks a box, presses a button, opens a fold.")),
    (_("Arrow keys"), _("choose between the answers of one question.")),
    (_("Esc"), _("closes a menu or a question, without doing anything.")),
)
