"""What the readers say in codes, as sentences in the reader's language: refusals, doubts, places."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.documents.shapes import Doubt

REFUSALS: dict[str, Promise] = {
    "empty": gettext_lazy("The file is empty."),
    "large": gettext_lazy(
        "The file is larger than %(most)s MB. An assignment sheet is far smaller; without pictures it will fit."
    ),
    "broken": gettext_lazy(
        "The file is damaged and cannot be opened. Open it in Word or Excel, save it again and choose that one."
    ),
    "bomb": gettext_lazy("The file unpacks to far more than it should, so it was not opened. Save it anew, without pictures."),
    "password": gettext_lazy("The file is protected by a password. Save it without one and choose it again."),
    "macros": gettext_lazy("The file holds macros. Save it as .docx or .xlsx, which have none, and choose that one."),
    "entities": gettext_lazy(
        "The file holds declarations that Office never writes, so it was not opened. Save it anew in Word or Excel."
    ),
    "sheets": gettext_lazy("The workbook has %(count)s sheets; at most %(most)s are read. Leave only the sheet with the items."),
    "dimensions": gettext_lazy(
        "The table reaches to row %(rows)s and column %(columns)s; at most %(most_rows)s rows and %(most_columns)s columns are read. "
        "Delete what stands far outside the list."
    ),
    "old_format": gettext_lazy("This is an old .doc or .xls file. Open it and save it as .docx or .xlsx, then choose that one."),
    "other_format": gettext_lazy("Files of this kind are not read. Save it as .docx, .xlsx or .csv, or paste its text."),
    "not_what_it_says": gettext_lazy(
        "The name ends in .%(name)s, but the file is no such file. Save it again from Word or Excel."
    ),
    "picture": gettext_lazy(
        "This is a picture; there is no text in it to read. Choose the Word or Excel file, or paste the text."
    ),
    "scan": gettext_lazy(
        "The PDF holds pictures of pages, no text. Ask for the Word file that it was made from, or paste the text."
    ),
    "pages": gettext_lazy("The PDF has %(count)s pages; at most %(most)s are read. Choose the pages with the list only."),
    "no_text_file": gettext_lazy("This is no text that can be read. Save it as .docx, .xlsx, or as CSV in UTF-8."),
    "open_quote": gettext_lazy('Line %(line)s: a quotation mark (") is opened and never closed. Delete it or close it.'),
    "bad_csv": gettext_lazy("Line %(line)s cannot be taken apart into cells: look at the quotation marks in it."),
    "long_field": gettext_lazy(
        "Line %(line)s has a cell that is longer than any text should be. Is a quotation mark missing before it?"
    ),
}
DOUBTS: dict[str, Promise] = {
    "code_repeated": gettext_lazy("The code %(detail)s stands more than once."),
    "codes_missing": gettext_lazy("These codes are missing: %(detail)s."),
    "codes_out_of_order": gettext_lazy("The codes do not stand in order."),
    "nothing_recognised": gettext_lazy(
        "No item was recognised: a list of items has a column with codes such as O1, ๐๑ or 01, each alone in its cell."
    ),
    "count_differs": gettext_lazy(
        "The document announces another number of items than were found (indicator: announced / found): %(detail)s."
    ),
    "too_many": gettext_lazy("%(detail)s rows with codes were found; only the first 300 are shown. Is it the right file?"),
    "year_guessed": gettext_lazy("The title names no year; the components mostly speak of %(detail)s."),
    "row_without_code": gettext_lazy("A row has no code and was left out: %(detail)s"),
    "title_missing": gettext_lazy("The title is missing."),
    "title_is_long": gettext_lazy("The title is unusually long: perhaps part of it is a component."),
    "columns_guessed": gettext_lazy("No header says what the columns hold; it was concluded from what stands in them."),
    "code_in_title": gettext_lazy("Code and title stand in one cell: %(detail)s"),
    "code_shared": gettext_lazy("Several codes share one row: %(detail)s"),
    "row_split": gettext_lazy("The row was put together from several parts, as after a page break."),
    "foreign_letters": gettext_lazy("Letters of another script, probably a scanning fault: %(detail)s"),
    "impossible_year": gettext_lazy("%(detail)s cannot be a year."),
    "mixed_digits": gettext_lazy("Thai and Arabic digits in one number: %(detail)s"),
    "words_broken": gettext_lazy("Words seem to be torn apart by blanks in the title."),
    "score_unreadable": gettext_lazy("“%(detail)s” is no score from 0 to 100."),
}
_PLACES = (
    (
        re.compile(r"page (?P<page>\d+), table (?P<table>\d+), row (?P<row>\d+), column (?P<column>\d+)"),
        gettext_lazy("page %(page)s, table %(table)s, row %(row)s, column %(column)s"),
    ),
    (re.compile(r"page (?P<page>\d+)"), gettext_lazy("page %(page)s")),
    (
        re.compile(r"table (?P<table>\d+), row (?P<row>\d+), column (?P<column>\d+)"),
        gettext_lazy("table %(table)s, row %(row)s, column %(column)s"),
    ),
    (re.compile(r"sheet (?P<sheet>.+), (?P<cell>[A-Z]+\d+)"), gettext_lazy("sheet %(sheet)s, cell %(cell)s")),
    (re.compile(r"line (?P<line>\d+), column (?P<column>\d+)"), gettext_lazy("line %(line)s, column %(column)s")),
    (re.compile(r"line (?P<line>\d+)"), gettext_lazy("line %(line)s")),
    (re.compile(r"paragraph (?P<paragraph>\d+)"), gettext_lazy("paragraph %(paragraph)s")),
)


def refusal(code: str, values: Mapping[str, object]) -> str:
    """Why the file is not read, and what to do."""
    return str(REFUSALS[code]) % values


def doubt_sentence(doubt: Doubt) -> str:
    """Why a person must look."""
    return str(DOUBTS[doubt.code]) % {"detail": doubt.detail}


def place_words(place: str) -> str:
    """Where a cell stands, in the reader's language."""
    for pattern, words in _PLACES:
        match = pattern.fullmatch(place)
        if match:
            return str(words) % match.groupdict()
    return place or _("unknown place")
