"""The tours of those who belong to an agency: staff, coordinator, executive."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from submissions.tours.shape import Snag, Stop, Tour

AGAIN = Stop(
    "again",
    _("Use last year's evidence again"),
    _(
        "“Last year's evidence”, under “Tools of this year” and at the item, shows what proved the same then. Open it first, "
        "then press “Still valid: use it again”, or choose “No longer” and say why."
    ),
)

MONTHS = Stop(
    "months",
    _("Report month by month"),
    _(
        "“Month by month”, under “Tools of this year”, shows the items that are reported every month or six months. Open a period and add its "
        "document, or choose “There was nothing” and press “State it”. What is missing stands under “My work” and in the calendar, too."
    ),
)

CHECKS = Stop(
    "checks",
    _("Answer what the checks say"),
    _(
        "Below each piece of evidence stands what the portal saw when it opened it. Put right what is wrong. Where it found the way from the "
        "home page, press “Use this way”. If you looked and it is right, choose “I looked, and it is right” and write why: the assessor reads it."
    ),
)

EVIDENCE = Stop(
    "evidence",
    _("Replace evidence by a newer version"),
    _(
        "Choose “Describe, change or withdraw” at the evidence. Under “Replace by a newer version” give the new address or file and press "
        "“Replace”: what was said of it carries over, and the earlier versions can still be opened. “Also for another item” saves adding it twice."
    ),
)

LINKS = Stop(
    "links",
    _("See how the links stand"),
    _(
        "The portal opens every link each night. “Links”, under “Tools of this year”, says which work, which are broken and since when; a link's "
        "own page has what it answered before and its “Dated copies”."
    ),
    also=("copies",),
)

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
        AGAIN,
        Stop(
            "item",
            _("Prove it with evidence"),
            _(
                "Open “Add evidence”, paste web addresses or choose files, write the way from the home page, "
                "and tick the components that it proves. Then press “Add the evidence”. "
                "A large file goes on by itself when the connection broke; if you closed the page, choose the same file again."
            ),
        ),
        MONTHS,
        CHECKS,
        EVIDENCE,
        LINKS,
        Stop(
            "item",
            _("See how ready the answer is"),
            _(
                "“How ready it is”, beside the item, ticks off what is there and names what comes next; a press leads to its place. "
                "Below stands what full marks would add and which of your items gain most. It is a forecast, never a score."
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
        Stop(
            "year",
            _("Look beyond your own items"),
            _(
                "The page of the year shows every item, “Overview” where the year may end, and “Matrix” who answers for what. Under “Tools of "
                "this year”, “What is missing” names what your department still owes and “What changed” what is asked differently this year."
            ),
            also=("overview", "matrix", "missing", "changes", "criteria", "papers", "copy", "organisation", "website", "import"),
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
            "organisation",
            _("Keep departments and people up to date"),
            _(
                "On the page of the year, under “Tools of this year”, stand “Departments” and “People”: name departments as your papers do, "
                "invite staff, hand a role over when somebody leaves, merge departments. Years that are over keep the old names."
            ),
        ),
        Stop(
            "website",
            _("Enter the main website"),
            _(
                "“Main website” stands beside “Departments”. Enter the address of its home page: assessors look for everything from there. "
                "The portal then points out evidence that lies elsewhere and looks for the way to each piece."
            ),
        ),
        Stop(
            "changes",
            _("Read what changed"),
            _(
                "“What changed”, under “Tools of this year”, sets this year's items beside those of the year before: who answered for them, "
                "their score then, and what there is to do. “Unfold everything, to print” makes a paper of it."
            ),
            also=("criteria",),
        ),
        Stop(
            "import",
            _("Import the list that you have"),
            _(
                "Under “Tools of this year” choose “Import a document” and hand in the list of who answers for what: a Word table, a "
                "workbook, a PDF, or copied text. Say what the unknown names are, take rows over or leave them out, then press "
                "“See what will happen”. Only “Yes, apply this” changes the year."
            ),
        ),
        Stop(
            "matrix",
            _("Give the items to departments"),
            _(
                "The “Matrix” shows who answers for what. Open an item without anybody, choose “Change” beside “Responsible”, "
                "name the department that leads and those that support it, and press “Save the assignment”. "
                "Several at once: tick their rows and press “Assign”."
            ),
        ),
        Stop(
            "year",
            _("Watch the year"),
            _(
                "The page of the year shows how far every item is and who answers for it. Under “My work” stands what waits for you."
            ),
            also=("home",),
        ),
        Stop(
            "overview",
            _("See what gains most"),
            _(
                "“Overview” says where the year may end. “What gains most” names the items to begin with; “What the checks say” counts by "
                "reason what an assessor may object to, and leads to the items. None of it is a score."
            ),
        ),
        MONTHS,
        Stop(
            "missing",
            _("Chase what is missing"),
            _(
                "“What is missing”, under “Tools of this year”, names by department what is not begun, returned, without evidence or "
                "late. Press “Remind this department”: you see first who gets what. For a chat group, copy the text below each department."
            ),
        ),
        Stop(
            "item",
            _("Accept or return"),
            _(
                "Look through each answer that was handed in, and read “What an assessor may object to”. Accept it, or return it "
                "with a comment that says what is to be changed. Several at once: tick them on the page of the year and press "
                "“Accept”; a page shows first what will happen."
            ),
            ("accept", "return"),
        ),
        Stop(
            "item",
            _("Answer where nobody else can"),
            _("You may write any answer of your agency yourself and hand it in."),
            ("submit",),
        ),
        CHECKS,
        EVIDENCE,
        AGAIN,
        Stop(
            "links",
            _("Have broken links mended"),
            _(
                "“Links”, under “Tools of this year”, says which links work, which are broken and since when. Give “Those to be mended (CSV)” to "
                "whoever runs the website, and press “Look at all again” when they are done."
            ),
        ),
        Stop(
            "copy",
            _("Copy the answers into the official system"),
            _(
                "“Copy sheet for the official system”, under “Tools of this year”, shows each answer as it is typed there. Copy field by "
                "field, then press “It is entered”. What is changed after that is pointed out."
            ),
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
            "copies",
            _("Show what stood there on the closing day"),
            _(
                "Choose “How the link stood, all copies” at the evidence. “Dated copies” are kept when a link is handed in, when the year is endorsed, and "
                "by “Keep a copy of today”. What counts is what stood there up to the closing day; later copies stand apart, for comparison only."
            ),
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
            _(
                "Ask the administrator to extend the time, and say why; the reason is kept with the year. You are told of every change; "
                "the new day stands at the top of the year and in the calendar."
            ),
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
                "The page of the year lists all items with their evidence. Open any of them; what you comment is read within your agency. "
                "“Overview” says where the year may end, and “Links”, under “Tools of this year”, which links are broken."
            ),
            also=(
                *("item", "overview", "matrix", "links", "copies", "months", "missing", "changes", "copy"),
                *("criteria", "organisation", "website", "import", "again", "evidence"),
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
