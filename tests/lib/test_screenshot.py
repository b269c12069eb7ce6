"""Pictures of pages by a real browser: of the right size, in Thai letters, and without one request to anybody inside."""

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from ita_portal.lib import screenshot
from ita_portal.lib.processes import wait_for
from ita_portal.lib.sandbox import ROOT, ChildFailed
from ita_portal.lib.screenshot import HEIGHT, WIDTH, picture_of
from tests.sites import Page, Site, sends

BROWSER = "/usr/bin/chromium"
HOST = "www.example.go.th"


@pytest.fixture
def site():
    with Site() as here:
        yield here


@pytest.fixture
def folder(monkeypatch):
    """Where children keep their files. Its name is short: Chromium's sockets stand there too."""
    with tempfile.TemporaryDirectory(prefix="shots-") as name:
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)


@pytest.fixture
def canary():
    """A server inside, which no page may reach."""
    with Site({"*": Page("ข้างใน", headers={"Access-Control-Allow-Origin": "*"})}, hosts=("inside.example",)) as here:
        yield here


def shoot(site: Site, path: str = "/") -> Image.Image:
    return Image.open(io.BytesIO(picture_of(f"http://{HOST}{path}", browser=BROWSER, guard=site.guard)))


def ink(picture: Image.Image) -> set[tuple[int, ...]]:
    """The colours of the picture's first hundred lines, coarsely."""
    colours = picture.convert("RGB").crop((0, 0, WIDTH, 100)).getcolors(WIDTH * 100)
    return {tuple(part // 64 for part in colour) for _times, colour in colours}


def test_a_page_in_thai_letters_is_shown_with_its_pictures_and_scripts(site: Site) -> None:
    """Every letter has a shape of its own: without a Thai typeface, all would be the same empty box."""
    letters = "".join(
        f"<b style='position:absolute; font-size:60px; top:0; left:{200 * n}px'>{letter}</b>" for n, letter in enumerate("กขค")
    )
    fills = "<script>setTimeout(() => document.body.style.background = '#0f0', 1000)</script>"
    site.pages = {
        "/": Page(f"<body style='margin:0'>{letters}<img src=/red.svg style='position:absolute; left:600px'>{fills}"),
        "/red.svg": Page(
            "<svg xmlns='http://www.w3.org/2000/svg' width='600' height='100'><rect width='600' height='100' fill='red'/></svg>",
            media_type="image/svg+xml",
        ),
    }
    picture = shoot(site)
    assert (picture.size, picture.format) == ((WIDTH, HEIGHT), "WEBP")
    assert {(3, 0, 0), (0, 3, 0)} <= ink(picture)
    shapes = {picture.convert("1").crop((left, 0, left + 100, 100)).tobytes() for left in (0, 200, 400)}
    assert len(shapes) == 3


def test_a_page_that_asks_or_never_ends_is_shown_as_far_as_it_came(site: Site) -> None:
    site.pages = {
        "/": Page("<body style='margin:0;background:#f00'><script>alert('x'); document.body.style.background='#0f0'</script>"),
        "/endless": Page(
            raw=sends(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<body style='background:#00f'>",
                b"<p>",
                every=0.2,
                for_ever=True,
            )
        ),
    }
    assert (ink(shoot(site)), ink(shoot(site, "/endless"))) == ({(0, 3, 0)}, {(0, 0, 3)})


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Page("ไม่พบ", 404), "the page answers 404"),
        (Page(b"x" * 99, headers={"Content-Disposition": "attachment; filename=x.bin"}), "ERR_ABORTED"),
        (Page(status=302, headers={"Location": "http://127.0.0.1/"}), "ERR_HTTP_RESPONSE_CODE_FAILURE"),
        (Page(status=302, headers={"Location": "https://www.example.go.th/"}), "ERR_"),
        (Page("<script>location = 'https://127.0.0.1/'</script>"), "leads to one that does not open"),
        (Page(raw=sends()), "ERR_EMPTY_RESPONSE"),
    ],
)
def test_a_page_that_does_not_open_gives_no_picture_of_the_browsers_own(site: Site, answer: Page, why: str) -> None:
    site.pages = {"/": answer}
    with pytest.raises(ChildFailed, match=why):
        shoot(site)


def test_a_page_that_keeps_the_browser_busy_is_given_up_and_nothing_is_left(site: Site, monkeypatch, folder: Path) -> None:
    monkeypatch.setattr(screenshot, "LIMITS", replace(screenshot.LIMITS, wall_seconds=6))
    site.pages = {"/": Page("<script>for (;;);</script>")}
    with pytest.raises(ChildFailed, match="longer than 6 seconds"):
        shoot(site)
    wait_for(lambda: not browsers(folder), seconds=5, what="the end of the browser")
    assert list(folder.iterdir()) == []


def test_the_browser_goes_with_a_worker_that_is_killed(site: Site, folder: Path) -> None:
    site.pages = {"/": Page("<script>for (;;);</script>")}
    call = "import sys; from ita_portal.lib.screenshot import *; "
    call += f"picture_of('http://{HOST}/', browser='{BROWSER}', guard=Guard({site.where!r}))"
    worker = subprocess.Popen([sys.executable, "-c", call], cwd=ROOT, env=os.environ | {"TMPDIR": str(folder)})
    wait_for(lambda: site.asked and browsers(folder), seconds=20, what="the browser")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    wait_for(lambda: not browsers(folder), seconds=5, what="the end of the browser")


def browsers(folder: Path) -> list[str]:
    """Processes that work below this folder."""
    found = []
    for words in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(folder).encode() in words.read_bytes():
                found.append(words.parent.name)
        except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            continue
    return found


def test_a_browser_that_is_none_is_said(site: Site) -> None:
    for path, why in (("/bin/false", "the browser ended"), ("/nowhere/chromium", "No such file")):
        with pytest.raises(ChildFailed, match=why):
            picture_of(f"http://{HOST}/", browser=path, guard=site.guard)


def attacks(port: int, datagrams: int) -> str:
    """A page that tries to reach a port of this machine in every way that a page has."""
    names = ("127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "inside.example.localhost")
    tried = "".join(
        f"""<img src=http://{name}:{port}/img{n}><iframe src=http://{name}:{port}/iframe{n}></iframe>
        <script src=http://{name}:{port}/script{n}></script><link rel=stylesheet href=http://{name}:{port}/css{n}>
        <link rel=prefetch href=http://{name}:{port}/prefetch{n}><link rel=preconnect href=http://{name}:{port}>
        <link rel=dns-prefetch href=//{name}><object data=http://{name}:{port}/object{n}></object>
        <video src=http://{name}:{port}/video{n} autoplay muted></video>
        <script>
        fetch('http://{name}:{port}/fetch{n}'); fetch('http://{name}:{port}/post{n}', {{method: 'POST', mode: 'no-cors', body: 'x'}});
        navigator.sendBeacon('http://{name}:{port}/beacon{n}'); new EventSource('http://{name}:{port}/events{n}');
        try {{ new WebSocket('ws://{name}:{port}/socket{n}') }} catch (refused) {{}}
        open('http://{name}:{port}/open{n}');
        </script>"""
        for n, name in enumerate(names)
    )
    return f"""{tried}<script>
    const peer = new RTCPeerConnection({{iceServers: [{{urls: ['stun:127.0.0.1:{datagrams}', 'stun:localhost:{datagrams}']}}]}});
    peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
    </script><img src=/redirected><iframe src=/redirected></iframe>"""


@pytest.fixture
def datagrams():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.bind(("127.0.0.1", 0))
        here.setblocking(False)
        yield here


def came(datagrams: socket.socket) -> bool:
    try:
        return bool(datagrams.recv(100))
    except BlockingIOError:
        return False


def test_no_page_reaches_a_server_inside(site: Site, canary: Site, datagrams: socket.socket) -> None:
    site.pages = {
        "/": Page(attacks(canary.port, datagrams.getsockname()[1])),
        "/redirected": Page(status=302, headers={"Location": f"http://127.0.0.1:{canary.port}/redirected"}),
    }
    assert shoot(site).size == (WIDTH, HEIGHT)
    assert (canary.asked, came(datagrams)) == ([], False)
    assert sorted(set(site.asked)) == ["/", "/favicon.ico", "/redirected"]


def test_the_same_page_reaches_it_in_a_browser_without_a_guard(
    site: Site, canary: Site, datagrams: socket.socket, tmp_path
) -> None:
    """Whoever finds nothing in the test above has to know that there was something to find."""
    site.pages = {
        "/": Page(attacks(canary.port, datagrams.getsockname()[1])),
        "/redirected": Page(status=302, headers={"Location": f"http://127.0.0.1:{canary.port}/redirected"}),
    }
    words = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--timeout=5000"]
    words += [f"--screenshot={tmp_path}/picture.png", f"http://127.0.0.1:{site.port}/"]
    subprocess.run([BROWSER, *words], check=True, capture_output=True, timeout=60)
    ways = {"".join(letter for letter in path if letter.isalpha()) for path in canary.asked}
    assert ways >= {"img", "iframe", "script", "css", "object", "fetch", "post", "beacon", "events", "socket", "redirected"}
    assert came(datagrams)
