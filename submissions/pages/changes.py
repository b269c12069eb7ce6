"""What changed against the year before, for one agency: the memo with its own departments and last year's scores beside each item."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.enums import Part
from assignments.models import Assessment
from assignments.queries import assignments_in
from assignments.succession import year_before
from criteria.pages.difference import Memo, memo
from criteria.queries import difference_of
from submissions.earlier import results_of


@dataclass(frozen=True)
class ChangesPage:
    """`before` and `memo` are None where the agency has no earlier year in which somebody answered for something."""

    assessment: Assessment
    before: Assessment | None
    memo: Memo | None
    unfolded: bool = False

    @property
    def before_url(self) -> str:
        return reverse("submissions:year", args=[self.before.agency.slug, self.before.edition.code]) if self.before else ""


def changes_page(assessment: Assessment, *, unfolded: bool = False) -> ChangesPage:
    """The number of queries does not depend on how many items there are."""
    before = year_before(assessment.agency, assessment.edition)
    if before is None:
        return ChangesPage(assessment, None, None, unfolded)
    told = memo(difference_of(before.edition, assessment.edition), _before(before), _departments(assessment))
    return ChangesPage(assessment, before, told, unfolded)


def _before(year: Assessment) -> dict[str, str]:
    """Code → who answered for it that year, and its score where one was published."""
    found = _departments(year)
    for code, score in results_of(year).items():
        words = {"score": f"{score.normalize():f}", "year": year.edition.fiscal_year}
        said = _("score %(score)s in %(year)s") % words
        found[code] = _("%(departments)s, %(score)s") % {"departments": found[code], "score": said} if code in found else said
    return found


def _departments(year: Assessment) -> dict[str, str]:
    """Code → who answers for it, the lead first."""
    by_code: dict[str, list] = {}
    for row in assignments_in(year):
        by_code.setdefault(row.item.code, []).append(row)
    return {code: _named(rows) for code, rows in by_code.items()}


def _named(rows: Iterable) -> str:
    rows = sorted(rows, key=lambda row: row.part != Part.LEAD)
    lead = next((str(row.department) for row in rows if row.part == Part.LEAD), "")
    if any(row.everyone for row in rows):
        return _("%(department)s and every department") % {"department": lead} if lead else _("every department")
    return ", ".join(str(row.department) for row in rows)
