"""The page on which several agencies get more time for their answers."""

import datetime
from dataclasses import dataclass, field

from django.core.validators import slug_re

from accounts.models import User
from assignments.models import Assessment
from assignments.policy import may_extend, may_extend_until
from assignments.queries import answers_window
from criteria.enums import Stage
from criteria.models import Edition
from criteria.queries import spans_of
from criteria.windows import Span
from ita_portal.lib.verdict import Verdict, first_refusal


@dataclass
class ExtendLine:
    """One agency: until when it has time now, and why it cannot get more."""

    page: "ExtendPage"
    assessment: Assessment

    @property
    def slug(self) -> str:
        return self.assessment.agency.slug

    @property
    def name(self) -> str:
        return self.assessment.agency.name

    @property
    def now(self) -> datetime.date | None:
        return answers_window(self.assessment, self.page.spans)[1]

    @property
    def may(self) -> Verdict:
        until, may = self.page.until, may_extend(self.page.person, self.assessment)
        return may if until is None else first_refusal(may, may_extend_until(self.assessment, until, self.page.spans))

    @property
    def shortens(self) -> bool:
        return bool(self.page.until and self.assessment.extended_until and self.page.until < self.assessment.extended_until)


@dataclass
class ExtendPage:
    edition: Edition
    person: User
    spans: dict[Stage, Span]
    lines: list[ExtendLine] = field(default_factory=list)
    until: datetime.date | None = None
    reason: str = ""

    @property
    def able(self) -> list[ExtendLine]:
        return [line for line in self.lines if line.may]


def extend_page(edition: Edition, person: User, slugs: list[str]) -> ExtendPage:
    """Two queries for any number of agencies."""
    page = ExtendPage(edition, person, spans_of(edition))
    sound = [slug for slug in slugs if slug_re.match(slug)]  # anything else names no agency, and some of it no database takes
    years = Assessment.objects.filter(edition=edition, agency__slug__in=sound).select_related("agency", "edition")
    page.lines = [ExtendLine(page, year) for year in years.order_by("agency__sort_key")]
    return page
