"""The living style page: every component once, through its real template, with Thai words that show what clips."""

import datetime
import uuid
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone

from criteria.enums import Stage
from ita_portal.lib.charts import span, stacked
from ita_portal.lib.fields import BuddhistDateField
from submissions.enums import Audience, EvidenceKind, Grade, Outcome, Reason, Status
from submissions.forms import FilterForm, ManyFilesField
from submissions.pages.checked import Checked, Line, Passage
from submissions.pages.item.checklist import Covered
from submissions.pages.item.history import Happening
from submissions.pages.item.page import Judged

LONG = "คู่มือการปฏิบัติงานที่เกี่ยวข้องกับเจ้าหน้าที่ผู้รับผิดชอบจัดซื้อจัดจ้าง ปี่ น้ำ ฐู ญู ที่ปรึกษา"


class Judging(forms.Form):
    verdict = forms.ChoiceField(label=LONG, required=False)
    reason = forms.ChoiceField(label="เหตุผล", choices=Reason.choices, required=False)
    note = forms.CharField(label="หมายเหตุ", required=False)


class Specimen(forms.Form):
    title = forms.CharField(label="ชื่อหลักฐาน", help_text="ชื่อที่ผู้ตรวจอ่านแล้วรู้ว่าเป็นเอกสารอะไร ปีใด")
    url = forms.URLField(label="ที่อยู่เว็บ", assume_scheme="https")
    department = forms.ChoiceField(label="ส่วนราชการ", choices=[("1", "กองยุทธศาสตร์และงบประมาณ"), ("2", "กองคลัง")])
    parts = forms.MultipleChoiceField(
        label="เป็นหลักฐานขององค์ประกอบใด",
        choices=[("1", "(1) โครงการหรือกิจกรรม"), ("2", LONG)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = forms.CharField(label="คำอธิบาย", widget=forms.Textarea, required=False)
    due = BuddhistDateField(label="กำหนดส่ง", required=False)
    files = ManyFilesField(label="ไฟล์", required=False)  # type: ignore[assignment]  # a field of the form


def style(request: HttpRequest) -> HttpResponse:
    """In the demonstration only: a real installation has nothing to show here."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "style.html", _specimens(timezone.now()))


def _specimens(now: datetime.datetime) -> dict:
    return {
        "trail": [
            {"label": "งานของฉัน", "url": "/"},
            {"label": "องค์การบริหารส่วนจังหวัดแพร่ 2566", "url": "#"},
            {"label": "O7", "url": ""},
        ],
        "reader": SimpleNamespace(pk=1),
        "now": now,
        "picture_url": static("img/mark.svg"),  # in the place of a page
        "form": Specimen({"title": LONG, "url": "ไม่ใช่ที่อยู่", "department": "1"}, auto_id="specimen_%s"),
        "evidence": [_evidence(EvidenceKind.URL, now), _evidence(EvidenceKind.FILE, now)],
        "checked": Checked(
            [_line(Outcome.FOUND, now), _line(Outcome.FOUND, now, LONG), _line(Outcome.CLEAR, now)], now, busy=False
        ),
        "comments": [
            SimpleNamespace(author="ผู้ประสานงาน", author_id=2, said_at=now, text="กรุณาเปลี่ยนเป็นปี 2566\n" + LONG, **_audience()),
            SimpleNamespace(author="เจ้าหน้าที่", author_id=1, said_at=now, text="แก้ไขแล้ว อยู่หน้าเดียวกัน", **_audience()),
        ],
        "events": [Happening(now, "return", "ส่งกลับแก้ไข", "ผู้ประสานงาน", LONG), Happening(now, "submit", "ส่งคำตอบ", "เจ้าหน้าที่", "")],
        "parts": [
            Covered("แสดงแผนการดำเนินภารกิจของหน่วยงาน", True, True, True, 2566, []),
            Covered(
                "มีข้อมูลรายละเอียดของแผน อย่างน้อยประกอบด้วย",
                True,
                False,
                False,
                None,
                [],
                [Covered("(1) โครงการหรือกิจกรรม", True, True, True, None, []), Covered(LONG, True, True, False, None, [])],
            ),
            Covered("ควรแยกไฟล์รายไตรมาส", False, True, False, None, []),
        ],
        "stages": [
            {"label": stage.label, "state": "done" if n < 2 else "current" if n == 2 else "todo", "note": ""}
            for n, stage in enumerate(Stage)
        ],
        "segments": stacked((status.value, n) for n, status in enumerate(Status, start=1)),
        "entries": [(status.value, status.label, n) for n, status in enumerate(Status, start=1)],
        "range": span(60, 80),
        "floors": [50, 70, 85],
        "filter": FilterForm(None, departments=[("1", "กองคลัง")], subs=[("9.1", "9.1 ข้อมูลพื้นฐาน")], mine="ของส่วนราชการ"),
        "judged": _judged(now),
        "pieces": [
            SimpleNamespace(text="การส่งเสริม", marked=False),
            SimpleNamespace(text="คุณ ธรรม", marked=True),
            SimpleNamespace(text="และความโปร่งใส", marked=False),
        ],
        "pages": Paginator(range(90), 10).page(2),
    }


def _line(outcome: Outcome, now: datetime.datetime, answer: str = "") -> Line:
    return Line(
        name="reach.answers",
        outcome=outcome,
        code=Reason.R13,
        label=str(Reason.R13.label),
        grade=str(Grade.FACT.label),
        sentence=LONG,
        places=[Passage(12, LONG, (LONG,))],
        answer=answer,
        answered_by="เจ้าหน้าที่",
        answered_at=now,
    )


def _judged(now: datetime.datetime) -> Judged:
    form = Judging({"verdict": "not_met", "reason": Reason.R1})
    evidence: list = [_evidence(EvidenceKind.URL, now)]
    return Judged(1, form["verdict"], form["reason"], form["note"], evidence, 2566, after=1, before=1)


def _audience() -> dict:
    return {"get_audience_display": Audience.AGENCY.label}


def _evidence(kind: EvidenceKind, now: datetime.datetime) -> SimpleNamespace:
    file = SimpleNamespace(size=2_400_000) if kind == EvidenceKind.FILE else None
    return SimpleNamespace(
        kind=kind.value,
        key=uuid.uuid4(),
        title=LONG,
        url="https://www.phrae-pao.example/index.php?option=com_content&view=article&id=1745:แผนปฏิบัติราชการ-2566&catid=88",
        file=file,
        file_name="รายงานผล ปี ๒๕๖๖ (ฉบับลงนาม).pdf",
        department=SimpleNamespace(name="กองยุทธศาสตร์และงบประมาณ"),
        added_at=now,
        added_by="เจ้าหน้าที่",
        click_path="หน้าแรก > ข้อมูลข่าวสาร > แผนงานและงบประมาณ > ปี 2566",
    )
