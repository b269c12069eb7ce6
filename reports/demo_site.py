"""The websites of the demonstration's agencies, so that its worker has something to look at without leaving this machine.

Run as a child of `manage.py demo`, which hands over the listening socket. They are small, say plainly that they are examples, and
have the faults that assessors find most: a page that nobody can click to, a log-in in front of a document, a page that is only the
site's “not found”, a report of the wrong year.
"""

import html
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

CATALOGUE = Path(__file__).resolve().parent.parent / "fixtures" / "catalogue"
NOT_LINKED, LOG_IN, ONLY_NOT_FOUND, WRONG_YEAR = 9, 5, 2, 11  # the items that have a fault


@dataclass(frozen=True)
class Answer:
    body: str
    status: int = 200


@cache
def titles(year: int) -> dict[int, str]:
    """The items' titles of that year's first edition."""
    for path in sorted(CATALOGUE.glob(f"{year}-*.yaml")):
        edition = yaml.safe_load(path.read_text(encoding="utf-8"))
        return dict(_items_below(edition))
    return {}


def _items_below(node: object) -> Iterator[tuple[int, str]]:
    """Number and title of every item, however deep it stands."""
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        if isinstance(child, dict) and str(child.get("code", "")).startswith("O") and "title_th" in child:
            yield int(str(child["code"])[1:]), child["title_th"]
        yield from _items_below(child)


def page(title: str, body: str) -> str:
    menu = '<a href="/">หน้าแรก</a> <a href="/about">เกี่ยวกับหน่วยงาน</a> <a href="/news">ข่าวประชาสัมพันธ์</a>'
    years = " ".join(f'<a href="/ita/{year}">ITA {year}</a>' for year in range(2563, 2567))
    head = f"<!doctype html><html lang=th><meta charset=utf-8><title>{html.escape(title)}</title>"
    return f"{head}<nav>{menu} {years}</nav><h1>{html.escape(title)}</h1>{body}<p>เว็บไซต์ตัวอย่างสำหรับการสาธิต</p></html>"


NOT_FOUND = page("ไม่พบหน้าที่ต้องการ", "<p>หน้าที่ท่านต้องการอาจถูกย้ายหรือลบไปแล้ว กรุณากลับไปที่หน้าแรก</p>")


def answer(path: str) -> Answer:
    """What a site says to this path."""
    match path.split("?")[0].strip("/").split("/"):
        case [""]:
            return Answer(page("หน่วยงานตัวอย่าง", "<p>ยินดีต้อนรับ</p>"))
        case ["about" | "news" as name]:
            return Answer(page("เกี่ยวกับหน่วยงาน" if name == "about" else "ข่าวประชาสัมพันธ์", "<p>ข้อมูลตัวอย่าง</p>"))
        case ["ita", year] if year.isdecimal() and titles(int(year)):
            return Answer(_list(int(year)))
        case ["ita", year, code] if year.isdecimal() and code[1:].isdecimal() and int(code[1:]) in titles(int(year)):
            return _item(int(year), int(code[1:]))
        case ["procurement", period]:
            return Answer(page(f"สขร.1 {period}", f"<p>สรุปผลการจัดซื้อจัดจ้าง งวด {html.escape(period)}</p>"))
    return Answer(NOT_FOUND, 404)


def _list(year: int) -> str:
    links = "".join(
        f'<li><a href="/ita/{year}/o{number}">O{number} {html.escape(title)}</a></li>'
        for number, title in titles(year).items()
        if number != NOT_LINKED
    )
    return page(f"ITA {year}", f"<p>การเปิดเผยข้อมูลสาธารณะ ปีงบประมาณ พ.ศ. {year}</p><ul>{links}</ul>")


def _item(year: int, number: int) -> Answer:
    if number == ONLY_NOT_FOUND:
        return Answer(NOT_FOUND)
    if number == LOG_IN:
        return Answer(page("เข้าสู่ระบบ", '<form><input name="user"><input type="password" name="password"></form>'))
    shown = year - 3 if number == WRONG_YEAR else year
    title = titles(year)[number]
    months = "".join(
        f'<li><a href="/procurement/{year - 1}-{month:02}">สขร.1 {month:02}/{year - 1}</a></li>' for month in (10, 11, 12)
    )
    body = f"<p>{html.escape(title)} ปีงบประมาณ พ.ศ. {shown} ของหน่วยงานตัวอย่าง</p>"
    return Answer(page(f"O{number} {title}", body + (f"<ul>{months}</ul>" if "จัดซื้อจัดจ้าง" in title else "")))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        said = answer(self.path)
        body = said.body.encode()
        self.send_response_only(said.status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002 -- the library's name
        """Nothing: what the worker asked for stands in the portal."""


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = socket.socket(fileno=int(sys.argv[1]))
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main()
