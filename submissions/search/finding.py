"""What a person may find: one query for each kind of row, whatever is found and however much of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from accounts.models import Agency, Department, DepartmentAlias, User
from assignments.models import Assessment
from criteria.enums import EditionState
from criteria.models import Component, Edition, Item
from submissions.enums import WRITTEN_KINDS, SearchKind
from submissions.models import SearchText, Submission
from submissions.search import hits
from submissions.search.asking import Question
from submissions.search.hits import Hit, YearOfItem
from submissions.visibility import texts_open_to, years_open_to

EACH = 5  # hits of a kind beside those of the others
PER_PAGE = 20  # hits of the one kind that was chosen
MOST = 2000  # written texts looked at, the newest: to count all in a nation's years would cost much and help nobody
MOST_AGENCIES = 300  # offered in a list
MOST_YEARS = 20  # of one item


@dataclass(frozen=True)
class Group:
    """The hits of one kind that are shown, and how many there are."""

    kind: SearchKind
    total: int
    hits: list[Hit]

    @property
    def more(self) -> bool:
        return self.total > len(self.hits)


@dataclass
class Found:
    """The answer to a question."""

    asked: Question
    years: list[YearOfItem] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    capped: bool = False  # there are more written texts than were looked at
    page: Page | None = None

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def anything(self) -> bool:
        return bool(self.years or self.groups)


@dataclass(frozen=True)
class Offered:
    """What the filters offer."""

    years: list[int]
    agencies: list[Agency]


def offered(user: User) -> Offered:
    """Fiscal years of the catalogue, and the agencies whose years are open to the person, unless they are too many to list."""
    editions = _editions_for(user).order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    agencies = Agency.objects.filter(pk__in=years_open_to(user).order_by().values("agency")).order_by("sort_key")
    known = list(agencies[: MOST_AGENCIES + 1])
    return Offered(list(editions), known if len(known) <= MOST_AGENCIES else [])


def find(asked: Question, user: User) -> Found:
    """The same number of queries for any number of hits. A page past the end becomes the last one."""
    if not asked.is_answerable:
        return Found(asked)
    search = _Search(asked, user)
    found = Found(asked, search.years(), [group for group in search.groups() if group.total])
    found.capped = sum(group.total for group in found.groups if group.kind in WRITTEN_KINDS) >= MOST
    if asked.kind:
        found.page = Paginator(range(found.total), PER_PAGE).get_page(asked.page)
        if found.page.number != asked.page:
            return find(asked.at(found.page.number), user)
    return found


def _editions_for(user: User) -> QuerySet[Edition]:
    """Drafts are the administrator's alone."""
    return Edition.objects.all() if user.is_admin else Edition.objects.exclude(state=EditionState.DRAFT)


@dataclass
class _Search:
    """One question by one person: what every kind of row is asked."""

    asked: Question
    user: User

    def __post_init__(self) -> None:
        self.keys = [self.asked.whole, *self.asked.words]
        open_years = Assessment.objects.filter(pk__in=years_open_to(self.user).order_by().values("pk"))
        self.open_years = self._filtered(open_years, "").order_by()

    def groups(self) -> list[Group]:
        """In the order of SearchKind."""
        found = [*self._items(), *self._written(), *self._components(), *self._departments()]
        return sorted(found, key=lambda group: list(SearchKind).index(group.kind))

    def years(self) -> list[YearOfItem]:
        """Where the person meets the item whose code was typed, newest year first."""
        if not self.asked.number or self.asked.kind:
            return []
        found = Submission.objects.filter(item__number=self.asked.number, assessment__in=self.open_years)
        rows = found.select_related("item", "assessment__agency", "assessment__edition")
        newest = rows.order_by("-assessment__edition__fiscal_year", "assessment__agency__sort_key")[:MOST_YEARS]
        return [hits.year_of_item(row) for row in newest]

    def _items(self) -> list[Group]:
        found = self._in_editions(Item.objects.filter(self.asked.says("search_key", "number")), "edition")
        order = (self.asked.rank("search_key", "number"), "-edition__fiscal_year", "number", "pk")
        return self._group(SearchKind.ITEM, found.select_related("edition"), order, hits.of_item)

    def _components(self) -> list[Group]:
        columns = ("search_key", "item__number")
        says, rank = self.asked.says(*columns), self.asked.rank(*columns)
        found = self._in_editions(Component.objects.filter(says), "item__edition").select_related("item__edition")
        order = (rank, "-item__edition__fiscal_year", "item__number", "position", "pk")
        return self._group(SearchKind.COMPONENT, found, order, hits.of_component)

    def _written(self) -> list[Group]:
        """Answers, evidence and comments: first which rows, the newest that match, then all that belongs to those shown.

        In one query PostgreSQL would join every text with its year and item before it looks which of them match.
        """
        ranked: dict[str, list[int]] = {kind: [] for kind in WRITTEN_KINDS if self._wants(kind)}
        for kind, _rank, _year, pk in sorted(self._matching(list(ranked))):
            ranked[kind].append(-pk)
        shown = {kind: found[self._first : self._first + self._size] for kind, found in ranked.items()}
        rows = SearchText.objects.select_related(
            "submission__item", "assessment__agency", "assessment__edition", "evidence", "comment"
        ).in_bulk([pk for some in shown.values() for pk in some])
        return [
            Group(SearchKind(kind), len(found), [hits.of_written(rows[pk], self.keys) for pk in shown[kind]])
            for kind, found in ranked.items()
        ]

    def _matching(self, kinds: list[str]) -> list[tuple[str, int, int, int]]:
        """Kind, rank, year and row of each text, the latter two negative: sorted, the best come first."""
        if not kinds:
            return []
        columns = ("key", "submission__item__number")
        says, rank = self.asked.says(*columns), self.asked.rank(*columns)
        found = SearchText.objects.filter(texts_open_to(self.user), says, kind__in=kinds)
        newest = self._filtered(found, "assessment__").order_by("-pk")[:MOST]
        return list(newest.values_list("kind", rank, -F("assessment__edition__fiscal_year"), -F("pk")))

    def _departments(self) -> list[Group]:
        """Departments of the agencies whose years are open to the person."""
        aliases = DepartmentAlias.objects.filter(self.asked.says("search_key"), department=OuterRef("pk"))
        newest = self.open_years.filter(agency=OuterRef("agency")).order_by("-edition__fiscal_year")
        found = Department.objects.filter(
            Q(Exists(aliases)) | self.asked.says("search_key"), agency__in=self.open_years.values("agency")
        ).annotate(
            alias=Subquery(aliases.values("text")[:1]),
            edition_code=Subquery(newest.values("edition__code")[:1]),
            fiscal_year=Subquery(newest.values("edition__fiscal_year")[:1]),
        )
        order = (self.asked.rank("search_key"), "agency__sort_key", "sort_key", "pk")
        return self._group(SearchKind.DEPARTMENT, found.select_related("agency", "parent"), order, hits.of_department)

    def _wants(self, kind: SearchKind) -> bool:
        return self.asked.kind in ("", kind)

    def _filtered(self, found: QuerySet, year: str) -> QuerySet:
        """By the filters on an agency's year; `year` is the way there from the row."""
        filters = {f"{year}edition__fiscal_year": self.asked.year, f"{year}agency__slug": self.asked.agency}
        return found.filter(**{name: value for name, value in filters.items() if value})

    def _in_editions(self, found: QuerySet, edition: str) -> QuerySet:
        """The catalogue: of the year that was chosen, and of the editions in which the chosen agency takes part."""
        editions = _editions_for(self.user)
        if self.asked.year:
            editions = editions.filter(fiscal_year=self.asked.year)
        if self.asked.agency:
            editions = editions.filter(pk__in=self.open_years.values("edition"))
        return found.filter(**{f"{edition}__in": editions.order_by()})

    def _group(self, kind: SearchKind, found: QuerySet, order: tuple, show: Callable) -> list[Group]:
        """The rows of this page with their places and the number of all; also the first of all, which tells the number."""
        if not self._wants(kind):
            return []
        numbered = found.annotate(total=Window(Count("pk")), place=Window(RowNumber(), order_by=order))
        here = Q(place=1) | Q(place__gt=self._first, place__lte=self._first + self._size)
        rows = list(numbered.filter(here).order_by("place"))
        total = rows[0].total if rows else 0
        return [Group(kind, total, [show(row, self.keys) for row in rows if row.place > self._first])]

    @property
    def _size(self) -> int:
        return PER_PAGE if self.asked.kind else EACH

    @property
    def _first(self) -> int:
        """How many hits stand on the pages before this one."""
        return (self.asked.page - 1) * self._size if self.asked.kind else 0
