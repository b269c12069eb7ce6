"""A synthetic agency's website of some 600 pages, as such sites are: menus everywhere, five years of ITA, news without end."""

from dataclasses import dataclass, field

from tests.sites import Page

ROOT = "http://www.example.go.th"
YEARS = (2562, 2563, 2564, 2565, 2566)
ITEMS = range(1, 44)
NEWS = 330


def title_of(number: int) -> str:
    return f"รายการที่ {number} ของการเปิดเผยข้อมูล"


@dataclass
class AgencySite:
    """`pages` for a `Site`; the addresses of the year's item pages and documents; what no click leads to."""

    pages: dict[str, Page] = field(default_factory=dict)
    items: dict[int, str] = field(default_factory=dict)
    documents: dict[int, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)


def _page(title: str, body: str, *, menu: bool = True) -> Page:
    bar = "".join(
        f'<li><a href="{to}">{text}</a></li>'
        for to, text in (
            ("/", "หน้าแรก"),
            ("/about/", "เกี่ยวกับหน่วยงาน"),
            ("/news/1/", "ข่าวประชาสัมพันธ์"),
            ("/calendar/2566-10/", "ปฏิทินกิจกรรม"),
            ("/ita/", "ITA"),
            ("/board/", "กระดานถาม-ตอบ"),
            ("/contact/", "ติดต่อเรา"),
        )
    )
    return Page(
        f"<html><head><title>{title}</title></head><body>{f'<ul>{bar}</ul>' if menu else ''}<h1>{title}</h1>{body}</body></html>"
    )


def agency_site(news: int = NEWS) -> AgencySite:
    """`news`: how many pages of news lead on to the next; 330 make a site of some 660 pages."""
    site = AgencySite()
    pages = site.pages
    pages["/"] = _page("เทศบาลตัวอย่าง", "<p>ยินดีต้อนรับสู่เว็บไซต์ของเทศบาลตัวอย่าง</p>" * 3)
    for name in ("about", "contact", "board"):
        pages[f"/{name}/"] = _page(name, "".join(f'<a href="/{name}/{n}/">เรื่องที่ {n}</a> ' for n in range(12)))
        pages.update({f"/{name}/{n}/": _page(f"{name} {n}", "<p>เนื้อหา</p>") for n in range(12)})
    for number in range(1, news + 1):  # each page leads to the next: a trap for whoever goes on and on
        body = f'<a href="/news/{number + 1}/">ข่าวต่อไป</a><a href="/news/{max(1, number - 1)}/">ข่าวก่อนหน้า</a>'
        pages[f"/news/{number}/"] = _page(f"ข่าวที่ {number}", body)
    for n in range(40):
        year, month = 2566 + n // 12, n % 12 + 1
        body = f'<a href="/calendar/{year}-{month + 1}/">เดือนถัดไป</a>'
        pages[f"/calendar/{year}-{month}/"] = _page("ปฏิทิน", body)
    pages["/ita/"] = _page("ITA", "".join(f'<a href="/ita/{year}/">ITA {year}</a>' for year in YEARS))
    for year in YEARS:
        links = "".join(f'<li><a href="/ita/{year}/o{n}.html">O{n} {title_of(n)}</a></li>' for n in ITEMS)
        pages[f"/ita/{year}/"] = _page(f"ITA {year}", f"<ul>{links}</ul>")
        for n in ITEMS:
            document = f"/files/{year}/o{n}.pdf"
            pages[f"/ita/{year}/o{n}.html"] = _page(f"O{n} ปี {year}", f'<a href="{document}">ดาวน์โหลดเอกสาร {n}</a>')
            pages[document] = Page(b"%PDF-1.7 not fetched by a walk", media_type="application/pdf")
    site.items = {n: f"{ROOT}/ita/2566/o{n}.html" for n in ITEMS}
    site.documents = {n: f"{ROOT}/files/2566/o{n}.pdf" for n in ITEMS}
    pages["/orphan.html"] = _page("O44 ที่ไม่มีใครลิงก์ถึง", "<p>เอกสาร</p>")
    pages["/mapped.html"] = _page("O45 ที่มีแต่ในแผนผัง", "<p>เอกสาร</p>")
    pages["/scripted.html"] = _page("O46 ที่เปิดด้วยสคริปต์", "<p>เอกสาร</p>")
    pages["/about/"] = Page(pages["/about/"].content + b"<script>menu(['/scripted.html'])</script>")
    pages["/sitemap.xml"] = Page(f"<urlset><url><loc>{ROOT}/mapped.html</loc></url></urlset>", media_type="application/xml")
    site.hidden = {name: f"{ROOT}/{name}.html" for name in ("orphan", "mapped", "scripted")}
    return site
