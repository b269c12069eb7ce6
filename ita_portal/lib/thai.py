"""Thai text as Thai people write it: digits, Buddhist years, fiscal years, sorting, searching, item codes."""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

BE_OFFSET = 543  # Buddhist Era year = Common Era year + 543
THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC = str.maketrans(THAI_DIGITS, "0123456789")
TO_THAI = str.maketrans("0123456789", THAI_DIGITS)

MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
SHORT_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")

_SPELLED_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")  # nikhahit, perhaps a tone mark, sara aa: one sara am typed in parts
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_NOT_KEY = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+|_")
_MARKS = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200b-\u200d\u2060\ufeff\u00ad"
_HIDDEN = "[\u200b-\u200d\u2060\ufeff\u00ad]*"
# What `tidy` and the key take together: sara am in parts, a doubled sara e, a letter with its marks
_CLUSTER = re.compile(
    f"(?:.[{_MARKS}]*)?\u0e4d{_HIDDEN}[\u0e48-\u0e4b]?{_HIDDEN}\u0e32|\u0e40{_HIDDEN}\u0e40|.[{_MARKS}]*", re.DOTALL
)
_CODE = re.compile(r"[Oo0\u0e50]?\s*([0-9\u0e50-\u0e59]{1,2})")

_LEADING_VOWELS = "เแโใไ"
_SECOND_LEVEL = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"  # marks that only decide between otherwise equal words
_LEADING = re.compile(f"([{_LEADING_VOWELS}])([\u0e01-\u0e2e])")


def arabic_digits(text: str) -> str:
    """The text with every Thai digit as an Arabic one: digits are stored so."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: object) -> str:
    """The text with every Arabic digit as a Thai one, as ministries ask of formal papers."""
    return str(text).translate(TO_THAI)


def tidy(text: str) -> str:
    """Text as it is stored: NFC, sara am in one piece, no invisible characters, single spaces.

    Never NFKC: that takes sara am apart.
    """
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _SPELLED_AM.sub("\\1\u0e33", text).replace("\u0e40\u0e40", "\u0e41")
    return _SPACES.sub(" ", text).strip()


def tidy_lines(text: str) -> str:
    """Like `tidy`, for texts of several lines: line breaks stay."""
    return "\n".join(tidy(line) for line in text.replace("\r\n", "\n").split("\n")).strip()


def search_key(text: str) -> str:
    """What a search compares: no spaces, no punctuation, Arabic digits, one letter case."""
    return _NOT_KEY.sub("", arabic_digits(tidy(text)).casefold())


def search_keys(parts: Iterable[str]) -> str:
    """One key for several texts: a space between them, so that no match runs from one into the next."""
    return " ".join(filter(None, map(search_key, parts)))


_cluster_key = lru_cache(maxsize=8192)(search_key)


def key_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The search key of a text, and from where to where each of its characters stands in the text as it is written.

    A place spans the letter with all its marks, so that nothing cut there comes apart.
    """
    key: list[str] = []
    places: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        for letter in _cluster_key(cluster[0]):
            key.append(letter)
            places.append(cluster.span())
    return "".join(key), places


def sort_key(text: str) -> str:
    """A key whose plain order is the order of a Thai dictionary, on every database.

    A leading vowel sorts after its consonant; tone marks decide only between otherwise equal words.
    """
    text = _LEADING.sub(r"\2\1", arabic_digits(tidy(text)).casefold())
    first = "".join(ch for ch in text if ch not in _SECOND_LEVEL)
    second = "".join(ch for ch in text if ch in _SECOND_LEVEL)
    return f"{first}\x01{second}"


def fiscal_year(day: datetime.date) -> int:
    """The Thai fiscal year (Buddhist Era) of a day: it begins on 1 October of the year before."""
    return day.year + BE_OFFSET + (day.month >= 10)


def fiscal_year_bounds(year: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a fiscal year given in the Buddhist Era."""
    return datetime.date(year - BE_OFFSET - 1, 10, 1), datetime.date(year - BE_OFFSET, 9, 30)


def date_th(day: datetime.date, *, short: bool = False) -> str:
    """A date as a Thai reads it: 5 มีนาคม 2569, or 5 มี.ค. 2569."""
    months = SHORT_MONTHS if short else MONTHS
    return f"{day.day} {months[day.month - 1]} {day.year + BE_OFFSET}"


def item_number(text: str) -> int | None:
    """The number of an OIT item from any of its spellings (O7, o7, 07, ๐๗, O๑๒, 0๑๒, ๐๑๐), or None.

    The letter O is written as O, zero or Thai zero, or left out; the number is 1 to 99.
    """
    match = _CODE.fullmatch(_SPACES.sub("", text))
    number = int(arabic_digits(match[1])) if match else 0
    return number or None


def foreign_characters(text: str) -> list[str]:
    """Letters that belong to neither Thai nor Latin script: nearly always a scanning fault."""
    letters = {ch for ch in text if unicodedata.category(ch)[0] in "LM"}
    return sorted(ch for ch in letters if not ("\u0e00" <= ch <= "\u0e7f" or ch < "\u0250"))
