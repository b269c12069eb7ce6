"""Text from foreign documents: what may be kept of it, and whether it is text at all."""

import re

MAX_PAGES = 500
MAX_LETTERS = 5_000_000  # of one document; a page has about 2,000
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SIGNS = re.compile(r"[^\s0-9!-/:-@\[-`{-~๐-๙]")
LETTERS = re.compile("[A-Za-z\u0e01-\u0e5b\u2010-\u203a\uf0a7\uf0b7•·○●◆■□✓→]")
ENOUGH = 60  # signs, to say anything
READABLE = 0.6  # share of Thai and Latin letters: normal text is at 0.93, text of a broken typeface at 0.35 or less


def printable(text: str) -> str:
    """The text without what neither a page nor a database takes: control characters, halves of characters."""
    return NOT_TEXT.sub("", text)


def is_garbled(text: str) -> bool:
    """A text layer that comes out as other signs than a reader sees: the typeface does not say what its shapes mean."""
    signs = SIGNS.findall(text)
    return len(signs) >= ENOUGH and len(LETTERS.findall("".join(signs))) < READABLE * len(signs)
