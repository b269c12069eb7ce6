"""Search: what is found, by whom, how it is shown, what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.actions import add_aliases, join, save_agency, save_department
from accounts.enums import Role
from accounts.models import Agency, User
from accounts.queries import departments_of
from assignments.actions import assign_assessor
from assignments.queries import assessors_of, possible_assessors, seat_of
from criteria.enums import EditionState
from criteria.models import Edition
from submissions import actions
from submissions.actions import About
from submissions.enums import SearchKind
from submissions.models import Evidence, SearchText
from submissions.search import finding, texts, trigrams
from submissions.search.asking import Question
from submissions.search.finding import find
from submissions.visibility import sees_year, years_open_to
from tests.factories import World, make_person, pdf_upload

pytestmark = pytest.mark.django_db


def found(person: User, typed: str, **filters) -> dict[str, int]:
    """Kind → how many."""
    person = User.objects.get(pk=person.pk)  # as another request: nothing is remembered of the person
    return {str(group.kind): group.total for group in find(Question(typed, **filters), person).groups}


def written(person: User, typed: str, **filters) -> dict[str, int]:
    return {kind: n for kind, n in found(person, typed, **filters).items() if kind in ("answer", "evidence", "comment")}


def explain(world: World, code: str, text: str) -> None:
    submission = world.item(code)
    actions.save_answer(
        submission, answer="yes", explanation=text, reason_none="", version=submission.version, by=world.coordinator
    )


def add(world: World, code: str, **about) -> Evidence:
    about = {"title": "", "click_path": "", **about}
    url = f"https://www.alpha.example/page{Evidence.objects.count()}"
    return actions.add_url(world.item(code), url, About(**about), by=world.coordinator)


def page(person: User, address: str, **headers) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address, headers=headers).content.decode()


# --- what is typed and what is found


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("ส่งเสริมคุณ ธรรม", "คุณธรรม"),
        ("ส่งเสริมคุณธรรม", "คุณ ธรรม"),
        ("แผน ปี ๒๕๖๖", "2566"),
        ("แผน ปี 2566", "๒๕๖๖"),
        ("ส\u0e4dานักงานปลัด", "สำนักงาน"),
        ("สำนักงานปลัด", "ส\u0e4dานักงาน"),
        ("ดูหน้า Open Data", "opendata"),
        ("จัดซื้อ ภายในไตรมาส และจ้าง", "จ้าง จัดซื้อ"),
        ("ลด 50% ทุก_รายการ", "50%"),
    ],
)
def test_an_explanation_is_found_however_it_is_typed(text, typed):
    world = World()
    explain(world, "O1", text)
    assert written(world.staff, typed) == {"answer": 1}


@pytest.mark.parametrize("typed", ["จัดซื้อ ไม่มีคำนี้", "คุณธรรมจริยธรรม", "%%", "__", "_%", "'; --", "\\\\"])
def test_what_does_not_occur_is_not_found(typed):
    world = World()
    explain(world, "O1", "จัดซื้อ คุณธรรม ร้อยละ100")
    assert written(world.staff, typed) == {}


def test_percent_and_underscore_are_no_wild_cards():
    world = World()
    explain(world, "O1", "กขค")
    assert (written(world.staff, "กขค"), written(world.staff, "ก%ค"), written(world.staff, "ก_ค")) == ({"answer": 1}, {}, {})


def test_two_thai_letters_are_found_and_one_is_too_little():
    world = World()
    explain(world, "O1", "ปี")
    assert (written(world.staff, "ปี"), found(world.staff, "ป"), found(world.staff, " ")) == ({"answer": 1}, {}, {})


def test_evidence_is_found_by_title_address_file_name_and_path():
    world = World()
    evidence = add(world, "O1", title="คู่มือประชาชน", click_path="หน้าแรก > บริการ")
    actions.add_file(world.item("O1"), pdf_upload("ภาพถ่ายกิจกรรม.pdf"), About(title="หลักฐานแนบ"), by=world.coordinator)
    words = ("คู่มือ", "alpha.example/page", "หน้าแรกบริการ", "ภาพถ่าย", "หลักฐานแนบ")
    assert [written(world.staff, word) for word in words] == [{"evidence": 1}] * 5
    actions.describe_evidence(evidence, About(title="แบบฟอร์ม"), by=world.coordinator)
    assert (written(world.staff, "คู่มือ"), written(world.staff, "แบบฟอร์ม")) == ({}, {"evidence": 1})


def test_words_that_stand_together_come_first():
    world = World()
    explain(world, "O1", "ปี แห่ง แผน")
    explain(world, "O2", "แผน ปี 2590")
    hits = find(Question("แผน ปี", kind=SearchKind.ANSWER), world.staff).groups[0].hits
    assert [hit.code for hit in hits] == ["O2", "O1"]


@pytest.mark.parametrize("typed", ["O2", "o2", "O๒", "๐๒", "02", "0๒", "2", "ข้อ 2", "ข้อ ๒"])
def test_a_code_in_any_spelling_leads_to_the_item_of_ones_years(typed):
    world, _other = World("alpha"), World("beta")
    world.answer("O2")
    answer = find(Question(typed), world.staff)
    assert [(one.url, one.title) for one in answer.years] == [("/alpha/2590-small/O2/", "News")]
    first = answer.groups[0]
    assert (first.kind, [hit.code for hit in first.hits]) == (SearchKind.ITEM, ["O2"])
    assert written(world.staff, typed) == {"answer": 1, "evidence": 1}  # what was written for that item


def test_two_digits_may_be_a_year_or_an_item():
    world = World()
    explain(world, "O1", "แผนปี 66")
    assert (written(world.staff, "66"), find(Question("66"), world.staff).years) == ({"answer": 1}, [])


def test_items_and_components_are_found_in_the_catalogue_and_lead_there():
    world = World()
    answer = find(Question("ข่าวประชาสัมพันธ์"), world.staff)
    assert [hit.url for group in answer.groups for hit in group.hits] == ["/criteria/2590-small/?open=O2#O2"]
    assert found(world.staff, "ควรมี ภาพ") == {"component": 1}
    assert '<details class="fold" id="O2" open>' in page(world.staff, "/criteria/2590-small/?open=O2")


def test_departments_are_found_by_name_and_by_alias_and_lead_to_the_newest_year():
    world = World()
    unit = save_department(world.agency, "unit", name_th="กลุ่มงานพัสดุ", parent=world.finance)
    add_aliases(unit, ["ฝ่ายพัสดุและทรัพย์สิน"])
    for typed in ("กลุ่มงานพัสดุ", "ทรัพย์ สิน"):
        (group,) = find(Question(typed), world.staff).groups
        assert (group.kind, group.total, group.hits[0].url) == (SearchKind.DEPARTMENT, 1, "/alpha/2590-small/")
    assert "".join(piece.text for piece in group.hits[0].title) == "finance › กลุ่มงานพัสดุ"
    assert any(piece.marked for piece in group.hits[0].excerpt)


def test_filters_by_kind_year_and_agency():
    world = World()
    world.answer("O1", title="โครงสร้าง")
    everything = {"item": 1, "component": 1, "evidence": 1}
    assert found(world.staff, "โครงสร้าง") == everything
    assert found(world.staff, "โครงสร้าง", kind="evidence") == {"evidence": 1}
    assert found(world.staff, "โครงสร้าง", year=2590, agency="alpha") == everything
    assert (found(world.staff, "โครงสร้าง", year=2589), found(world.staff, "โครงสร้าง", agency="beta")) == ({}, {})


# --- who finds what


def test_another_agencys_draft_is_never_found():
    """The positive control: the same words of one's own agency are."""
    alpha, beta = World("alpha"), World("beta")
    for world in (alpha, beta):
        world.answer("O1", title="ถ้อยคำเฉพาะ")
        explain(world, "O2", "ถ้อยคำเฉพาะ")
        actions.add_comment(world.item("O1"), text="ถ้อยคำเฉพาะ", by=world.staff)
        save_department(world.agency, "secret", name_th="กองถ้อยคำเฉพาะ")
    members = [alpha.staff, alpha.finance_staff, alpha.coordinator, alpha.executive]
    own = {"answer": 1, "evidence": 1, "comment": 1, "department": 1}
    assert [found(person, "ถ้อยคำเฉพาะ") for person in members] == [own] * 4
    for person in members:
        for group in find(Question("ถ้อยคำเฉพาะ"), person).groups:
            assert [hit.url.split("/")[1] for hit in group.hits] == ["alpha"]
    assert found(alpha.observer, "ถ้อยคำเฉพาะ") == {"answer": 1, "evidence": 1, "department": 1}
    assert found(alpha.admin, "ถ้อยคำเฉพาะ") == {"answer": 2, "evidence": 2, "department": 2}
    nobodies = [alpha.assessor, alpha.lead, make_person("new@nowhere")]
    assert [found(person, "ถ้อยคำเฉพาะ") for person in nobodies] == [{}, {}, {}]
    years = {name: find(Question("O1"), world.staff).years for name, world in (("alpha", alpha), ("beta", beta))}
    assert {name: [one.url for one in mine] for name, mine in years.items()} == {
        name: [f"/{name}/2590-small/O1/"] for name in years
    }


def test_the_filter_by_agency_opens_no_door():
    alpha, beta = World("alpha"), World("beta")
    beta.answer("O1", title="ถ้อยคำเฉพาะ")
    assert found(alpha.staff, "ถ้อยคำเฉพาะ", agency="beta") == {}
    assert found(beta.staff, "ถ้อยคำเฉพาะ", agency="beta") == {"evidence": 1}


def test_assessors_find_an_agencys_texts_once_its_year_is_theirs():
    world = World()
    world.accept("O1")
    actions.add_comment(world.item("O1"), text="หลักฐานภายใน", by=world.staff)
    assert (written(world.assessor, "หลักฐาน"), written(world.assessor, "หน้าแรก")) == ({}, {})
    for code in ("O2", "O3", "O4"):
        world.accept(code)
    actions.endorse(world.year, by=world.executive)
    actions.open_assessment(world.year, by=world.admin)
    assert written(world.assessor, "หลักฐาน") == {"evidence": 4}  # and not the comment within the agency
    actions.add_comment(world.item("O1"), text="หลักฐานไม่พบ", by=world.assessor)
    assert written(world.assessor, "หลักฐานไม่พบ") == {"comment": 1}
    assert written(world.staff, "หลักฐาน") == {"evidence": 4, "comment": 2}
    assert written(world.observer, "หลักฐาน") == {"evidence": 4, "comment": 1}


def test_what_was_returned_is_found_by_the_agency_with_its_comment():
    world = World()
    world.submit("O1")
    actions.return_for_changes(world.item("O1"), comment="ขาดวันที่ลงนาม", by=world.coordinator)
    people = (world.staff, world.observer, world.admin)
    assert [written(person, "ลงนาม") for person in people] == [{"comment": 1}, {}, {}]


def test_withdrawn_evidence_is_found_by_nobody():
    world = World()
    kept, gone = add(world, "O1", title="เอกสารเดิม"), add(world, "O1", title="เอกสารใหม่")
    actions.withdraw_evidence(gone, reason="ผิดปี", by=world.coordinator)
    assert (written(world.staff, "เอกสารใหม่"), written(world.staff, "เอกสารเดิม")) == ({}, {"evidence": 1})
    assert list(SearchText.objects.filter(kind="evidence").values_list("evidence", flat=True)) == [kept.pk]


def test_a_draft_of_the_catalogue_is_the_administrators():
    world = World()
    Edition.objects.update(state=EditionState.DRAFT)
    assert (found(world.staff, "ข่าวประชาสัมพันธ์"), found(world.admin, "ข่าวประชาสัมพันธ์")) == ({}, {"item": 1})


# --- the index


def test_the_index_can_be_written_anew_and_says_what_is_missing():
    world = World()
    world.answer("O1", title="ก่อนหน้า")
    gone = add(world, "O2", title="ถอนแล้ว")
    actions.withdraw_evidence(gone, reason="ผิดปี", by=world.coordinator)
    actions.add_comment(world.item("O1"), text="ก่อนหน้า", by=world.staff)
    before = sorted(SearchText.objects.values_list("kind", "submission", "evidence", "comment", "inside", "key"))
    SearchText.objects.all().delete()
    assert (written(world.staff, "ก่อนหน้า"), texts.missing()) == ({}, 3)
    assert (texts.rebuild(), texts.missing()) == (3, 0)
    assert sorted(SearchText.objects.values_list("kind", "submission", "evidence", "comment", "inside", "key")) == before


def test_saving_again_replaces_the_text():
    world = World()
    explain(world, "O1", "ข้อความแรก")
    explain(world, "O1", "ข้อความหลัง")
    assert (written(world.staff, "ข้อความแรก"), written(world.staff, "ข้อความหลัง")) == ({}, {"answer": 1})


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_postgresql_has_trigrams_of_thai_and_an_index_of_them():
    assert trigrams.thai_trigrams(connection) > 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM submissions_searchtext WHERE key LIKE '%%การทุจริต%%'")
        assert trigrams.INDEX in "".join(line for (line,) in cursor.fetchall())


# --- the page


def test_the_page_shows_marks_and_escapes_everything_else():
    world = World()
    explain(world, "O1", "<script>alert(1)</script> คุณ ธรรม & จริยธรรม")
    shown = page(world.staff, "/search/?q=คุณธรรม")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>คุณ ธรรม</mark> &amp; จริยธรรม" in shown
    assert 'href="/alpha/2590-small/O1/#answer"' in shown
    assert "<script>alert" not in page(world.staff, "/search/?q=<script>alert(1)</script>")


def test_every_page_has_the_box_and_the_page_of_results_one_field():
    world = World()
    assert page(world.staff, "/").count('name="q"') == 1
    assert page(world.staff, "/search/").count('name="q"') == 1
    assert 'name="q"' not in Client().get("/log-in/").content.decode()


def test_while_typing_only_the_results_come():
    world = World()
    shown = page(world.staff, "/search/?q=โครงสร้าง", **{"HX-Request": "true"})
    assert ("<html" in shown, 'id="results"' in shown, "<mark>โครงสร้าง</mark>" in shown) == (False, True, True)


def test_nothing_found_says_what_to_do_and_keeps_what_was_typed():
    world = World()
    shown = page(world.staff, "/search/?q=ไม่มีคำนี้&kind=evidence", **{"Accept-Language": "en"})
    assert ("Nothing was found for “ไม่มีคำนี้”." in shown, "Search again without the filters" in shown) == (True, True)
    assert 'value="ไม่มีคำนี้"' in shown
    assert "How to search" in page(world.staff, "/search/", **{"Accept-Language": "en"})
    assert "Type a little more." in page(world.staff, "/search/?q=ก", **{"Accept-Language": "en"})


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "ก" * 300, "q=ก้&year=x&kind=y&agency=z&page=-1", "q=แผน&page=999999", "q=หลักฐาน&kind=evidence&page=1e9"],
)
def test_no_address_of_a_search_breaks(query):
    world = World()
    client = Client(raise_request_exception=False)
    client.force_login(world.staff)
    assert client.get(f"/search/?{query}").status_code == 200


def test_many_hits_stand_on_pages():
    world = World()
    for n in range(finding.PER_PAGE + 3):
        add(world, "O1", title=f"เอกสาร {n}")
    (group,) = find(Question("เอกสาร"), world.staff).groups
    assert (group.total, len(group.hits), group.more) == (23, finding.EACH, True)
    pages = [find(Question("เอกสาร", kind=SearchKind.EVIDENCE, page=n), world.staff) for n in (1, 2, 99)]
    assert [(len(one.groups[0].hits), one.page.number) for one in pages] == [(20, 1), (3, 2), (3, 2)]
    assert 'rel="next"' in page(world.staff, "/search/?q=เอกสาร&kind=evidence")


def test_very_many_are_cut_and_it_is_said(monkeypatch):
    world = World()
    for n in range(4):
        add(world, "O1", title=f"เอกสาร {n}")
    monkeypatch.setattr(finding, "MOST", 3)
    answer = find(Question("เอกสาร"), world.staff)
    assert (answer.capped, answer.total) == (True, 3)


@pytest.mark.parametrize("role", ["staff", "coordinator", "observer", "assessor", "admin"])
@pytest.mark.parametrize("typed", ["เอกสาร", "O1"])
def test_one_hit_and_many_cost_the_same(role, typed):
    world = World()
    save_department(world.agency, "doc", name_th="กองเอกสาร")
    add(world, "O1", title="เอกสาร")
    one = queries(world.people()[role], typed)
    for n in range(12):
        add(world, "O1", title=f"เอกสาร {n}")
        actions.add_comment(world.item("O1"), text="เอกสาร", by=world.staff)
        add_aliases(save_department(world.agency, f"doc{n}", name_th=f"กองเอกสาร {n}"), ["ฝ่ายเอกสาร"])
    assert one == queries(world.people()[role], typed) <= 12


def queries(person: User, typed: str) -> int:
    client = Client()
    client.force_login(person)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/search/", {"q": typed}).status_code == 200
    return len(captured)


# --- a Thai file name, all the way round


@override_settings(LANGUAGE_CODE="th")
def test_a_thai_file_name_survives_from_upload_to_workbook():
    import io
    from urllib.parse import quote

    import openpyxl

    from reports.exporters import year_workbook
    from reports.publishing import shown_year

    world, name = World(), "รายงานผล ปี ๒๕๖๖ (ฉบับแก้ไข).pdf"
    client = Client()
    client.force_login(world.staff)
    added = client.post(
        "/alpha/2590-small/O1/evidence/", {"files": [pdf_upload(name)], "urls": "", "title": "", "click_path": ""}
    )
    assert added.status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.file_name, evidence.title) == (name, name)
    listed = client.get("/alpha/2590-small/O1/").content.decode()
    assert name in listed
    header = client.get(f"/evidence/{evidence.key}/").headers["Content-Disposition"]
    assert header == f"attachment; filename*=utf-8''{quote(name, safe='')}"
    book = openpyxl.load_workbook(io.BytesIO(year_workbook(shown_year(world.year))))
    assert any(name in str(cell.value) for row in book.active.iter_rows() for cell in row)
    for typed in ("2566", "๒๕๖๖", "รายงานผลปี2566", "ฉบับแก้ไข.PDF"):
        shown = client.get("/search/", {"q": typed}).content.decode()
        assert (f'href="/alpha/2590-small/O1/#evidence-{evidence.key}"' in shown, "<mark>" in shown) == (True, True)
    assert f'id="evidence-{evidence.key}"' in listed


# --- sorting, and the rule for many years at once


def test_a_search_opens_the_same_years_as_the_pages():
    """The rule for many years beside the rule for one, for every role while the year goes its way."""
    world, other = World("alpha"), World("beta")
    people = [*world.people().values(), world.finance_staff, make_person("new@nowhere"), *other.people().values()]
    join(world.assessor, other.agency, Role.OBSERVER, by=world.admin)
    assign_assessor(world.year, other.staff, by=world.admin)
    world.accept_all()
    steps = [
        lambda: actions.endorse(world.year, by=world.executive),
        lambda: actions.open_assessment(world.year, by=world.admin),
    ]
    for step in [lambda: None, *steps]:
        step()
        world.year.refresh_from_db()
        for person in people:
            fresh = User.objects.get(pk=person.pk)
            one = {year.pk for year in (world.year, other.year) if sees_year(seat_of(fresh, year), year.stage)}
            assert {year.pk for year in years_open_to(fresh)} == one, (person.email, world.year.stage)


def test_people_departments_and_agencies_stand_in_thai_order():
    world = World()
    names = ["ขา", "แก", "คา", "กา", "เก"]
    right = ["กา", "เก", "แก", "ขา", "คา"]
    for n, name in enumerate(names):
        save_department(world.agency, f"d{n}", name_th=name)
        save_agency(f"a{n}", name_th=name, name_en="", kind="province", by=None)
        person = make_person(f"p{n}@test")
        person.display_name = name
        person.save()
        assign_assessor(world.year, person, by=world.admin)
    assert [d.name_th for d in departments_of(world.agency) if d.name_th in names] == right
    assert [agency.name_th for agency in Agency.objects.all() if agency.name_th in names] == right
    assert [row.user.display_name for row in assessors_of(world.year) if row.user.display_name in names] == right
    assert [user.display_name for user in possible_assessors(world.year) if user.display_name in names] == right
