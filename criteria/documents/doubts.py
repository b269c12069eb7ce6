"""What a person must look at: gaps and doubles among the codes, counts that differ, odd letters and years; and how sure an entry is."""

from collections import Counter
from collections.abc import Callable

from criteria.documents.headings import is_note
from criteria.documents.shapes import Doubt, Entry, Reading
from criteria.documents.texts import broken_by_spaces, folded, foreign_letters, impossible_years, mixed_digits
from criteria.documents.words import NO_COMMENT

# How many percent of confidence each costs
COSTS = {
    "code_repeated": 40,
    "title_missing": 40,
    "columns_guessed": 20,
    "code_in_title": 10,
    "code_shared": 15,
    "row_split": 5,
    "foreign_letters": 10,
    "impossible_year": 10,
    "mixed_digits": 2,
    "words_broken": 10,
    "score_unreadable": 20,
    "title_is_long": 20,
}
LEAST = 5


def add_all(reading: Reading) -> None:
    """Fill the doubts of the reading and of each entry, and each entry's confidence."""
    _codes(reading)
    _counts(reading)
    for entry in reading.entries:
        for check in _CHECKS:
            entry.doubts += [doubt for doubt in check(entry) if doubt not in entry.doubts]
        entry.confidence = max(LEAST, 100 - sum(COSTS.get(doubt.code, 0) for doubt in entry.doubts))


def _codes(reading: Reading) -> None:
    """Missing and doubled codes; a list begins at 1 and ends at its highest code."""
    if not reading.entries:
        reading.doubts.append(Doubt("nothing_recognised"))
        return
    found = Counter(entry.number for entry in reading.entries)
    missing = [f"O{number}" for number in range(1, max(found) + 1) if number not in found]
    if missing:
        reading.doubts.append(Doubt("codes_missing", ", ".join(missing)))
    for number in sorted(number for number, times in found.items() if times > 1):
        reading.doubts.append(Doubt("code_repeated", f"O{number}"))
    for entry in reading.entries:
        if found[entry.number] > 1:
            entry.doubts.append(Doubt("code_repeated", entry.printed_code))
    numbers = [entry.number for entry in reading.entries]
    if numbers != sorted(numbers):
        reading.doubts.append(Doubt("codes_out_of_order"))


def _counts(reading: Reading) -> None:
    """“(33 ข้อมูล)” against what was found under that indicator; where the document does not say where an item belongs, not at all."""
    for number, announced in reading.announced.items():
        if not number or not any(entry.sub for entry in reading.entries):
            continue
        found = sum(1 for entry in reading.entries if entry.sub == number or entry.sub.startswith(f"{number}."))
        if found != announced:
            reading.doubts.append(Doubt("count_differs", f"{number}: {announced} / {found}"))


def _title(entry: Entry) -> list[Doubt]:
    if not entry.title and "title" in entry.raw:
        return [Doubt("title_missing")]
    return [Doubt("title_is_long")] if is_note(entry.title) and len(entry.title) > 150 else []


def _letters(entry: Entry) -> list[Doubt]:
    letters = foreign_letters(f"{entry.title} {entry.detail} {entry.departments} {entry.comment}")
    return [Doubt("foreign_letters", " ".join(letters))] if letters else []


def _years(entry: Entry) -> list[Doubt]:
    text = f"{entry.title}\n{entry.detail}"
    return [
        *(Doubt("impossible_year", year) for year in impossible_years(text)),
        *(Doubt("mixed_digits", number) for number in mixed_digits(text)),
    ]


def _words(entry: Entry) -> list[Doubt]:
    return [Doubt("words_broken", entry.title)] if broken_by_spaces(entry.title) else []


def _score(entry: Entry) -> list[Doubt]:
    printed = folded(entry.raw["score"].text) if "score" in entry.raw else ""
    return [Doubt("score_unreadable", printed)] if printed not in NO_COMMENT and not entry.score else []


_CHECKS: tuple[Callable[[Entry], list[Doubt]], ...] = (_title, _letters, _years, _words, _score)
