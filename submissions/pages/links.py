"""The links of a year: how each stands, since when, and what came before."""

import datetime
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import Seat, answers_window, seat_of
from ita_portal.lib.verdict import Verdict
from records.queries import open_jobs
from records.templatetags.thai import moment_be
from submissions import policy
from submissions.actions import LOOK
from submissions.checks.reach import TROUBLES
from submissions.enums import EvidenceKind, LinkState
from submissions.inspecting import can_open
from submissions.links import Link, link_of, links_of
from submissions.models import Look, Snapshot
from submissions.preserving import closing_of, copies_of
from submissions.queries import evidence_in

SHOWS = {
    "": gettext_lazy("All links"),
    "broken": gettext_lazy("To be mended"),
    "trying": gettext_lazy("Tried again"),
    "unchecked": gettext_lazy("Could not be checked"),
    "unseen": gettext_lazy("Not looked at yet"),
}


@dataclass(frozen=True)
class Tab:
    show: str
    label: str
    n: int
    current: bool


@dataclass(frozen=True)
class LinksPage:
    """What one person sees of the links of a year, narrowed to what was asked for."""

    assessment: Assessment
    every: list[Link]
    show: str
    can_look: Verdict
    looking: bool  # the worker has them in hand
    closed: bool  # this installation opens none of them
    url: str

    @property
    def lines(self) -> list[Link]:
        return [link for link in self.every if _is_shown(link, self.show)]

    @property
    def broken(self) -> list[Link]:
        return [link for link in self.every if link.needs_somebody]

    @property
    def tabs(self) -> list[Tab]:
        counts = {show: sum(_is_shown(link, show) for link in self.every) for show in SHOWS}
        return [Tab(show, str(label), counts[show], show == self.show) for show, label in SHOWS.items()]

    @property
    def by_state(self) -> list[tuple[LinkState, int]]:
        counts = Counter(link.state for link in self.every)
        return [(state, counts[state]) for state in LinkState if counts[state]]

    @property
    def looked_at(self) -> datetime.datetime | None:
        return max((link.looked_at for link in self.every if link.looked_at), default=None)


def _is_shown(link: Link, show: str) -> bool:
    if show == "broken":
        return link.needs_somebody
    return not show or link.state == show


def links_page(assessment: Assessment, user: User, show: str = "") -> LinksPage:
    """Gather the page. The number of queries does not depend on how many links there are."""
    seat: Seat = seat_of(user, assessment)
    every = links_of(assessment)
    return LinksPage(
        assessment=assessment,
        every=every,
        show=show if show in SHOWS else "",
        can_look=policy.may_look(seat),
        looking=any("year" in job.payload for job in open_jobs(assessment.scope, LOOK)),
        closed=bool(every) and not any(can_open(link.evidence.url) for link in every),
        url=reverse("submissions:links", args=[assessment.agency.slug, assessment.edition.code]),
    )


@dataclass(frozen=True)
class Stretch:
    """From when to when an address answered the same, in words."""

    first_at: datetime.datetime
    last_at: datetime.datetime
    times: int
    failed: bool
    said: str
    final_url: str  # where it led to, if not to itself


@dataclass(frozen=True)
class LinkPage:
    link: Link
    stretches: list[Stretch]  # newest first
    copies: list[Snapshot]  # the one to look at first on top
    closing: datetime.datetime | None  # what was copied later does not replace what was copied before
    can_keep: Verdict

    @property
    def late(self) -> list[Snapshot]:
        """Copies of after the closing day."""
        return [copy for copy in self.copies if self.closing and copy.taken_at >= self.closing]

    @property
    def in_time(self) -> list[Snapshot]:
        return [copy for copy in self.copies if copy not in self.late]


def link_page(assessment: Assessment, user: User, key: UUID) -> LinkPage | None:
    """The history of one address of the year. Also of one that was withdrawn: what it answered stays."""
    evidence = evidence_in(assessment, key)
    if evidence is None or evidence.kind != EvidenceKind.URL:
        return None
    closing = closing_of(assessment, answers_window(assessment)[1])
    can = policy.may_look(seat_of(user, assessment))
    history = Look.objects.filter(evidence=evidence).order_by("-id")
    return LinkPage(
        link_of(evidence), [_stretch(look, evidence.url) for look in history], copies_of(evidence, closing), closing, can
    )


def _stretch(look: Look, url: str) -> Stretch:
    final = look.final_url if look.final_url.rstrip("/") != url.rstrip("/") else ""
    return Stretch(look.first_at, look.last_at, look.times, look.failed, said_of(look), final)


def said_of(look: Look) -> str:
    """What an address answered, in a few words."""
    said = {trouble.value: str(words) for trouble, words in TROUBLES.items()}
    said |= {
        "closed": _("this installation of the portal does not open links"),
        "tls": _("the certificate is not valid"),
        "malformed": _("this is not a full address"),
        "refused": _("the address does not lead to the internet"),
    }
    if look.trouble:
        return said.get(look.trouble, look.trouble)
    if 200 <= look.status < 300:
        return pgettext("a link", "it opens")
    if look.status in (401, 403):
        return _("only after a log-in (%(status)s)") % {"status": look.status}
    if look.status == 404:
        return _("there is no such page (404)")
    return _("it answers %(status)s") % {"status": look.status}


def broken_columns() -> list[str]:
    return [
        _("Item"),
        _("Title"),
        _("Evidence"),
        _("Address"),
        _("Department"),
        _("State"),
        _("Fails since"),
        _("Worked last"),
        _("Failures in a row"),
        _("What was seen"),
    ]


def broken_cells(links: list[Link]) -> list[list[object]]:
    """The links to be mended, as rows of a file."""
    return [
        [
            link.code,
            link.evidence.submission.item.title,
            link.evidence.title,
            link.evidence.url,
            str(link.evidence.department or ""),
            str(link.state.label),
            moment_be(link.failing_since) if link.failing_since else "",
            moment_be(link.worked_at) if link.worked_at else "",
            link.failures,
            " ".join(link.sentences),
        ]
        for link in links
    ]
