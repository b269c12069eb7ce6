"""Thai as it survives bad text layers: without the marks above and below, which PDF programs lose, double or move.

Of 397 Thai words of the criteria no two have the same skeleton. For matching words only; what is shown is the text itself.
"""

import re
from dataclasses import dataclass

from ita_portal.lib.thai import THAI_DIGITS

MOST = 1_000_000  # letters of one page that are looked at
SHOWN = 200  # letters of a passage
_SAME = str.maketrans(f"ำ{THAI_DIGITS}\u00a0\t–—−•●▪·∙“”‘’ๅ→➔⇒", "า0123456789  --------\"\"''า>>>")
_KEPT = frozenset("\n !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0123456789abcdefghijklmnopqrstuvwxyzฯๆะาเแโใไ฿") | frozenset(
    map(chr, range(ord("ก"), ord("ฮ") + 1))
)
_MARKS = "".join(map(chr, (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))))
_STRANGE = re.compile("[\u1000-\u1dff\ue000-\uf8ff\ufffd]")
_BROKEN_AM = re.compile(f"{_STRANGE.pattern}([\u0e48-\u0e4b]?)[าำ]")
_GAP = re.compile(r"(?<=[ก-ๆ]) +(?=[ก-ๆ])")


@dataclass(frozen=True)
class Skeleton:
    """`text`: what is matched, in lower case, Arabic digits, no spaces between Thai letters; `whole`: what it was made of."""

    text: str
    whole: str
    places: tuple[int, ...]  # of each letter of `text` in `whole`

    def behind(self, start: int, end: int) -> str:
        """What is written from a place of `text`, with its spaces, to another; marks of the letter before it left out."""
        if start >= end:
            return ""
        first = self.places[start - 1] + 1 if start else 0
        return self.whole[first : self.places[end - 1] + 1].lstrip(_MARKS)

    def passage(self, start: int, end: int) -> str:
        """What stands between two places of `text`, with the rest of its line as far as it fits."""
        first, last = self.places[start], self.places[max(start, end - 1)] + 1
        room = max(0, SHOWN - 2 - (last - first))
        line_begins = self.whole.rfind("\n", 0, first) + 1
        line_ends = self.whole.find("\n", last)
        before = min(first - line_begins, room // 2)
        behind = min((line_ends if line_ends >= 0 else len(self.whole)) - last, room - before)
        begins, ends = first - before, last + behind
        text = re.sub(r"\s+", " ", _mended(self.whole[begins:ends])).strip()[: SHOWN - 2]
        left, right = begins > line_begins, line_ends >= 0 and ends < line_ends or line_ends < 0 and ends < len(self.whole)
        return f"{'…' if left else ''}{text}{'…' if right else ''}"


def _mended(text: str) -> str:
    """As it is shown: a sign of no script that is used here, before sara aa, was the ring of sara am; anywhere else it is nothing."""
    return _STRANGE.sub("", _BROKEN_AM.sub("\\1ำ", text))


def skeleton(text: str) -> Skeleton:
    whole = text[:MOST]
    same = whole.lower() if len(whole.lower()) == len(whole) else whole
    same = same.translate(_SAME)
    kept = [n for n, letter in enumerate(same) if letter in _KEPT]
    joined = "".join([same[n] for n in kept])
    gaps = {n for gap in _GAP.finditer(joined) for n in range(*gap.span())}
    if gaps:
        kept = [place for n, place in enumerate(kept) if n not in gaps]
        joined = "".join([same[n] for n in kept])
    return Skeleton(joined, whole, tuple(kept))


def bones(word: str) -> str:
    """The skeleton of a word, for patterns: letters only, no spaces."""
    return skeleton(word).text.replace(" ", "")
