"""The tours of those who belong to an agency: staff, coordinator, executive."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from submissions.tours.shape import Snag, Stop, Tour

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
            "organisation",
            _("Keep departments and people up to date"),
            _(
                "On the page of the year, under “Tools of this year”, stand “Departments” and “People”: name departments as your papers do, "
                "invite staff, hand a role over when somebody leaves, merge departments. Years that are over keep the old names."
            ),
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
        ),
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
            "copy",
            _("Copy the answers into the official system"),
            _(
                "“Copy sheet for the official system”, under “Tools of this year”, shows each answer as it is typed there. Copy field by "
                "field, then press “It is entered”. What is changed after that is pointed out."
            ),
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
