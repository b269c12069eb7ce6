"""Names of websites: in one form to be compared, and in the letters that people read."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from yarl import URL

from ita_portal.lib.thai import tidy

_READABLE = re.compile(r"[a-z0-9ก-๛-]+")


@lru_cache(maxsize=4096)
def ascii_name(host: str) -> str:
    """As it is looked up: lower case, international names in ASCII (xn--, IDNA), no dot at the end.

    What is no host's name stays as it is written.
    """
    name = host.strip().lower()
    try:
        return (URL.build(scheme="http", host=name).raw_host or "").rstrip(".") if name else ""
    except ValueError:
        return name


def canonical(host: str) -> str:
    """As names of websites are compared: with www. or without it is the same one."""
    return ascii_name(host).removeprefix("www.")


@lru_cache(maxsize=4096)
def in_letters(host: str) -> str:
    """As people read it: Thai names in Thai letters. Other scripts stay in ASCII, for their letters may look like others'."""
    return ".".join(map(_label_in_letters, canonical(host).split(".")))


def _label_in_letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        letters = tidy(URL.build(scheme="http", host=label).host or "")
    except ValueError:
        return label
    return letters if _READABLE.fullmatch(letters) and canonical(letters) == label else label


def parts_of(url: str) -> SplitResult:
    """The parts of an address that somebody typed or a page holds. What cannot be taken apart (`http://[x/`) is a path alone."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def host_of(url: str) -> str:
    """The host of an address in its canonical form, whatever the port; empty where there is none."""
    return canonical(parts_of(url).hostname or "")


def port_of(url: str) -> int | None:
    """The port that is written in an address. None where there is none; 0, at which nothing answers, where it is no port's number."""
    try:
        return parts_of(url).port
    except ValueError:
        return 0


def is_below(host: str, others: tuple[str, ...]) -> bool:
    """Whether it is one of the others or a part of one; all in their canonical form."""
    return any(host == other or host.endswith(f".{other}") for other in others)
