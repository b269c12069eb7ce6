"""Items × departments of one year: who answers for what, and how far it is."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Department, User
from assignments.models import Assessment
from assignments.queries import Seat, departments_of_year, seat_of
from submissions.enums import Status
from submissions.pages.bulk import Verb, verbs_of
from submissions.pages.listing import Line, Listing, lines_of, listing_of, pill_of


@dataclass(frozen=True)
class Row:
    line: Line
    cells: list[SafeString]  # as they stand in the table
    count: int


@dataclass
class Column:
    """A department, with its items and its part in each; on a phone the matrix is a list of these."""

    department: Department
    lines: list[tuple[Line, str]]


@dataclass
class MatrixPage:
    assessment: Assessment
    seat: Seat
    listing: Listing
    columns: list[Column]
    rows: list[Row]
    chosen: bool

    @property
    def legend(self) -> list[SafeString]:
        return [pill_of(status) for status in Status if any(line.status == status for line in self.listing.lines)]

    @property
    def bulk(self) -> list[Verb]:
        return [verb for verb in verbs_of(self.seat, self.assessment) if verb.verb == "assign"]


def matrix_page(assessment: Assessment, user: User, asked: QueryDict) -> MatrixPage:
    seat = seat_of(user, assessment)
    listing = listing_of(lines_of(assessment, user, seat), asked, seat)
    columns = [Column(department, []) for department in departments_of_year(assessment)]
    rows = [_row(line, columns) for line in listing.lines]
    return MatrixPage(assessment, seat, listing, columns, rows, "chosen" in asked)


def _row(line: Line, columns: list[Column]) -> Row:
    """The row, cell by cell; each column keeps what is its own."""
    parts = {one.department_id: str(one.get_part_display()) for one in line.responsible.rows}
    cells = []
    for column in columns:
        part = parts.get(column.department.pk)
        if part:
            column.lines.append((line, part))
        cells.append(_cell(line, part) if part else EMPTY)
    return Row(line, cells, len(parts))


EMPTY = SafeString('<td class="cell"></td>')


def _cell(line: Line, part: str) -> SafeString:
    return format_html(
        '<td class="cell cell-{}"><a href="../{}/"><span class="visually-hidden">{} </span>{}<br><span class="small">{}</span></a></td>',
        line.status,
        line.code,
        line.code,
        part,
        Status(line.status).label,
    )
