"""The portal's own use of the guarded client: who it says it is, what it may take, how it asks many at once."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings

from ita_portal.lib.fetch import Client, Fetched, Limits
from ita_portal.lib.hosts import ascii_name, parts_of
from submissions.guarding import guard

LIMITS = Limits(seconds=30, size=25 * 1024 * 1024)  # a page or a document; larger ones are cut and said to be
SIGN_OF_LIFE = 20  # seconds
PROBE_LIMITS = Limits(seconds=10, size=512 * 1024)


@dataclass(frozen=True)
class Wanted:
    """An address, and the marks of its last answer, by which the server can say that nothing changed."""

    url: str
    known: Mapping[str, str] = field(default_factory=dict)


def can_open(url: str) -> bool:
    """Whether this installation opens addresses of that host at all."""
    return settings.FETCH_OUTSIDE or ascii_name(parts_of(url).hostname or "") in settings.FETCH_SITES


def opens_anything() -> bool:
    return settings.FETCH_OUTSIDE or bool(settings.FETCH_SITES)


def client(**more: object) -> Client:
    agent = f"ITA-Portal/{settings.VERSION} (+{settings.PORTAL_URL}/help/public/)"
    return Client(agent=agent, guard=guard(), limits=LIMITS, pause=settings.FETCH_PAUSE, **more)  # type: ignore[arg-type]


def fetch_all(wanted: Iterable[Wanted], alive: Callable[[], None] = lambda: None) -> tuple[list[Fetched], dict[str, Fetched]]:
    """What each address answers, in their order; and for each host that answered, how it answers what cannot exist.

    `alive` is called now and then: one turn after the other, many addresses of one host take their time.
    """
    with asyncio.Runner() as runner:
        task = runner.get_loop().create_task(_fetch_all(list(wanted)))
        while not task.done():
            runner.run(asyncio.wait([task], timeout=SIGN_OF_LIFE))
            alive()  # outside of the loop, for it may ask the database
        return task.result()


async def _fetch_all(wanted: list[Wanted]) -> tuple[list[Fetched], dict[str, Fetched]]:
    async with client() as here:
        answers = await asyncio.gather(*(here.fetch(one.url, known=one.known) for one in wanted))
        hosts = {origin_of(answer.final_url) for answer in answers if answer.fine and answer.media_type.endswith("html")}
        probes = {origin: f"{origin}/{secrets.token_hex(8)}.html" for origin in sorted(hosts)}
        missing = await asyncio.gather(*(here.fetch(url, limits=PROBE_LIMITS) for url in probes.values()))
    return list(answers), dict(zip(probes, missing, strict=True))


def origin_of(url: str) -> str:
    parts = parts_of(url)
    return f"{parts.scheme}://{parts.netloc}"
