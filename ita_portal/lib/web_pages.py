"""What stands on a web page: its words, its links, and whether it is what it seems."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ita_portal.lib.hosts import parts_of

ONWARD = re.compile(r"""\s*[\d.]*\s*[;,]?\s*url\s*=\s*["']?([^"']+)""", re.IGNORECASE)
SPACE = re.compile(r"\s+")
DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-zA-Z0-9_-]+)""", re.IGNORECASE)
THAI_CHARSETS = ("tis-620", "tis620", "windows-874", "cp874", "iso-8859-11", "x-windows-874")
THAI = re.compile(r"[ก-๛]")
NOT_SHOWN = ("script", "style", "noscript", "template", "head")
FEW_LETTERS, FEW_LINKS = 200, 3  # below both, with a script: the page is made in the browser
FEW_OF_ITS_OWN = 60  # letters: nothing to compare two pages by
LONGEST_COMPARED = 1500  # letters, of each page; what a comparison costs grows with their square
NUMBER = re.compile(r"\d+")
NOT_FOUND = re.compile(r"\b(page|file|404)\W+(was )?not found|ไม่พบ(หน้า|เพจ|เว็บ|ที่อยู่|url)|ไม่มีหน้า", re.IGNORECASE)
FEW_BESIDE = 500  # letters beside a form that asks for a password: a page to log in, not one with content
LOG_IN_PLACES = re.compile(r"/(log-?in|sign-?in|wp-login|servicelogin|auth)(\.(php|aspx?|jsp|html?))?(/|$)", re.IGNORECASE)
LOG_IN_HOSTS = ("accounts.google.com", "login.microsoftonline.com", "login.live.com")


@dataclass(frozen=True)
class Link:
    """Where a link leads (absolute, without fragment), and the words a person sees on it."""

    url: str
    text: str


@dataclass(frozen=True)
class WebPage:
    """A page as a reader meets it. `refresh` is the address it sends its readers on to by itself, if any."""

    url: str
    title: str
    text: str
    links: tuple[Link, ...]
    refresh: str = ""
    asks_for_password: bool = False  # and holds little else: it is there to log in
    log_in_box: bool = False  # asks for one beside links without content: what lies behind it cannot be told from here
    made_by_script: bool = False  # nothing to read without running it: cannot be checked here


def is_of_log_in_host(url: str) -> bool:
    """A website that is there for logging in only."""
    return (parts_of(url).hostname or "") in LOG_IN_HOSTS


def is_log_in_place(url: str) -> bool:
    """Whether its path is one where websites let people log in; "/docs/login-manual.pdf" is none."""
    return bool(LOG_IN_PLACES.search(parts_of(url).path))


def decode(body: bytes, content_type: str = "") -> str:
    """The page's text: by its byte order mark, as UTF-8, as it declares itself, or as Thai Windows if that yields more Thai.

    Declarations are often wrong on Thai sites, so UTF-8 that decodes without a fault is believed before them.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.start > len(body) - 4:  # cut in the middle of its last letter
            return body.decode("utf-8", errors="ignore")
    header = re.search(r"charset=\s*[\"']?([\w-]+)", content_type)
    inside = DECLARED.search(body[:4096])
    name = header.group(1) if header else inside.group(1).decode("ascii") if inside else "cp874"
    as_declared = _decoded(body, "cp874" if name.lower() in THAI_CHARSETS else name)
    as_thai = _decoded(body, "cp874")
    return as_thai if len(THAI.findall(as_thai)) > len(THAI.findall(as_declared)) else as_declared


def _decoded(body: bytes, name: str) -> str:
    try:
        return body.decode(name, errors="replace")
    except LookupError:  # a declaration that nobody knows
        return body.decode("utf-8", errors="replace")


def read_page(text: str, url: str) -> WebPage:
    """Read decoded HTML that came from `url`. Nothing of it is run, nothing it names is fetched."""
    tree = LexborHTMLParser(text)
    title = _words(tree.css_first("title"))
    base = tree.css_first("base[href]")
    origin = _joined(url, (base.attributes.get("href") or "").strip()) or url if base else url
    refresh = _refresh(tree, origin)
    links = tuple(_links(tree, origin))
    scripts = tree.css_first("script") is not None
    tree.strip_tags(list(NOT_SHOWN))
    body = tree.body
    shown = SPACE.sub(" ", body.text(separator=" ")).strip() if body else ""
    hollow = scripts and len(shown) < FEW_LETTERS and len(links) < FEW_LINKS and not refresh
    wall, box = _log_in(tree)
    return WebPage(url, title, shown, links, refresh, wall, box, hollow)


def _log_in(tree: LexborHTMLParser) -> tuple[bool, bool]:
    """Whether it is a page to log in, or one with a box for that whose content cannot be told. Takes the forms and links out."""
    asking = tree.css("input[type=password]")
    if not asking:
        return False, False
    for form in tree.css("form:has(input[type=password])"):
        form.decompose()
    wall = len(_words(tree.body)) < FEW_BESIDE
    for link in tree.css("a"):
        link.decompose()
    return wall, not wall and len(_words(tree.body)) < FEW_BESIDE


def _refresh(tree: LexborHTMLParser, origin: str) -> str:
    """Where the page sends its readers on to by itself; to itself is nowhere."""
    for node in tree.css("meta[http-equiv]"):
        named = ONWARD.match(node.attributes.get("content") or "")
        if (node.attributes.get("http-equiv") or "").lower() == "refresh" and named:
            return _joined(origin, named[1].strip())
    return ""


def _links(tree: LexborHTMLParser, origin: str) -> Iterator[Link]:
    for node in tree.css("a[href], area[href], iframe[src], frame[src]"):
        to = (node.attributes.get("href") or node.attributes.get("src") or "").strip()
        absolute = _joined(origin, to).split("#")[0]
        if absolute.startswith(("http://", "https://")):
            yield Link(absolute, _label(node))


def _joined(origin: str, to: str) -> str:
    """Empty where no address comes of it, such as brackets that are no IPv6 address."""
    try:
        return urljoin(origin, to)
    except ValueError:
        return ""


def _label(node: LexborNode) -> str:
    """What a person sees on a link: its words, or what stands in for them."""
    image = node.css_first("img[alt]")
    names = (
        _words(node),
        node.attributes.get("title") or "",
        node.attributes.get("aria-label") or "",
        (image.attributes.get("alt") or "") if image else "",
        node.attributes.get("alt") or "",
    )
    return next((SPACE.sub(" ", name).strip()[:200] for name in names if name.strip()), "")


def _words(node: LexborNode | None) -> str:
    return SPACE.sub(" ", node.text(separator=" ")).strip() if node else ""


class Readable(Protocol):
    """Whatever has a title and words."""

    @property
    def title(self) -> str: ...

    @property
    def text(self) -> str: ...


def likeness(one: Readable, other: Readable) -> float:
    """How alike two pages of one website are, 0 to 1: a page that is the site's own "not found" is near 1.

    Compared is only what stands on one and not on the other: the same menu is on every page of a site and makes none of them alike.
    Numbers do not count, for counters and clocks change between two looks. Where next to nothing is left on either, such as the
    address that was asked for, both have to say that there is nothing here.
    """
    if not one.text and not other.text:
        return 0.0
    here, there = _own(one, other), _own(other, one)
    if not here and not there:
        return 1.0
    if max(len(here), len(there)) < FEW_OF_ITS_OWN:
        return float(all(NOT_FOUND.search(f"{page.title} {page.text}") for page in (one, other)))
    return SequenceMatcher(None, here, there, autojunk=False).ratio()


def _own(page: Readable, other: Readable) -> str:
    """The words that stand here and not there."""
    left = Counter(_without_numbers(other))
    own = []
    for word in _without_numbers(page):
        if left[word]:
            left[word] -= 1
        else:
            own.append(word)
    return " ".join(own)[:LONGEST_COMPARED]


def _without_numbers(page: Readable) -> list[str]:
    return NUMBER.sub("", f"{page.title} {page.text}").split()
