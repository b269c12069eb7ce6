"""How close two spellings of a department are: shortened with ฯ, abbreviated, mistyped."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ita_portal.lib.thai import search_key

# Written out where names are compared; what they stand for in general, not in one agency
ABBREVIATIONS = {
    "กง.": "กลุ่มงาน",
    "สนง.": "สำนักงาน",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "อบต.": "องค์การบริหารส่วนตำบล",
    "ทต.": "เทศบาลตำบล",
    "ทม.": "เทศบาลเมือง",
    "ทน.": "เทศบาลนคร",
    "ศธจ.": "สำนักงานศึกษาธิการจังหวัด",
    "สสจ.": "สำนักงานสาธารณสุขจังหวัด",
    "รพ.": "โรงพยาบาล",
    "จ.": "จังหวัด",
    "อ.": "อำเภอ",
}
_SHORT = re.compile("|".join(rf"(?<![ก-๎]){re.escape(short)}+" for short in sorted(ABBREVIATIONS, key=len, reverse=True)))
_AND_SO_ON = "\u0e2f"
MOST = 3  # suggestions for one name
SHORTENED = 92  # percent: a name that ends in ฯ and begins like the other
WRITTEN_OUT = 97  # percent: the same once abbreviations are written out
LEAST = 72


@dataclass(frozen=True)
class Suggestion:
    """A known department, how it is spelled there, and how close that is, in percent."""

    key: str
    name: str
    score: int


def key_of(text: str) -> str:
    """What spellings are compared by: no blanks, no punctuation, Arabic digits."""
    return search_key(text)


def written_out(text: str) -> str:
    return search_key(_SHORT.sub(lambda match: ABBREVIATIONS[match[0].rstrip(".") + "."], text))


def score(one: str, other: str) -> int:
    """How close two names are, 0 to 100; 100 only where they are the same to a reader."""
    if key_of(one) == key_of(other):
        return 100
    first, second = written_out(one), written_out(other)
    if first == second:
        return WRITTEN_OUT
    shorter, longer = sorted((first.rstrip(_AND_SO_ON), second.rstrip(_AND_SO_ON)), key=len)
    if _AND_SO_ON in (first[-1:], second[-1:]) and len(shorter) > 5 and longer.startswith(shorter):
        return SHORTENED
    return min(99, round(100 * difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()))


def closest(text: str, names: Iterable[tuple[str, str]], least: int = LEAST) -> tuple[Suggestion, ...]:
    """The closest of the (key, name) pairs, the best first; each key once."""
    best: dict[str, Suggestion] = {}
    for key, name in names:
        found = score(text, name)
        if found >= least and (key not in best or found > best[key].score):
            best[key] = Suggestion(key, name, found)
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.name))[:MOST])
