"""An edition from a file in the browser: read in a limited child, shown, and made only after a yes. Published ones are never replaced."""

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from criteria import actions, files
from criteria.content import edition_data, facts_of
from criteria.enums import EditionState, FileKind, ReadingState
from criteria.importers import loading, taking
from criteria.listing import components_of
from criteria.models import CatalogueFile, Edition, Window
from criteria.workbook import workbook_of
from records.actions import perform
from records.models import AuditEvent, Job
from tests.criteria.test_workbook import edited
from tests.criteria.workshop import Bench
from tests.documents.measures import file_of
from tests.factories import DATA, World, make_edition, make_person

pytestmark = pytest.mark.django_db
PAGE = "/criteria/import/"


@pytest.fixture(autouse=True)
def _language():
    with translation.override("en"):
        yield


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def handed_in(client: Client, name: str, content: bytes) -> CatalogueFile:
    """Through the page and the worker's job."""
    before = set(Job.objects.values_list("pk", flat=True))
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    for job in Job.objects.exclude(pk__in=before):
        perform(job.pk)
    return CatalogueFile.objects.latest("pk")


def yes(client: Client, file: CatalogueFile):
    """What the button of the last page sends."""
    page = client.get(f"{PAGE}{file.pk}/apply/")
    return client.post(f"{PAGE}{file.pk}/apply/", {"seen": page.context["page"].proposal.digest})


def small(**changes: object) -> dict:
    return {**files.read_yaml(DATA / "2590-small.yaml")[0], **changes}


def as_yaml(data: dict) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def test_a_catalogue_file_becomes_a_new_draft_after_a_yes():
    bench = Bench()
    client = client_of(bench.admin)
    year = {"code": "2590-other", "programme": "other"}
    file = handed_in(client, "หลักเกณฑ์.yaml", as_yaml(small(**year)))
    assert (file.kind, file.state) == (FileKind.CATALOGUE, ReadingState.READY)
    page = client.get(f"{PAGE}{file.pk}/", follow=True)
    assert page.redirect_chain == [(f"{PAGE}{file.pk}/apply/", 302)]
    assert not Edition.objects.filter(code="2590-other").exists(), "looking makes nothing"

    answer = yes(client, file)

    assert (answer.status_code, answer["Location"]) == (302, "/criteria/2590-other/edit/")
    made = Edition.objects.get(code="2590-other")
    assert (made.state, made.revision) == (EditionState.DRAFT, 0)
    assert facts_of(edition_data(made)) == facts_of(small(**year))
    event = AuditEvent.objects.get(scope="2590-other")
    assert (event.verb, event.details["sha256"], event.actor_id) == ("import_edition", file.sha256, bench.admin.pk)
    file.refresh_from_db()
    assert (file.edition, file.applied_by) == (made, bench.admin)


def test_an_exported_workbook_replaces_the_draft_after_its_memo():
    bench = Bench()
    client = client_of(bench.admin)

    def change(book) -> None:
        items = book["items"]
        items["C2"] = "ชื่อใหม่ทั้งหมดของข้อแรก"
        items["D3"] = "Another English title"

    file = handed_in(client, "small.xlsx", edited(client.get("/criteria/2590-small.xlsx").content, change))
    page = client.get(f"{PAGE}{file.pk}/apply/").context["page"]
    assert (page.proposal.standing, page.lost) == (bench.edition, "")
    assert [entry.code for entry in page.memo.entries if entry.change.retitled] == ["O1"]
    assert page.beside == [("English titles", 1)]
    assert page.proposal.changes == {"title_th": 1, "title_en": 1}
    pk, titles = bench.edition.pk, bench.titles()

    assert yes(client, file).status_code == 302

    now = bench.fresh()
    assert (now.pk, now.version, now.revision, now.digest) == (pk, 2, 0, file.sha256)
    assert bench.titles() == {**titles, "O1": "ชื่อใหม่ทั้งหมดของข้อแรก"}
    assert bench.verbs() == ["import_edition", "replace_edition"]
    assert bench.last().details["fields"] == {"title_th": 1, "title_en": 1}
    again = client.get(f"{PAGE}{file.pk}/apply/").context["page"]
    assert (
        again.proposal.verdict.reason
        == "Nothing differs between the file and the edition that stands, so there is nothing to do."
    )


def test_an_exported_draft_that_nobody_changed_changes_nothing():
    bench = Bench()
    client = client_of(bench.admin)
    for ending in ("xlsx", "yaml"):
        file = handed_in(client, f"same.{ending}", client.get(f"/criteria/2590-small.{ending}").content)
        page = client.get(f"{PAGE}{file.pk}/apply/").context["page"]
        assert (page.proposal.changes, page.proposal.is_same, bool(page.proposal.verdict)) == ({}, True, False)
        assert yes(client, file).status_code == 403
    assert bench.verbs() == ["import_edition"]


@pytest.mark.parametrize("state", ["published", "retired"])
def test_no_file_takes_the_place_of_what_is_published(state):
    edition = make_edition()
    admin = make_person("admin@test", is_admin=True)
    if state == "retired":
        actions.step(edition, "retire", by=admin)
    client = client_of(admin)
    file = handed_in(client, "small.yaml", as_yaml(small(title_th="อีกชื่อหนึ่ง")))
    page = client.get(f"{PAGE}{file.pk}/apply/")
    assert "a file never takes the place of such an edition" in page.content.decode()
    before = facts_of(edition_data(edition))
    assert yes(client, file).status_code == 403
    edition.refresh_from_db()
    assert (edition.state, facts_of(edition_data(edition))) == (state, before)


def test_a_draft_that_years_are_open_with_is_not_replaced():
    world = World()
    Edition.objects.filter(pk=world.edition.pk).update(state=EditionState.DRAFT)  # as an older installation may have it
    client = client_of(world.admin)
    file = handed_in(client, "small.yaml", as_yaml(small(title_th="อีกชื่อหนึ่ง")))
    before = facts_of(edition_data(world.edition))
    assert yes(client, file).status_code == 403
    assert facts_of(edition_data(Edition.objects.get(pk=world.edition.pk))) == before


def test_a_yes_counts_only_for_what_was_shown():
    bench = Bench()
    client = client_of(bench.admin)
    file = handed_in(client, "small.yaml", as_yaml(small(title_th="อีกชื่อหนึ่ง")))
    seen = client.get(f"{PAGE}{file.pk}/apply/").context["page"].proposal.digest
    item = bench.item("O1")
    actions.save_item(item, {"title_th": "แก้ไขระหว่างนั้น"}, version=item.version, by=bench.admin)
    answer = client.post(f"{PAGE}{file.pk}/apply/", {"seen": seen})
    assert answer.status_code == 409
    assert "Something changed in the meantime" in answer.content.decode()
    assert "was changed in the portal 1 time" in answer.content.decode()
    assert bench.titles()["O1"] == "แก้ไขระหว่างนั้น"


def test_every_unreadable_cell_is_named_and_the_file_stays():
    bench = Bench()
    client = client_of(bench.admin)

    def spoil(book) -> None:
        items = book["items"]
        head = [cell.value for cell in items[1]]
        items.cell(row=2, column=head.index("needs_signature") + 1).value = "perhaps"
        items.cell(row=4, column=head.index("heading") + 1).value = "H77"

    content = edited(workbook_of(edition_data(bench.edition)), spoil)
    file = handed_in(client, "แก้ไข.xlsx", content)
    assert file.state == ReadingState.REFUSED
    assert file.problems == [
        "Sheet items, row 2: “perhaps” does not belong there.",
        "Sheet items, row 4: “H77” does not belong there.",
    ]
    page = client.get(f"{PAGE}{file.pk}/")
    assert [problem in page.content.decode() for problem in file.problems] == [True, True]
    download = client.get(f"{PAGE}{file.pk}/file/")
    assert (download.content, download["Content-Disposition"].startswith("attachment")) == (content, True)
    # handed in again, it is read again
    assert handed_in(client, "แก้ไข.xlsx", content).pk == file.pk


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.yaml", b"- one\n- two\n", "the top level must be a mapping"),
        ("a.yaml", b"a: [1, 2\n", "not readable as YAML"),
        ("a.yaml", b"\xff\xfe\x00", "not readable as YAML"),
        ("a.yaml", b"a: .nan\n", "cannot be read as YAML"),
        ("a.yaml", b"a: &a [1,1,1,1,1,1,1,1,1,1]\n" + b"".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n".encode() for n in range(9)
        ), "cannot be read as YAML"),
        ("a.yaml", b"code: 2590-x\n", "expected shape"),
        ("a.xlsx", b"PK\x03\x04 no workbook", ""),
        ("a.docx", b"no word document", ""),
    ],
    ids=["list", "broken", "no-text", "nan", "laughs", "shape", "zip", "word"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(name, content, words):
    client = client_of(Bench().admin)
    file = handed_in(client, name, content)
    assert (file.state, len(file.problems)) == (ReadingState.REFUSED, 1)
    assert words in file.problems[0]
    assert client.get(f"{PAGE}{file.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title_th": "ก" * 501}, "edition: title_th is longer than 500 letters."),
        ({"programme": "a/b", "code": "2590-a/b"}, "programme a/b may hold small Latin letters"),
        ({"windows": [{"stage": "sometime", "opens_on": "2046-10-01", "closes_on": "2046-10-02"}]}, "windows: sometime is unknown"),
        ({"windows": [{"stage": "preparing", "opens_on": "x", "closes_on": "y"}]}, "window preparing: x – y are not two days"),
        ({"windows": [{"stage": "preparing", "opens_on": "2046-10-02", "closes_on": "2046-10-01"}]}, "closes before it opens"),
        ({"corrections": 5}, "expected shape"),
        ({"verified": "perhaps"}, "another kind"),
    ],
)  # fmt: skip
def test_values_of_another_kind_are_named_not_stumbled_over(changes, words):
    client = client_of(Bench().admin)
    file = handed_in(client, "a.yaml", as_yaml(small(**changes)))
    assert file.state == ReadingState.REFUSED
    assert words in " ".join(file.problems)
    assert Edition.objects.count() == 1


def test_a_published_list_of_items_becomes_a_draft():
    bench = Bench()
    client = client_of(bench.admin)
    content, name = file_of("phrae-pao", "docx")
    file = handed_in(client, name, content)
    assert (file.kind, file.state, file.problems) == (FileKind.LIST, ReadingState.READY, [])
    page = client.get(f"{PAGE}{file.pk}/").context["page"]
    assert [row.code for row in page.rows] == [f"O{number}" for number in range(1, 44)]
    assert {row.at for row in page.rows if row.ticked} == {row.at for row in page.certain}
    form = {"fiscal_year": "๒๕๙๑", "programme": "national", "title_th": "รายการข้อ", "model": "2590-small"}

    empty = client.post(f"{PAGE}{file.pk}/", form)
    assert (empty.status_code, "No row is ticked" in empty.content.decode()) == (422, True)
    assert 'value="รายการข้อ"' in empty.content.decode(), "what was typed stays"

    answer = client.post(f"{PAGE}{file.pk}/", {**form, "rows": [str(row.at) for row in page.rows]})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}{file.pk}/apply/")
    assert not Edition.objects.filter(code="2591-national").exists()
    assert yes(client, file).status_code == 302
    made = Edition.objects.get(code="2591-national")
    assert (made.state, made.verified, made.digest) == (EditionState.DRAFT, False, "")
    assert [item.code for item in made.items.all()] == [f"O{number}" for number in range(1, 44)]
    assert made.items.get(number=1).title_th == "โครงสร้าง"
    assert [part.text for part in made.items.get(number=1).components.all()] == [
        "แสดงแผนผังแสดงโครงสร้างการแบ่งส่วนราชการของหน่วยงาน",
        "แสดงตำแหน่งที่สำคัญ และการแบ่งส่วนงานภายใน ยกตัวอย่างเช่น สำนัก กอง ศูนย์ ฝ่าย ส่วน กลุ่ม เป็นต้น",
    ]
    assert made.scoring.weights == bench.edition.scoring.weights


def test_a_list_keeps_the_calendar_and_scoring_of_the_draft_that_it_replaces():
    bench = Bench()
    client = client_of(bench.admin)
    text = "\n".join(f"O{number}\t{title}\tแสดงข้อมูล" for number, title in enumerate(bench.titles().values(), 1))
    client.post(PAGE, {"text": "ข้อ\tข้อมูล\tองค์ประกอบด้านข้อมูล\n" + text})
    perform(Job.objects.get(kind="criteria.read_file").pk)
    file = CatalogueFile.objects.get()
    before = edition_data(bench.edition)
    page = client.get(f"{PAGE}{file.pk}/").context["page"]
    form = {"fiscal_year": "2590", "programme": "small", "title_th": "ร่าง", "model": "2590-small"}
    client.post(f"{PAGE}{file.pk}/", {**form, "rows": [str(row.at) for row in page.rows]})
    windows = Window.objects.filter(edition=bench.edition).count()
    assert yes(client, file).status_code == 302
    after = edition_data(bench.fresh())
    assert Window.objects.filter(edition=bench.edition).count() == windows
    assert after["scoring"] == before["scoring"]
    assert [place.sub["number"] for place in files.places(after)] == ["9.1", "9.1", "10.1", "10.1"]
    assert [place.item["requirements"] for place in files.places(after)] == [
        place.item["requirements"] for place in files.places(before)
    ]


def test_two_rows_of_one_code_are_not_both_taken():
    bench = Bench()
    client = client_of(bench.admin)
    client.post(PAGE, {"text": "ข้อ\tข้อมูล\tองค์ประกอบ\nO1\tหนึ่ง\tแสดง\nO1\tสอง\tแสดง\nO2\tสาม\tแสดง"})
    perform(Job.objects.get(kind="criteria.read_file").pk)
    file = CatalogueFile.objects.get()
    page = client.get(f"{PAGE}{file.pk}/").context["page"]
    assert [row.code for row in page.rows] == ["O1", "O1", "O2"]
    form = {"fiscal_year": "2591", "programme": "small", "title_th": "ร่าง", "model": ""}
    answer = client.post(f"{PAGE}{file.pk}/", {**form, "rows": ["0", "1", "2"]})
    assert (answer.status_code, "O1 is ticked more than once" in answer.content.decode()) == (422, True)


def test_components_of_a_cell():
    parts, notes = components_of("แสดงแผน อย่างน้อยประกอบด้วย\n(1) โครงการ ปี พ.ศ. 2566\n(๒) งบประมาณ\n*กรณีไม่มี ให้อธิบาย", 2566)
    assert parts == [
        {
            "text": "แสดงแผน อย่างน้อยประกอบด้วย",
            "children": [
                {"text": "โครงการ ปี พ.ศ. 2566", "target_year": {"offset": 0, "wording": "ปี พ.ศ. 2566"}},
                {"text": "งบประมาณ"},
            ],
        }
    ]
    assert notes == [{"kind": "condition", "text": "*กรณีไม่มี ให้อธิบาย"}]


def test_only_administrators_come_here():
    world = World()
    file, _new = taking.take(b"a: 1", "a.yaml", by=world.admin)
    for name, person in world.people().items():
        client = client_of(person)
        found = [client.get(f"{PAGE}{part}").status_code for part in ("", f"{file.pk}/", f"{file.pk}/apply/", f"{file.pk}/file/")]
        assert found == ([200, 200, 302, 200] if name == "admin" else [404] * 4), name
    assert client_of(world.admin).get(f"{PAGE}999999/").status_code == 404


def test_the_page_asks_as_often_for_many_files_as_for_one(django_assert_num_queries):
    bench = Bench()
    taking.take(b"a: 1", "a.yaml", by=bench.admin)
    client = client_of(bench.admin)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for number in range(29):
        taking.take(b"a: %d" % (number + 2), "a.yaml", by=bench.admin)
    with django_assert_num_queries(len(one)):
        client.get(PAGE)


def test_loading_twice_at_once_makes_one_edition():
    bench = Bench()
    client = client_of(bench.admin)
    file = handed_in(client, "a.yaml", as_yaml(small(code="2590-other", programme="other")))
    seen = loading.proposal_of(file, bench.admin).digest
    loading.apply(file, seen=seen, by=bench.admin)
    with pytest.raises(loading.StaleProposal):
        loading.apply(file, seen=seen, by=bench.admin)
    assert Edition.objects.filter(code="2590-other").count() == 1
