"""Recurring items: what stands for each month, what was stated, what is missing, and how it is sealed."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import User
from assignments.actions import assign
from criteria.models import Edition, Item
from criteria.periods import Period, fiscal_period, periods_of
from records.models import AuditEvent
from submissions import actions, pages
from submissions.actions import About
from submissions.agenda import agenda_of
from submissions.copying import copy_row, copy_rows
from submissions.enums import SlotState
from submissions.exporters import calendar_ics
from submissions.forecast import Outlook, forecast_for
from submissions.loaders import load_item
from submissions.models import Evidence, NothingToReport, Notice, SealedEvidence, Submission
from submissions.notices import reminders
from submissions.notices.texts import line, target
from submissions.slots import filled_by, slots_by_answer, slots_of
from submissions.work import work_of
from tests.factories import World, make_recurring

D = datetime.date
MONTHS = periods_of(2566, "monthly", "first_six_months")
OCTOBER, NOVEMBER, DECEMBER = MONTHS[:3]
NO_DAYS = (None, None)


@pytest.fixture
def world(db) -> World:
    with override("th"):
        yield World(edition=make_recurring())


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "th"})
    client.force_login(person)
    return client


def add(world: World, code: str, name: str, covers: Period | None = None) -> Evidence:
    about = About(title=name, click_path="หน้าแรก > ข่าว", covers=covers, department=world.office)
    return actions.add_url(world.item(code), f"https://www.alpha.example/{name}", about, by=world.staff)


def states(world: World, code: str = "O2") -> list[str]:
    submission = world.item(code)
    return [str(slot.state.value) for slot in slots_by_answer([submission])[submission.pk]]


# --- arithmetic


def recurring(**rule: object) -> Item:
    return Item(edition=Edition(fiscal_year=2566), **{"frequency": "monthly", "counted_months": "first_six_months", **rule})


def test_a_month_is_coming_then_to_hand_in_then_missing():
    item = recurring(due_day=10)

    def october(today: datetime.date) -> str:
        return slots_of(item, [], [], NO_DAYS, today)[0].state

    assert october(D(2022, 10, 31)) == SlotState.COMING
    assert october(D(2022, 11, 1)) == SlotState.OPEN
    assert october(D(2022, 11, 10)) == SlotState.OPEN
    assert october(D(2022, 11, 11)) == SlotState.LATE


@pytest.mark.parametrize(
    ("opens", "closes", "due"),
    [
        (None, None, D(2022, 11, 15)),
        (D(2022, 10, 1), D(2023, 4, 30), D(2022, 11, 15)),
        (D(2023, 1, 9), D(2023, 4, 30), D(2023, 1, 15)),  # the first such day on which answers are open
        (D(2023, 1, 20), D(2023, 4, 30), D(2023, 2, 15)),
        (D(2022, 12, 20), D(2023, 1, 10), D(2023, 1, 10)),  # never after their last day
        (D(2022, 10, 1), D(2022, 10, 31), D(2022, 10, 31)),
        (D(2022, 10, 1), D(2022, 10, 30), None),  # the month is not over when they close
    ],
)
def test_the_day_a_month_is_due_lies_within_the_days_of_answers(opens, closes, due):
    assert OCTOBER.due_within(15, opens, closes) == due


def test_what_ends_after_the_answers_close_is_not_asked_for():
    slots = slots_of(recurring(counted_months="whole_year"), [], [], (None, D(2023, 4, 30)), D(2026, 1, 1))
    assert [slot.state for slot in slots] == [SlotState.LATE] * 7 + [SlotState.BEYOND] * 5


def test_evidence_fills_every_period_that_lies_within_what_it_covers():
    item = recurring()
    half = Evidence(covers_from=D(2022, 10, 1), covers_until=D(2023, 1, 15))
    assert filled_by(item, half) == MONTHS[:3]
    assert filled_by(item, Evidence()) == []
    assert filled_by(recurring(frequency="six_monthly"), Evidence()) == [Period(D(2022, 10, 1), D(2023, 3, 31))]
    last_year = Evidence(covers_from=D(2021, 10, 1), covers_until=D(2022, 9, 30))
    assert filled_by(recurring(frequency="six_monthly"), last_year) == []


# --- what stands for the months


def test_months_are_handed_in_stated_or_missing(world):
    add(world, "O2", "ต.ค.", OCTOBER)
    actions.state_nothing(world.item("O2"), NOVEMBER, sentence="ไม่มีข่าวในเดือนพฤศจิกายน 2565", by=world.staff)
    assert states(world) == ["handed_in", "stated", "late", "late", "late", "late"]
    actions.take_back_nothing(world.item("O2"), NOVEMBER, by=world.staff)
    assert states(world) == ["handed_in", "late", "late", "late", "late", "late"]
    verbs = AuditEvent.objects.filter(details__item="O2", verb__contains="nothing").order_by("pk")
    assert [(event.verb, event.details["covers"], event.note) for event in verbs] == [
        ("state_nothing", "2022-11-01/2022-11-30", "ไม่มีข่าวในเดือนพฤศจิกายน 2565"),
        ("take_back_nothing", "2022-11-01/2022-11-30", ""),
    ]


def test_a_document_of_the_whole_year_stands_for_every_month(world):
    add(world, "O2", "ทั้งปี", fiscal_period(2566))
    assert set(states(world)) == {"handed_in"}


def test_evidence_takes_the_place_of_the_statement_and_stands_against_a_new_one(world):
    actions.state_nothing(world.item("O2"), OCTOBER, sentence="ไม่มีข่าว", by=world.staff)
    add(world, "O2", "ต.ค.", OCTOBER)
    assert not NothingToReport.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(PermissionDenied, match="ตุลาคม 2565"):
        actions.state_nothing(world.item("O2"), OCTOBER, sentence="ไม่มีข่าว", by=world.staff)


def test_the_month_of_evidence_can_be_changed(world):
    evidence = add(world, "O2", "ข่าว", OCTOBER)
    actions.describe_evidence(evidence, About(title="ข่าว", covers=DECEMBER), by=world.staff)
    assert states(world)[:3] == ["late", "late", "handed_in"]
    actions.describe_evidence(evidence, About(title="ข่าว"), by=world.staff)
    assert states(world)[:3] == ["late", "late", "late"]


def test_a_month_that_goes_on_or_is_not_asked_for_cannot_be_stated_empty(db):
    world = World(edition=make_recurring(2590))
    coming, foreign = periods_of(2590, "monthly")[0], OCTOBER
    for period in (coming, foreign):
        with pytest.raises(PermissionDenied):
            actions.state_nothing(world.item("O2"), period, sentence="ไม่มีข่าว", by=world.staff)
    assert states(world) == ["coming"] * 6


def test_only_those_who_may_write_the_answer_state_anything(world):
    for person in (world.observer, world.executive, world.assessor, world.admin):
        with pytest.raises(PermissionDenied):
            actions.state_nothing(world.item("O2"), OCTOBER, sentence="ไม่มีข่าว", by=person)
    with pytest.raises(PermissionDenied):
        actions.state_nothing(world.item("O2"), OCTOBER, sentence=" ", by=world.staff)


def test_the_database_keeps_one_statement_for_a_month_and_days_in_order(world):
    said = {"stated_at": "2023-01-01T00:00Z", "stated_by": world.staff, "sentence": "ไม่มี"}
    october = {"covers_from": OCTOBER.first_day, "covers_until": OCTOBER.last_day}
    NothingToReport.objects.create(submission=world.item("O2"), **october, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        NothingToReport.objects.create(submission=world.item("O2"), **october, **said)
    evidence = add(world, "O2", "ข่าว", DECEMBER)
    for wrong in ({"covers_until": None}, {"covers_from": None}, {"covers_from": D(2023, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.filter(pk=evidence.pk).update(**wrong)


# --- sealed with the rest


def test_endorsement_seals_statements_and_freezes_them(world):
    actions.state_nothing(world.item("O2"), OCTOBER, sentence="ไม่มีข่าว", by=world.staff)
    world.endorse()
    sealed = SealedEvidence.objects.filter(assessment=world.year, seal=world.year.seal)
    assert (sealed.filter(nothing__sentence="ไม่มีข่าว").count(), sealed.exclude(evidence=None).count()) == (1, 4)
    for step in (actions.take_back_nothing,):
        with pytest.raises(PermissionDenied):
            step(world.item("O2"), OCTOBER, by=world.coordinator)
    with pytest.raises(PermissionDenied):
        actions.state_nothing(world.item("O2"), NOVEMBER, sentence="ไม่มีข่าว", by=world.coordinator)


def test_the_seal_is_another_when_a_month_or_a_statement_is_another(world):
    def seal() -> str:
        actions.endorse(world.year, by=world.executive)
        made = world.year.seal
        actions.reopen(world.year, reason="แก้ไข", by=world.executive)
        actions.return_for_changes(world.item("O2"), comment="แก้ไข", by=world.coordinator)
        return made

    def hand_in() -> None:
        actions.submit(world.item("O2"), by=world.staff)
        actions.accept(world.item("O2"), by=world.coordinator)

    world.accept_all()
    seals = [seal()]
    actions.state_nothing(world.item("O2"), OCTOBER, sentence="ไม่มีข่าว", by=world.staff)
    hand_in()
    seals.append(seal())
    evidence = world.item("O2").evidence.get()
    actions.describe_evidence(
        evidence, About(title=evidence.title, click_path=evidence.click_path, covers=NOVEMBER), by=world.staff
    )
    hand_in()
    seals.append(seal())
    actions.take_back_nothing(world.item("O2"), OCTOBER, by=world.staff)
    actions.describe_evidence(evidence, About(title=evidence.title, click_path=evidence.click_path), by=world.staff)
    hand_in()
    seals.append(seal())
    assert len(set(seals)) == 3
    assert seals[0] == seals[3]  # as it was before: what names no period keeps the digest that it had


def test_the_year_is_looked_at_as_of_its_endorsement(world):
    world.endorse()
    world.year.endorsed_at = world.year.endorsed_at.replace(year=2022, month=11, day=20)
    world.year.save(update_fields=["endorsed_at"])
    assert states(world) == ["late", "coming", "coming", "coming", "coming", "coming"]


# --- hints and forecast


def loaded(world: World, code: str) -> Submission:
    """As an address loads it."""
    return load_item(world.staff, "alpha", world.edition.code, code)


def hints_of(world: World, code: str) -> list[str]:
    return [hint.sentence for hint in pages.item_page(loaded(world, code), world.staff).hints if hint.code == "R3"]


def test_missing_months_are_named_once_something_is_there(world):
    assert hints_of(world, "O2") == []
    actions.state_nothing(world.item("O2"), OCTOBER, sentence="ไม่มีข่าว", by=world.staff)
    with override("en"):
        (sentence,) = hints_of(world, "O2")
    assert sentence == (
        "Nothing is there for 5 periods: Nov 2565, Dec 2565, Jan 2566, Feb 2566, Mar 2566. "
        "Hand them in, or state that there was nothing."
    )
    for month in MONTHS[1:]:
        actions.state_nothing(world.item("O2"), month, sentence="ไม่มีข่าว", by=world.staff)
    assert hints_of(world, "O2") == []


def test_an_accepted_item_with_a_missing_month_is_not_sure(world):
    world.accept("O2")
    assert forecast_for(world.year, world.coordinator).count(Outlook.SURE) == 0
    actions.return_for_changes(world.item("O2"), comment="ขาดเดือน", by=world.coordinator)
    add(world, "O2", "ทั้งหมด", fiscal_period(2566))
    actions.submit(world.item("O2"), by=world.staff)
    actions.accept(world.item("O2"), by=world.coordinator)
    assert forecast_for(world.year, world.coordinator).count(Outlook.SURE) == 1


def test_a_document_that_covers_another_year_is_a_hint_whatever_its_name_says(world):
    evidence = add(world, "O2", "ข่าว-2566", fiscal_period(2564))
    with override("en"):
        found = [hint.sentence for hint in pages.item_page(loaded(world, "O2"), world.staff).hints if hint.code == "R10"]
    assert found == ["“ข่าว-2566” covers fiscal year 2564; the item asks for the year 2566."]
    actions.describe_evidence(evidence, About(title="ข่าว-2564", covers=fiscal_period(2566)), by=world.staff)
    assert [hint.code for hint in pages.item_page(loaded(world, "O2"), world.staff).hints if hint.code == "R10"] == []


# --- the item's page


URL = "/alpha/2566-small/O2/"


def test_evidence_goes_into_the_month_that_the_address_names(world):
    staff = client_of(world.staff)
    page = staff.get(f"{URL}?period=2565-12")
    assert page.status_code == 200
    assert '<option value="2565-12" selected>' in page.content.decode()
    sent = {"urls": "https://www.alpha.example/a\nhttps://www.alpha.example/b", "covers": "2565-12"}
    answer = staff.post(f"{URL}evidence/", {**sent, "title": "", "click_path": ""})
    assert answer.status_code == 302
    assert states(world) == ["late", "late", "handed_in", "late", "late", "late"]
    assert [one.covers for one in world.item("O2").evidence.all()] == [DECEMBER, DECEMBER]


def test_a_month_nobody_chose_is_taken_from_the_names_of_files(world):
    files = [
        SimpleUploadedFile(name, name.encode(), "text/plain") for name in ("ข่าว ต.ค. 65.txt", "ข่าว มกราคม 2566.txt", "ข่าว.txt")
    ]
    answer = client_of(world.staff).post(f"{URL}evidence/", {"files": files, "covers": ""})
    assert answer.status_code == 302
    found = {one.file_name: one.covers for one in world.item("O2").evidence.all()}
    assert found == {"ข่าว ต.ค. 65.txt": OCTOBER, "ข่าว มกราคม 2566.txt": MONTHS[3], "ข่าว.txt": None}


def test_the_month_is_changed_where_evidence_is_described(world):
    evidence = add(world, "O2", "ข่าว", OCTOBER)
    address = f"{URL}evidence/{evidence.key}/"
    staff = client_of(world.staff)
    assert '<option value="2565-10" selected>' in staff.get(address).content.decode()
    assert staff.post(address, {"title": "ข่าว", "covers": "2565-11"}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.covers == NOVEMBER
    assert staff.post(address, {"title": "ข่าว", "covers": "1999-99"}).status_code == 200
    evidence.refresh_from_db()
    assert evidence.covers == NOVEMBER


def test_stating_and_taking_back_by_the_page(world):
    staff = client_of(world.staff)
    assert "ไม่มีข่าวในเดือนตุลาคม 2565" in staff.get(URL).content.decode()
    state = f"{URL}months/2565-10/nothing/"
    assert staff.post(state, {"sentence": "เดือนนี้ไม่มีข่าว"}).headers["Location"] == f"{URL}#slot-2565-10"
    assert states(world)[0] == "stated"
    assert f'action="{state}withdraw/"' in staff.get(URL).content.decode()
    assert staff.post(f"{state}withdraw/").status_code == 302
    assert staff.post(f"{state}withdraw/").status_code == 409
    assert states(world)[0] == "late"


def test_refusals_keep_what_was_typed(world):
    staff = client_of(world.staff)
    empty = staff.post(f"{URL}months/2565-10/nothing/", {"sentence": ""})
    assert empty.status_code == 422
    add(world, "O2", "ต.ค.", OCTOBER)
    refused = staff.post(f"{URL}months/2565-10/nothing/", {"sentence": "ไม่มีเลยจริง ๆ"})
    assert refused.status_code == 403
    assert "ไม่มีเลยจริง ๆ" in refused.content.decode()
    assert staff.post(f"{URL}months/2599-10/nothing/", {"sentence": "ไม่มี"}).status_code == 404
    assert staff.post("/alpha/2566-small/O1/months/2565-10/nothing/", {"sentence": "ไม่มี"}).status_code == 404
    assert client_of(world.observer).post(f"{URL}months/2565-11/nothing/", {"sentence": "ไม่มี"}).status_code == 403


def test_the_page_of_a_recurring_item_costs_the_same_for_one_month_and_for_six(world):
    def queries() -> int:
        person = User.objects.get(pk=world.staff.pk)
        submission = loaded(world, "O2")
        with CaptureQueriesContext(
            connection,
        ) as found:
            pages.item_page(submission, person)
        return len(found)

    add(world, "O2", "ข่าว", OCTOBER)
    few = queries()
    for number, month in enumerate(MONTHS[1:4]):
        add(world, "O2", f"ข่าว{number}", month)
    for month in MONTHS[4:]:
        actions.state_nothing(world.item("O2"), month, sentence="ไม่มีข่าว", by=world.staff)
    assert queries() == few


# --- the grid


GRID = "/alpha/2566-small/months/"


def test_the_grid_shows_every_period_of_the_year_with_what_stands_for_it(world):
    add(world, "O2", "ข่าว", OCTOBER)
    actions.state_nothing(world.item("O2"), NOVEMBER, sentence="ไม่มีข่าว", by=world.staff)
    add(world, "O3", "ครึ่งปี", Period(D(2022, 10, 1), D(2023, 3, 31)))
    page = pages.months_page(world.year, world.coordinator)
    shown = {
        row.item.code: [(cell.months, str(cell.slot.state.value) if cell.slot else "") for cell in row.cells] for row in page.rows
    }
    assert shown == {
        "O2": [(1, "handed_in"), (1, "stated"), *[(1, "late")] * 4, *[(1, "")] * 6],
        "O3": [(6, "handed_in"), (6, "late")],
    }
    assert [(state, n) for state, _label, n in page.counts] == [("handed_in", 2), ("stated", 1), ("late", 5)]


def test_staff_see_their_own_items_and_strangers_none(world):
    assign(world.year, world.item("O2").item, lead=world.finance, by=world.coordinator)
    seen = {
        name: [row.item.code for row in pages.months_page(world.year, getattr(world, name)).rows]
        for name in ("staff", "finance_staff", "coordinator", "executive", "observer", "admin")
    }
    both = ["O2", "O3"]
    assert seen == {
        "staff": ["O3"],
        "finance_staff": both,
        **dict.fromkeys(("coordinator", "executive", "observer", "admin"), both),
    }
    page = client_of(world.staff).get(GRID)
    assert page.status_code == 200
    assert "/alpha/2566-small/O3/?period=2565-10#slot-2565-10" in page.content.decode()
    assert client_of(World("beta", world.edition).staff).get(GRID).status_code == 404


def test_a_year_without_recurring_items_says_so(db):
    with override("th"):
        world = World()
        page = client_of(world.coordinator).get("/alpha/2590-small/months/")
    assert page.status_code == 200
    assert "empty" in page.content.decode()
    assert pages.months_page(world.year, world.coordinator).rows == []


def test_the_grid_costs_the_same_for_one_recurring_item_and_for_all(world):
    def queries() -> int:
        person = User.objects.get(pk=world.coordinator.pk)
        with CaptureQueriesContext(connection) as found:
            pages.months_page(world.year, person)
        return len(found)

    add(world, "O2", "ข่าว", OCTOBER)
    few = queries()
    Item.objects.filter(edition=world.edition).update(frequency="monthly", counted_months="whole_year")
    for number, month in enumerate(periods_of(2566, "monthly")):
        add(world, "O1", f"หลักฐาน{number}", month)
        actions.state_nothing(world.item("O4"), month, sentence="ไม่มี", by=world.staff)
    assert len(pages.months_page(world.year, world.coordinator).rows) == 4
    assert queries() == few


# --- copied into the official system


def test_the_copied_explanation_names_the_months_and_what_had_nothing(world):
    add(world, "O2", "ข่าวแรก", OCTOBER)
    add(world, "O2", "ข่าวพฤศจิกายน 2565", NOVEMBER)
    first = copy_row(world.item("O2"))
    actions.state_nothing(world.item("O2"), DECEMBER, sentence="ไม่มีข่าวในเดือนธันวาคม 2565", by=world.staff)
    with override("en"):
        row = copy_row(world.item("O2"))
        whole = next(one for one in copy_rows(world.year) if one.code == "O2")
    assert row.explanation.split("\n") == [
        "ข่าวแรก (ตุลาคม 2565): หน้าแรก > ข่าว",
        "ข่าวพฤศจิกายน 2565: หน้าแรก > ข่าว",
        "ไม่มีข่าวในเดือนธันวาคม 2565",
    ]
    assert (whole.explanation, whole.digest) == (row.explanation, row.digest)
    assert row.digest != first.digest


# --- what waits: my work, the calendar, reminders


def work(person: User) -> dict[str, list[tuple[str, str]]]:
    found = work_of(User.objects.get(pk=person.pk), D(2026, 1, 1))
    return {section.title: [(task.code, task.url) for task in section.tasks] for section in found.sections}


def test_empty_months_are_tasks_of_the_department_and_a_line_of_the_coordinator(world):
    for month in MONTHS[1:5]:
        add(world, "O2", f"ข่าว {month.key}", month)
    add(world, "O3", "ทั้งปี", fiscal_period(2566))
    with override("en"):
        assert work(world.staff)["Months to hand in"] == [
            ("O2", "/alpha/2566-small/O2/?period=2565-10#slot-2565-10"),
            ("O2", "/alpha/2566-small/O2/?period=2566-03#slot-2566-03"),
        ]
        assert work(world.coordinator)["Missing months"] == [("", GRID)]
        actions.state_nothing(world.item("O2"), OCTOBER, sentence="ไม่มีข่าว", by=world.staff)
        add(world, "O2", "มีนาคม", MONTHS[5])
        assert "Months to hand in" not in work(world.staff)
        assert "Missing months" not in work(world.coordinator)


def test_what_is_handed_in_or_does_not_exist_asks_for_no_months(world):
    with override("en"):
        actions.save_answer(world.item("O2"), answer="no", explanation="", reason_none="ไม่มีภารกิจ", version=0, by=world.staff)
        world.submit("O3")
        assert "Months to hand in" not in work(world.staff)
        assert [entry for entry in agenda_of(world.staff) if entry.is_due] == []
        assert periods_reminded(world, D(2022, 11, 20)) == []


def test_the_calendar_has_one_entry_for_a_day_with_every_empty_period(db):
    with override("en"):
        world = World(edition=make_recurring(2590))
        entries = [entry for entry in agenda_of(world.staff) if entry.is_due]
        april = D(2047, 4, 15)
        assert [entry.starts_on for entry in entries] == [
            D(2046, 11, 15),
            D(2046, 12, 15),
            *(D(2047, month, 15) for month in (1, 2, 3, 4, 10)),
        ]
        assert next(entry.title for entry in entries if entry.starts_on == april) == (
            "2 periods are due: O2 Mar 2590, O3 Oct 2589 – Mar 2590"
        )
        add(world, "O2", "ทั้งหมด", fiscal_period(2590))
        entries = [entry for entry in agenda_of(world.coordinator) if entry.is_due]
        assert [entry.starts_on for entry in entries] == [april, D(2047, 10, 15)]
        assert b"O3 Oct 2589" in calendar_ics(entries).replace(b"\r\n ", b"")


def periods_reminded(world: World, today: datetime.date) -> list[tuple[str, str, str]]:
    """Unread reminders of periods after that morning, of the member of staff: item, period, verb."""
    reminders.remind(world.year, today)
    rows = Notice.objects.filter(person=world.staff, verb__startswith="month", read_at=None).select_related("submission__item")
    return sorted((one.submission.item.code, one.facts["period"], one.verb) for one in rows)


def test_each_period_is_reminded_of_at_7_3_and_1_days_and_when_late_and_counts_once(world):
    assert periods_reminded(world, D(2022, 11, 7)) == []
    due = [("O2", "2565-10", "month_due")]
    for day in (8, 9, 12, 14, 15):
        assert periods_reminded(world, D(2022, 11, day)) == due
    assert Notice.objects.filter(person=world.staff, verb="month_due").count() == 3
    assert periods_reminded(world, D(2022, 11, 16)) == [("O2", "2565-10", "month_late")]
    both = [("O2", "2565-10", "month_late"), ("O2", "2565-11", "month_due")]
    assert periods_reminded(world, D(2022, 12, 10)) == both
    assert periods_reminded(world, D(2022, 12, 10)) == both


def test_a_filled_month_ends_its_reminders_only(world):
    periods_reminded(world, D(2022, 11, 20))
    both = periods_reminded(world, D(2022, 12, 10))
    assert [key for _code, key, _verb in both] == ["2565-10", "2565-11"]
    actions.state_nothing(world.item("O2"), OCTOBER, sentence="ไม่มีข่าว", by=world.staff)
    assert periods_reminded(world, D(2022, 12, 11)) == [("O2", "2565-11", "month_due")]
    add(world, "O2", "พ.ย.", NOVEMBER)
    assert periods_reminded(world, D(2022, 12, 16)) == []


def test_a_reminder_names_the_month_and_leads_to_it(world):
    periods_reminded(world, D(2022, 11, 16))
    notice = Notice.objects.select_related("assessment__agency", "assessment__edition", "submission__item").get(
        person=world.staff, verb="month_late"
    )
    with override("en"):
        sentence = line(notice).sentence
    assert sentence.startswith("O2 for October 2565 BE (2022) was due on ")
    assert target(notice) == f"{URL}?period=2565-10#slot-2565-10"


def test_the_morning_costs_the_same_for_one_empty_month_and_for_six(world):
    def queries(today: datetime.date) -> int:
        with CaptureQueriesContext(connection) as found:
            reminders.remind(world.year, today)
        return len(found)

    reminders.remind(world.year, D(2022, 11, 10))
    assert queries(D(2022, 11, 16)) == queries(D(2022, 12, 16))
