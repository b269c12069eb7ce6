"""Evidence of the year before: offered through the requirement, used again only by a person's word, the old year untouched."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import join
from accounts.enums import Role
from assignments.carrying import given_by
from assignments.models import Assessment
from assignments.succession import proposals
from criteria import actions as catalogue
from criteria import opening
from criteria.models import Item
from records.models import AuditEvent
from submissions import actions, freezing, pages
from submissions.actions import About
from submissions.checks import year_hint
from submissions.earlier import earlier_evidence, year_with_evidence
from submissions.models import Evidence, NoLonger, StoredFile, Submission
from tests.factories import World, make_person, pdf_upload

pytestmark = pytest.mark.django_db


class Next:
    """A published year of an agency, and the next one begun from it."""

    def __init__(self) -> None:
        self.world = World()
        self.world.answer("O1")
        self.file = actions.add_file(self.world.item("O1"), pdf_upload(), About(), by=self.world.staff)
        self.world.publish()
        plan = opening.plan_of(self.world.edition, self.world.edition.fiscal_year + 1, "small")
        self.edition = opening.open_next(plan, by=self.world.admin)
        catalogue.step(self.edition, "publish", by=self.world.admin)
        given = [given_by(one, lead=one.lead) for one in proposals(self.world.year, self.edition)]
        self.year: Assessment = actions.begin_year(self.world.agency, self.edition, given, by=self.world.coordinator).assessment
        self.path = f"/alpha/{self.edition.code}/evidence-again/"

    def item(self, code: str) -> Submission:
        found = Submission.objects.select_related("assessment__agency", "assessment__edition__scoring", "item__edition")
        return found.get(assessment=self.year, item__number=int(code[1:]))

    def old(self, code: str) -> Evidence:
        return self.world.item(code).evidence.get(kind="url")


@pytest.fixture
def year() -> Next:
    return Next()


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_last_years_evidence_stands_at_the_item_of_the_same_requirement(year):
    assert year_with_evidence(year.year) == year.world.year
    found = earlier_evidence(year.world.year, [year.item("O1"), year.item("O2")])
    assert [one.evidence for one in found[year.item("O1").pk]] == [year.old("O1"), year.file]
    assert [(one.evidence, one.item.code, one.is_open) for one in found[year.item("O2").pk]] == [(year.old("O2"), "O2", True)]


def test_used_again_it_is_new_evidence_of_this_year_that_names_the_old(year):
    old = year.old("O2")
    before = list(Evidence.objects.filter(pk=old.pk).values())
    new = actions.use_again(year.item("O2"), old, by=year.world.staff)
    assert (new.reused_from, new.url, new.title, new.click_path) == (old, old.url, old.title, old.click_path)
    assert (new.submission, new.added_by, new.department) == (year.item("O2"), year.world.staff, year.world.office)
    assert {one.item.edition for one in new.components.all()} == {year.edition}
    assert new.components.count() == old.components.count()
    assert list(Evidence.objects.filter(pk=old.pk).values()) == before
    assert year.item("O2").status == "draft"
    assert AuditEvent.objects.filter(verb="use_again", scope=year.year.scope).count() == 1


def test_the_stored_file_is_the_same(year):
    new = actions.use_again(year.item("O1"), year.file, by=year.world.coordinator)
    assert (new.file, new.file_name, StoredFile.objects.count()) == (year.file.file, year.file.file_name, 1)


def test_the_same_is_not_used_twice(year):
    actions.use_again(year.item("O2"), year.old("O2"), by=year.world.staff)
    with pytest.raises(PermissionDenied):
        actions.use_again(year.item("O2"), year.old("O2"), by=year.world.staff)
    assert year.item("O2").evidence.count() == 1


def test_no_longer_is_remembered_with_its_reason_until_somebody_uses_it_after_all(year):
    with pytest.raises(PermissionDenied):
        actions.no_longer(year.item("O2"), year.old("O2"), reason=" ", by=year.world.staff)
    actions.no_longer(year.item("O2"), year.old("O2"), reason="หน้าเก่าถูกลบแล้ว", by=year.world.staff)
    line = pages.again_page(year.year, year.world.coordinator).decided[0]
    assert (line.earlier.refused.reason, line.earlier.is_open) == ("หน้าเก่าถูกลบแล้ว", False)
    actions.use_again(year.item("O2"), year.old("O2"), by=year.world.coordinator)
    assert not NoLonger.objects.exists()


def test_what_does_not_prove_the_requirement_is_refused(year):
    other = World("beta")
    other.answer("O2")
    foreign = other.item("O2").evidence.get()
    for evidence in (foreign, year.old("O1"), actions.use_again(year.item("O2"), year.old("O2"), by=year.world.staff)):
        with pytest.raises(PermissionDenied):
            actions.use_again(year.item("O2"), evidence, by=year.world.coordinator)


def test_who_may_decide(year):
    stranger = make_person("third@alpha")
    join(stranger, year.world.agency, Role.STAFF, by=year.world.admin)
    allowed = {}
    for name, person in {**year.world.people(), "elsewhere": stranger}.items():
        try:
            actions.no_longer(year.item("O2"), year.old("O2"), reason="เก่า", by=person)
            allowed[name] = True
        except PermissionDenied:
            allowed[name] = False
    assert [name for name, may in allowed.items() if may] == ["staff", "coordinator"]
    pages_of = {name: client_of(person).get(year.path).status_code for name, person in year.world.people().items()}
    assert pages_of == {
        "staff": 200,
        "coordinator": 200,
        "executive": 403,
        "observer": 403,
        "assessor": 404,
        "lead": 404,
        "admin": 403,
    }


def test_a_handed_in_answer_is_not_changed(year):
    actions.use_again(year.item("O2"), year.old("O2"), by=year.world.staff)
    answer = year.item("O2")
    actions.save_answer(answer, answer="yes", explanation="ก", reason_none="", version=answer.version, by=year.world.staff)
    actions.submit(year.item("O2"), by=year.world.staff)
    Evidence.objects.filter(submission=year.item("O2")).update(reused_from=None)
    line = next(item for item in pages.again_page(year.year, year.world.staff).items if item.item.code == "O2")
    assert not line.verdict
    with pytest.raises(PermissionDenied):
        actions.no_longer(year.item("O2"), year.old("O2"), reason="เก่า", by=year.world.staff)


@pytest.mark.parametrize(
    ("rule", "title", "url", "hinted"),
    [
        ("current_fy", "แผน ปี ๒๕๙๐", "", True),
        ("current_fy", "แผน ปี 2591", "", False),
        ("current_fy", "แผน", "https://a.example/2590/1.pdf", True),
        ("current_fy", "plan", "https://a.example/2047/", True),
        ("previous_fy", "รายงาน ปี 2590", "", False),
        ("covers_fy", "แผน พ.ศ. 2590", "", True),
        ("covers_fy", "แผน พ.ศ. 2588 - 2592", "", False),
        ("none", "โครงสร้าง 2590", "", False),
    ],
)
def test_names_of_last_year_are_pointed_out(year, rule, title, url, hinted):
    item = Item.objects.get(edition=year.edition, number=2)
    item.period_rule = rule
    assert bool(year_hint(item, Evidence(title=title, url=url))) is hinted


# --- the pages


def test_one_piece_is_used_again_from_the_items_page(year):
    client = client_of(year.world.staff)
    page = client.get(f"/alpha/{year.edition.code}/O2/").content.decode()
    key = f"O2:{year.old('O2').key}"
    assert key in page
    answer = client.post(year.path, {"use": key, "back": "O2"})
    assert answer["Location"] == f"/alpha/{year.edition.code}/O2/#evidence"
    page = client.get(f"/alpha/{year.edition.code}/O2/").content.decode()
    assert key not in page
    assert "used again from 2590, O2" in page


def test_several_are_decided_at_once(year):
    client = client_of(year.world.coordinator)
    keys = list(client.get(year.path).context["page"].lines)
    assert client.post(year.path, {"all": "use", "choose": keys[:2]}).status_code == 302
    assert client.post(year.path, {"all": "no", "choose": keys[2:], "reason": "ปีก่อน"}).status_code == 302
    assert Evidence.objects.filter(submission__assessment=year.year).count() == 2
    assert NoLonger.objects.count() == len(keys) - 2
    assert client.get(year.path).context["page"].open_items == []


def test_nothing_typed_is_lost_and_nothing_is_done_by_the_enter_key(year):
    client = client_of(year.world.staff)
    key = f"O2:{year.old('O2').key}"
    answer = client.post(year.path, {"enter": "1", "choose": [key], f"reason-{key}": "เพราะเก่า", "reason": "อื่น"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="เพราะเก่า"' in page
    assert 'value="อื่น"' in page
    assert client.post(year.path, {"all": "no", "choose": [key]}).status_code == 403
    assert client.post(year.path, {"use": "O2:nonsense"}).status_code == 422
    assert not NoLonger.objects.exists()


def test_the_list_reads_the_same_number_of_times_for_any_number_of_items(year):
    client = client_of(year.world.coordinator)
    client.get(year.path)
    with CaptureQueriesContext(connection) as many:
        client.get(year.path)
    freezing.take_down("default")  # the year of before is sealed; only its number of rows matters here
    Evidence.objects.filter(submission__item__number__gt=1, submission__assessment=year.world.year).update(
        withdrawn_at="2047-01-01T00:00Z", withdrawn_by=year.world.staff, withdrawn_reason="x"
    )
    with CaptureQueriesContext(connection) as few:
        client.get(year.path)
    assert len(many) == len(few)
