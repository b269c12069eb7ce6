"""The page on which a coordinator chases what is missing, and the one that shows who would get which reminder."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.enums import Mails
from accounts.models import User
from assignments.models import Assessment
from assignments.queries import Seat, seat_of
from ita_portal.lib.verdict import Verdict
from records.models import AuditEvent
from records.templatetags.thai import date_be
from submissions import policy
from submissions.actions import Chased
from submissions.enums import Lack
from submissions.forms import ChaseForm, SoonForm
from submissions.missing import Missing, Owed, Share, missing_in

MOST_CHARS = 110  # of a title in a text for a chat group


@dataclass(frozen=True)
class Reach:
    """One person, and how a reminder reaches them."""

    name: str
    how: str
    by_mail: bool
    active: AuditEvent | None


@dataclass(frozen=True)
class Part:
    """One department on the page."""

    share: Share
    people: list[Reach]
    chat: str

    @property
    def unreached(self) -> bool:
        """People work there, and none of them gets a mail of it."""
        return bool(self.people) and not any(person.by_mail for person in self.people)


@dataclass
class MissingPage:
    assessment: Assessment
    seat: Seat
    missing: Missing
    parts: list[Part]
    form: SoonForm
    days: int
    can: Verdict
    chat: str  # of all departments together
    url: str

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What is missing, counted by item; an item may count in several."""
        every = self.missing.every
        within = ngettext("due within %(n)s day", "due within %(n)s days", self.days) % {"n": self.days}
        tests: list[tuple[str, Callable[[Owed], bool]]] = [
            (str(Lack.NOT_BEGUN.label), lambda owed: owed.lack == Lack.NOT_BEGUN),
            (str(Lack.WRITING.label), lambda owed: owed.lack == Lack.WRITING),
            (str(Lack.RETURNED.label), lambda owed: owed.lack == Lack.RETURNED),
            (_("begun, without evidence"), lambda owed: owed.no_evidence),
            (_("late"), lambda owed: owed.late),
            (within, lambda owed: owed.soon),
            (str(Lack.HINTS.label), lambda owed: owed.lack == Lack.HINTS),
            (_("given to nobody"), lambda owed: owed.department is None and owed.lack != Lack.HINTS),
        ]
        return [(label, sum(map(test, every))) for label, test in tests]

    @property
    def total(self) -> int:
        return len(self.missing.every)

    @property
    def can_chase(self) -> bool:
        return bool(self.can) and any(part.share.to_chase and part.share.people for part in self.parts)

    @property
    def shows_all(self) -> bool:
        return policy.departments_shown(self.seat) is None


def missing_page(assessment: Assessment, user: User, asked: QueryDict) -> MissingPage:
    """What this person may see of what is missing. The number of queries does not depend on how much it is."""
    seat = seat_of(user, assessment)
    form = SoonForm(asked or None)
    days = form.chosen()
    found = missing_in(assessment, soon=days, only=policy.departments_shown(seat))
    url = reverse("submissions:missing", args=[assessment.agency.slug, assessment.edition.code])
    parts = [Part(share, _people(share, found), chat_text(assessment, [share], url)) for share in found.shares]
    return MissingPage(
        assessment=assessment,
        seat=seat,
        missing=found,
        parts=parts,
        form=form,
        days=days,
        can=policy.may_chase(seat, assessment),
        chat=chat_text(assessment, found.shares, url),
        url=url,
    )


def _people(share: Share, found: Missing) -> list[Reach]:
    return [_reach(person, found.active.get(person.pk)) for person in share.people]


def _reach(person: User, active: AuditEvent | None) -> Reach:
    how = {
        Mails.AT_ONCE: _("mail within minutes"),
        Mails.URGENT: _("mail within minutes"),
        Mails.DAILY: _("mail in the morning"),
        Mails.NEVER: _("no mails, in the portal only"),
    }
    if not person.email:
        return Reach(str(person), _("no e-mail address, in the portal only"), by_mail=False, active=active)
    return Reach(str(person), how[Mails(person.mails)], by_mail=person.mails != Mails.NEVER, active=active)


def chat_text(assessment: Assessment, shares: list[Share], url: str) -> str:
    """What is missing in a few lines of Thai, to be put into a chat group; empty where nobody can do anything about it."""
    with override("th"):
        blocks = [_chat_block(share) for share in shares if share.to_chase]
        if not blocks:
            return ""
        head = _("ITA %(year)s: still to be handed in") % {"year": assessment.edition.fiscal_year}
        return "\n\n".join([head, *blocks, _("See your list: %(url)s") % {"url": f"{settings.PORTAL_URL}{url}"}])


def _chat_block(share: Share) -> str:
    return "\n".join([f"■ {share.department.name}", *(_chat_line(owed) for owed in share.to_chase)])


def _chat_line(owed: Owed) -> str:
    title = owed.submission.item.title
    title = f"{title[: MOST_CHARS - 1]}…" if len(title) > MOST_CHARS else title
    words = [f"{owed.code} {title}"]
    if owed.lack == Lack.RETURNED:
        words.append(_("(returned)"))
    if owed.due_on:
        text = _("was due on %(day)s") if owed.late else _("due on %(day)s")
        words.append(f"– {text % {'day': date_be(owed.due_on, 'short')}}")
    return f"• {' '.join(words)}"


# --- who would get what


@dataclass(frozen=True)
class Planned:
    """What one department would be reminded of, and what is left out because it was reminded of it less than a day ago."""

    share: Share
    people: list[Reach]
    now: list[Owed]
    lately: list[Owed]


@dataclass
class ChasePage:
    assessment: Assessment
    planned: list[Planned]
    alone: list[Share]  # nobody works there: nobody would be told
    form: ChaseForm
    url: str
    refusal: str = ""
    done: Chased | None = None

    @property
    def pairs(self) -> list[str]:
        return [owed.pair for plan in self.planned for owed in (*plan.now, *plan.lately)]

    @property
    def now(self) -> int:
        return sum(len(plan.now) for plan in self.planned)

    @property
    def lately(self) -> int:
        return sum(len(plan.lately) for plan in self.planned)

    @property
    def people(self) -> int:
        return len({person.name for plan in self.planned for person in plan.people})


def chase_page(assessment: Assessment, user: User, asked: QueryDict) -> ChasePage:
    """What `asked` names: everything (`all`), departments (`department`), or items of departments (`pair`)."""
    found = missing_in(assessment)
    planned, alone = [], []
    for share in found.shares:
        wanted = [owed for owed in share.to_chase if _is_asked(owed, asked)]
        if wanted and not share.others(user):
            alone.append(share)
        elif wanted:
            lately = [owed for owed in wanted if owed.reminded and owed.reminded.lately]
            people = [_reach(person, None) for person in share.others(user)]
            planned.append(Planned(share, people, [owed for owed in wanted if owed not in lately], lately))
    form = ChaseForm(asked if "confirm" in asked else None)
    url = reverse("submissions:missing", args=[assessment.agency.slug, assessment.edition.code])
    return ChasePage(assessment, planned, alone, form, url)


def _is_asked(owed: Owed, asked: QueryDict) -> bool:
    department = str(owed.department.pk) if owed.department else ""
    return "all" in asked or department in asked.getlist("department") or owed.pair in asked.getlist("pair")
