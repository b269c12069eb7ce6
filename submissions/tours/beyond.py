"""The tours of those who look at agencies from outside: assessors, observer, administrator."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from submissions.tours.shape import Snag, Stop, Tour

SCORING = (
    Stop(
        "review",
        _("Open your queue"),
        _("“To score” lists the agencies that you assess, with the items that wait for you. Scored items leave the list."),
        also=("home",),
    ),
    Stop(
        "item",
        _("Look at the evidence"),
        _("Open every link and file and walk the way from the home page. What the agency explains stands under “Answer”."),
        also=("evidence", "year", "matrix", "months", "changes", "criteria", "papers"),
    ),
    Stop(
        "checks",
        _("Take the checks as hints"),
        _(
            "Below the evidence stands what the portal saw, and where the agency looked and found it right, its reason. Both are hints: look "
            "yourself, for they never decide a score."
        ),
    ),
    Stop(
        "copies",
        _("See what stood there on the closing day"),
        _(
            "When a page was changed or is gone, choose “How the link stood, all copies” at the evidence. What counts is the copy from before the "
            "closing day; those under “Taken after the closing day” are for comparison only."
        ),
        also=("links",),
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
                "In the clarification, contested items stand under “My work”. Read the explanation, look again at the sealed evidence "
                "and its copies of the closing day, and decide on a score with its reason. No new evidence counts."
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
            also=("item", "evidence", "overview", "matrix", "months", "changes", "criteria"),
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
            "file",
            _("Make an edition of a file"),
            _(
                "Under “Criteria” choose “An edition from a file”. Hand in the portal's own file that you edited, or the list of items as it was "
                "published, and press “Read the file”. You see what was read and what would happen; “Yes, make the draft” makes a draft that "
                "only administrators see. Published editions are never replaced."
            ),
        ),
        Stop(
            "changes",
            _("See what changed from one year to another"),
            _(
                "Under “Criteria” choose “What changed between two lists?”: what is new, gone, merged or divided, what it means for the work, and "
                "the table of old and new codes. Each agency reads the same with its own departments under “What changed”."
            ),
        ),
        Stop(
            "run",
            _("Name assessors and extend the time"),
            _(
                "On the page of an agency's year open “Assessors and time”: “Name the assessor” adds one, "
                "“Extend the time” keeps the answers of this agency open longer. “Set another day” makes it shorter or longer, “Cancel the "
                "extension” takes it back. Each needs a reason, and the coordinators are told."
            ),
        ),
        Stop(
            "years",
            _("Extend the time of several agencies"),
            _(
                "Under “Run the year” choose the edition, tick the agencies and press “Extend the time”. You see what would happen to "
                "each before you say yes. Steps of the year are taken in the same way."
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
            also=(
                *("home", "item", "evidence", "overview", "matrix", "links", "copies", "months", "missing", "copy"),
                *("papers", "organisation", "website", "import"),
            ),
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
