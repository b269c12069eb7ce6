"""What the steps do: rows, status, audit. And what they refuse."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from accounts.actions import join
from accounts.enums import Role
from accounts.models import User
from assignments.actions import StaleStage, assign_assessor, extend
from assignments.models import Assessment
from assignments.queries import seat_of
from criteria.models import Window
from records.models import AuditEvent
from records.queries import first_broken_event
from submissions import actions
from submissions.actions import About, Judgement
from submissions.enums import Audience, Status
from submissions.models import Comment, Evidence, IndicatorResult, Result, SealedEvidence, StoredFile
from submissions.queries import comments_of
from submissions.visibility import visible_comments
from tests.factories import World, pdf_upload

pytestmark = pytest.mark.django_db


def verbs(submission) -> list[str]:
    return list(AuditEvent.objects.filter(target_type="submission", target_id=str(submission.pk)).values_list("verb", flat=True))


def test_open_year_makes_an_empty_answer_for_every_item_once():
    world = World()
    actions.open_year(world.agency, world.edition, by=world.admin)
    assert [(s.item.code, s.status) for s in world.items()] == [
        ("O1", "draft"),
        ("O2", "draft"),
        ("O3", "draft"),
        ("O4", "draft"),
    ]


def test_the_way_of_one_answer_to_its_published_result():
    world = World()
    world.publish(failing=("O2",))
    submission = world.item("O1")
    assert verbs(submission) == ["save_answer", "add_evidence", "submit", "accept", "review", "score"]
    world.year.refresh_from_db()
    assert world.year.stage == "published"
    results = {r.item.code: r.score for r in Result.objects.filter(assessment=world.year)}
    assert results == {"O1": Decimal(100), "O2": Decimal(0), "O3": Decimal(100), "O4": Decimal(100)}
    frozen = dict(IndicatorResult.objects.filter(assessment=world.year).values_list("name", "score"))
    assert frozen == {
        "9.1": Decimal(50),
        "9": Decimal(50),
        "10.1": Decimal(100),
        "10": Decimal(100),
        "1": None,
        "6": None,
        "IIT": None,
        "EIT": None,
        "OIT": Decimal(75),
        "total": None,
    }
    assert first_broken_event() is None


def test_a_changed_audit_row_breaks_the_chain():
    world = World()
    world.submit("O1")
    event = AuditEvent.objects.get(verb="submit")
    AuditEvent.objects.filter(pk=event.pk).update(actor_name="somebody else")
    assert first_broken_event() == event


def test_saving_over_a_newer_text_is_refused():
    world = World()
    mine, theirs = world.item("O1"), world.item("O1")
    actions.save_answer(theirs, answer="yes", explanation="theirs", reason_none="", version=0, by=world.coordinator)
    with pytest.raises(actions.StaleSubmission):
        actions.save_answer(mine, answer="yes", explanation="mine", reason_none="", version=0, by=world.staff)
    assert world.item("O1").explanation == "theirs"


def test_a_stale_step_loses():
    world = World()
    submission = world.submit("O1")
    stale = world.item("O1")
    actions.accept(submission, by=world.coordinator)
    with pytest.raises(actions.StaleSubmission):
        actions.recall(stale, by=world.staff)
    assert world.item("O1").status == Status.ACCEPTED


def test_return_keeps_the_comment_for_the_agency():
    world = World()
    submission = world.submit("O1")
    with pytest.raises(PermissionDenied):
        actions.return_for_changes(submission, comment="  ", by=world.coordinator)
    actions.return_for_changes(submission, comment="ขอไฟล์ใหม่", by=world.coordinator)
    assert world.item("O1").status == Status.RETURNED
    assert list(Comment.objects.values_list("text", "audience")) == [("ขอไฟล์ใหม่", Audience.AGENCY)]


def test_a_file_is_kept_once_under_its_hash_with_the_persons_name():
    world = World()
    for code in ("O1", "O2"):
        actions.add_file(world.item(code), pdf_upload(), About(), by=world.staff)
    assert StoredFile.objects.count() == 1
    stored = StoredFile.objects.get()
    assert set(Evidence.objects.values_list("file_name", "file")) == {("รายงานผล ปี ๒๕๙๐ (ฉบับแก้ไข).pdf", stored.pk)}
    assert default_storage.open(stored.path).read().startswith(b"%PDF-1.7")


def test_withdrawn_evidence_stays_with_its_reason():
    world = World()
    submission = world.answer("O1")
    evidence = Evidence.objects.get()
    with pytest.raises(PermissionDenied):
        actions.withdraw_evidence(evidence, reason="", by=world.staff)
    actions.withdraw_evidence(evidence, reason="ผิดปี", by=world.staff)
    evidence.refresh_from_db()
    assert (evidence.withdrawn_by, evidence.withdrawn_reason) == (world.staff, "ผิดปี")
    with pytest.raises(PermissionDenied, match="at least one"):
        actions.submit(submission, by=world.staff)


def test_endorsement_seals_and_nothing_changes_after_it():
    world = World()
    world.endorse()
    world.year.refresh_from_db()
    sealed = list(SealedEvidence.objects.filter(assessment=world.year, seal=world.year.seal))
    assert len(sealed) == 4
    evidence = Evidence.objects.first()
    for person in world.people().values():
        with pytest.raises(PermissionDenied):
            actions.add_url(world.item("O1"), "https://www.alpha.example/new", About(), by=person)
        with pytest.raises(PermissionDenied):
            actions.withdraw_evidence(evidence, reason="x", by=person)
    assert Evidence.objects.count() == 4


def test_reopening_takes_the_seal_off():
    world = World()
    world.endorse()
    actions.reopen(world.year, reason="แก้ไขข้อ O1", by=world.executive)
    world.year.refresh_from_db()
    assert (world.year.stage, world.year.seal, world.year.endorsed_by) == ("preparing", "", None)


def test_a_year_moved_meanwhile_is_not_moved_again():
    world = World()
    world.endorse()
    stale = Assessment.objects.get(pk=world.year.pk)
    actions.open_assessment(world.year, by=world.admin)
    with pytest.raises((StaleStage, PermissionDenied)):
        actions.reopen(stale, reason="x", by=world.admin)
    assert Assessment.objects.get(pk=world.year.pk).stage == "assessing"


def test_scoring_needs_a_verdict_on_every_required_component():
    world = World()
    world.open_assessment()
    submission = world.item("O1")
    first = submission.item.components.get(text="แสดงแผนผังโครงสร้าง")
    actions.save_review(submission, [Judgement(first.pk, met=True)], by=world.assessor)
    with pytest.raises(PermissionDenied, match="2 required components"):
        actions.score(submission, by=world.assessor)
    assert world.item("O1").status == Status.ACCEPTED


def test_a_verdict_not_met_without_a_reason_does_not_count():
    world = World()
    world.open_assessment()
    submission = world.item("O3")
    actions.save_review(submission, [Judgement(None, met=False)], by=world.assessor)
    with pytest.raises(PermissionDenied):
        actions.score(submission, by=world.assessor)


def test_one_component_not_met_is_zero():
    world = World()
    world.open_assessment()
    submission = world.item("O1")
    leaves = [c for c in submission.item.components.all() if c.text != "อย่างน้อยประกอบด้วย"]
    judgements = [
        Judgement(leaves[0].pk, met=True),
        Judgement(leaves[1].pk, met=True),
        Judgement(leaves[2].pk, met=False, reason="R3"),
    ]
    actions.save_review(submission, judgements, comment="ไม่ครบ", by=world.assessor)
    assert actions.score(submission, by=world.assessor) == Decimal(0)


def test_a_recorded_score_cannot_be_written_over():
    world = World()
    world.open_assessment()
    world.judge("O3")
    with pytest.raises(PermissionDenied):
        actions.save_review(world.item("O3"), [Judgement(None, met=False, reason="R1")], by=world.assessor)


def test_two_blind_assessors_who_differ_leave_it_to_the_lead():
    world = World()
    world.edition.scoring.assessors = 2
    world.edition.scoring.save()
    second = World("beta").coordinator
    assign_assessor(world.year, second, by=world.admin)
    world.open_assessment()
    assert world.judge("O3", met=True).status == Status.ACCEPTED
    assert world.judge("O3", met=False, by=second).status == Status.ACCEPTED
    assert (world.judge("O3", met=False, by=world.lead).status, world.item("O3").score) == (Status.SCORED, Decimal(0))


def test_contest_and_settle():
    world = World()
    world.open_clarification(failing=("O2",))
    actions.contest(world.item("O2"), explanation="ดูเส้นทางในคำอธิบาย", by=world.coordinator)
    with pytest.raises(PermissionDenied):
        actions.settle(world.item("O2"), decision="พบแล้ว", value=Decimal(50), by=world.lead)
    actions.settle(world.item("O2"), decision="พบแล้ว", value=Decimal(100), by=world.lead)
    submission = world.item("O2")
    assert (submission.status, submission.score) == (Status.SCORED, Decimal(100))
    clarification = submission.clarifications.get()
    assert (clarification.score_before, clarification.score_after, clarification.decided_by) == (
        Decimal(0),
        Decimal(100),
        world.lead,
    )


def test_a_member_never_assesses_their_own_agency():
    world = World()
    with pytest.raises(PermissionDenied):
        assign_assessor(world.year, world.coordinator, by=world.admin)
    join(world.assessor, world.agency, Role.STAFF, by=world.admin)  # joined later: the old assignment is void
    world.open_assessment()
    with pytest.raises(PermissionDenied):
        actions.score_as_met(world.item("O1"), by=User.objects.get(pk=world.assessor.pk))


def test_answers_close_with_the_window_and_open_by_extension():
    world = World()
    Window.objects.create(
        edition=world.edition, stage="preparing", opens_on=datetime.date(2020, 1, 1), closes_on=datetime.date(2020, 4, 30)
    )
    with pytest.raises(PermissionDenied, match="30"):
        world.answer("O1")
    with pytest.raises(PermissionDenied, match="why"):
        extend(world.year, until=datetime.date(2999, 1, 1), reason=" ", by=world.admin)
    extend(world.year, until=datetime.date(2999, 1, 1), reason="น้ำท่วม", by=world.admin)
    assert world.submit("O1").status == Status.SUBMITTED


def test_comments_within_the_agency_stay_there():
    world = World()
    world.open_assessment()
    actions.add_comment(world.item("O1"), text="ภายใน", by=world.staff)
    actions.add_comment(world.item("O1"), text="จากผู้ประเมิน", by=world.assessor)
    seen = {
        name: [c.text for c in visible_comments(seat_of(person, world.year), comments_of(world.item("O1")))]
        for name, person in world.people().items()
    }
    assert seen == {
        "staff": ["ภายใน", "จากผู้ประเมิน"],
        "coordinator": ["ภายใน", "จากผู้ประเมิน"],
        "executive": ["ภายใน", "จากผู้ประเมิน"],
        "observer": ["จากผู้ประเมิน"],
        "assessor": ["จากผู้ประเมิน"],
        "lead": ["จากผู้ประเมิน"],
        "admin": ["จากผู้ประเมิน"],
    }


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.example/", "//a.example/", ""]
)
def test_only_web_addresses_are_evidence(url):
    world = World()
    with pytest.raises(PermissionDenied, match="https://"):
        actions.add_url(world.item("O1"), url, About(), by=world.staff)
