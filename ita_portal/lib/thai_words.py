"""Thai text cut into words, by the dictionary of libthai that Pango uses for breaking lines. Without it, into syllable-like pieces.

Only for showing: nothing stored or decided may depend on where a word ends.
"""

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_THAI = re.compile("[\u0e01-\u0e4e]+")
_PIECE = re.compile(f"[เแโใไ]?[ก-ฮ][{_MARKS}]*[ะาำๅ]?ๆ?|.", re.DOTALL)
_LONGEST = 4_000  # letters given to the library at once
_lock = Lock()  # the library does not say that a breaker may be shared


def words(text: str) -> list[str]:
    """Runs of Thai letters as words; everything between them in one piece each. Joined they are the text again."""
    found, at = [], 0
    for match in _THAI.finditer(text):
        if match.start() > at:
            found.append(text[at : match.start()])
        found += _broken(match[0])
        at = match.end()
    return [*found, text[at:]] if at < len(text) else found


def _broken(run: str) -> list[str]:
    breaker = _breaker()
    if breaker is None or len(run) > _LONGEST:
        return _PIECE.findall(run)
    letters = (ctypes.c_uint32 * (len(run) + 1))(*map(ord, run), 0)
    places = (ctypes.c_int * len(run))()
    with _lock:
        count = breaker.find(breaker.dictionary, letters, places, len(run))
    edges = [0, *places[:count], len(run)]
    return [run[start:end] for start, end in zip(edges, edges[1:], strict=False) if start < end]


@dataclass(frozen=True)
class _Breaker:
    find: Callable[..., int]
    dictionary: int


@lru_cache(maxsize=1)
def _breaker() -> _Breaker | None:
    """The library's function and its dictionary, or None where either is missing."""
    try:
        library = ctypes.CDLL("libthai.so.0")
        opened, find = library.th_brk_new, library.th_brk_wc_find_breaks
    except (OSError, AttributeError):
        return None
    opened.restype = ctypes.c_void_p
    find.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    dictionary = opened(None)
    return _Breaker(find, dictionary) if dictionary else None
