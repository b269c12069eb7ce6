"""The proxy of the browser against whoever speaks with it: what it opens, what it refuses, where it cuts."""

import asyncio
import socket

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from ita_portal.lib.guard import Guard
from ita_portal.lib.proxy import OPENED, REFUSAL, Proxy
from tests.sites import Page, Site

HOST = "www.example.go.th"
LARGE = 1024 * 1024


def say(words: str, guard: Guard, size: int = LARGE) -> bytes:
    """Everything that the proxy answers to these words until it hangs up."""

    async def once() -> bytes:
        async with Proxy(guard, size) as proxy:
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            writer.write(words.encode())
            answer = await reader.read()
            writer.close()
            return answer

    return asyncio.run(once())


def get(address: str) -> str:
    return f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\nProxy-Connection: keep-alive\r\n\r\n"


def tunnel(place: str) -> str:
    """Open a tunnel and ask through it at once."""
    return f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\nGET /secret HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"


@pytest.fixture
def site():
    with Site({"/": Page("หน้าแรก"), "/secret": Page("ข้างใน")}) as here:
        yield here


def test_a_page_comes_through_and_the_connection_ends_with_it(site: Site) -> None:
    head, _end, body = say(get(f"http://{HOST}/"), site.guard).partition(b"\r\n\r\n")
    assert (head.split(b"\r\n")[0], body.decode(), site.asked) == (b"HTTP/1.1 200 OK", "หน้าแรก", ["/"])


def test_a_tunnel_leads_to_the_site_that_it_was_opened_for(site: Site) -> None:
    answer = say(tunnel(f"{HOST}:443"), site.guard)
    assert (answer.startswith(OPENED), answer.endswith("ข้างใน".encode()), site.asked) == (True, True, ["/secret"])


INSIDE = [
    "127.0.0.1",
    "localhost",
    "0.0.0.0",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "[::1]",
    "[::]",
    "[fd00::1]",
    "[fe80::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::1]",
]


@pytest.mark.parametrize("host", INSIDE)
@pytest.mark.parametrize("port", [80, 443, 8080])
def test_nothing_inside_is_reached(host: str, port: int) -> None:
    assert [say(words, Guard()) for words in (tunnel(f"{host}:{port}"), get(f"http://{host}:{port}/"))] == [REFUSAL, REFUSAL]


@pytest.mark.parametrize("port", [1, 21, 22, 25, 53, 3306, 3478, 5432, 6379, 9200, 11211])
def test_no_other_port_is_reached(port: int) -> None:
    words = (tunnel(f"93.184.216.34:{port}"), get(f"http://93.184.216.34:{port}/"))
    assert [say(each, Guard()) for each in words] == [REFUSAL, REFUSAL]


def test_a_server_inside_is_reached_only_where_the_guard_lets_it(site: Site) -> None:
    """The second half shows that the first would have found somebody at home."""
    inside = f"127.0.0.1:{site.port}"
    words = (tunnel(inside), get(f"http://{inside}/secret"), tunnel(f"localhost:{site.port}"))
    assert [say(each, Guard()) for each in words] == [REFUSAL] * 3
    assert site.asked == []
    say(tunnel(f"{HOST}:80"), site.guard)
    assert site.asked == ["/secret"]


def test_a_name_that_leads_inside_is_held_to_the_address_that_is_connected(site: Site, monkeypatch) -> None:
    asked = []

    class Inside(AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            asked.append(host)
            return [ResolveResult(hostname=host, host="127.0.0.1", port=site.port, family=socket.AF_INET, proto=0, flags=0)]

        async def close(self) -> None:
            pass

    monkeypatch.setattr(aiohttp, "DefaultResolver", Inside)
    words = (tunnel("www.inside.go.th:443"), get("http://www.inside.go.th/secret"))
    assert [say(each, Guard()) for each in words] == [REFUSAL, REFUSAL]
    assert (asked, site.asked) == (["www.inside.go.th"] * 2, [])


@pytest.mark.parametrize(
    "words",
    [
        get("/secret"),
        get(f"https://{HOST}/secret"),
        get(f"ftp://{HOST}/secret"),
        get(f"http://somebody:word@{HOST}/secret"),
        get(f"http://{HOST}/secret x"),
        tunnel(HOST + ":0"),
        tunnel(f"{HOST}:443/secret"),
        tunnel(f"somebody@{HOST}:443"),
        "CONNECT\r\n\r\n",
        "\r\n\r\n",
        "ก\r\n\r\n",
        "GET http://" + "a" * 70_000,
    ],
)
def test_what_is_no_request_of_a_browser_is_refused(site: Site, words: str) -> None:
    assert (say(words, site.guard), site.asked) == (REFUSAL, [])


def test_an_installation_that_opens_nothing_outside_refuses_all_but_its_sites(site: Site) -> None:
    guard = Guard(site.where, outside=False)
    assert say(tunnel("93.184.216.34:443"), guard) == REFUSAL
    assert say(get(f"http://{HOST}/"), guard).endswith("หน้าแรก".encode())


def test_all_answers_together_have_an_end(site: Site) -> None:
    site.pages["/large"] = Page(b"x" * LARGE)

    async def three() -> list[int]:
        sizes = []
        async with Proxy(site.guard, LARGE * 3 // 2) as proxy:
            for _time in range(3):
                reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
                writer.write(get(f"http://{HOST}/large").encode())
                sizes.append(len(await reader.read()))
                writer.close()
        return sizes

    first, second, third = asyncio.run(three())
    assert (first > LARGE, second < LARGE, third) == (True, True, 0)
