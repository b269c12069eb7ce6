"""Which addresses on the internet the portal connects to: public ones only, whatever the name said before."""

import ipaddress
import socket
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

PORTS = (80, 443, 8080, 8443)  # what public sites answer on; everything else is somebody's service
GIVEN_OUT = ipaddress.ip_network("2000::/3")  # all of IPv6 that is routed; the rest is reserved or somebody's own
# Networks that Python calls global although they reach into private ones (6to4, Teredo, the former 6to4 relays) or are nobody's
# (3fff::/20, RFC 9637: documentation).
DISGUISES = tuple(
    ipaddress.ip_network(network) for network in ("2002::/16", "2001::/32", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24")
)


def is_public(address: str) -> bool:
    """Whether an IP address is one that everybody on the internet reaches; unwraps IPv4 inside IPv6."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    disguised = any(ip.version == network.version and ip in network for network in DISGUISES)
    given_out = ip.version == 4 or ip in GIVEN_OUT
    return ip.is_global and given_out and not ip.is_multicast and not disguised


CLOSED = "nothing is fetched from outside here"


class Refused(OSError):
    """The guard does not let this connection be made."""


refused: ContextVar[list[str]] = ContextVar("refused")  # of the request at hand: the connector forgets why it failed


@dataclass(frozen=True)
class Guard:
    """Decides on every address that is about to be connected.

    `sites`: host → (address, port), for tests and the demonstration only: these hosts stand on this machine, and these addresses are
    the only ones that are let through although they are not public. `outside`: whether anything else is fetched at all.
    """

    sites: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    outside: bool = True

    def socket(self, addr_info: tuple) -> socket.socket:
        family, kind, protocol, _name, where = addr_info
        address, port = where[0], where[1]
        if (address, port) not in self.sites.values():
            problem = "" if self.outside else CLOSED
            if not problem and not is_public(address):
                problem = f"{address} is not a public address"
            if not problem and port not in PORTS:
                problem = f"port {port} is not one of {PORTS}"
            if problem:
                refused.get([]).append(problem)
                raise Refused(problem)
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made


class Names(AbstractResolver):
    """Looks names up, except those of the guard's own sites."""

    def __init__(self, guard: Guard):
        self.guard = guard
        self.others = aiohttp.DefaultResolver()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        here = self.guard.sites.get(host)
        if here is None and not self.guard.outside:
            refused.get([]).append(CLOSED)
            raise Refused(CLOSED)
        if here is None:
            return await self.others.resolve(host, port, family)
        family = socket.AF_INET6 if ":" in here[0] else socket.AF_INET
        return [ResolveResult(hostname=host, host=here[0], port=here[1], family=family, proto=0, flags=socket.AI_NUMERICHOST)]

    async def close(self) -> None:
        await self.others.close()
