"""How a found row is shown: where it leads, what it is called, whose and of which year it is, and the words around the match."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Department
from assignments.models import Assessment
from criteria.enums import Stage
from criteria.models import Component, Edition, Item
from ita_portal.lib.excerpt import Piece, excerpt, marked
from submissions.enums import ResultSource, SearchKind, Status
from submissions.models import SearchText, Submission
from submissions.search.texts import parts_of_answer, parts_of_evidence

DOT = " · "
ANCHORS = {SearchKind.ANSWER: "#answer", SearchKind.COMMENT: "#comments"}
Keys = Sequence[str]


@dataclass(frozen=True)
class Hit:
    """One place where it was found."""

    url: str
    code: str
    title: list[Piece]
    where: str
    excerpt: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class YearOfItem:
    """An item in one of the years that a person may open."""

    url: str
    code: str
    title: str
    where: str
    status: str
    status_label: str


def of_item(item: Item, keys: Keys) -> Hit:
    """The title, and what stands beside it only where the match is there."""
    title = marked(item.title, keys)
    others = [text for text in (item.title_th, item.title_en, *item.note_texts) if text != item.title]
    beside = [] if any(piece.marked for piece in title) else excerpt(DOT.join(others), keys)
    shown = beside if any(piece.marked for piece in beside) else []
    return Hit(_in_catalogue(item), item.code, title, item.edition.title, shown)


def of_component(component: Component, keys: Keys) -> Hit:
    item = component.item
    return Hit(_in_catalogue(item), item.code, [Piece(item.title)], item.edition.title, excerpt(component.text, keys))


def of_written(row: SearchText, keys: Keys) -> Hit:
    item = row.submission.item
    anchor = f"#evidence-{row.evidence.key}" if row.evidence else ANCHORS[SearchKind(row.kind)]
    url = _in_year(row.assessment, item) + anchor
    return Hit(url, item.code, [Piece(item.title)], _where(row.assessment), excerpt(DOT.join(_parts(row)), keys))


def of_department(department: Department, keys: Keys) -> Hit:
    """Leads to the newest year of its agency; another spelling is shown where that one was found."""
    name = f"{department.parent} › {department}" if department.parent else str(department)
    url = reverse("submissions:year", args=[department.agency.slug, department.edition_code])  # type: ignore[attr-defined]  # what the search adds
    alias = department.alias  # type: ignore[attr-defined]  # what the search adds
    where = _year(department.agency.name, department.fiscal_year)  # type: ignore[attr-defined]  # what the search adds
    return Hit(url, "", marked(name, keys), where, excerpt(_("also written: ") + alias, keys) if alias else [])


def year_of_item(submission: Submission) -> YearOfItem:
    item, year = submission.item, submission.assessment
    status, label = submission.status, str(Status(submission.status).label)
    if year.stage == Stage.PUBLISHED and status == Status.DRAFT:  # known only by its official result
        status, label = year.stage, str(ResultSource.OFFICIAL.label)
    return YearOfItem(_in_year(year, item), item.code, item.title, _where(year), status, label)


def _parts(row: SearchText) -> list[str]:
    if row.comment:
        return [row.comment.text]
    if row.evidence:
        return parts_of_evidence(row.evidence)
    return list(filter(None, parts_of_answer(row.submission)))


def _where(year: Assessment) -> str:
    return _year(year.agency.name, year.edition.fiscal_year)


def _year(agency: str, fiscal_year: int) -> str:
    return agency + DOT + _("fiscal year %(year)s") % {"year": fiscal_year}


def _in_year(year: Assessment, item: Item) -> str:
    return reverse("submissions:item", args=[year.agency.slug, year.edition.code, item.code])


def _in_catalogue(item: Item) -> str:
    """With the item's fold open, and the page scrolled to it."""
    return f"{_catalogue(item.edition)}?open={item.code}#{item.code}"


def _catalogue(edition: Edition) -> str:
    return reverse("criteria:edition", args=[edition.code])
