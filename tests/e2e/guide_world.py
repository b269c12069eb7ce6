"""The agencies of the guide's pictures: made up, with the real criteria, each at another stage; walked there by the real actions."""

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.actions import put_welcome_away, save_agency, save_department
from accounts.models import User
from assignments.actions import assign, close_as_official
from assignments.models import Assessment
from criteria.enums import Stage
from criteria.importers import import_edition, import_requirements
from criteria.models import Edition, Window
from submissions import actions
from submissions.actions import About
from submissions.enums import ResultSource
from submissions.models import Result
from tests.factories import World, pdf_upload

CATALOGUE = settings.BASE_DIR / "fixtures" / "catalogue"
POSTS = {
    "staff": "เจ้าหน้าที่สำนักงาน",
    "finance_staff": "เจ้าหน้าที่กองคลัง",
    "coordinator": "ผู้ประสานงาน ITA",
    "executive": "ผู้บริหาร",
    "observer": "ผู้สังเกตการณ์",
    "assessor": "ผู้ประเมิน",
    "lead": "หัวหน้าผู้ประเมิน",
    "admin": "ผู้ดูแลระบบ",
}
NEWCOMER = "finance_staff"  # still sees the card for those who are here for the first time
LAST_YEAR = {
    2: "ไม่แสดงช่องทางเข้าถึงข้อมูลจากบนหน้าเว็บไซต์ เพื่อพิสูจน์ว่าประชาชนสามารถเข้าถึงได้จากหน้าเว็บไซต์หน่วยงานจริง",
    3: "ต้องใช้ข้อมูลของจังหวัด มิใช่ส่วนราชการ",
}


def edition(code: str) -> Edition:
    found = Edition.objects.filter(code=code).first()
    if found:
        return found
    import_requirements(settings.BASE_DIR / "fixtures" / "requirements.yaml")
    return import_edition(Path(CATALOGUE / f"{code}.yaml"), by=None, publish=True)


class Agency(World):
    """A made-up agency with Thai names; people are called by their posts."""

    def __init__(self, slug: str, name: str, code: str) -> None:
        super().__init__(slug, edition(code))
        self.agency = save_agency(
            slug, name_th=name, name_en=slug.title(), kind="province", main_host=f"{slug}.example", by=self.admin
        )
        save_department(self.agency, "office", name_th="สำนักงานจังหวัด", name_en="Provincial office")
        save_department(self.agency, "finance", name_th="สำนักงานคลังจังหวัด", name_en="Provincial treasury")
        for attribute, post in POSTS.items():
            person: User = getattr(self, attribute)
            person.display_name = post
            person.save()
            if attribute != NEWCOMER:
                put_welcome_away(by=person)
        self.year = Assessment.objects.select_related("agency", "edition__scoring").get(pk=self.year.pk)

    def answer_well(self, code: str) -> None:
        """An answer as it should be: titled, with its year and the way from the home page."""
        submission = self.item(code)
        title = f"{submission.item.title_th} ปีงบประมาณ พ.ศ. {self.edition.fiscal_year}"
        way = f"หน้าแรก > การเปิดเผยข้อมูล > {submission.item.title_th}"
        words = {"answer": "yes", "explanation": f"หน้าแรกของเว็บไซต์ เลือก {way}", "reason_none": "", "version": submission.version}
        actions.save_answer(submission, **words, by=self.coordinator)
        about = About(title=title, click_path=way, components=tuple(submission.item.components.all()), department=self.office)
        actions.add_url(submission, f"https://www.{self.agency.slug}.example/ita/{code.lower()}", about, by=self.coordinator)

    def submit(self, code: str):
        self.answer_well(code)
        actions.submit(self.item(code), by=self.coordinator)
        return self.item(code)

    def give_procurement_to_finance(self) -> None:
        for number in range(19, 23):
            assign(self.year, self.item(f"O{number}").item, lead=self.finance, support=[self.office], by=self.coordinator)


def make_agencies() -> dict[str, Agency]:
    """Slug → agency: one of each stage that the pictures need."""
    found = {
        "example": _writing(),
        "ready": Agency("ready", "จังหวัดตัวอย่าง (เสนอผู้บริหาร)", "2563-department"),
        "assessed": Agency("assessed", "จังหวัดตัวอย่าง (กำลังประเมิน)", "2563-department"),
        "clarifying": Agency("clarifying", "จังหวัดตัวอย่าง (รอบการชี้แจง)", "2563-department"),
        "public": Agency("open-office", "จังหวัดตัวอย่าง (ประกาศผลแล้ว)", "2563-department"),
    }
    found["ready"].accept_all()
    found["assessed"].open_assessment()
    found["clarifying"].open_clarification(failing=("O2", "O3"))
    contested = found["clarifying"].item("O2")
    actions.contest(contested, explanation="เส้นทางอยู่ในคำอธิบายที่ส่งแล้ว: หน้าแรก > การเปิดเผยข้อมูล", by=found["clarifying"].coordinator)
    found["public"].publish(failing=("O3",))
    return found


def _writing() -> Agency:
    """Answers are being written: one untouched, one begun, one returned, some waiting, some accepted; with last year's result."""
    agency = Agency("example", "จังหวัดตัวอย่าง", "2566-national")
    today = timezone.localdate()
    first, last = today - datetime.timedelta(days=20), today + datetime.timedelta(days=30)
    Window.objects.create(edition=agency.edition, stage=Stage.PREPARING, opens_on=first, closes_on=last)
    agency.give_procurement_to_finance()
    _last_year(agency)
    for number in range(5, 16):
        agency.accept(f"O{number}")
    for code in ("O3", "O16", "O17"):
        agency.submit(code)
    actions.return_for_changes(agency.item("O3"), comment="กรุณาเพิ่มเส้นทางจากหน้าแรก และใช้ข้อมูลภาพรวมของจังหวัด", by=agency.coordinator)
    actions.add_file(agency.item("O4"), pdf_upload("แผนพัฒนาจังหวัด ๒๕๖๖.pdf"), About(department=agency.office), by=agency.staff)
    return agency


def _last_year(agency: Agency) -> None:
    """The official result of an earlier edition, as it is loaded from a document."""
    year = actions.open_year(agency.agency, edition("2564-national"), by=agency.admin)
    rows = [
        Result(
            assessment=year,
            item=item,
            source=ResultSource.OFFICIAL,
            score=0 if item.number in LAST_YEAR else 100,
            comment=LAST_YEAR.get(item.number, ""),
        )
        for item in year.edition.items.all()
    ]
    Result.objects.bulk_create(rows)
    close_as_official(year, by=agency.admin)
