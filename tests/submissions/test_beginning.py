"""Beginning a year from the year before: what is proposed, what is given out, for whom, and only once."""

import datetime
import threading

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import join
from accounts.enums import Role
from accounts.models import Agency, Department
from assignments.actions import assign
from assignments.carrying import carry_over, given_by
from assignments.handover import merge
from assignments.models import Assessment, Assignment
from assignments.succession import proposals, year_before
from criteria import actions as catalogue
from criteria import opening
from criteria.importers import import_edition, import_requirements
from criteria.models import Edition, Item
from records.actions import HANDLERS, claim
from records.models import AuditEvent, Job
from reports.importers import import_agency
from submissions import actions
from submissions.models import Notice, Submission
from tests.factories import World, make_department, make_person

pytestmark = pytest.mark.django_db
FIXTURES = settings.BASE_DIR / "fixtures"


def open_next(old: Edition, admin) -> Edition:
    """The edition of the year after, published."""
    plan = opening.plan_of(old, old.fiscal_year + 1, old.programme)
    plan.decide({one.id: opening.Choice("shift" if one.can_shift else "keep") for one in plan.asked})
    new = opening.open_next(plan, by=admin)
    catalogue.step(new, "publish", by=admin)
    return new


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def new(world) -> Edition:
    return open_next(world.edition, world.admin)


def rows_of(year: Assessment) -> set[tuple]:
    rows = Assignment.objects.filter(assessment=year).prefetch_related("units")
    return {(row.item.code, row.department.key, row.part, row.everyone, tuple(u.key for u in row.units.all())) for row in rows}


def begin_all(world: World, edition: Edition, by=None):
    given = [given_by(one, lead=one.lead) for one in proposals(world.year, edition)]
    return actions.begin_year(world.agency, edition, given, by=by or world.coordinator)


def load(agency: str, *editions: str) -> Agency:
    import_requirements(FIXTURES / "requirements.yaml")
    for code in editions:
        import_edition(FIXTURES / f"catalogue/{code}.yaml", by=None, publish=True)
    return import_agency(FIXTURES / f"agencies/{agency}.yaml", by=None)


def test_the_year_is_given_out_as_the_year_before(world, new):
    unit = Department.objects.create(agency=world.agency, parent=world.office, key="group", name_th="กลุ่มงาน")
    item = Item.objects.get(edition=world.edition, number=1)
    due = datetime.date(2047, 2, 28)
    assign(world.year, item, lead=world.office, units={world.office.pk: [unit]}, due_on=due, by=world.coordinator)
    begun = begin_all(world, new)
    assert rows_of(begun.assessment) == rows_of(world.year)
    assert len(begun.given) == new.items.count()
    answers = Submission.objects.filter(assessment=begun.assessment)
    assert {(one.status, one.answer, one.version) for one in answers} == {("draft", "", 0)}
    assert answers.count() == new.items.count()
    assert not Assignment.objects.filter(assessment=begun.assessment, due_on__isnull=False).exists()
    assert AuditEvent.objects.filter(verb="carry_over", scope=begun.assessment.scope).count() == 1
    told = Notice.objects.filter(assessment=begun.assessment, verb="assigned")
    assert {notice.person_id for notice in told} == {world.staff.pk, world.finance_staff.pk}


def test_due_days_come_along_only_by_choice(world, new):
    item = Item.objects.get(edition=world.edition, number=1)
    assign(world.year, item, lead=world.office, due_on=datetime.date(2048, 2, 29), by=world.coordinator)
    one = next(one for one in proposals(world.year, new) if one.item.number == 1)
    assert given_by(one, lead=one.lead).due_on is None
    assert given_by(one, lead=one.lead, due_years=1).due_on == datetime.date(2049, 2, 28)


def test_beginning_twice_changes_nothing(world, new):
    first = begin_all(world, new)
    before = rows_of(first.assessment), AuditEvent.objects.count(), Notice.objects.count()
    again = begin_all(world, new, by=world.admin)
    assert (again.assessment, again.given) == (first.assessment, [])
    assert (rows_of(first.assessment), AuditEvent.objects.count(), Notice.objects.count()) == before


def test_what_somebody_gave_out_is_left_alone(world, new):
    year = actions.open_year(world.agency, new, by=world.admin)
    item = Item.objects.get(edition=new, number=1)
    assign(year, item, lead=world.finance, by=world.coordinator)
    begun = begin_all(world, new)
    assert item not in begun.given
    assert [row.department for row in Assignment.objects.filter(assessment=year, item=item)] == [world.finance]


def test_the_number_of_queries_does_not_depend_on_the_items(world, new):
    def queries(given) -> int:
        with CaptureQueriesContext(connection) as captured:
            carry_over(year, given, by=world.coordinator)
        return len(captured)

    year = actions.open_year(world.agency, new, by=world.admin)
    given = [given_by(one, lead=one.lead) for one in proposals(world.year, new)]
    assert queries(given[:1]) == queries(given[1:])


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_give_each_item_out_once(world, new):
    second = make_person("second@alpha")
    join(second, world.agency, Role.COORDINATOR, by=world.admin)
    barrier, done = threading.Barrier(2), []

    def begin(person, lead) -> None:
        given = [given_by(one, lead=lead) for one in proposals(world.year, new)]
        barrier.wait()
        try:
            done.append(len(actions.begin_year(world.agency, new, given, by=person).given))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=begin, args=pair) for pair in ((world.coordinator, world.office), (second, world.finance))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    n = new.items.count()
    assert sorted(done) == [0, n]
    year = Assessment.objects.get(agency=world.agency, edition=new)
    assert Submission.objects.filter(assessment=year).count() == n
    assert len(set(Assignment.objects.filter(assessment=year, part="lead").values_list("department", flat=True))) == 1


def test_departments_merged_or_closed_since(world, new):
    third = make_department(world.agency, "third")
    merge(world.finance, third, by=world.coordinator)
    Assignment.objects.filter(assessment=world.year, department=third).update(
        department=world.finance
    )  # as an endorsed year has it
    item = Item.objects.get(edition=world.edition, number=1)
    Assignment.objects.filter(assessment=world.year, item=item, department=world.finance).update(everyone=False)
    one = next(one for one in proposals(world.year, new) if one.item.number == 1)
    assert (one.lead, one.support, one.is_certain) == (world.office, [third], True)
    assert len(one.notes) == 1
    Department.objects.filter(pk=world.office.pk).update(retired_on=datetime.date(2047, 1, 1))
    one = next(one for one in proposals(world.year, new) if one.item.number == 1)
    assert (one.lead, one.support, one.is_certain) == (None, [third], False)


def test_from_2566_every_item_of_the_year_after_continues_its_own():
    """The same list a year later: every item continues its own."""
    agency = load("phrae-pao", "2566-national")
    admin = make_person("admin@test", is_admin=True)
    new = open_next(Edition.objects.get(code="2566-national"), admin)
    before = year_before(agency, new)
    found = proposals(before, new)
    assert {one.item.code: [origin.item.code for origin in one.origins] for one in found} == {
        item.code: [item.code] for item in new.items.all()
    }
    begun = actions.begin_as_before(agency, new, by=admin)
    certain = {one.item.code for one in found if one.is_certain}
    assert {item.code for item in begun.given} == certain
    assert {row[:4] for row in rows_of(begun.assessment)} == {row[:4] for row in rows_of(before) if row[0] in certain}
    assert len(begun.given) == new.items.count()


def test_from_2564_to_2566_items_moved_merged_and_came():
    """Codes changed between the two lists; departments follow the requirement, and conflicts are for a person."""
    agency = load("rayong", "2563-national", "2564-national", "2566-national")
    new = Edition.objects.get(code="2566-national")
    before = year_before(agency, new)
    assert before.edition.code == "2564-national"
    found = {one.item.code: one for one in proposals(before, new)}
    origins = {code: [origin.item.code for origin in one.origins] for code, one in found.items()}
    assert origins["O11"] == ["O10", "O18"]
    assert (found["O11"].is_certain, found["O11"].lead.key) == (True, "provincial-office")
    assert origins["O10"] == []
    doubtful = [code for code, one in found.items() if not one.is_certain]
    assert doubtful == ["O10", "O24", "O31", "O32", "O33", "O35", "O39", "O40", "O41"]


def test_merged_items_with_different_leads_are_for_a_person():
    agency = load("rayong", "2563-national", "2564-national", "2566-national")
    new = Edition.objects.get(code="2566-national")
    before = year_before(agency, new)
    rows = Assignment.objects.filter(assessment=before, item__number=18)
    rows.update(part="support")
    rows.filter(department__key="treasury-office").update(part="lead")
    one = next(one for one in proposals(before, new) if one.item.code == "O11")
    assert (one.lead.key, [department.key for department in one.support]) == ("provincial-office", ["treasury-office"])
    assert len(one.doubts) == 1
    taken = given_by(one, lead=one.support[0])
    assert [department.key for department in taken.departments] == ["treasury-office", "provincial-office"]


# --- where one is led there


def test_the_start_page_leads_there_until_the_year_is_open(world, new):
    client, path = client_of(world.coordinator), f"/alpha/{new.code}/begin/"
    assert path in client.get("/").content.decode()
    assert path not in client_of(world.staff).get("/").content.decode()
    year = begin_all(world, new).assessment
    assert path not in client.get("/").content.decode()
    assert path in client.get(f"/alpha/{new.code}/").content.decode()
    assert year.agency == world.agency


def test_the_administrator_opens_the_year_for_chosen_agencies(world, new):
    other = World("beta")
    client = client_of(world.admin)
    assert client.get(f"/years/{new.code}/")["Location"] == f"/years/{new.code}/begin/"
    page = client.get(f"/years/{new.code}/begin/")
    assert [year.agency.slug for year in page.context["years"]] == ["alpha", "beta"]
    assert client.post(f"/years/{new.code}/begin/", {}).status_code == 200
    answer = client.post(f"/years/{new.code}/begin/", {"agencies": ["alpha", "nobody"]})
    job = Job.objects.get(kind="years.begin")
    assert answer["Location"] == f"/jobs/{job.key}/"
    for _twice in range(2):
        assert HANDLERS["years.begin"](claim(job.pk))["years"] == 1
        Job.objects.update(state="queued", lease_until=None, lease_token=None, attempts=0)
    year = Assessment.objects.get(edition=new)
    assert rows_of(year) == rows_of(world.year)
    assert AuditEvent.objects.filter(verb="open_year", scope=year.scope).count() == 1
    assert not Assessment.objects.filter(agency=other.agency, edition=new).exists()
    assert b"/begin/" in client.get(f"/years/{new.code}/").content
    assert client_of(world.coordinator).get(f"/years/{new.code}/begin/").status_code == 403


def test_an_edition_that_is_no_longer_published_opens_nothing(world, new):
    catalogue.step(new, "retire", by=world.admin)
    page = client_of(world.admin).post(f"/years/{new.code}/begin/", {"agencies": ["alpha"]})
    assert page.status_code == 200
    assert not Job.objects.filter(kind="years.begin").exists()


# --- the page


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_the_coordinator_begins_the_year_by_the_page(world, new):
    path = f"/alpha/{new.code}/begin/"
    client = client_of(world.coordinator)
    page = client.get(path).context["page"]
    assert (len(page.certain), len(page.doubtful)) == (new.items.count(), 0)
    codes = [line.item.code for line in page.certain]
    data = {"take": codes[1:]} | {f"lead-{code}": world.finance.pk for code in codes}
    answer = client.post(path, data)
    assert answer["Location"] == path
    year = Assessment.objects.get(agency=world.agency, edition=new)
    assert set(Assignment.objects.filter(assessment=year, part="lead").values_list("department", flat=True)) == {world.finance.pk}
    assert {row[1] for row in rows_of(year) if row[2] == "support"} == {"office"}
    page = client.get(path).context["page"]
    assert [line.item.code for line in page.certain] == codes[:1]
    assert client.post(path, {"take": codes[:1], f"lead-{codes[0]}": world.office.pk})["Location"] == f"/alpha/{new.code}/"
    assert client.get(path).status_code == 200


def test_nothing_typed_is_lost_when_a_lead_is_missing(world, new):
    Assignment.objects.filter(assessment=world.year, item__number=1, part="support").delete()
    client = client_of(world.coordinator)
    answer = client.post(f"/alpha/{new.code}/begin/", {"take": ["O1"], "lead-O1": "", "lead-O2": world.finance.pk})
    assert answer.status_code == 422
    form = answer.context["page"].form
    assert list(form.errors) == ["lead-O1"]
    assert (form.ticked, form["lead-O2"].value()) == ({"O1"}, str(world.finance.pk))
    assert not Assessment.objects.filter(edition=new).exists()


def test_who_may_begin(world, new):
    path = f"/alpha/{new.code}/begin/"
    found = {name: client_of(person).get(path).status_code for name, person in world.people().items()}
    assert found == {
        "staff": 403,
        "coordinator": 200,
        "executive": 403,
        "observer": 404,
        "assessor": 404,
        "lead": 404,
        "admin": 200,
    }
    with pytest.raises(PermissionDenied):
        begin_all(world, new, by=world.staff)
    assert client_of(world.coordinator).get("/alpha/2599-none/begin/").status_code == 404


def test_a_draft_is_not_begun(world):
    plan = opening.plan_of(world.edition, world.edition.fiscal_year + 1, "small")
    draft = opening.open_next(plan, by=world.admin)
    assert client_of(world.coordinator).get(f"/alpha/{draft.code}/begin/").status_code == 404
    assert client_of(world.admin).get(f"/alpha/{draft.code}/begin/").status_code == 403


def test_an_agency_without_a_year_before_is_told_so(world, new):
    assert b"earlier year" in client_of(world.coordinator).get("/alpha/2590-small/begin/").content


def test_the_page_reads_the_same_number_of_times_for_any_number_of_items(world, new):
    client = client_of(world.coordinator)
    path = f"/alpha/{new.code}/begin/"
    client.get(path)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    Item.objects.filter(edition=new, number__gt=1).delete()
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    assert len(many) == len(one)
