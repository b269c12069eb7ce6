"""Websites on this machine, good ones and hostile ones, under names that look like the real ones."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ita_portal.lib.guard import Guard

Raw = Callable[[socket.socket, threading.Event], None]


@dataclass
class Page:
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "text/html; charset=utf-8"
    answers: Callable[[bytes], bytes] | None = None  # what is sent (POST) → the body
    raw: Raw | None = None  # writes to the connection itself, until it is told to stop

    @property
    def content(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


class Site:
    """One server on a free port of the loopback; `pages` may be changed while it runs. Use as a context manager."""

    def __init__(self, pages: dict[str, Page] | None = None, *, hosts: tuple[str, ...] = ("www.example.go.th",)):
        self.pages = pages or {}
        self.hosts = hosts
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.over = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers.get("User-Agent", ""))
                page = site.pages.get(self.path) or site.pages.get("*") or Page("ไม่พบ", 404)
                if page.raw:
                    with suppress(OSError):
                        page.raw(self.connection, site.over)
                    self.close_connection = True
                    return
                etag = page.headers.get("ETag")
                same = etag is not None and self.headers.get("If-None-Match") == etag
                content = b"" if same else page.content
                self.send_response_only(304 if same else page.status)
                for name, value in {"Content-Type": page.media_type, **page.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(content)

            def do_POST(self) -> None:
                site.asked.append(self.path)
                sent = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                page = site.pages.get(self.path) or Page("ไม่พบ", 404)
                content = page.answers(sent) if page.answers else page.content
                self.send_response_only(page.status)
                self.send_header("Content-Type", page.media_type)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *words: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 128

            def handle_error(self, *about: object) -> None:
                pass  # a client that hangs up on a hostile server is what the tests are about

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        return self.server.server_port

    @property
    def where(self) -> dict[str, tuple[str, int]]:
        return dict.fromkeys(self.hosts, ("127.0.0.1", self.port))

    @property
    def guard(self) -> Guard:
        return Guard(self.where)

    def __enter__(self) -> "Site":
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def sends(*parts: bytes, every: float = 0.0, for_ever: bool = False) -> Raw:
    """A raw answer in pieces, `every` seconds apart; the last piece again and again if `for_ever`."""

    def answer(connection: socket.socket, over: threading.Event) -> None:
        for part in parts:
            connection.sendall(part)
            if every and over.wait(every):
                return
        while for_ever and not over.is_set():
            connection.sendall(parts[-1])
            if every and over.wait(every):
                return

    return answer
