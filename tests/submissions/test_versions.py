"""Evidence that is replaced by a newer version, and evidence that stands at several items of a year."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from assignments.actions import assign
from criteria.periods import fiscal_period
from records.models import AuditEvent
from submissions import actions
from submissions.actions import About
from submissions.models import Evidence, SealedEvidence, SearchText, Submission
from tests.factories import World, pdf_upload, small_pdf

pytestmark = pytest.mark.django_db


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def described(submission: Submission, world: World) -> About:
    return About(
        title="แผนปฏิบัติการ",
        department=world.office,
        components=tuple(submission.item.components.all()),
        click_path="หน้าแรก > แผน",
        covers=fiscal_period(2590),
        place="หน้า 12, ตารางที่ 3",
    )


def said_of(evidence: Evidence) -> tuple:
    components = tuple(evidence.components.order_by("pk").values_list("pk", flat=True))
    return evidence.title, evidence.department, components, evidence.click_path, evidence.covers, evidence.place


def test_a_newer_file_takes_over_what_was_said_and_the_old_one_stays():
    world = World()
    answer = world.item("O1")
    first = actions.add_file(answer, pdf_upload(content=small_pdf("1")), described(answer, world), by=world.staff)
    second = actions.replace_evidence(first, pdf_upload(content=small_pdf("2")), by=world.finance_staff)
    third = actions.replace_evidence(second, "https://www.alpha.example/plan", by=world.staff)
    assert [one.version for one in (first, second, third)] == [1, 2, 3]
    assert said_of(second) == said_of(third) == said_of(Evidence.objects.get(pk=first.pk))
    assert list(Evidence.objects.filter(withdrawn_at__isnull=True)) == [third]
    assert list(Evidence.objects.order_by("pk").values_list("withdrawn_reason", flat=True)) == [
        "Replaced by version 2",
        "Replaced by version 3",
        "",
    ]
    assert list(SearchText.objects.filter(evidence__isnull=False).values_list("evidence", flat=True)) == [third.pk]
    assert AuditEvent.objects.filter(verb="replace_evidence").count() == 2


def test_a_title_that_was_the_address_or_file_name_follows_the_new_one():
    world = World()
    first = actions.add_url(world.item("O1"), "https://a.example/1", About(), by=world.staff)
    second = actions.replace_evidence(first, pdf_upload("ฉบับใหม่.pdf"), by=world.staff)
    assert (first.title, second.title) == ("https://a.example/1", "ฉบับใหม่.pdf")


def test_older_versions_are_shown_and_opened_by_members_and_assessors_only():
    world = World()
    answer = world.answer("O1")
    first = actions.add_file(answer, pdf_upload("ฉบับแรก.pdf"), About(), by=world.staff)
    actions.replace_evidence(first, pdf_upload("ฉบับที่สอง.pdf", small_pdf("2")), by=world.staff)
    world.accept_all()
    actions.endorse(world.year, by=world.executive)
    actions.open_assessment(world.year, by=world.admin)
    page = f"/{world.year.scope}/O1/"
    shown = [
        "ฉบับแรก.pdf" in client_of(one).get(page).content.decode() for one in (world.staff, world.assessor, world.coordinator)
    ]
    opened = [client_of(one).get(f"/evidence/{first.key}/").status_code for one in (world.staff, world.assessor)]
    assert (shown, opened) == ([True] * 3, [200, 200])
    assert client_of(World("beta").staff).get(f"/evidence/{first.key}/").status_code == 404


def test_the_same_file_or_address_is_no_newer_version():
    world = World()
    first = actions.add_file(world.item("O1"), pdf_upload(), About(), by=world.staff)
    with pytest.raises(PermissionDenied, match="is among the evidence already"):
        actions.replace_evidence(first, pdf_upload(), by=world.staff)
    actions.withdraw_evidence(first, reason="ผิด", by=world.staff)
    with pytest.raises(actions.StaleSubmission):
        actions.replace_evidence(first, "https://a.example/2", by=world.staff)
    assert Evidence.objects.count() == 1


def test_the_seal_covers_place_and_version():
    """Endorsed twice: the digest of the piece whose place changed in between is another one, that of the rest the same."""
    world = World()
    evidence = actions.add_url(world.item("O1"), "https://a.example/1", About(title="ก"), by=world.staff)
    newer = actions.replace_evidence(evidence, "https://a.example/2", by=world.staff)
    world.endorse()
    sealed = [dict(SealedEvidence.objects.filter(seal=world.year.seal).values_list("evidence", "digest"))]
    actions.reopen(world.year, reason="แก้ไข", by=world.executive)
    actions.return_for_changes(world.item("O1"), comment="แก้ไข", by=world.coordinator)
    newer = Evidence.objects.get(pk=newer.pk)
    actions.describe_evidence(newer, About(title="ก", place="หน้า 1"), by=world.staff)
    actions.submit(world.item("O1"), by=world.staff)
    actions.accept(world.item("O1"), by=world.coordinator)
    actions.endorse(world.year, by=world.executive)
    sealed.append(dict(SealedEvidence.objects.filter(seal=world.year.seal).values_list("evidence", "digest")))
    assert {pk for pk, digest in sealed[0].items() if sealed[1][pk] != digest} == {newer.pk}


def test_one_click_uses_it_at_another_item_with_components_of_its_own():
    world = World()
    answer = world.item("O1")
    one = actions.add_url(answer, "https://a.example/1", described(answer, world), by=world.staff)
    response = client_of(world.staff).post(f"/{world.year.scope}/O1/evidence/{one.key}/also/", {"code": "O2"})
    new = Evidence.objects.get(submission=world.item("O2"))
    assert response["Location"] == f"/{world.year.scope}/O2/evidence/{new.key}/"
    assert (new.url, new.reused_from, new.components.count(), new.place) == (one.url, one, 0, "หน้า 12, ตารางที่ 3")
    again = client_of(world.staff).post(f"/{world.year.scope}/O1/evidence/{one.key}/also/", {"code": "O2"})
    assert (again.status_code, "is among the evidence already" in again.content.decode()) == (403, True)


def test_only_items_that_one_may_change_are_offered():
    world = World()
    one = actions.add_url(world.item("O1"), "https://a.example/1", About(), by=world.staff)
    assign(world.year, world.item("O2").item, lead=world.finance, support=[], by=world.coordinator)
    world.submit("O3")
    offered = []
    for person in (world.staff, world.coordinator):
        page = client_of(person).get(f"/{world.year.scope}/O1/evidence/{one.key}/")
        offered.append({code for code, _label in page.context["also_form"].fields["code"].choices})
    assert [offered[0] & {"O1", "O2", "O3"}, offered[1] & {"O1", "O2", "O3"}] == [set(), {"O2"}]
    refused = client_of(world.staff).post(f"/{world.year.scope}/O1/evidence/{one.key}/also/", {"code": "O2"})
    assert (refused.status_code, Evidence.objects.count()) == (422, 2)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "one of the two"),
        ({"url": "https://a.example/2", "file": pdf_upload()}, "one of the two"),
        ({"url": "no address"}, "is not a full web address"),
        ({"file": pdf_upload(content=b"<html>")}, "is not really a PDF file"),
    ],
)
def test_what_is_no_newer_version_comes_back_with_its_sentence(sent, words):
    world = World()
    one = actions.add_url(world.item("O1"), "https://a.example/1", About(), by=world.staff)
    answer = client_of(world.staff).post(f"/{world.year.scope}/O1/evidence/{one.key}/replace/", sent)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Evidence.objects.get().withdrawn_at is None


def test_a_page_of_one_or_many_versions_asks_the_database_as_often():
    world, counts = World(), []
    one = actions.add_url(world.item("O1"), "https://a.example/0", About(), by=world.staff)
    client = client_of(world.coordinator)
    for number in range(1, 31):
        one = actions.replace_evidence(one, f"https://a.example/{number}", by=world.staff)
        if number in (1, 30):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/{world.year.scope}/O1/").status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[1]
