"""Ways from the home page to a piece of evidence, as a citizen clicks: what they are called, and where links may lead."""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ita_portal.lib.hosts import host_of, parts_of
from ita_portal.lib.thai import search_key, tidy

HOME = "หน้าแรก"
HOME_WORDS = frozenset(
    map(search_key, ("หน้าแรก", "หน้าหลัก", "หน้าแรกเว็บไซต์", "เว็บไซต์หลัก", "โฮมเพจ", "home", "homepage", "main", "index"))
)
BETWEEN = " › "
_BETWEEN = re.compile(r"\s*(?:>+|›|»|→|⇒|➔|➜|=>|->)\s*")
_CODE = re.compile(r"o\d{1,2}")
_QUOTES = "“”\"'‘’ ​"
FILES = (
    *(".pdf", ".doc", ".docx", ".xls", ".xlsx", ".csv", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".odt", ".ods", ".json", ".xml"),
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".mp3", ".mp4", ".avi", ".wmv", ".mov", ".css", ".js", ".ico"),
)

Place = tuple[str, str, str]


def place_of(url: str) -> Place:
    """An address without what makes no difference: the scheme, www., the port, whether Thai letters are quoted, the fragment, a slash
    or an index page at the end.
    """
    parts = parts_of(url)
    path = unquote(parts.path).removesuffix("index.html").removesuffix("index.php").rstrip("/")
    return host_of(url), path, parts.query


def is_file(url: str) -> bool:
    """A document or picture: it has no links to follow."""
    return parts_of(url).path.lower().endswith(FILES)


@dataclass(frozen=True)
class Step:
    """One click: the words on the link, and where it leads. The first step of a way is the home page itself."""

    text: str
    url: str


def worded(way: Iterable[Step]) -> str:
    """The way as the official form has it: หน้าแรก › ITA › ITA 2566 › O12 …"""
    return BETWEEN.join(step.text or "…" for step in way)


def steps_of(written: str) -> list[str]:
    """The links that somebody wrote one after the other, without the home page; empty where it is no way but a sentence."""
    steps = [step.strip(_QUOTES) for step in _BETWEEN.split(tidy(written))]
    steps = [step for step in steps if step]
    if len(steps) < 2:
        return []
    return steps[1:] if search_key(steps[0]) in HOME_WORDS else steps


def says(text: str, wanted: str) -> int:
    """How well a link's words are the ones that were written: 2 the same, 1 one within the other, 0 not at all."""
    here, there = search_key(text), search_key(wanted)
    if not here or not there:
        return 0
    if here == there or (_CODE.fullmatch(there) and re.match(rf"{there}(?!\d)", here)):
        return 2
    return int(min(len(here), len(there)) >= 3 and (here in there or there in here))


def shortest(
    home: Place, links: Mapping[Place, Iterable[Step]], start: Step, arrivals: Mapping[Place, Place]
) -> dict[Place, tuple[Step, ...]]:
    """The fewest clicks from the home page to every address that is linked from a page that was seen; pages that nobody looked at
    may hold a shorter way. `arrivals`: where an address sends its readers; that is no click of its own.

    Among ways of the same length the one whose links have words goes first: “…” tells nobody where to click.
    """
    ways: dict[Place, tuple[Step, ...]] = {home: (start,), arrivals.get(home, home): (start,)}
    waiting = deque(ways)
    while waiting:
        here = waiting.popleft()
        for step in sorted(links.get(here, ()), key=lambda step: not step.text):
            linked = place_of(step.url)
            for there in (linked, arrivals.get(linked, linked)):
                if there not in ways:
                    ways[there] = (*ways[here], step)
                    waiting.append(there)
    return ways
