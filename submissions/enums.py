"""Words of answers and judgements."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("not handed in")
    SUBMITTED = "submitted", _("waiting for the coordinator")
    RETURNED = "returned", _("returned for changes")
    ACCEPTED = "accepted", _("accepted")
    SCORED = "scored", _("scored")
    CONTESTED = "contested", _("contested")


class Answer(models.TextChoices):
    """What the official form asks first: มี or ไม่มี."""

    YES = "yes", _("We have it")
    NO = "no", _("We do not have it")


class EvidenceKind(models.TextChoices):
    URL = "url", _("web address")
    FILE = "file", _("file")


class SlotState(models.TextChoices):
    """How one period of a recurring item stands."""

    HANDED_IN = "handed_in", _("handed in")
    STATED = "stated", _("nothing to report")
    LATE = "late", _("missing")
    OPEN = "open", _("to hand in")
    COMING = "coming", _("not over yet")
    BEYOND = "beyond", _("ends after the answers close")


class Reason(models.TextChoices):
    """Why items lose points: R1 to R15 are the reasons found in assessors' own comments (FY2563 and FY2568 results).

    R16 costs no points and may break the law (Personal Data Protection Act B.E. 2562); the agency mends it before it publishes.
    """

    R1 = "R1", _("the way from the home page is not shown")
    R2 = "R2", _("data of one unit, not of the whole agency")
    R3 = "R3", _("a required component is missing or incomplete")
    R4 = "R4", _("the channel is not on the website")
    R5 = "R5", _("the wrong kind of content")
    R6 = "R6", _("the item it builds on failed")
    R7 = "R7", _("the address is not on the main website")
    R8 = "R8", _("no reason given")
    R9 = "R9", _("out of date")
    R10 = "R10", _("the wrong fiscal year")
    R11 = "R11", _("unsigned, or only a scan")
    R12 = "R12", _("not machine-readable")
    R13 = "R13", _("the link is dead or the site is down")
    R14 = "R14", _("behind a log-in, or on a foreign host")
    R15 = "R15", _("the coverage is too small")
    R16 = "R16", _("personal data is shown")


OF_ASSESSORS = tuple(reason for reason in Reason if reason != Reason.R16)


class ScanState(models.TextChoices):
    """What the virus scanner said of a file."""

    WAITING = "waiting", _("awaiting the virus scan")
    CLEAN = "clean", _("no virus found")
    INFECTED = "infected", _("a virus was found")
    TOO_LARGE = "large", _("too large for the virus scanner")


class Outcome(models.TextChoices):
    """What a check says. Three-valued: what cannot be checked is neither good nor bad."""

    FOUND = "found", _("something to look at")  # พบปัญหา
    UNKNOWN = "unknown", _("could not be checked")  # ตรวจไม่ได้
    CLEAR = "clear", _("nothing found")  # ไม่พบปัญหา


class LinkState(models.TextChoices):
    """How the address of a piece of evidence stands, the worst first."""

    BROKEN = "broken", _("broken")
    BARRED = "barred", _("not open to everybody")
    TRYING = "trying", _("did not answer, tried again")
    UNCHECKED = "unchecked", _("could not be checked")
    UNSEEN = "unseen", _("not opened yet")
    FINE = "fine", _("works")

    @property
    def kind(self) -> str:
        """Its colour: of the same kinds as notices."""
        return {"broken": "danger", "barred": "danger", "trying": "warning", "fine": "success"}.get(self.value, "draft")


class Occasion(models.TextChoices):
    """Why a copy of evidence was taken."""

    HANDED_IN = "handed_in", _("when it was handed in")
    CLOSING = "closing", _("when answers closed")
    ENDORSED = "endorsed", _("when the year was endorsed")
    ON_DEMAND = "on_demand", _("because somebody asked")


class Grade(models.TextChoices):
    """How much a check claims."""

    FACT = "fact", _("a fact with proof")
    HINT = "hint", _("a hint")


class Audience(models.TextChoices):
    AGENCY = "agency", _("within the agency")
    ALL = "all", _("agency and assessors")


class Verb(models.TextChoices):
    """What a notice tells. The sentence is made of it when it is read, in the reader's language."""

    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    COMMENTED = "commented"
    CONTESTED = "contested"
    SETTLED = "settled"
    DUE = "due"
    LATE = "late"
    MONTH_DUE = "month_due"
    MONTH_LATE = "month_late"
    READY = "ready"
    ENDORSED = "endorsed"
    REOPENED = "reopened"
    ASSESSING = "assessing"
    CLARIFYING = "clarifying"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    WINDOWS = "windows"
    CHASED = "chased"
    EXTENDED = "extended"
    LINK_DEAD = "link_dead"
    LINK_BACK = "link_back"
    VIRUS = "virus"


class Lack(models.TextChoices):
    """What is missing of an item, in the order of the work."""

    NOT_BEGUN = "not_begun", _("not begun")
    WRITING = "writing", _("being written")
    RETURNED = "returned", _("returned, not handed in again")
    HINTS = "hints", _("accepted, with something to object to")


class ResultSource(models.TextChoices):
    COMPUTED = "computed", _("computed here")
    OFFICIAL = "official", _("as officially published")


class SearchKind(models.TextChoices):
    """What a search finds, in the order in which it is shown."""

    ITEM = "item", _("Items of the criteria")
    ANSWER = "answer", _("Answers")
    EVIDENCE = "evidence", _("Evidence")
    COMMENT = "comment", _("Comments")
    COMPONENT = "component", _("Components of items")
    DEPARTMENT = "department", _("Departments")


WRITTEN_KINDS = (SearchKind.ANSWER, SearchKind.EVIDENCE, SearchKind.COMMENT)
