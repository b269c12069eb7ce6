"""The page on which a coordinator begins a year from the year before."""

from dataclasses import dataclass

from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Agency
from accounts.queries import departments_of
from assignments.models import Assessment
from assignments.queries import Responsible, responsible_by_item
from assignments.succession import Origin, Proposal, proposals
from criteria.models import Edition, Item
from submissions.forms import BeginForm
from submissions.models import Result
from submissions.queries import frozen_results


@dataclass(frozen=True)
class Before:
    """An item of the year before, with what became of it."""

    origin: Origin
    result: Result | None

    @property
    def item(self) -> Item:
        return self.origin.item


@dataclass(frozen=True)
class BeginLine:
    """One item of the new year: what it continues, and who would answer for it."""

    proposal: Proposal
    before: list[Before]
    lead: BoundField
    ticked: bool

    @property
    def item(self) -> Item:
        return self.proposal.item


@dataclass
class BeginPage:
    """`year` is None until it was opened."""

    agency: Agency
    edition: Edition
    before: Assessment
    year: Assessment | None
    form: BeginForm
    results: dict[int, Result]
    assigned: list[tuple[Item, Responsible]]

    @property
    def years(self) -> int:
        return self.edition.fiscal_year - self.before.edition.fiscal_year

    @property
    def doubtful(self) -> list[BeginLine]:
        return self._lines(certain=False)

    @property
    def certain(self) -> list[BeginLine]:
        return self._lines(certain=True)

    def _lines(self, *, certain: bool) -> list[BeginLine]:
        return [self._line(one) for one in self.form.proposals.values() if one.is_certain == certain]

    def _line(self, one: Proposal) -> BeginLine:
        code = one.item.code
        before = [Before(origin, self.results.get(origin.item.pk)) for origin in one.origins]
        return BeginLine(one, before, self.form[f"lead-{code}"], code in self.form.ticked)

    @property
    def has_due_days(self) -> bool:
        return any(one.due_on for one in self.form.proposals.values())

    @property
    def year_url(self) -> str:
        return reverse("submissions:year", args=[self.agency.slug, self.edition.code])


def begin_page(
    agency: Agency, edition: Edition, before: Assessment, year: Assessment | None, data: QueryDict | None = None
) -> BeginPage:
    """Proposals for the items that nobody answers for yet. The number of queries does not depend on how many there are."""
    responsible = responsible_by_item(year) if year else {}
    every = proposals(before, edition)
    open_ones = [one for one in every if one.item.pk not in responsible]
    return BeginPage(
        agency=agency,
        edition=edition,
        before=before,
        year=year,
        form=BeginForm(data, proposals=open_ones, departments=departments_of(agency)),
        results=frozen_results(before),
        assigned=[(one.item, responsible[one.item.pk]) for one in every if one.item.pk in responsible],
    )
