"""One function per thing. Every state is reached by walking the real actions; nothing is random."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions import join, save_agency, save_department
from accounts.enums import Role
from accounts.models import Agency, Department, User
from assignments.actions import assign, assign_assessor
from assignments.importers import deciding, staging
from assignments.importers.review import review_of
from assignments.models import Assessment, SheetImport
from criteria import files
from criteria.content import edition_data
from criteria.documents.shapes import Cell, Doubt, Entry, Reading
from criteria.enums import FileKind
from criteria.importers import import_edition, import_requirements, taking
from criteria.models import CatalogueFile, Edition, Item
from criteria.queries import components_of, required_leaves
from submissions import actions
from submissions.actions import About, Judgement
from submissions.importers import apply_sheet, plan_digest, scores_of
from submissions.models import Submission

DATA = Path(__file__).parent / "data"


def make_edition(path: Path = DATA / "2590-small.yaml") -> Edition:
    import_requirements(DATA / "requirements.yaml")
    return import_edition(path, by=None, publish=True)


def make_edition_before(folder: Path) -> Edition:
    """The same small edition one year earlier, with the same requirements."""
    path = folder / "2589-small.yaml"
    path.write_text(
        (DATA / "2590-small.yaml").read_text(encoding="utf-8").replace("2589", "2588").replace("2590", "2589"), encoding="utf-8"
    )
    return make_edition(path)


def make_recurring(year: int = 2566) -> Edition:
    """The small edition as that of another year: O2 wants something each month of October to March, O3 every six months."""
    text = (DATA / "2590-small.yaml").read_text(encoding="utf-8").replace("2589", str(year - 1)).replace("2590", str(year))
    monthly = "code: O2\n                frequency: monthly\n                counted_months: first_six_months"
    text = text.replace("code: O2", f"{monthly}\n                none_wording: ไม่มีข่าว", 1)
    text = text.replace("ควรมีภาพประกอบ", "ควรมีภาพประกอบ หากไม่มีข่าวให้ระบุไว้")
    text = text.replace("code: O3", "code: O3\n                frequency: six_monthly", 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{year}-small.yaml"
        path.write_text(text, encoding="utf-8")
        return make_edition(path)


def make_entry(number: int, title: str, departments: str = "", **more: object) -> Entry:
    """One item as a document has it."""
    about = {"code": f"๐{number}", "title": title, "departments": departments}
    raw = {
        column: Cell(text, f"table 1, row {number + 1}, column {place}") for place, (column, text) in enumerate(about.items(), 1)
    }
    for column in ("score", "comment"):
        if column in more:
            raw[column] = Cell(str(more[column]), f"table 1, row {number + 1}, column 4")
    if "score" in more:
        more["has_score_column"] = True
    return Entry(number, f"๐{number}", title, departments=" ".join(departments.split()), raw=raw, **more)  # type: ignore[arg-type]


def make_sheet(world: "World", entries: list[Entry], *, content: bytes = b"a list", **about: object) -> SheetImport:
    """A document that was handed in by the coordinator and read."""
    sheet, _is_new = staging.take(world.year, content, "บัญชีมอบหมาย.docx", by=world.coordinator)
    staging.stage(sheet, Reading(title="บัญชีมอบหมาย", entries=entries, **about))  # type: ignore[arg-type]
    return sheet


def make_documents(world: "World") -> tuple[SheetImport, SheetImport]:
    """Two documents of a year: one with something of everything to decide, one that is applied and changed nothing."""
    titles = list(world.edition.items.order_by("number").values_list("title_th", flat=True))
    rows = [
        make_entry(1, titles[0], "กอง finance", score="100.00"),
        make_entry(2, titles[1], "กองแผนงานและงบประมาณ\n(กลุ่มงานบุคคล)", score="0.00", comment="ไม่พบช่องทางจากหน้าแรก"),
        make_entry(3, "ชื่อที่ไม่ตรงกับหลักเกณฑ์", "กอง office\nกอง finance", score=""),
        make_entry(4, titles[3], "ทุกส่วนราชการ", score="", confidence=60),
        make_entry(9, "ข้อที่ไม่มีในหลักเกณฑ์นี้", "กอง office"),
    ]
    sheet = make_sheet(world, rows, status_year=2589)
    deciding.accept_certain(review_of(sheet), by=world.coordinator)
    same = make_sheet(world, [make_entry(1, titles[0], "กอง office\nกอง finance")], content=b"another list")
    review = review_of(same)
    apply_sheet(same, seen=plan_digest(review, scores_of(review)), by=world.coordinator)
    return sheet, same


def make_catalogue_files(draft: Edition, *, by: User) -> list[CatalogueFile]:
    """Three files that were handed in and read: the draft with another title, a list with a row to look at, one that is refused."""
    data = edition_data(draft)
    place = next(files.places(data))
    place.item["title_th"] = "ชื่อใหม่ของข้อแรก"
    catalogue, _new = taking.take(b"a catalogue", "หลักเกณฑ์ปี ๒๕๙๑.yaml", by=by)
    taking.keep_reading(catalogue, FileKind.CATALOGUE, json.loads(json.dumps(data, default=str)), None)
    doubt = Doubt("impossible_year", "25623")
    rows = [
        make_entry(1, "โครงสร้าง", detail="แสดงแผนผังโครงสร้าง ปี พ.ศ. 2592\n(๑) สำนัก\n(๒) กอง", sub="9.1", heading="ข้อมูลพื้นฐาน"),
        make_entry(2, "ข้อมูลผู้บริหาร", detail="ปี พ.ศ. 25623", sub="9.1", confidence=80, doubts=[doubt]),
    ]
    listed, _new = taking.take(b"a list of items", "บัญชีรายการข้อมูล.docx", by=by)
    about = Reading(title="รายการข้อมูล ปี 2592", fiscal_year=2592, doubts=[Doubt("codes_missing", "O3, O4")])
    taking.keep_reading(listed, FileKind.LIST, {"entries": [asdict(row) for row in rows]}, about)
    spoiled, _new = taking.take(b"neither", "ไฟล์ที่อ่านไม่ได้.xlsx", by=by)
    taking.refuse(spoiled, ["ไฟล์นี้ไม่ใช่สมุดงาน (.xlsx)"])
    return [CatalogueFile.objects.get(pk=one.pk) for one in (catalogue, listed, spoiled)]


def make_draft(code: str) -> Edition:
    """The small edition as the draft of another year; the years that it names move on with it."""
    text = (DATA / "2590-small.yaml").read_text(encoding="utf-8")
    year = int(code.split("-")[0])
    text = text.replace("2589", str(year - 1)).replace("2590", str(year))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.yaml"
        path.write_text(text, encoding="utf-8")
        return import_edition(path, by=None)


def make_person(email: str, **fields: object) -> User:
    return User.objects.create_user(email, "a long password", display_name=email.split("@")[0], **fields)


def make_agency(slug: str = "alpha") -> Agency:
    return save_agency(slug, name_th=f"หน่วยงาน {slug}", name_en=slug.title(), kind="province", by=None)


def make_department(agency: Agency, key: str = "office") -> Department:
    return save_department(agency, key, name_th=f"กอง {key}", name_en=key)


class World:
    """One agency's year with all its people; `other` roles are strangers to it."""

    def __init__(self, slug: str = "alpha", edition: Edition | None = None) -> None:
        self.edition = edition or Edition.objects.filter(code="2590-small").first() or make_edition()
        self.agency = make_agency(slug)
        self.office, self.finance = make_department(self.agency, "office"), make_department(self.agency, "finance")
        self.admin = User.objects.filter(email="admin@test").first() or make_person("admin@test", is_admin=True)
        self.staff = self._member(Role.STAFF, [self.office])
        self.finance_staff = self._member(Role.STAFF, [self.finance], name="finance")
        self.coordinator = self._member(Role.COORDINATOR)
        self.executive = self._member(Role.EXECUTIVE)
        self.observer = self._member(Role.OBSERVER)
        self.assessor, self.lead = make_person(f"assessor@{slug}"), make_person(f"lead@{slug}")
        self.year: Assessment = actions.open_year(self.agency, self.edition, by=self.admin)
        for item in Item.objects.filter(edition=self.edition):
            assign(self.year, item, lead=self.office, support=[self.finance], by=self.coordinator)
        assign_assessor(self.year, self.assessor, by=self.admin)
        assign_assessor(self.year, self.lead, lead=True, by=self.admin)

    def _member(self, role: Role, departments: list[Department] | None = None, name: str = "") -> User:
        person = make_person(f"{name or role}@{self.agency.slug}")
        join(person, self.agency, role, departments or (), by=self.admin)
        return person

    def people(self) -> dict[str, User]:
        names = ("staff", "coordinator", "executive", "observer", "assessor", "lead", "admin")
        return {name: getattr(self, name) for name in names}

    def item(self, code: str) -> Submission:
        """The answer, as an address would load it."""
        number = int(code[1:])
        found = Submission.objects.select_related(
            "assessment__agency", "assessment__edition__scoring", "item__sub", "item__edition"
        )
        return found.get(assessment=self.year, item__number=number)

    def items(self) -> list[Submission]:
        return [self.item(f"O{n}") for n in self.edition.items.values_list("number", flat=True)]

    # --- walking

    def answer(self, code: str, *, title: str = "หลักฐาน", by: User | None = None) -> Submission:
        submission = self.item(code)
        by = by or self.staff
        actions.save_answer(submission, answer="yes", explanation="หน้าแรก", reason_none="", version=submission.version, by=by)
        about = About(
            title=title, click_path="หน้าแรก > ITA", components=tuple(submission.item.components.all()), department=self.office
        )
        url = f"https://www.{self.agency.slug}.example/{code.lower()}"
        if not submission.evidence.filter(url=url, withdrawn_at=None).exists():
            actions.add_url(submission, url, about, by=by)
        return self.item(code)

    def submit(self, code: str) -> Submission:
        actions.submit(self.answer(code), by=self.staff)
        return self.item(code)

    def accept(self, code: str) -> Submission:
        actions.accept(self.submit(code), by=self.coordinator)
        return self.item(code)

    def accept_all(self) -> None:
        for submission in self.items():
            self.accept(submission.item.code)

    def endorse(self) -> None:
        self.accept_all()
        actions.endorse(self.year, by=self.executive)

    def open_assessment(self) -> None:
        self.endorse()
        actions.open_assessment(self.year, by=self.admin)

    def judge(self, code: str, *, met: bool = True, reason: str = "R1", by: User | None = None) -> Submission:
        submission = self.item(code)
        by = by or self.assessor
        leaves = required_leaves(components_of([submission.item]).get(submission.item_id, []))
        judgements = [Judgement(leaf.pk, met=met, reason="" if met else reason) for leaf in leaves]
        actions.save_review(submission, judgements or [Judgement(None, met=met, reason="" if met else reason)], by=by)
        actions.score(submission, by=by)
        return self.item(code)

    def score_all(self, *, failing: tuple[str, ...] = ()) -> None:
        self.open_assessment()
        for submission in self.items():
            self.judge(submission.item.code, met=submission.item.code not in failing)

    def open_clarification(self, *, failing: tuple[str, ...] = ()) -> None:
        self.score_all(failing=failing)
        actions.open_clarification_round(self.year, by=self.admin)

    def publish(self, *, failing: tuple[str, ...] = ()) -> None:
        self.open_clarification(failing=failing)
        actions.confirm(self.year, by=self.admin)
        actions.publish(self.year, by=self.admin)


def small_pdf(text: str = "", *, catalog: bytes = b"", extra: tuple[bytes, ...] = ()) -> bytes:
    """A whole PDF of one empty page. `text` makes it another file; `catalog` is added there, `extra` are objects 5 and up."""
    comment = b"%" + text.encode() + b"\n"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length 0 >>\nstream\n\nendstream",
        *extra,
    ]
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + comment, []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    return out + head + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(out))


def pdf_upload(name: str = "รายงานผล ปี ๒๕๙๐ (ฉบับแก้ไข).pdf", content: bytes | None = None):
    return SimpleUploadedFile(name, small_pdf() if content is None else content, "application/pdf")


def buddhist(name: str, day: object, month: object, year: object) -> dict[str, str]:
    """A date as the form's three boxes send it."""
    return {f"{name}_0": str(day), f"{name}_1": str(month), f"{name}_2": str(year)}
