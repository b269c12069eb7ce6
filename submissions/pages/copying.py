"""The sheet from which a coordinator copies the answers into the official system."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import seat_of
from ita_portal.lib.verdict import Verdict
from records.templatetags.thai import moment_be
from submissions import policy
from submissions.copying import CopyRow, copy_rows
from submissions.enums import Status
from submissions.pages.listing import pill_of

SHOWS: dict[str, Callable[[CopyRow], bool]] = {
    "": lambda row: True,
    "left": lambda row: not row.is_entered,
    "ready": lambda row: row.is_ready and not row.is_entered,
    "changed": lambda row: row.is_changed,
    "entered": lambda row: row.is_entered,
}


@dataclass(frozen=True)
class CopyField:
    """One field of the official form, to be copied. `size` says how long it is."""

    key: str
    label: str
    text: str

    @property
    def size(self) -> str:
        n = len(self.text)
        return ngettext("%(n)s character", "%(n)s characters", n) % {"n": n}


@dataclass(frozen=True)
class CopyLine:
    """One item on the sheet."""

    row: CopyRow
    pill: SafeString
    fields: list[CopyField]

    @property
    def keys(self) -> str:
        return " ".join(one.key for one in self.fields)


@dataclass
class CopyPage:
    assessment: Assessment
    rows: list[CopyRow]
    lines: list[CopyLine]
    can: Verdict
    show: str
    shows_all: bool

    @property
    def done(self) -> int:
        return sum(row.is_entered for row in self.rows)

    @property
    def changed(self) -> int:
        return sum(row.is_changed for row in self.rows)

    @property
    def tabs(self) -> list[dict]:
        """The filters, how many items each leaves, and which one is on."""
        labels = {
            "": _("all"),
            "left": _("not yet entered"),
            "ready": _("ready to be entered"),
            "changed": _("changed since"),
            "entered": _("entered"),
        }
        return [
            {"show": show, "label": labels[show], "n": sum(map(test, self.rows)), "current": show == self.show}
            for show, test in SHOWS.items()
        ]

    @property
    def url(self) -> str:
        return reverse("submissions:copy_sheet", args=[self.assessment.agency.slug, self.assessment.edition.code])


def copy_page(assessment: Assessment, user: User, show: str) -> CopyPage:
    """The sheet as this person sees it. The number of queries does not depend on how many items there are."""
    seat = seat_of(user, assessment)
    only = policy.departments_shown(seat)
    rows = copy_rows(assessment, only)
    show = show if show in SHOWS else ""
    pills = {status: pill_of(status) for status in {row.submission.status for row in rows}}
    lines = [CopyLine(row, pills[row.submission.status], _fields(row)) for row in rows if SHOWS[show](row)]
    return CopyPage(assessment, rows, lines, policy.may_mark_entered(seat, assessment), show, only is None)


def _fields(row: CopyRow) -> list[CopyField]:
    """In the order of the official form; what is empty there has no field."""
    many = len(row.addresses) > 1
    addresses = [
        CopyField(f"{row.code}-url-{n}", f"URL {n}" if many else "URL", address) for n, address in enumerate(row.addresses, 1)
    ]
    answer = CopyField(f"{row.code}-answer", _("Have it or not"), row.answer)
    explanation = CopyField(f"{row.code}-explanation", _("Explanation"), row.explanation)
    return [one for one in (answer, *addresses, explanation) if one.text]


def copy_columns() -> list[str]:
    return [_("Item"), _("Title"), _("Have it or not"), "URL", _("Explanation"), _("Status"), _("Entered"), _("Entered by")]


def copy_cells(rows: list[CopyRow]) -> list[list[str]]:
    """The same as rows of a workbook."""
    return [
        [
            row.code,
            row.submission.item.title,
            row.answer,
            "\n".join(row.addresses),
            row.explanation,
            str(Status(row.submission.status).label),
            _when(row),
            str(row.entered.by) if row.entered else "",
        ]
        for row in rows
    ]


def _when(row: CopyRow) -> str:
    if row.entered is None:
        return ""
    when = moment_be(row.entered.at)
    return _("%(when)s, changed since") % {"when": when} if row.is_changed else when
