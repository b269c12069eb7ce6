"""The guarded client against hostile servers: what it never connects to, what it never waits for, what it never swallows."""

import asyncio
import datetime
import gzip
import socket
import ssl
import subprocess
import zlib

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from ita_portal.lib.fetch import Client, Fetched, Hop, Limits, Trouble, address_of
from ita_portal.lib.guard import Guard, is_public
from tests.sites import Page, Site, sends

AGENT = "ITA-Portal test"
QUICK = Limits(seconds=1.5, size=100_000)


def fetch(text: str, site: Site | None = None, *, limits: Limits = QUICK, **more: object) -> Fetched:
    async def once() -> Fetched:
        async with Client(agent=AGENT, guard=site.guard if site else Guard(), limits=limits) as client:
            return await client.fetch(text, **more)

    return asyncio.run(once())


@pytest.fixture
def site():
    with Site() as here:
        yield here


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.9",
        "0.0.0.0",
        "10.0.0.5",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.9.9",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.0.1",
        "192.0.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.5",
        "::ffff:7f00:1",
        "fd00::1",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2002:7f00:1::1",
        "2001:0:1::",
        "2001:db8::1",
        "100::1",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "5f00::1",
        "3fff::1",
        "4000::1",
        "2001:2::1",
        "2001:10::1",
    ],
)
def test_no_private_address_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "203.150.1.1", "2606:2800:220:1::34", "::ffff:93.184.216.34"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://10.0.0.5/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::1]/",
        "http://localhost/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://127.0.0.1#@www.example.go.th/",
        "https://100.64.0.1/",
        "http://www.example.go.th@127.0.0.1/",
        "http://93.184.216.34:22/",
        "http://93.184.216.34:6379/",
        "http://93.184.216.34:9200/",
        "file:///etc/passwd",
        "ftp://www.example.go.th/",
        "gopher://www.example.go.th/",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_the_real_guard_refuses(text: str) -> None:
    """No server is needed: nothing is connected to."""
    answer = fetch(text)
    assert (answer.trouble, answer.status, answer.body) == (Trouble.REFUSED, 0, b"")


@pytest.mark.parametrize(
    "text",
    [
        "http://2130706433/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://a\\@127.0.0.1/",
        "http://127.0.\t0.1/",
        "http:///x",
        "",
        "เทศบาล",
    ]
    + ["http://www.example.go.th/\r\nX: y", "http://" + "ก" * 2000 + ".th/", "http://[::1/"],
)
def test_what_is_no_address_is_not_asked_for(text: str) -> None:
    answer = fetch(text)
    assert (answer.trouble, answer.hops) == (Trouble.MALFORMED, ())


@pytest.mark.parametrize(
    "onward",
    [
        "http://127.0.0.1/",
        "//127.0.0.1/",
        "http://localhost/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "ftp://www.example.go.th/",
        "http://www.example.go.th:6379/",
        "http://www.example.go.th@127.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
    ],
)
def test_a_redirect_is_looked_at_like_an_address_that_was_typed(site: Site, onward: str) -> None:
    site.pages = {"/": Page(status=302, headers={"Location": onward})}
    answer = fetch("http://www.example.go.th/", site)
    assert (answer.trouble, site.asked) == (Trouble.REFUSED, ["/"])


def test_only_the_named_site_is_let_through_and_only_at_its_port(site: Site) -> None:
    site.pages = {"/": Page("<p>หน้าแรก</p>")}
    with Site({"/": Page("กันเอง")}, hosts=("inside.example",)) as inside:
        site.pages["/on"] = Page(status=302, headers={"Location": f"http://127.0.0.1:{inside.port}/"})
        assert fetch("http://www.example.go.th/", site).body.decode() == "<p>หน้าแรก</p>"
        assert fetch("http://www.example.go.th/on", site).trouble == Trouble.REFUSED
        assert inside.asked == []


def test_an_installation_that_fetches_nothing_from_outside_asks_nobody(site: Site) -> None:
    site.pages = {"/": Page("พบ")}

    async def three() -> list[Fetched]:
        async with Client(agent=AGENT, guard=Guard(site.where, outside=False)) as client:
            return [await client.fetch(f"http://{host}/") for host in ("www.example.go.th", "www.other.go.th", "93.184.216.34")]

    assert [answer.trouble for answer in asyncio.run(three())] == [None, Trouble.CLOSED, Trouble.CLOSED]


def test_hops_are_kept_in_their_order(site: Site) -> None:
    site.pages = {
        "/a": Page(status=301, headers={"Location": "/b"}),
        "/b": Page(status=302, headers={"Location": "http://www.example.go.th/c"}),
        "/c": Page("ถึงแล้ว"),
    }
    answer = fetch("http://www.example.go.th/a", site)
    steps = [Hop(f"http://www.example.go.th/{step}", status) for step, status in (("a", 301), ("b", 302), ("c", 200))]
    assert (answer.hops, answer.final_url, answer.fine) == (tuple(steps), "http://www.example.go.th/c", True)


def test_circles_and_long_chains_end(site: Site) -> None:
    site.pages = {f"/{n}": Page(status=302, headers={"Location": f"/{n + 1}"}) for n in range(30)}
    site.pages["/x"] = Page(status=302, headers={"Location": "/x"})
    assert fetch("http://www.example.go.th/x", site).trouble == Trouble.REDIRECTS
    assert fetch("http://www.example.go.th/0", site).trouble == Trouble.REDIRECTS
    assert len(site.asked) == 1 + 6


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("page", "trouble"),
    [
        pytest.param(Page(raw=sends(OK, b"X: y\r\n", every=0.2, for_ever=True)), Trouble.SLOW, id="headers drip"),
        pytest.param(Page(raw=sends(OK + b"\r\n", b"x", every=0.2, for_ever=True)), Trouble.SLOW, id="body drips"),
        pytest.param(Page(raw=sends(OK + b"Content-Length: 10000000000\r\n\r\n", b"", every=9)), Trouble.SLOW, id="silence"),
        pytest.param(Page(raw=sends(OK + b"Content-Length: 100\r\n\r\nshort")), Trouble.UNREACHABLE, id="short body"),
        pytest.param(Page(raw=sends(b"220 smtp ready\r\n\r\n")), Trouble.BROKEN, id="not HTTP"),
        pytest.param(Page(raw=sends(OK + b"X: " + b"y" * 5_000_000 + b"\r\n\r\n")), Trouble.BROKEN, id="header of 5 MB"),
        pytest.param(Page(raw=sends(OK + b"X: y\r\n" * 50_000 + b"\r\n")), Trouble.BROKEN, id="50,000 headers"),
        pytest.param(Page(raw=sends(OK + b"X: a\x00b\r\n\r\n")), Trouble.BROKEN, id="NUL in a header"),
        pytest.param(Page(raw=sends()), Trouble.UNREACHABLE, id="hangs up"),
    ],
)
def test_hostile_answers_end_in_time_with_their_name(site: Site, page: Page, trouble: Trouble) -> None:
    site.pages = {"/": page}
    answer = fetch("http://www.example.go.th/", site)
    assert answer.trouble == trouble
    assert answer.seconds < 2 * QUICK.seconds + 1


def test_a_server_that_says_continue_for_ever_is_left(site: Site) -> None:
    site.pages = {"/": Page(raw=sends(b"HTTP/1.1 100 Continue\r\n\r\n", every=0.01, for_ever=True))}
    assert fetch("http://www.example.go.th/", site).trouble == Trouble.SLOW


def test_an_endless_body_is_cut(site: Site) -> None:
    site.pages = {"/": Page(raw=sends(OK + b"\r\n", b"x" * 65536, for_ever=True))}
    answer = fetch("http://www.example.go.th/", site)
    assert (len(answer.body), answer.cut, answer.trouble) == (QUICK.size, True, None)


def test_a_compression_bomb_is_cut_before_it_unfolds(site: Site) -> None:
    packed = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packed.compress(bytes(1024 * 1024)) for _ in range(300)) + packed.flush()
    site.pages = {"/": Page(bomb, headers={"Content-Encoding": "gzip"})}
    answer = fetch("http://www.example.go.th/", site)
    assert (len(answer.body), answer.cut) == (QUICK.size, True)


def test_what_is_packed_twice_is_not_unfolded_twice(site: Site) -> None:
    twice = gzip.compress(gzip.compress(bytes(3_000_000)))
    site.pages = {"/": Page(twice, headers={"Content-Encoding": "gzip, gzip"})}
    answer = fetch("http://www.example.go.th/", site)
    assert len(answer.body) < QUICK.size


def test_packed_pages_are_read(site: Site) -> None:
    site.pages = {"/": Page(gzip.compress("สวัสดี".encode()), headers={"Content-Encoding": "gzip"})}
    assert fetch("http://www.example.go.th/", site).body.decode() == "สวัสดี"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("http://www.example.go.th/ข้อมูล", "/%E0%B8%82%E0%B9%89%E0%B8%AD%E0%B8%A1%E0%B8%B9%E0%B8%A5"),
        ("http://www.example.go.th/%E0%B8%82?a=%20b", "/%E0%B8%82?a=%20b"),
        ("http://www.example.go.th/%A2%E9%CD%C1%D9%C5", "/%A2%E9%CD%C1%D9%C5"),  # a path in TIS-620
        ("http://www.example.go.th/a b".replace(" ", "%20"), "/a%20b"),
    ],
)
def test_thai_addresses_are_asked_for_as_they_are_meant(site: Site, text: str, asked: str) -> None:
    site.pages = {asked: Page("พบ")}
    assert (fetch(text, site).status, site.asked) == (200, [asked])


@pytest.mark.parametrize("host", ["เทศบาล.ไทย", "สำนักงาน.ไทย"])
def test_thai_hosts_are_found(host: str) -> None:
    url = address_of(f"http://{host}/")
    with Site({"/": Page("พบ")}, hosts=(url.raw_host or "",)) as site:
        assert fetch(f"http://{host}/", site).status == 200


@pytest.mark.parametrize(
    ("raw", "asked"),
    [
        ("/ข้อมูล".encode(), "/%E0%B8%82%E0%B9%89%E0%B8%AD%E0%B8%A1%E0%B8%B9%E0%B8%A5"),
        ("/ข้อมูล".encode("tis-620"), "/%A2%E9%CD%C1%D9%C5"),
    ],
)
def test_redirects_in_raw_thai_lead_where_they_were_meant_to(site: Site, raw: bytes, asked: str) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: " + raw + b"\r\n\r\n"
    site.pages = {"/": Page(raw=sends(head)), asked: Page("พบ")}
    assert (fetch("http://www.example.go.th/", site).status, site.asked[-1]) == (200, asked)


def test_a_page_that_did_not_change_is_not_sent_again(site: Site) -> None:
    site.pages = {"/": Page("เหมือนเดิม", headers={"ETag": '"1"'})}
    first = fetch("http://www.example.go.th/", site)
    again = fetch("http://www.example.go.th/", site, known={"etag": first.headers["etag"]})
    assert (first.body.decode(), again.unchanged, again.fine, again.body) == ("เหมือนเดิม", True, True, b"")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_server_that_asks_for_patience_is_left_alone(site: Site, status: int) -> None:
    site.pages = {"/": Page("พักก่อน", status)}
    assert (fetch("http://www.example.go.th/", site).status, len(site.asked)) == (status, 1)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("600", 10),
        ("Sat, 01 Nov 2025 07:20:00 GMT", 20),
        ("Sat, 01 Nov 2025 07:20:00 -0000", 20),
        ("Fri, 31 Oct 2025 07:20:00 GMT", 0),
        ("99999999999999999999", 24 * 60),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 24 * 60),
        ("-600", 0),
        ("soon", 0),
        ("", 0),
    ],
)
def test_a_server_says_for_how_long_it_wants_to_be_left_alone(site: Site, said: str, minutes: int) -> None:
    site.pages = {"/": Page("พักก่อน", 503, headers={"Retry-After": said})}
    now = datetime.datetime(2025, 11, 1, 7, tzinfo=datetime.UTC)
    assert fetch("http://www.example.go.th/", site).patience(now) == datetime.timedelta(minutes=minutes)


def test_the_portal_says_who_it_is(site: Site) -> None:
    site.pages = {"/": Page("x")}
    fetch("http://www.example.go.th/", site)
    assert site.agents == {AGENT}


def test_no_cookie_is_taken_along(site: Site) -> None:
    site.pages = {"/": Page(status=302, headers={"Location": "/b", "Set-Cookie": "a=b"}), "/b": Page("x")}
    assert fetch("http://www.example.go.th/", site).fine


def test_dead_hosts_are_named() -> None:
    with Site() as gone:
        guard = gone.guard

    async def once() -> Fetched:
        async with Client(agent=AGENT, guard=guard, limits=QUICK) as client:
            return await client.fetch("http://www.example.go.th/")

    assert asyncio.run(once()).trouble == Trouble.UNREACHABLE


def test_a_name_that_nobody_answers_for_in_time_is_given_up(site: Site, monkeypatch) -> None:
    """The wait for a name counts like any other: it can be given up."""

    class Sleepy(AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list:
            await asyncio.sleep(25)
            return []

        async def close(self) -> None:
            pass

    monkeypatch.setattr(aiohttp, "DefaultResolver", Sleepy)
    answer = fetch("http://www.slow-name.go.th/")
    assert (answer.trouble, answer.seconds < QUICK.seconds + 1) == (Trouble.SLOW, True)


def test_a_name_that_changes_its_mind_is_held_to_the_address_that_is_connected(site: Site, monkeypatch) -> None:
    """First a public address, then one inside: only what is about to be connected counts, and that is refused."""
    told = iter(["93.184.216.34", "127.0.0.1"])

    class Flipping(AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            return [ResolveResult(hostname=host, host=next(told), port=port, family=socket.AF_INET, proto=0, flags=0)]

        async def close(self) -> None:
            pass

    monkeypatch.setattr(aiohttp, "DefaultResolver", Flipping)
    assert next(told) == "93.184.216.34"  # what whoever checks first and fetches then would have seen
    answer = fetch("http://www.flipping.go.th/")
    assert (answer.trouble, site.asked) == (Trouble.REFUSED, [])


def test_https_where_only_http_answers_is_no_certificate(site: Site) -> None:
    site.pages = {"/": Page("x")}
    answer = fetch("https://www.example.go.th/", site)
    assert (answer.trouble, answer.status) == (Trouble.HANDSHAKE, 0)


def test_a_certificate_without_the_one_in_between_is_told_apart(site: Site, tmp_path) -> None:
    """Signed by somebody whom nobody here knows, and it is not sent along."""
    names = {name: tmp_path / name for name in ("root.key", "root.pem", "site.key", "site.csr", "site.pem", "names")}
    names["names"].write_text("subjectAltName=DNS:www.example.go.th")
    new = ["openssl", "req", "-newkey", "rsa:2048", "-nodes"]
    for words in (
        [*new, "-x509", "-days", "1", "-subj", "/CN=Between", "-keyout", "root.key", "-out", "root.pem"],
        [*new, "-subj", "/CN=www.example.go.th", "-keyout", "site.key", "-out", "site.csr"],
        ["openssl", "x509", "-req", "-in", "site.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"]
        + ["-days", "1", "-extfile", "names", "-out", "site.pem"],
    ):
        subprocess.run(words, check=True, capture_output=True, cwd=tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(names["site.pem"], names["site.key"])
    site.server.socket = serving.wrap_socket(site.server.socket, server_side=True)
    site.pages = {"/": Page("x")}
    assert fetch("https://www.example.go.th/", site).trouble == Trouble.CHAIN


def test_invalid_certificates_are_reported_and_never_passed_over(site: Site, tmp_path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=www.example.go.th"]
    words += ["-addext", "subjectAltName=DNS:www.example.go.th", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(words, check=True, capture_output=True)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    site.server.socket = serving.wrap_socket(site.server.socket, server_side=True)
    site.pages = {"/": Page("x")}
    guard = Guard({**site.where, "other.example.go.th": ("127.0.0.1", site.port)})

    async def once(host: str, tls: ssl.SSLContext | None = None) -> Fetched:
        async with Client(agent=AGENT, guard=guard, limits=QUICK, tls=tls) as client:
            return await client.fetch(f"https://{host}/")

    known = ssl.create_default_context(cafile=str(certificate))
    assert asyncio.run(once("www.example.go.th")).trouble == Trouble.TLS
    assert asyncio.run(once("other.example.go.th", known)).trouble == Trouble.TLS
    assert asyncio.run(once("www.example.go.th", known)).fine


def test_a_host_is_asked_by_two_at_once_and_no_more() -> None:
    """Twelve addresses of one host: the server never sees a third while two are open."""
    import threading

    here, most, lock = 0, [], threading.Lock()

    def slow(connection, over) -> None:
        nonlocal here
        with lock:
            here += 1
            most.append(here)
        over.wait(0.05)
        with lock:
            here -= 1
        connection.sendall(OK + b"Content-Length: 1\r\nConnection: close\r\n\r\nx")

    with Site({"*": Page(raw=slow)}) as site:

        async def all_of_them() -> list[Fetched]:
            async with Client(agent=AGENT, guard=site.guard, limits=Limits(seconds=10)) as client:
                return await asyncio.gather(*(client.fetch(f"http://www.example.go.th/{n}") for n in range(12)))

        assert [answer.status for answer in asyncio.run(all_of_them())] == [200] * 12
    assert max(most) == 2


@pytest.mark.parametrize("redirecting", [False, True])
def test_waiting_for_a_turn_is_not_the_hosts_slowness(redirecting: bool) -> None:
    """Thirty links of a fast host, whose turns alone take several times as long as one answer may."""
    many, limits = 30, Limits(seconds=0.4)
    with Site({"*": Page("เร็ว")}) as site:
        if redirecting:
            site.pages |= {f"/{n}": Page(status=301, headers={"Location": f"/to-{n}"}) for n in range(many)}

        async def all_of_them() -> list[Fetched]:
            async with Client(agent=AGENT, guard=site.guard, limits=limits, pause=0.05) as client:
                return await asyncio.gather(*(client.fetch(f"http://www.example.go.th/{n}") for n in range(many)))

        answers = asyncio.run(all_of_them())
    assert [(answer.status, answer.trouble) for answer in answers] == [(200, None)] * many
    assert max(answer.seconds for answer in answers) < limits.seconds


def test_headers_that_are_no_utf8_can_be_stored(site: Site) -> None:
    name = "รายงาน.pdf".encode("tis-620")
    head = OK + b'Content-Disposition: inline; filename="' + name + b'"\r\nETag: "\xff"\r\nContent-Length: 1\r\n\r\nx'
    site.pages = {"/": Page(raw=sends(head))}
    answer = fetch("http://www.example.go.th/", site)
    lost = "\N{REPLACEMENT CHARACTER}"
    assert (answer.status, answer.headers["etag"]) == (200, f'"{lost}"')
    assert not any("\ud800" <= letter <= "\udfff" for letter in answer.headers["content-disposition"])


@pytest.mark.parametrize("raw", [b"\x00\x00\r\n\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n\x00zz\r\n"])
def test_what_is_kept_of_garbage_can_be_stored(site: Site, raw: bytes) -> None:
    site.pages = {"/": Page(raw=sends(raw))}
    answer = fetch("http://www.example.go.th/", site)
    assert "\x00" not in answer.detail + answer.final_url
    assert not answer.fine


def test_an_address_of_half_letters_can_be_stored() -> None:
    answer = fetch("http://www.example.go.th/\ud800")
    assert (answer.fine, answer.final_url) == (False, "http://www.example.go.th/\N{REPLACEMENT CHARACTER}")
