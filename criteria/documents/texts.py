"""Text as documents have it, made text as people read it: line breaks, fillers, HTML remnants; and what is odd in it."""

import html
import re

from ita_portal.lib.thai import MONTHS, arabic_digits, foreign_characters, tidy, tidy_lines

_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")
_BLOCK_TAG = re.compile(r"</?(?:p|div|ul|ol|li|br|tr|table|tbody|h[1-6])\b[^<>]{0,300}>", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:u|b|i|em|strong|span|font|td|th|a|sup|sub|small)\b[^<>]{0,300}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_THAI = "\u0e01-\u0e2e\u0e30-\u0e4e"
_AFTER_MARK = re.compile(r"([\u0e46\u0e2f])\s*(?=[\u0e01-\u0e2e\u0e40-\u0e44])")  # ๆ and ฯ take a space before the next word
_LINE_END = re.compile(f"(?<=[{_THAI}])(?:[ ]{{2,}})?\n+[ ]*(?=[{_THAI}])")
_FILLER = re.compile(f"(?<=[{_THAI}])[ \u00a0]{{3,}}(?=[{_THAI}])")
_YEAR = re.compile(r"(?<!\d)\d{4,5}(?!\d)")
_NAMED_YEAR = re.compile(r"(?:พ\.\s?ศ\.|ปีงบประมาณ|ประจำปี|ปี)\s*(?:พ\.\s?ศ\.)?\s*(\d{4,6})(?!\d)")
_MIXED = re.compile(r"\d*(?:[0-9][๐-๙]|[๐-๙][0-9])\d*")
_LETTERS = re.compile(f"[{_THAI}]+")
# Words that stand between blanks in well-set titles, too
_BY_THEMSELVES = {"ต่าง", "รอบ", "เดือน", "ประจำปี", "ปี", "พ", "ศ", "ๆ", *MONTHS}
FIRST_YEAR, LAST_YEAR = 2540, 2599


def without_remnants(text: str) -> str:
    """The text without bookmarks and tags that were left in it; a tag that began a block begins a line."""
    text = _BOOKMARK.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    text = _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", text))
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def lines_of(text: str) -> str:
    """The text tidied, its own line breaks kept, no empty lines and no fillers of blanks."""
    text = _FILLER.sub("", text)
    return "\n".join(line for line in tidy_lines(text).split("\n") if line)


def one_line(text: str) -> str:
    """A title: broken lines and fillers of blanks inside Thai text are put together without a gap, as Thai is written.

    A single blank before or after the break was typed as one and stays.
    """
    text = _FILLER.sub("", _LINE_END.sub(lambda match: " " if match[0].endswith(" ") else "", _single_blank_stays(text)))
    return _AFTER_MARK.sub(r"\1 ", tidy(text))


def _single_blank_stays(text: str) -> str:
    """“…ประจำปี ⏎รอบ ๖ เดือน”: the blank before the break belongs between the words."""
    return re.sub(r"(?<=\S) \n+(?=\S)", " ", text)


def folded(text: str) -> str:
    """All white space as single blanks."""
    return tidy(text)


def years_in(text: str) -> list[int]:
    """Buddhist years that are named, in order of appearance."""
    found = (int(year) for year in _YEAR.findall(arabic_digits(text)))
    return [year for year in found if FIRST_YEAR <= year <= LAST_YEAR]


def impossible_years(text: str) -> list[str]:
    """Numbers that are called a year and cannot be one: “ปี พ.ศ. 25623”."""
    found = _NAMED_YEAR.findall(arabic_digits(text))
    return [year for year in found if not FIRST_YEAR <= int(year) <= LAST_YEAR]


def mixed_digits(text: str) -> list[str]:
    """Numbers in Thai and Arabic digits at once: “๒๕๖5”. Codes such as “O๑๐” are none."""
    return [match for match in _MIXED.findall(text) if len(match) > 2]


def foreign_letters(text: str) -> list[str]:
    """Letters of another script, nearly always a scanning fault: “ใช้จួយ”."""
    return foreign_characters(text)


def broken_by_spaces(title: str) -> bool:
    """Whether words seem to be torn apart: three or more pieces of Thai, short on average (“คุณ ธรรม และ ความ โปร่งใส”)."""
    pieces = [_LETTERS.search(piece) for piece in title.split()]
    lengths = [len(piece[0]) for piece in pieces if piece and piece[0] not in _BY_THEMSELVES]
    return len(lengths) >= 3 and sum(lengths) / len(lengths) < 15
