"""Addresses of which it is known how they stand: websites as agencies have them, on this machine, and what is to be said of each."""

from dataclasses import dataclass, replace

from tests.factories import small_pdf
from tests.sites import Page, sends

HOST = "www.alpha.go.th"
ROOT = f"http://{HOST}"
PLAN = "แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. 2566 ของเทศบาลตำบลอัลฟา ประกอบด้วยโครงการและมาตรการ ดังนี้ "
SORRY = "ขออภัย ไม่พบหน้าที่ท่านต้องการ กรุณากลับไปที่หน้าแรก"
LARGE, SMALL = 90, 8  # links of a menu


@dataclass(frozen=True)
class Labelled:
    """`found` and `unknown`: what is to be said, by the names of the checks; all others are clear or say nothing."""

    label: str
    pages: dict[str, Page]
    url: str = f"{ROOT}/ita/o1.html"
    found: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    main: str = HOST
    hosts: tuple[str, ...] = (HOST,)


def addresses() -> list[Labelled]:
    """All of them, each on a website of its own, so that they can be looked at together."""
    return [_apart(one, n) for n, one in enumerate([*not_found_pages(), *log_ins(), *failures(), *hosts()])]


def _apart(one: Labelled, n: int) -> Labelled:
    def named(text: str) -> str:
        return text.replace("alpha.go.th", f"alpha{n}.go.th")

    pages = {
        path: replace(page, headers={name: named(value) for name, value in page.headers.items()})
        for path, page in one.pages.items()
    }
    return replace(one, pages=pages, url=named(one.url), main=named(one.main), hosts=tuple(map(named, one.hosts)))


def page(title: str, body: str, menu: int = 0, status: int = 200, above: str = "") -> Page:
    """`menu`: how many links stand on every page of the site; `above`: what stands before them."""
    links = "".join(f'<li><a href="/m{n}">เมนูหัวข้อที่ {n} เรื่องต่าง ๆ ที่ประชาชนควรทราบ</a></li>' for n in range(menu))
    bar, foot = (
        (f"<ul>{links}</ul>", "<footer>สำนักงานเทศบาล 99 หมู่ 1 โทร 0 4321 1234 ผู้เข้าชม 12,345 คน</footer>") if menu else ("", "")
    )
    return Page(f"<html><head><title>{title}</title></head><body>{above}{bar}<div>{body}</div>{foot}</body></html>", status)


def to(path: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": path})


def not_found_pages() -> list[Labelled]:
    long, short = page("แผน", f"<p>{PLAN * 40}</p>", LARGE), page("ประกาศ", "<h2>ประกาศ</h2><img src=a.jpg>", LARGE)
    sorry = page("ไม่พบหน้า", f"<p>{SORRY}</p>", LARGE)
    soft = "reach.not_found_page"
    home = page("เทศบาลตำบลอัลฟา", "<p>ยินดีต้อนรับ ข่าวประชาสัมพันธ์ กิจกรรม และบริการของเทศบาล</p>" * 9, SMALL)
    echoed = {path: page("เทศบาล", f"<p>ไม่พบหน้า {path} ในเว็บไซต์นี้</p>", SMALL) for path in ("/ita/o1.html", "*")}
    return [
        Labelled("a page beside an honest 404", {"/ita/o1.html": long}),
        Labelled("an honest 404 with the same large menu", {"/ita/o1.html": long, "*": page("x", SORRY, LARGE, 404)}),
        Labelled("a short page and an honest 404 with the same menu", {"/ita/o1.html": short, "*": page("x", SORRY, LARGE, 404)}),
        Labelled("an honest 410", {"/ita/o1.html": short, "*": page("x", SORRY, LARGE, 410)}),
        Labelled("unknown addresses fail with 500", {"/ita/o1.html": short, "*": page("x", "error", LARGE, 500)}),
        Labelled("a long page, soft 404s with the same large menu", {"/ita/o1.html": long, "*": sorry}),
        Labelled("a short page, soft 404s with the same large menu", {"/ita/o1.html": short, "*": sorry}),
        Labelled(
            "a page of three lines, soft 404s with a menu",
            {"/ita/o1.html": page("ก", PLAN * 3, SMALL), "*": page("ข", SORRY, SMALL)},
        ),
        Labelled(
            "a heading above the large menu",
            {"/ita/o1.html": page("ก", PLAN, LARGE, above="<h1>แผน</h1>"), "*": page("ข", SORRY, LARGE, above="<h1>ไม่พบ</h1>")},
        ),
        Labelled(
            "a page as an application, the same shell for all",
            {"*": Page("<title>อัลฟา</title><script src=a.js></script>")},
            unknown=("reach.scripted", soft),
        ),
        Labelled("a soft 404 without menus", {"*": page("เทศบาล", f"<p>{SORRY}</p>")}, found=(soft,)),
        Labelled("a soft 404 with a large menu", {"*": sorry}, found=(soft,)),
        Labelled("a soft 404 that names the address", echoed, found=(soft,)),
        Labelled(
            "a soft 404 with a clock and a counter",
            {"/ita/o1.html": page("x", f"<p>{SORRY}</p> 10:59:58", SMALL), "*": page("x", f"<p>{SORRY}</p> 11:00:01", SMALL)},
            found=(soft,),
        ),
        Labelled("unknown addresses show the home page", {"*": home}, found=(soft,)),
        Labelled("unknown addresses lead to the home page", {"/": home, "*": to("/")}, found=(soft, "reach.moved")),
        Labelled(
            "unknown addresses lead to a page for them", {"/404.php": sorry, "*": to("/404.php")}, found=(soft, "reach.moved")
        ),
        Labelled("the home page, which unknown addresses lead to", {"/": home, "*": to("/")}, f"{ROOT}/"),
        Labelled(
            "the index page, which unknown addresses lead to", {"/index.php": home, "/": home, "*": to("/")}, f"{ROOT}/index.php"
        ),
        Labelled("the start page in a folder, which they lead to", {"/th/": home, "*": to("/th/")}, f"{ROOT}/th/"),
        Labelled("a real page where unknown addresses lead home", {"/": home, "/ita/o1.html": short, "*": to("/")}),
        Labelled("the portal is not let in to unknown addresses", {"/ita/o1.html": short, "*": Page("no", 403)}, unknown=(soft,)),
    ]


def log_ins() -> list[Labelled]:
    form = "<form action=/login><label>ชื่อผู้ใช้ <input name=u></label> <input type=password name=p> <button>เข้าสู่ระบบ</button></form>"
    o1, wall = "/ita/o1.html", ("reach.log_in",)
    bare, among = page("เข้าสู่ระบบ", form), page("เข้าสู่ระบบ", form, SMALL)
    manual = page("คู่มือ", f"<h1>วิธีเข้าสู่ระบบ</h1><p>{PLAN * 20}</p>", SMALL)
    google = Labelled(
        "a share that asks for an account",
        {o1: to("http://accounts.google.com/v3/signin"), "*": page("Sign in", "Sign in to continue")},
        found=(*wall, "reach.moved", "host.own"),
        hosts=(HOST, "accounts.google.com"),
    )
    return [
        google,
        Labelled("a log-in page", {o1: bare}, found=wall),
        Labelled("a log-in page with a small menu", {o1: among}, found=wall),
        Labelled("a log-in page with a large menu", {o1: page("เข้าสู่ระบบ", form, LARGE)}, unknown=wall),
        Labelled("sent to the log-in page", {o1: to("/login"), "/login": bare}, found=(*wall, "reach.moved")),
        Labelled("everything is sent to the log-in page", {"/login": among, "*": to("/login")}, found=(*wall, "reach.moved")),
        Labelled(
            "sent to a log-in page by script",
            {o1: to("/auth/realms/a"), "/auth/realms/a": page("เข้าสู่ระบบ", "รอสักครู่", LARGE)},
            found=(*wall, "reach.moved"),
        ),
        Labelled("401", {o1: Page("no", 401)}, found=wall),
        Labelled("a log-in box above content", {o1: page("แผน", f"<p>{PLAN * 20}</p>", LARGE, above=form)}),
        Labelled("a log-in box beside content", {o1: page("แผน", f"<p>{PLAN * 20}</p>{form}", SMALL)}),
        Labelled("a manual called login-manual", {"/docs/login-manual/": manual}, f"{ROOT}/docs/login-manual/"),
        Labelled("a manual that lies in a folder called login", {"/help/login/": manual}, f"{ROOT}/help/login/"),
        Labelled("a file called login-manual", {"/login-manual.pdf": pdf()}, f"{ROOT}/login-manual.pdf"),
        Labelled("a file in a folder called login", {"/login/o1.pdf": pdf()}, f"{ROOT}/login/o1.pdf"),
    ]


def pdf() -> Page:
    return Page(small_pdf(), media_type="application/pdf")


def failures() -> list[Labelled]:
    """Of one look; a link is dead only after several."""
    o1, trying = "/ita/o1.html", ("reach.answers",)
    plan, secure = page("แผน", PLAN * 9), f"https://{HOST}/ita/o1.html"
    return [
        Labelled("404 the first time", {}, unknown=trying),
        Labelled("410 the first time", {o1: Page("gone", 410)}, unknown=trying),
        Labelled("500", {o1: Page("error", 500)}, unknown=trying),
        Labelled("503", {o1: Page("later", 503)}, unknown=trying),
        Labelled("round in a circle", {o1: to("/b"), "/b": to(o1)}, unknown=trying),
        Labelled("hangs up", {o1: Page(raw=sends(b""))}, unknown=trying),
        Labelled("no HTTP", {o1: Page(raw=sends(b"\x00\x00\r\n\r\n"))}, unknown=trying),
        Labelled("https where only http answers", {o1: plan}, secure, unknown=(*trying, "reach.tls")),
        Labelled("403", {o1: Page("no", 403)}, unknown=("reach.log_in",)),
        Labelled("429", {o1: Page("no", 429)}, unknown=("reach.log_in",)),
        Labelled("451", {o1: Page("no", 451)}, unknown=("reach.log_in",)),
    ]


def hosts() -> list[Labelled]:
    plan = page("แผน", PLAN * 9)

    def at(host: str, label: str, *found: str, main: str = HOST) -> Labelled:
        return Labelled(label, {"/ita/o1.html": plan}, f"http://{host}/ita/o1.html", found=found, main=main, hosts=(host,))

    return [
        at(HOST, "the main website"),
        at("alpha.go.th", "without www."),
        at(HOST, "entered without www.", main="alpha.go.th"),
        at("health.alpha.go.th", "a line office", "host.part"),
        at("ita.alpha.go.th", "another part", "host.part", main="alpha.go.th"),
        at("www.health.alpha.go.th", "a line office with www.", "host.part"),
        at("test.alpha.go.th", "a part for trying things out", "host.part", "host.trial"),
        at("health.alpha.go.th", "a line office's is the main one", main="www.health.alpha.go.th"),
        at("www.alpha.go.th.example.com", "a name that only begins so", "host.own"),
        at("notalpha.go.th", "a name that only ends so", "host.own"),
        at("www.gamma.go.th", "another agency", "host.own"),
        at("staging.gamma.go.th", "another agency's, for trying out", "host.own", "host.trial"),
        at("drive.google.com", "a file share", "host.shared"),
        at("1drv.ms", "a short name of a file share", "host.shared"),
        at("www.facebook.com", "a social network", "host.shared"),
        at("youtu.be", "a short name of a social network", "host.shared"),
        at("xn--o3cg7ak5c9d.xn--o3cw4h", "a Thai name, entered in letters", main="เทศบาล.ไทย"),
        at("xn--q3c4c8cq.xn--o3cw4h", "another Thai name", "host.own", main="เทศบาล.ไทย"),
    ]
