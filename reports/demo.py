"""The demonstration: the five agencies' documents, people to log in as, and years at different stages, walked there by real actions."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import OutputWrapper
from django.db import transaction
from django.utils import timezone

from accounts.actions import join, save_department
from accounts.enums import Role
from accounts.models import Agency, User
from accounts.queries import departments_of
from assignments.actions import assign, assign_assessor, extend
from assignments.models import Assessment
from assignments.queries import assessment_at, responsible_by_item
from criteria.enums import Frequency
from criteria.importers import import_edition, import_requirements
from criteria.periods import Period
from criteria.queries import components_of, required_leaves
from reports.importers import import_agency
from submissions import actions, notices
from submissions.actions import About
from submissions.enums import Answer, Reason, Status
from submissions.models import Check, Submission
from submissions.pages import has_typed_score

FIXTURES = settings.BASE_DIR / "fixtures"
DAYS_LEFT = 45
# Agency → (edition that is being worked on, how far the demonstration takes it)
YEARS = {
    "rayong": ("2564-national", "nearly_accepted"),
    "phrae-pao": ("2566-national", "begun"),
    "department-unit": ("2563-department", "half_scored"),
    "chainat-edu": ("2565-moe-ops", "contested"),
}


# Years whose evidence the worker looks at when the demonstration is made: those that are still being written.
LOOKED_AT = ("phrae-pao", "rayong")


def host_of(slug: str) -> str:
    """The website that the demonstration itself keeps for an agency (reports/demo_site.py)."""
    return f"www.{slug}.example"


@dataclass(frozen=True)
class Person:
    """Someone to log in as."""

    email: str
    role: str
    sees: str


def seed(stdout: OutputWrapper) -> list[Person]:
    """Fill an empty database, or leave a filled one alone. Returns the people to log in as."""
    if not User.objects.filter(email="admin@demo").exists():
        with transaction.atomic():
            _fill(stdout)
    return people()


def have_evidence_looked_at() -> None:
    """Ask the worker once, when it is up, to look at what the demonstration brought along."""
    for slug in LOOKED_AT:
        year = assessment_at(slug, YEARS[slug][0])
        if year and not Check.objects.filter(evidence__submission__assessment=year).exists():
            actions.ask_for_look_at_year(year, by=None)


def people() -> list[Person]:
    found = [
        Person("staff@rayong.demo", "staff", "answers items of the provincial office, FY2564"),
        Person("coordinator@rayong.demo", "coordinator", "accepts or returns answers, watches the year"),
        Person("executive@rayong.demo", "executive", "endorses the year when all is accepted"),
        Person("assessor@demo", "assessor", "scores items; a half-scored year waits"),
        Person("lead@demo", "lead assessor", "decides contested scores"),
        Person("observer@demo", "observer", "reads all five agencies"),
        Person("admin@demo", "administrator", "moves years on and publishes"),
    ]
    others = Agency.objects.exclude(slug="rayong").order_by("slug").values_list("slug", flat=True)
    return [*found, Person("staff|coordinator|executive@<agency>.demo", "members", "of " + ", ".join(others))]


def _fill(stdout: OutputWrapper) -> None:
    stdout.write("Loading the catalogue …")
    import_requirements(FIXTURES / "requirements.yaml")
    for path in sorted((FIXTURES / "catalogue").glob("*.yaml")):
        import_edition(path, by=None, publish=True)
    stdout.write("Loading the agencies …")
    for path in sorted((FIXTURES / "agencies").glob("*.yaml")):
        import_agency(path, by=None)
    cast = _Cast()
    for agency in Agency.objects.all():
        cast.hire(agency)
    stdout.write("Walking the years to where they are …")
    for slug, (edition, how_far) in YEARS.items():
        assessment = Assessment.objects.select_related("agency", "edition__scoring").get(agency__slug=slug, edition__code=edition)
        Agency.objects.filter(pk=assessment.agency_id, main_host="").update(main_host=f"{slug}.example")
        _Walk(assessment, cast).to(how_far)


class _Cast:
    """The people of the demonstration."""

    def __init__(self) -> None:
        self.admin = _person("admin@demo", "ผู้ดูแลระบบ (สาธิต)", is_admin=True)
        self.assessor = _person("assessor@demo", "ผู้ประเมิน (สาธิต)")
        self.lead = _person("lead@demo", "หัวหน้าผู้ประเมิน (สาธิต)")
        self.observer = _person("observer@demo", "ผู้สังเกตการณ์ (สาธิต)")
        self.members: dict[tuple[str, str], User] = {}

    def hire(self, agency: Agency) -> None:
        if not departments_of(agency):
            save_department(agency, "office", name_th="ทั้งหน่วยงาน", name_en="The whole office")
        titles = {Role.STAFF: "เจ้าหน้าที่", Role.COORDINATOR: "ผู้ประสานงาน ITA", Role.EXECUTIVE: "ผู้บริหาร"}
        for role, title in titles.items():
            user = _person(f"{role}@{agency.slug}.demo", f"{title} (สาธิต)")
            self.members[agency.slug, role] = user
            join(user, agency, role, _works_in(agency) if role == Role.STAFF else (), by=self.admin)
        join(self.observer, agency, Role.OBSERVER, by=self.admin)

    def of(self, assessment: Assessment, role: Role) -> User:
        return self.members[assessment.agency.slug, role]


def _person(email: str, name: str, **fields: object) -> User:
    return User.objects.create_user(email, settings.DEMO_PASSWORD, display_name=name, **fields)


def _works_in(agency: Agency) -> list:
    """The department that leads most items: the demonstration's member of staff works there."""
    counts: dict[int, int] = {}
    for assignment in agency_assignments(agency):
        counts[assignment.department_id] = counts.get(assignment.department_id, 0) + 1
    departments = departments_of(agency)
    return sorted(departments, key=lambda department: -counts.get(department.pk, 0))[:1]


def agency_assignments(agency: Agency) -> list:
    return [a for assessment in agency.assessments.all() for a in assessment.assignments.filter(part="lead")]


class _Walk:
    """Takes one year along its way, by the same actions that the pages call."""

    def __init__(self, assessment: Assessment, cast: _Cast) -> None:
        self.assessment = assessment
        self.admin, self.assessor, self.lead = cast.admin, cast.assessor, cast.lead
        self.staff, self.coordinator = cast.of(assessment, Role.STAFF), cast.of(assessment, Role.COORDINATOR)
        self.executive = cast.of(assessment, Role.EXECUTIVE)

    def to(self, how_far: str) -> None:
        assessment = self.assessment
        extend(assessment, until=timezone.localdate() + datetime.timedelta(days=DAYS_LEFT), reason="ปีของการสาธิต", by=self.admin)
        assign_assessor(assessment, self.assessor, by=self.admin)
        assign_assessor(assessment, self.lead, lead=True, by=self.admin)
        if not assessment.assignments.exists():
            office = departments_of(assessment.agency)[0]
            for submission in self._submissions():
                assign(assessment, submission.item, lead=office, by=None)
        getattr(self, f"_{how_far}")()

    def _submissions(self) -> list[Submission]:
        found = Submission.objects.filter(assessment=self.assessment).select_related(
            "item__edition", "assessment__agency", "assessment__edition__scoring"
        )
        return list(found.order_by("item__number"))

    def _answer(self, submission: Submission) -> None:
        item, slug = submission.item, self.assessment.agency.slug
        actions.save_answer(
            submission,
            answer=Answer.YES,
            explanation=f"หน้าแรกของเว็บไซต์ เลือกเมนู ITA ปี {item.edition.fiscal_year} แล้วเลือก {item.code} {item.title_th}",
            reason_none="",
            version=0,
            by=self.coordinator,
        )
        about = About(
            title=f"{item.title_th} (ตัวอย่างการสาธิต)",
            click_path=f"หน้าแรก > ITA {item.edition.fiscal_year} > {item.code}",
            components=tuple(item.components.all()),
            covers=Period(item.periods[0].first_day, item.periods[-1].last_day) if item.recurs else None,
        )
        actions.add_url(
            submission,
            f"http://{host_of(slug)}/ita/{item.edition.fiscal_year}/{item.code.lower()}",
            about,
            by=self.coordinator,
        )

    def _accept(self, submission: Submission) -> None:
        self._answer(submission)
        actions.submit(submission, by=self.coordinator)
        actions.accept(submission, by=self.coordinator)

    def _nearly_accepted(self) -> None:
        """All accepted but the first three that the member of staff answers: one is to be written, one returned, one waits."""
        departments = set(self.staff.memberships.get().departments.values_list("pk", flat=True))
        led = set(self.assessment.assignments.filter(department__in=departments, part="lead").values_list("item_id", flat=True))
        submissions = self._submissions()
        open_items = [submission for submission in submissions if submission.item_id in led][1:4]
        for submission in submissions:
            if submission not in open_items:
                self._accept(submission)
        self._all_read()
        for submission, left in zip(open_items, (1, 7, 14), strict=True):
            self._due(submission, timezone.localdate() + datetime.timedelta(days=left))
        _untouched, returned, waiting = open_items
        for submission in (returned, waiting):
            self._answer(submission)
            actions.submit(submission, by=self.coordinator)
        notices.remind(self.assessment, timezone.localdate())
        actions.return_for_changes(returned, comment="กรุณาแนบไฟล์ที่มีองค์ประกอบครบถ้วน และเขียนเส้นทางจากหน้าแรก", by=self.coordinator)

    def _due(self, submission: Submission, day: datetime.date) -> None:
        """The same departments as before, with a day."""
        who = responsible_by_item(self.assessment, [submission.item_id])[submission.item_id]
        units = {row.department_id: list(row.units.all()) for row in who.rows}
        assign(
            self.assessment,
            submission.item,
            lead=who.lead,
            support=who.supporting,
            units=units,
            everyone=who.everyone,
            due_on=day,
            source_text=who.source_text,
            by=None,
        )

    def _all_read(self) -> None:
        """What led up to today is no news."""
        for person in (self.staff, self.coordinator, self.executive, self.assessor, self.lead):
            notices.mark_all_read(person)

    def _begun(self) -> None:
        for submission in self._submissions()[:3]:
            self._answer(submission)
        submission = self._submissions()[3]
        self._answer(submission)
        note = SimpleUploadedFile("แผนพัฒนาหน่วยงาน ปี ๒๕๖๖ (ตัวอย่าง).txt", "ตัวอย่างเนื้อหาของการสาธิต\n".encode(), "text/plain")
        actions.add_file(submission, note, About(title="แผนพัฒนาหน่วยงาน (ไฟล์ตัวอย่าง)"), by=self.coordinator)
        actions.submit(submission, by=self.coordinator)
        self._month_by_month(next(one for one in self._submissions() if one.item.frequency == Frequency.MONTHLY))

    def _month_by_month(self, submission: Submission) -> None:
        """Some months handed in, one stated to have had nothing, the rest missing."""
        item, slug = submission.item, self.assessment.agency.slug
        actions.save_answer(
            submission, answer=Answer.YES, explanation="", reason_none="", version=submission.version, by=self.coordinator
        )
        *handed_in, empty = item.periods[:4]
        for period in handed_in:
            about = About(
                title=f"สขร.1 {period.name} (ตัวอย่างการสาธิต)",
                click_path=f"หน้าแรก > ITA {item.edition.fiscal_year} > {item.code}",
                components=tuple(item.components.all()),
                covers=period,
            )
            actions.add_url(submission, f"http://{host_of(slug)}/procurement/{period.key}", about, by=self.coordinator)
        sentence = f"ไม่มีการจัดซื้อจัดจ้างในเดือน{empty.name}"
        actions.state_nothing(submission, empty, sentence=sentence, by=self.coordinator)

    def _endorsed(self) -> None:
        for submission in self._submissions():
            self._accept(submission)
        actions.endorse(self.assessment, by=self.executive)
        self._all_read()
        actions.open_assessment(self.assessment, by=self.admin)

    def _half_scored(self) -> None:
        self._endorsed()
        submissions = self._submissions()
        for submission in submissions[: len(submissions) // 2]:
            actions.score_as_met(submission, by=self.assessor)

    def _contested(self) -> None:
        self._endorsed()
        assert not has_typed_score(self.assessment)
        for submission in self._submissions():
            if submission.item.number == 2:
                self._fail(submission)
            else:
                actions.score_as_met(submission, by=self.assessor)
        actions.open_clarification_round(self.assessment, by=self.admin)
        second = next(s for s in self._submissions() if s.item.number == 2 and s.status == Status.SCORED)
        actions.contest(second, explanation="เส้นทางจากหน้าแรกอยู่ในคำอธิบายที่ส่งแล้ว: หน้าแรก > ITA > O2", by=self.coordinator)

    def _fail(self, submission: Submission) -> None:
        leaves = required_leaves(components_of([submission.item])[submission.item_id])
        judgements = [actions.Judgement(leaf.pk, met=False, reason=Reason.R1) for leaf in leaves]
        actions.save_review(submission, judgements, comment="ไม่แสดงช่องทางเข้าถึงข้อมูลจากหน้าเว็บไซต์หลัก", by=self.assessor)
        actions.score(submission, by=self.assessor)
