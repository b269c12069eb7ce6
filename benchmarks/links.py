"""What the guarded client costs beside a plain one and beside a compiled link checker, on the same list of local addresses.

Each checker is a process of its own; its CPU seconds are counted, not the server's. The plain client is the same library without
guard, caps, hop by hop redirects and politeness. Prints the median of the rounds, and ratios within one round.

    python benchmarks/links.py [addresses] [rounds]
"""

import asyncio
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ita_portal.lib.fetch import Client
from ita_portal.lib.guard import Guard

CLASSES = 41  # sizes from 1 KB to 1 MB, each 1.19 times the one before
AT_ONCE = 64
BODY = b"<p>" + "เอกสาร ".encode() * 56_000


def size_of(number: int) -> int:
    return round(1024 * 1024 ** (number % CLASSES / (CLASSES - 1)))


async def serve() -> None:
    """Answers /<n> with a body of a size that follows from n; every fortieth address is missing."""

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                number = int(head.split(b" ", 2)[1].strip(b"/").split(b"?")[0] or 0)
                found = number % 40 != 39
                body = BODY[: size_of(number)] if found else b"no"
                status = b"200 OK" if found else b"404 Not Found"
                writer.write(b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def host_of(number: int) -> str:
    return f"h{number % AT_ONCE}.example.go.th"


async def plain(urls: list[str], port: int) -> int:
    """The library as its first page shows it, with a resolver that knows where the hosts stand."""

    class Here(AbstractResolver):
        async def resolve(self, host: str, port_: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
            return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

        async def close(self) -> None:
            pass

    gate, done = asyncio.Semaphore(AT_ONCE), 0
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE, resolver=Here())) as session:

        async def one(url: str) -> None:
            nonlocal done
            async with gate:
                try:
                    async with session.get(url) as response:
                        await response.read()
                except aiohttp.ClientError:
                    pass
                done += 1

        await asyncio.gather(*(one(url) for url in urls))
    return done


async def guarded(urls: list[str], port: int) -> int:
    gate, done = asyncio.Semaphore(AT_ONCE), 0
    guard = Guard({host_of(n): ("127.0.0.1", port) for n in range(AT_ONCE)}, outside=False)
    async with Client(agent="benchmark", guard=guard, at_once=AT_ONCE) as client:

        async def one(url: str) -> None:
            nonlocal done
            async with gate:
                await client.fetch(url)
                done += 1

        await asyncio.gather(*(one(url) for url in urls))
    return done


def cpu_of(command: list[str]) -> float:
    """CPU seconds of one process and its children."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, _status, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    addresses = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    server = subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    port = server.stdout.readline().strip()
    try:
        with tempfile.TemporaryDirectory() as folder:
            urls = Path(folder) / "urls.txt"
            urls.write_text("".join(f"http://127.0.0.1:{port}/{n}\n" for n in range(addresses)))
            nothing = Path(folder) / "none.txt"
            nothing.write_text("")
            commands = {kind: [sys.executable, __file__, kind, str(urls), port] for kind in ("plain", "guarded")}
            base = {kind: cpu_of([*command[:3], str(nothing), port]) for kind, command in commands.items()}
            lychee = shutil.which("lychee", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
            if lychee:
                options = ["--no-progress", "--max-concurrency", str(AT_ONCE), "--method", "get", "--max-retries", "0"]
                options += ["--host-concurrency", str(AT_ONCE), "--host-request-interval", "0ms"]
                commands["lychee"], base["lychee"] = [lychee, *options, str(urls)], 0.0
            spent: dict[str, list[float]] = {kind: [] for kind in commands}
            for _round in range(rounds):
                for kind, command in commands.items():
                    spent[kind].append(cpu_of(command) - base[kind])
    finally:
        server.terminate()
        server.wait()
    print(f"{addresses} addresses, {rounds} rounds, {AT_ONCE} at once; CPU of the checker without its start")
    for kind, seconds in spent.items():
        ratio = statistics.median(one / other for one, other in zip(seconds, spent["plain"], strict=True))
        each = statistics.median(seconds) / addresses * 1000
        print(f"{kind:8} {statistics.median(seconds):6.2f} s  {each:.3f} ms/address  {ratio:.2f} × plain")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve())
    elif sys.argv[1:2] in (["plain"], ["guarded"]):
        numbers = [url.rsplit("/", 1)[1] for url in Path(sys.argv[2]).read_text().split()]
        listed = [f"http://{host_of(place)}/{number}" for place, number in enumerate(numbers)]
        work = plain if sys.argv[1] == "plain" else guarded
        assert asyncio.run(work(listed, int(sys.argv[3]))) == len(listed)
    else:
        main()
