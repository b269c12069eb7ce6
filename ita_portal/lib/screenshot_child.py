"""In a limited child: an address on standard input, the picture of its page on standard output.

The browser is spoken to over two pipes in the DevTools protocol: that way it tells a page from its own page about an error, and no
dialog, download or permission waits for anybody. Without its pipes it ends by itself.
"""

import asyncio
import base64
import fcntl
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ita_portal.lib.guard import Guard
from ita_portal.lib.proxy import Proxy
from ita_portal.lib.screenshot import HEIGHT, WIDTH

LOADING = 10  # seconds
SETTLING = 2  # seconds that scripts have to fill the page after it is loaded
FROM_OUTSIDE = 50 * 1024 * 1024  # bytes of the page with everything in it
MEMORY = 2 * 1024**3  # bytes of data of each of the browser's processes
LONGEST_MESSAGE = 64 * 1024 * 1024  # bytes
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    # No way out but the proxy: not for loopback addresses, not for names, not by QUIC or WebRTC.
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its name in older ones
    # Nothing of its own accord.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--deny-permission-prompts",
    "--disable-breakpad",
    "--accept-lang=th,en",
    # A machine without screen and graphics card.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--mute-audio",
)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{sarabun}</dir><cachedir>{cache}</cachedir></fontconfig>"""


class NoPicture(Exception):
    """The browser shows no page of that address."""


class Browser:
    """A browser at the other end of two pipes: asks it, and keeps what it tells of the one page."""

    def __init__(self, to_it: int, replies: asyncio.StreamReader):
        self.to_it, self.replies = to_it, replies
        self.numbers = itertools.count(1)
        self.waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.session = ""
        self.loaded = asyncio.Event()
        self.status = 0  # of the page's own answer
        self.failed = False  # it shows its own page about an error

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters, **({"sessionId": self.session} if self.session else {})}
        self.waiting[number] = asyncio.get_running_loop().create_future()
        os.write(self.to_it, json.dumps(message).encode() + b"\0")
        return await self.waiting[number]

    async def listen(self) -> None:
        """Until it ends."""
        while words := await self._words():
            message = json.loads(words)
            if "id" in message:
                self._answered(message)
            else:
                self._told(message["method"], message["params"])

    async def _words(self) -> bytes:
        try:
            return (await self.replies.readuntil(b"\0"))[:-1]
        except asyncio.IncompleteReadError:
            return b""

    def _answered(self, message: dict[str, Any]) -> None:
        answer = self.waiting.pop(message["id"])
        if "error" in message:
            answer.set_exception(NoPicture(message["error"]["message"]))
        else:
            answer.set_result(message["result"])

    def _told(self, event: str, about: dict[str, Any]) -> None:
        if event == "Page.javascriptDialogOpening":
            self.closing = asyncio.create_task(self.ask("Page.handleJavaScriptDialog", accept=False))
        elif event == "Page.loadEventFired":
            self.loaded.set()
        elif event == "Network.responseReceived" and about["type"] == "Document" and about["frameId"] == self.page:
            self.status = about["response"]["status"]
        elif event == "Page.frameNavigated" and about["frame"]["id"] == self.page:
            self.failed = "unreachableUrl" in about["frame"]

    async def picture(self, url: str) -> bytes:
        self.page = (await self.ask("Target.createTarget", url="about:blank"))["targetId"]
        session = await self.ask("Target.attachToTarget", targetId=self.page, flatten=True)
        await self.ask("Browser.setDownloadBehavior", behavior="deny")
        self.session = session["sessionId"]
        await self.ask("Page.enable")
        await self.ask("Network.enable")
        await self.ask("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)
        opened = await self.ask("Page.navigate", url=url)
        if opened.get("errorText"):
            raise NoPicture(opened["errorText"])
        with suppress(TimeoutError):  # then of what is there
            await asyncio.wait_for(self.loaded.wait(), LOADING)
        await asyncio.sleep(SETTLING)
        shot = await self.ask("Page.captureScreenshot", format="webp", quality=90)
        if self.failed:
            raise NoPicture("the page leads to one that does not open")
        if self.status >= 400:
            raise NoPicture(f"the page answers {self.status}")
        return base64.b64decode(shot["data"])


async def _shoot(browser: str, url: str, guard: Guard) -> bytes:
    async with Proxy(guard, FROM_OUTSIDE) as proxy:
        to_us, from_it = os.pipe()
        to_it, from_us = os.pipe()
        words = Path(tempfile.mkstemp()[1])
        process = _begin(browser, proxy.port, (to_it, from_it), words)
        replies = asyncio.StreamReader(limit=LONGEST_MESSAGE)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(replies), os.fdopen(to_us, "rb"))
        spoken = Browser(from_us, replies)
        listening, picture = asyncio.create_task(spoken.listen()), asyncio.create_task(spoken.picture(url))
        try:
            await asyncio.wait([listening, picture], return_when=asyncio.FIRST_COMPLETED)
            if picture.done() and not isinstance(picture.exception(), BrokenPipeError):
                return picture.result()
            raise NoPicture(f"the browser ended: {words.read_text(errors='replace').strip()[-300:]}")
        finally:
            process.kill()
            process.wait()


def _begin(browser: str, proxy: int, pipes: tuple[int, int], words: Path) -> subprocess.Popen[bytes]:
    """Start it in our own group, with which it ends. It reads and writes at its third and fourth file, wherever the pipes were."""
    reads, writes = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in pipes)
    command = [browser, *FLAGS, f"--proxy-server=http://127.0.0.1:{proxy}", f"--user-data-dir={tempfile.mkdtemp()}"]
    if os.geteuid() == 0:  # Chromium's own sandbox refuses to work for root
        command.append("--no-sandbox")

    def prepare() -> None:
        os.dup2(reads, 3)
        os.dup2(writes, 4)
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))

    with words.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 -- the browser of the settings
            [*command, "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=os.environ | {"HOME": tempfile.mkdtemp(), "FONTCONFIG_FILE": _fonts()},
            pass_fds=(3, 4),
            preexec_fn=prepare,
        )
    for end in (*pipes, reads, writes):
        os.close(end)
    return process


def _fonts() -> str:
    """Path of a list of typefaces: what brings no Thai letters of its own is shown in the portal's, never as empty boxes."""
    spec = find_spec("fontpkg_sarabun")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(tempfile.mkdtemp())
    listed = folder / "fonts.conf"
    listed.write_text(FONTS.format(sarabun=f"{spec.submodule_search_locations[0]}/files", cache=folder))
    return str(listed)


def main() -> None:
    asked = json.load(sys.stdin)
    guard = Guard({host: (address, port) for host, (address, port) in asked["sites"].items()}, outside=asked["outside"])
    try:
        sys.stdout.buffer.write(asyncio.run(_shoot(asked["browser"], asked["url"], guard)))
    except (NoPicture, OSError) as problem:  # OSError: there is no such browser
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
