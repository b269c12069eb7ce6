"""The one client for everything that the portal fetches from other people's servers.

Agencies type the addresses, so every address is hostile until it is connected to: the guard stands in the connector and looks at
the address that is about to be connected, at every hop, so that no name can answer one thing when it is asked and another when it is
used (measured: checking first and fetching then leaked on every rebinding and every redirect). What is fetched is limited in hops,
seconds, and bytes after decompression; an answer is data with the trouble it met, never an exception.
"""

import asyncio
import datetime
import email.utils
import re
import ssl
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from urllib.parse import quote

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from ita_portal.lib.guard import CLOSED, PORTS, Guard, Names, refused

HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
LATER = (502, 503, 504)  # a server that asks for another try
TOO_MANY = 429  # a server that says it was asked too often
LONGEST_PATIENCE = datetime.timedelta(days=1)
LONGEST_URL = 2000
LONGEST_LINE = 8190  # bytes of one header line

_UNKEPT = re.compile("[\x00\ud800-\udfff]")  # no database keeps these: NUL, and bytes of a header that are no UTF-8
_NEVER = re.compile(r"[\x00-\x20\x7f\\]")  # in no address: control characters, spaces, backslashes


class Trouble(StrEnum):
    """Why there is no answer."""

    MALFORMED = "malformed"  # not an address that can be fetched
    REFUSED = "refused"  # the guard: a private address, another port or scheme, a name with a password
    NO_NAME = "no_name"  # nobody knows the host
    UNREACHABLE = "unreachable"  # the host does not answer, or hangs up
    TLS = "tls"  # the certificate has expired, is another host's or the host's own word only; never ignored
    CHAIN = "chain"  # the certificate cannot be traced to anybody trusted, mostly since one in between is not sent along
    HANDSHAKE = "handshake"  # no encrypted connection comes about: plain HTTP, an old version, or hung up
    SLOW = "slow"  # took longer than the limit, however it dripped
    REDIRECTS = "redirects"  # more hops than a browser's user would wait for, or in a circle
    BROKEN = "broken"  # the answer is not HTTP
    CLOSED = "closed"  # this installation fetches nothing from outside


@dataclass(frozen=True)
class Limits:
    """What one address may take: seconds of asking and receiving, in all its hops, and bytes after decompression.

    Waiting for the host's turn does not count: that is our politeness, not the host's slowness.
    """

    seconds: float = 20
    size: int = 5 * 1024 * 1024
    hops: int = HOPS


@dataclass(frozen=True)
class Sent:
    """What goes along with a request."""

    body: bytes
    media_type: str


@dataclass(frozen=True)
class Hop:
    """One request on the way: what was asked, and what was answered."""

    url: str
    status: int


@dataclass(frozen=True)
class Fetched:
    """What an address gave. `status` 0 and a `trouble` when there was no answer; `detail` is for the record, not for people."""

    url: str
    final_url: str = ""
    hops: tuple[Hop, ...] = ()
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)  # names in any case
    body: bytes = b""
    cut: bool = False  # the body was longer than the limit
    seconds: float = 0.0
    trouble: Trouble | None = None
    detail: str = ""

    @property
    def unchanged(self) -> bool:
        """The server says that it is as it was when its mark was kept (conditional request)."""
        return self.status == 304

    @property
    def fine(self) -> bool:
        return self.trouble is None and (200 <= self.status < 300 or self.unchanged)

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def patience(self, now: datetime.datetime) -> datetime.timedelta:
        """For how long the server wants to be left alone (Retry-After: seconds, or a moment), a day at most; 0 if it does not say."""
        said, none = self.headers.get("retry-after", "").strip(), datetime.timedelta()
        if re.fullmatch("[0-9]+", said):
            return min(datetime.timedelta(seconds=int(said[:9])), LONGEST_PATIENCE)
        try:
            moment = email.utils.parsedate_to_datetime(said)
        except ValueError:
            return none
        until = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        return min(max(until - now, none), LONGEST_PATIENCE)


# OpenSSL's codes (X509_V_ERR_…): not valid yet, expired, self-signed, self-signed root sent along, another host's name, another's IP.
INVALID = (9, 10, 18, 19, 62, 64)


def _of_certificate(problem: Exception) -> Trouble:
    """Python itself (ssl.CertificateError without a code) complains of the host's name only."""
    return Trouble.TLS if getattr(problem, "verify_code", 62) in INVALID else Trouble.CHAIN


class BadAddress(ValueError):
    """This is not asked for; `trouble` says why: it is refused, cannot be understood, or leads round and round."""

    def __init__(self, trouble: Trouble, detail: str):
        super().__init__(detail)
        self.trouble = trouble


def address_of(text: str) -> URL:
    """The address as it will be asked for, without its fragment. Raises BadAddress."""
    text = text.strip()
    if not text or len(text) > LONGEST_URL:
        raise BadAddress(Trouble.MALFORMED, "empty or too long")
    if _NEVER.search(text):
        raise BadAddress(Trouble.MALFORMED, "control characters, spaces or backslashes")
    try:
        url = URL(text, encoded=_is_quoted(text))
        port = url.port
    except ValueError as problem:
        raise BadAddress(Trouble.MALFORMED, str(problem)) from problem
    if url.scheme not in ("http", "https"):
        raise BadAddress(Trouble.REFUSED if url.scheme else Trouble.MALFORMED, "not http:// or https://")
    if not url.host:
        raise BadAddress(Trouble.MALFORMED, "no host")
    if url.user is not None or url.password is not None:
        raise BadAddress(Trouble.REFUSED, "a name or password in the address")
    if port not in PORTS:
        raise BadAddress(Trouble.REFUSED, f"port {port} is not one of {PORTS}")
    return url.with_fragment(None)


def _is_quoted(text: str) -> bool:
    """Bytes that are no UTF-8 (a path in TIS-620) have to stay as they were quoted."""
    return "%" in text and text.isascii()


class _Clock:
    """Runs while a server is asked and answers; its time is out when `seconds` were spent in all."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.spent = 0.0
        self.started = 0.0

    @property
    def now(self) -> float:
        """Seconds up to now, while it runs."""
        return self.spent + time.monotonic() - self.started

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.started = time.monotonic()
        try:
            async with asyncio.timeout(self.seconds - self.spent):
                yield
        finally:
            self.spent = self.now


class Client:
    """Fetches addresses, many at a time, politely: at most two requests to one host at once, and a pause between them.

    Use it as `async with Client() as client`. One TLS context serves all clients of a process (it costs 28 ms of CPU to make).
    """

    def __init__(
        self,
        *,
        agent: str,
        guard: Guard | None = None,
        limits: Limits | None = None,
        per_host: int = 2,
        pause: float = 0.0,
        at_once: int = 100,
        tls: ssl.SSLContext | None = None,
    ):
        self.guard = guard or Guard()
        self.limits = limits or Limits()
        self.agent = agent
        self.at_once = at_once
        self.tls = tls or _tls()
        self.pause = pause
        self.places: dict[str | None, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(per_host))
        self.next_turn: dict[str | None, float] = defaultdict(float)

    async def __aenter__(self) -> "Client":
        connector = aiohttp.TCPConnector(
            socket_factory=self.guard.socket,
            resolver=Names(self.guard),
            limit=self.at_once,
            ttl_dns_cache=30,
            ssl=self.tls,
        )
        self.session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            headers={"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*", "Accept-Language": "th, en"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
        )
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self.session.close()

    async def fetch(self, text: str, *, known: Mapping[str, str] | None = None, limits: Limits | None = None) -> Fetched:
        """What this address gives. `known`: the headers `etag` and `last-modified` of before, to be told if nothing changed.

        Asked once more at once where no connection came about; a server that answers, if only that it is busy, is left alone.
        """
        limits = limits or self.limits
        answer = await self._once(text, known or {}, limits)
        if answer.trouble in (Trouble.UNREACHABLE, Trouble.HANDSHAKE):
            answer = await self._once(text, known or {}, limits)
        return answer

    async def send(self, text: str, body: bytes, media_type: str) -> Fetched:
        """What this address answers to `body` (POST); asked once, and not sent on anywhere else."""
        return await self._once(text, {}, self.limits, Sent(body, media_type))

    async def _once(self, text: str, known: Mapping[str, str], limits: Limits, sent: "Sent | None" = None) -> Fetched:
        hops: list[Hop] = []
        why: list[str] = []
        refused.set(why)
        clock = _Clock(limits.seconds)
        try:
            return await self._walk(text, known, limits, hops, clock, sent)
        except TimeoutError:
            trouble, detail = Trouble.SLOW, f"more than {limits.seconds:g} s"
        except aiohttp.ClientConnectorCertificateError as problem:
            trouble, detail = _of_certificate(problem.certificate_error), str(problem)
        except aiohttp.ClientSSLError as problem:
            trouble, detail = Trouble.HANDSHAKE, str(problem)
        except aiohttp.ClientConnectorDNSError as problem:
            trouble, detail = _of_the_guard(why) or (Trouble.NO_NAME, str(problem))
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, ConnectionError) as problem:
            trouble, detail = _of_the_guard(why) or (Trouble.UNREACHABLE, str(problem))
        except BadAddress as problem:
            trouble, detail = problem.trouble, ("redirected: " if hops else "") + str(problem)
        except (aiohttp.InvalidURL, UnicodeError) as problem:
            trouble, detail = Trouble.MALFORMED, str(problem)
        except (aiohttp.ClientError, ValueError) as problem:
            trouble, detail = Trouble.BROKEN, str(problem)
        final = hops[-1].url if hops else text
        detail = keepable(detail)[:500]
        return Fetched(keepable(text), keepable(final), tuple(hops), trouble=trouble, detail=detail, seconds=clock.spent)

    async def _walk(
        self, text: str, known: Mapping[str, str], limits: Limits, hops: list[Hop], clock: "_Clock", sent: "Sent | None"
    ) -> Fetched:
        """From hop to hop. Every hop is looked at as if somebody had typed it."""
        here, condition = address_of(text), _condition(known) if known else None
        while True:
            url = str(here)
            if len(hops) > limits.hops or any(hop.url == url for hop in hops):
                raise BadAddress(Trouble.REDIRECTS, f"{len(hops)} hops")
            async with self.places[here.raw_host]:
                if self.pause:
                    await self._wait_my_turn(here.raw_host)
                async with clock.running(), self._asked(here, condition, sent) as response:
                    hops.append(Hop(url, response.status))
                    onward = _location(response) if response.status in REDIRECTS and not sent else None
                    if onward is None:
                        body, cut = await _body(response.content, limits.size)
                        return Fetched(text, url, tuple(hops), response.status, _headers(response), body, cut, clock.now)
            here, condition = address_of(onward), None

    def _asked(self, here: URL, condition: dict[str, str] | None, sent: "Sent | None") -> "aiohttp.client._RequestContextManager":
        if sent:
            return self.session.post(here, data=sent.body, headers={"Content-Type": sent.media_type}, allow_redirects=False)
        return self.session.get(here, headers=condition, allow_redirects=False)

    async def _wait_my_turn(self, host: str | None) -> None:
        """Two requests to one host are `pause` seconds apart."""
        now = time.monotonic()
        turn = max(now, self.next_turn[host])
        self.next_turn[host] = turn + self.pause
        await asyncio.sleep(turn - now)


def _of_the_guard(why: list[str]) -> tuple[Trouble, str] | None:
    return (Trouble.CLOSED if why[0] == CLOSED else Trouble.REFUSED, why[0]) if why else None


def _condition(known: Mapping[str, str]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return {names[name]: value for name, value in known.items() if name in names and value}


def keepable(text: str) -> str:
    """Text from outside as it can be stored; what cannot is shown to be missing."""
    return _UNKEPT.sub("\N{REPLACEMENT CHARACTER}", text)


def _headers(response: aiohttp.ClientResponse) -> CIMultiDict[str]:
    return CIMultiDict((keepable(name), keepable(value)) for name, value in response.headers.items())


def _location(response: aiohttp.ClientResponse) -> str | None:
    """Where a redirect leads. Its bytes are taken as they came: servers write UTF-8 and TIS-620 there unquoted."""
    for name, value in response.raw_headers:
        if name.lower() == b"location":
            onward = quote(value.strip(), safe="%/:=&?~#+!$,;'@()*[]")
            return str(response.url.join(URL(onward, encoded=True)))
    return None


async def _body(stream: aiohttp.StreamReader, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes as they are after decompression, and whether there was more."""
    parts, size = [], 0
    while part := await stream.readany():
        parts.append(part)
        size += len(part)
        if size > limit:
            return b"".join(parts)[:limit], True
    return b"".join(parts), False


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
