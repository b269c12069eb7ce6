"""Scores and comments as they are printed: “100.00”, “๑๐๐ คะแนน”, “-”."""

import re
from decimal import Decimal

from criteria.documents.texts import folded, one_line
from criteria.documents.words import NO_COMMENT
from ita_portal.lib.thai import arabic_digits

_SCORE = re.compile(r"\(?\s*(?:คะแนน)?\s*(\d{1,3}(?:\.\d{1,4})?)\s*(?:คะแนน|เต็ม|%)?\s*\)?")


def score_of(text: str) -> str:
    """The number in Arabic digits, as printed otherwise (“100.00”); empty where the cell has none or only “-”."""
    match = _SCORE.fullmatch(arabic_digits(folded(text)))
    return match[1] if match and Decimal(match[1]) <= 100 else ""


def is_score(text: str) -> bool:
    return bool(score_of(text)) or folded(text) in NO_COMMENT


def comment_of(text: str) -> str:
    """What was said; “-” and an empty cell both say nothing."""
    comment = one_line(text)
    return "" if comment in NO_COMMENT else comment
