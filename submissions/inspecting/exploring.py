"""Clicking through an agency's website: the ways from its home page to the evidence, found by one walk for all of a year.

The walk goes first where the evidence is likely (words such as ITA and OIT, the item's code and title, the year), follows links and
nothing else, and obeys robots.txt. A sitemap is no way: nobody clicks through it; it only tells whether the address is known at all.
"""

import asyncio
import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urljoin, urlsplit

from protego import Protego

from ita_portal.lib.fetch import Fetched, Limits
from ita_portal.lib.thai import arabic_digits, search_key
from ita_portal.lib.web_pages import Link
from submissions.checks.case import Walk, Written
from submissions.checks.ways import HOME, Place, Step, is_file, place_of, says, shortest, steps_of
from submissions.checks.years import years_in_full
from submissions.documents import Document, Foreign, Form, Mark, read_all
from submissions.inspecting.outside import client

MOST_PAGES = 300  # of one walk
DEEPEST = 4  # clicks: home › ITA › year › item › document
TOGETHER = 8  # pages fetched before the next are chosen
ALIKE = 30  # addresses of one pattern (calendars, news by number) that are followed without a hint
LINKS_OF_A_PAGE = 1500
MOST_STEPS = 10  # of a way that somebody wrote; a longer one is no way
PAGE_LIMITS = Limits(seconds=20, size=2 * 1024 * 1024)
AGENT = "ITA-Portal"

_NUMBER = re.compile(r"\d+")
_CODE = re.compile(r"(?<![a-z0-9])o[\s._-]?0*(\d{1,2})(?!\d)")
_ITA = re.compile(r"(?<![a-z])(?:ita|oit)(?![a-z])|คุณธรรมและความโปร่งใส|เปิดเผยข้อมูลสาธารณะ|opendata|open-data")
_BORING = re.compile(r"ข่าว|ปฏิทิน|กระทู้|กระดาน|กิจกรรม|news|calendar|webboard|event|gallery|login|search|print|share|feed")
_LOC = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """A piece of evidence to be found: every address it goes by, and the item's number and title."""

    key: int
    places: frozenset[Place]
    number: int
    title: str


class Explorer:
    """Fetches and reads pages of one website, each once. Use as a context manager; the loop and the connections are its own."""

    def __init__(self, home: str):
        self.home = home
        self.read: dict[Place, Document] = {}
        self.answers: dict[Place, Fetched] = {}

    def __enter__(self) -> "Explorer":
        self.runner = asyncio.Runner()
        self.client = client()
        self.runner.run(self.client.__aenter__())
        robots = self.runner.run(self.client.fetch(urljoin(self.home, "/robots.txt"), limits=PAGE_LIMITS))
        self.robots = Protego.parse(robots.body.decode("utf-8", errors="replace") if robots.fine else "")
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.runner.run(self.client.__aexit__())
        self.runner.close()

    def may_fetch(self, url: str) -> bool:
        return self.robots.can_fetch(url, AGENT)

    def may_click(self, url: str) -> bool:
        """A page of this website that it does not ask programs to leave alone."""
        return place_of(url)[0] == place_of(self.home)[0] and self.may_fetch(url)

    def pages(self, urls: Iterable[str]) -> list[Document | None]:
        """What stands at these addresses; None where there is no web page."""
        wanted = list(urls)
        new = {place_of(url): url for url in wanted if place_of(url) not in self.answers}
        answers = self.runner.run(self._fetch(list(new.values())))
        self.answers.update(zip(new, answers, strict=True))
        bodies = {place: answer for place, answer in zip(new, answers, strict=True) if answer.fine and answer.body}
        foreign = [Foreign(a.body, a.final_url, a.headers.get("content-type", "text/html"), a.cut) for a in bodies.values()]
        documents = zip(bodies, read_all(foreign), strict=True)
        self.read.update((place, document) for place, document in documents if document.form == Form.HTML)
        return [self.read.get(place_of(url)) for url in wanted]

    async def _fetch(self, urls: list[str]) -> list[Fetched]:
        return list(await asyncio.gather(*(self.client.fetch(url, limits=PAGE_LIMITS) for url in urls)))

    def sitemap(self) -> frozenset[Place]:
        answer = self.runner.run(self.client.fetch(urljoin(self.home, "/sitemap.xml")))
        return frozenset(place_of(found.decode("utf-8", errors="replace")) for found in _LOC.findall(answer.body))


def links_of(document: Document) -> list[Link]:
    """The links of a page, and where it sends its readers on by itself."""
    onward = [Link(document.refresh, "")] if document.refresh else []
    return [*document.links[:LINKS_OF_A_PAGE], *onward]


class Search:
    """One walk through a website for many targets, the likeliest pages first."""

    def __init__(self, explorer: Explorer, targets: list[Target], year: int, most: int = MOST_PAGES):
        self.explorer, self.targets, self.year, self.most = explorer, targets, year, most
        self.home = place_of(explorer.home)
        self.numbers = {target.number for target in targets}
        self.above = {above for target in targets for place in target.places for above in _above(place)}
        self.titles = [key for key in {search_key(target.title)[:40] for target in targets} if len(key) > 6]
        self.links: dict[Place, list[Step]] = defaultdict(list)
        self.linked: set[Place] = {self.home}
        self.arrivals: dict[Place, Place] = {}  # of what redirects
        self.patterns: Counter[tuple] = Counter()
        self.frontier: list[tuple[float, int, int, str]] = []  # unlikeliness, order, clicks, address
        self.fetched = 0
        self.barred = False  # whether robots.txt closes a likely page

    @property
    def found(self) -> bool:
        """Whether every target is linked from a page that was seen."""
        return all(target.places & self.linked for target in self.targets)

    def run(self, progress: Callable[[int], None] = lambda pages: None) -> dict[int, Walk]:
        """The walk of each target, by its key."""
        problem = self._begin()
        while not problem and self.frontier and self.fetched < self.most and not self.found:
            self._look(self._likeliest())
            progress(self.fetched)
        ways = shortest(self.home, self.links, Step(HOME, self.explorer.home), self.arrivals)
        known = self.explorer.sitemap() if not problem and not self.found else frozenset()
        walks = {}
        for target in self.targets:
            way = min((ways[place] for place in target.places if place in ways), key=len, default=())
            why = problem or ("robots" if self.barred and not way else "")
            walks[target.key] = Walk(way, self.fetched, not self.frontier, bool(target.places & known), why)
        return walks

    def _begin(self) -> str:
        home = self.explorer.home
        if not self.explorer.may_fetch(home):
            return "robots"
        document = self.explorer.pages([home])[0]
        self.fetched = 1
        self._arrive(self.home)
        if document is None:
            return "home"
        if document.has(Mark.SCRIPTED):
            return "scripted"
        self._keep(self.home, document, 0)
        return ""

    def _likeliest(self) -> list[tuple[int, str]]:
        """The next pages: the likeliest with what is as likely; where nothing speaks for any page, several at once."""
        chosen: list[tuple[int, str]] = []
        most, likely = min(TOGETHER, self.most - self.fetched), self.frontier[0][0]
        while self.frontier and len(chosen) < most and (likely > 0 or self.frontier[0][0] <= likely):
            _rank, _order, clicks, url = heapq.heappop(self.frontier)
            chosen.append((clicks, url))
        return chosen

    def _look(self, chosen: list[tuple[int, str]]) -> None:
        documents = self.explorer.pages(url for _clicks, url in chosen)
        self.fetched += len(chosen)
        for (clicks, url), document in zip(chosen, documents, strict=True):
            self._arrive(place_of(url))
            if document is not None:
                self._keep(place_of(url), document, clicks)

    def _arrive(self, here: Place) -> None:
        """Where a redirect leads is linked as well, and what is linked from there is linked from both."""
        answer = self.explorer.answers[here]
        if answer.fine and (there := place_of(answer.final_url)) != here:
            self.arrivals[here] = there
            self.linked.add(there)
            self.links.setdefault(there, self.links[here])

    def _keep(self, here: Place, document: Document, clicks: int) -> None:
        for link in links_of(document):
            there = place_of(link.url)
            self.links[here].append(Step(link.text, link.url))
            if there in self.linked:
                continue
            self.linked.add(there)
            if clicks + 1 < DEEPEST and there[0] == self.home[0] and not is_file(link.url):
                self._consider(link, clicks + 1)

    def _consider(self, link: Link, clicks: int) -> None:
        hints = self.hints(link)
        if not self.explorer.may_fetch(link.url):
            self.barred = self.barred or hints > 0
            return
        pattern = (_NUMBER.sub("N", urlsplit(link.url).path), bool(urlsplit(link.url).query))
        self.patterns[pattern] += 1
        if hints > 0 or self.patterns[pattern] <= ALIKE:
            heapq.heappush(self.frontier, (clicks - hints, len(self.linked), clicks, link.url))

    def hints(self, link: Link) -> float:
        """How much speaks for going there."""
        words = arabic_digits(f"{link.text} {link.url}").lower()
        points = 0.0
        if any(int(number) in self.numbers for number in _CODE.findall(words)):
            points += 6
        if _ITA.search(words):
            points += 5
        key = search_key(link.text)
        if len(key) > 6 and any(title in key or key in title for title in self.titles):
            points += 5
        years = years_in_full(words)
        if self.year in years:
            points += 3
        elif years:
            points -= 4
        host, path, query = place_of(link.url)
        if not query and (host, path) in self.above:
            points += 4
        return points - 3 * bool(_BORING.search(words))


def _above(place: Place) -> Iterator[tuple[str, str]]:
    """The folders in which a target lies, but for the whole site: /ita/2566 and /ita of /ita/2566/o12.html."""
    host, path, _query = place
    return ((host, path[:end]) for end, sign in enumerate(path) if sign == "/" and end > 1)


def rewalk(explorer: Explorer, written: str, target: Target) -> Written | None:
    """Click along the way that a person wrote. None where what they wrote is no way.

    Pages elsewhere and those that robots.txt closes are not asked for: such a way cannot be followed to its end.
    """
    steps = steps_of(written)
    if not steps or len(steps) > MOST_STEPS:
        return None
    here, at = [explorer.home], HOME
    passed = False  # the step before was a heading of a menu, without a page of its own
    for place, step in enumerate(steps):
        pages = [page for page in explorer.pages(filter(explorer.may_click, here)) if page is not None]
        if not pages:
            return Written(ok=False, step=step, at=at, problem="page")
        links = [(says(link.text, step), link) for page in pages for link in links_of(page)]
        best = max((score for score, _link in links), default=0)
        if best:
            here = list(dict.fromkeys(link.url for score, link in links if score == best))[:3]
            at, passed = step, False
        elif not passed and place < len(steps) - 1 and any(search_key(step) in search_key(page.text) for page in pages):
            passed = True
            continue
        else:
            return Written(ok=False, step=step, at=at)
        if any(place_of(url) in target.places for url in here):
            return Written(ok=True)
    for page in explorer.pages(url for url in here if explorer.may_click(url) and not is_file(url)):
        if page is not None and any(place_of(link.url) in target.places for link in links_of(page)):
            return Written(ok=True)
    return Written(ok=False, step="", at=at)
