"""Writing an answer in a real browser: saved while typing, files one by one, nothing lost."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from submissions.actions import PART_BYTES
from submissions.models import Comment, Evidence, PartialUpload
from tests.factories import World, pdf_upload, small_pdf
from tests.pages import session_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PDF = pdf_upload().read()
ITEM = "/alpha/2590-small/O1/"


@pytest.fixture
def open_as(browser: Browser, live_server):
    """A page for somebody who is logged in."""
    contexts = []

    def open_page(email: str, path: str) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="th-TH", viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session_of(email), "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def saved(page: Page):
    return page.locator("#answer-saved .saved span")


def test_a_text_is_saved_while_it_is_written_and_stands_there_again(open_as):
    world = World()
    page = open_as("staff@alpha", ITEM)
    page.locator("textarea[name=explanation]").fill("หน้าแรก > เกี่ยวกับเรา")
    expect(saved(page)).to_contain_text("บันทึกแล้ว")
    page.locator("input[name=answer][value=yes]").check()
    expect(page.locator("#id_version")).to_have_value("2")
    page.reload()
    expect(page.locator("textarea[name=explanation]")).to_have_value("หน้าแรก > เกี่ยวกับเรา")
    page.locator("#answer button[type=submit]").click()  # the same words: no conflict with oneself
    expect(saved(page)).to_contain_text("บันทึกแล้ว")
    assert (world.item("O1").answer, world.item("O1").explanation) == ("yes", "หน้าแรก > เกี่ยวกับเรา")


def test_how_ready_it_is_follows_while_one_writes(open_as):
    """Nothing is reloaded: the lines, what comes next and what the item is worth come anew with what the answer says."""
    World()
    page = open_as("staff@alpha", ITEM)
    panel = page.locator("#readiness")
    expect(panel.locator(".is-next")).to_contain_text("ระบุว่าหน่วยงานมีหรือไม่มี")
    expect(panel).to_contain_text("+25.00 คะแนนของ OIT")
    page.locator("textarea[name=explanation]").fill("หน้าแรก > เกี่ยวกับเรา")
    expect(panel.locator(".is-met")).to_contain_text(["อธิบายให้ผู้ตรวจแล้ว"])
    page.locator("input[name=answer][value=yes]").check()
    expect(panel.locator(".is-next")).to_contain_text("เพิ่มหลักฐาน")
    expect(page.locator("#actions")).to_contain_text("พร้อม 1 จาก 4")
    expect(panel).to_contain_text("+25.00 คะแนนของ OIT")


def test_who_comes_second_sees_both_texts(open_as):
    World()
    slow, fast = open_as("staff@alpha", ITEM), open_as("coordinator@alpha", ITEM)
    fast.locator("textarea[name=explanation]").fill("ของผู้ประสานงาน")
    expect(saved(fast)).to_contain_text("บันทึกแล้ว")
    slow.locator("textarea[name=explanation]").fill("ของเจ้าหน้าที่")
    expect(slow.locator("#answer-saved .notice-warning")).to_be_visible()
    slow.locator("#answer button[type=submit]").click()
    expect(slow.locator(".version").first).to_contain_text("ของผู้ประสานงาน")
    expect(slow.locator(".version").last).to_contain_text("ของเจ้าหน้าที่")
    expect(slow.locator("textarea[name=explanation]")).to_have_value("ของเจ้าหน้าที่")
    slow.locator("#answer button[type=submit]").click()
    expect(slow.locator(".notice-success")).to_be_visible()


def test_each_file_says_what_became_of_it(open_as):
    """Those that can be kept are, the others stay in the form with their reason, and the list and the hints follow."""
    World()
    page = open_as("staff@alpha", ITEM)
    page.locator("input[name=click_path]").fill("หน้าแรก > ITA")
    names = ("รายงานผล ปี ๒๕๙๐ (ฉบับแก้ไข).pdf", "โปรแกรม.exe", "แผน.pdf")
    files = [{"name": name, "mimeType": "application/pdf", "buffer": PDF + name.encode()} for name in names]
    page.locator("input[name=files]").set_input_files(files)
    expect(page.locator(".dropzone-files li")).to_have_count(3)
    page.locator("#add-evidence form button[type=submit]").click()
    expect(page.locator(".upload-result")).to_have_count(3)
    kinds = [one.get_attribute("class").split()[-1] for one in page.locator(".upload-result").all()]
    assert kinds == ["is-done", "is-failed", "is-done"]
    expect(page.locator("#evidence-list article")).to_have_count(2)
    expect(page.locator("#evidence-count")).to_have_text("2")
    assert sorted(Evidence.objects.values_list("file_name", flat=True)) == [names[0], names[2]]


def test_a_large_file_goes_on_after_the_connection_broke(open_as, tmp_path):
    """The second part breaks off and is sent again; it breaks off once more, the page is loaded anew, and the file goes on."""
    World()
    page = open_as("staff@alpha", ITEM)
    large = tmp_path / "แผนใหญ่.pdf"
    large.write_bytes(small_pdf("x" * 7_000_000))
    offsets: list[int] = []
    broken = {PART_BYTES: 1, 2 * PART_BYTES: 99}  # offset → how often it breaks off

    def watch(route):
        if route.request.method != "PUT":
            return route.continue_()
        offset = int(route.request.headers["upload-offset"])
        offsets.append(offset)
        if broken.get(offset, 0):
            broken[offset] -= 1
            return route.abort()
        return route.continue_()

    def send():
        page.locator("#add-evidence summary").click()
        page.locator("input[name=files]").set_input_files(large)
        page.locator("#add-evidence form button[type=submit]").click()

    page.route("**/uploads/**", watch)
    page.locator("#add-evidence[open] summary").click()  # it stands open where there is no evidence yet
    send()
    expect(page.locator(".upload-state progress")).to_have_js_property("value", 2 * PART_BYTES)
    broken.clear()
    page.reload()
    before = len(offsets)
    page.locator("#add-evidence[open] summary").click()
    send()
    expect(page.locator(".upload-result")).to_have_class(re.compile("is-done"), timeout=30_000)
    assert offsets[:3] == [0, PART_BYTES, PART_BYTES]
    assert offsets[before:] == [2 * PART_BYTES, 3 * PART_BYTES]
    assert Evidence.objects.get().file.size == large.stat().st_size
    assert PartialUpload.objects.count() == 0


def test_a_pasted_list_and_a_dropped_file_find_their_place(open_as):
    World()
    page = open_as("staff@alpha", ITEM)
    page.evaluate(
        """() => {
          const words = new DataTransfer();
          words.setData("text", "1. แผน https://www.alpha.example/1\\nhttps://www.alpha.example/2");
          document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: words, bubbles: true}));
          const files = new DataTransfer();
          files.items.add(new File(["a,b"], "ตาราง.csv", {type: "text/csv"}));
          document.querySelector("#evidence").dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true}));
        }"""
    )
    expect(page.locator("textarea[name=urls]")).to_have_value(re.compile("alpha.example/1\n.*alpha.example/2"))
    page.locator("#add-evidence form button[type=submit]").click()
    expect(page.locator("#evidence-list article")).to_have_count(3)
    assert sorted(Evidence.objects.values_list("title", flat=True)) == ["https://www.alpha.example/2", "ตาราง.csv", "แผน"]


def test_a_comment_survives_the_end_of_the_session_and_a_closed_page(open_as):
    World()
    page = open_as("staff@alpha", ITEM)
    page.locator("textarea[name=text]").fill("เขียนมาทั้งบ่าย")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value("เขียนมาทั้งบ่าย")
    page.context.clear_cookies(name="sessionid")
    page.locator("#comments button[type=submit]").click()
    expect(page.locator("#logged-out")).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value("เขียนมาทั้งบ่าย")
    page.context.add_cookies([{"name": "sessionid", "value": session_of("staff@alpha"), "url": page.url}])
    page.locator("#comments button[type=submit]").click()
    expect(page.locator("#comments .comment")).to_have_count(1)
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert [comment.text for comment in Comment.objects.all()] == ["เขียนมาทั้งบ่าย"]


def test_evidence_is_described_on_the_page_of_its_item(open_as):
    world = World()
    world.answer("O1")
    page = open_as("staff@alpha", ITEM)
    page.locator(".evidence-actions a").click()
    page.locator("#describe input[name=title]").fill("แผนผัง ปี ๒๕๙๐")
    page.locator("#describe form").first.locator("button").click()
    expect(page.locator(".evidence-title")).to_contain_text("แผนผัง ปี ๒๕๙๐")


def test_handing_in_is_offered_as_soon_as_nothing_is_missing(open_as):
    """Evidence first, the answer last: the grey button comes alive without a reload."""
    world = World()
    page = open_as("staff@alpha", ITEM)
    page.locator("textarea[name=urls]").fill("https://www.alpha.example/1")
    page.locator("#add-evidence form button[type=submit]").click()
    expect(page.locator("#evidence-list article")).to_have_count(1)
    expect(page.locator("#actions button:disabled")).to_have_count(1)
    page.locator("input[name=answer][value=yes]").check()
    page.locator("form[action$='/submit/'] button").click()
    expect(page.locator(".pill-submitted").first).to_be_visible()
    assert world.item("O1").status == "submitted"
