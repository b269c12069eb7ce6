"""A proxy for one browser: what its pages ask for goes through the guard, or nowhere.

A browser looks names up and connects by itself, so no guard of ours stands in it; sent through this proxy and nowhere else, it reaches
what the guarded client would reach. Names are looked up here, the address is looked at as it is connected to, and TLS goes through
unopened: the browser itself checks the certificate.
"""

import asyncio
import socket
from asyncio import StreamReader, StreamWriter

import aiohappyeyeballs

from ita_portal.lib.fetch import BadAddress, Trouble, address_of
from ita_portal.lib.guard import Guard, Names

LONGEST_HEAD = 64 * 1024  # bytes of a request's line and headers
CONNECT_SECONDS = 10
REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"
OF_ONE_HOP = (b"connection", b"proxy-connection", b"proxy-authorization", b"keep-alive")


class Proxy:
    """Listens on a port of the loopback that the system chooses. Use as a context manager; what is open at its end is cut.

    `size`: bytes that it takes from outside, all answers together; then it cuts.
    """

    def __init__(self, guard: Guard, size: int):
        self.guard = guard
        self.left = size
        self.tasks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        return self.server.sockets[0].getsockname()[1]

    async def __aenter__(self) -> "Proxy":
        self.names = Names(self.guard)
        self.server = await asyncio.start_server(self._begin, "127.0.0.1", 0, limit=LONGEST_HEAD)
        return self

    async def __aexit__(self, *problem: object) -> None:
        self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.names.close()

    def _begin(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One connection of the browser: one request, whatever belongs to it, the end."""
        outer = None
        try:
            host, port, onward = _asked_for(await reader.readuntil(b"\r\n\r\n"))
            async with asyncio.timeout(CONNECT_SECONDS):
                outer = await self._connected(host, port)
            (outer[1] if onward else writer).write(onward or OPENED)
            await self._both_ways(reader, writer, *outer)
        except (OSError, BadAddress, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            if outer is None:
                writer.write(REFUSAL)
        finally:
            writer.close()
            if outer:
                outer[1].close()

    async def _connected(self, host: str, port: int) -> tuple[StreamReader, StreamWriter]:
        """Raises OSError where nobody answers or the guard lets none of the host's addresses through."""
        found = await self.names.resolve(host, port, socket.AF_UNSPEC)
        places = [(one["family"], socket.SOCK_STREAM, one["proto"], "", (one["host"], one["port"])) for one in found]
        made = await aiohappyeyeballs.start_connection(places, happy_eyeballs_delay=0.25, socket_factory=self.guard.socket)
        return await asyncio.open_connection(sock=made)

    async def _both_ways(self, reader: StreamReader, writer: StreamWriter, theirs: StreamReader, to_them: StreamWriter) -> None:
        ways = [
            asyncio.create_task(self._pass_on(reader, to_them)),
            asyncio.create_task(self._pass_on(theirs, writer, counted=True)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _pass_on(self, reader: StreamReader, writer: StreamWriter, *, counted: bool = False) -> None:
        while part := await reader.read(64 * 1024):
            if counted:
                self.left -= len(part)
                if self.left < 0:
                    return
            writer.write(part)
            await writer.drain()


def _asked_for(head: bytes) -> tuple[str, int, bytes]:
    """Host, port, and the head to send there; no head: a tunnel is wanted. Raises BadAddress, and ValueError where it is no request."""
    line, *headers = head[:-4].split(b"\r\n")
    method, target, version = line.decode("ascii").split(" ")
    tunnel = method == "CONNECT"
    url = address_of(f"https://{target}/" if tunnel else target)
    if url.raw_path_qs != "/" if tunnel else url.scheme != "http":
        raise BadAddress(Trouble.MALFORMED, "more than a place, or https:// without a tunnel")
    assert url.host is not None
    assert url.port is not None
    if tunnel:
        return url.host, url.port, b""
    path = "/" + target.partition("://")[2].partition("/")[2]
    kept = [header for header in headers if header.partition(b":")[0].strip().lower() not in OF_ONE_HOP]
    # One request for each connection: the browser may not send the next one, for another host, down the same way.
    return url.host, url.port, b"\r\n".join([f"{method} {path} {version}".encode(), *kept, b"Connection: close", b"", b""])
