"""Documents that want to do harm, handed in through the page and read by the worker's job: a sentence each, and nothing kept of them."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assignments.models import Assignment, SheetImport, SheetRow
from criteria.enums import ReadingState
from records.actions import perform
from records.models import Job
from tests.criteria.documents.test_readers import REFUSED
from tests.factories import World
from tests.pages import client_of

pytestmark = pytest.mark.django_db
SECONDS = 60  # for all of them: each is refused before it is opened, or in a limited child


def test_every_hostile_document_ends_with_its_sentence_and_changes_nothing():
    world = World()
    client = client_of(world.coordinator.email)
    before = list(Assignment.objects.values_list("item", "department", "part"))
    begun, said = time.process_time(), {}
    for case, (data, name, _code) in REFUSED.items():
        answer = client.post(f"/{world.year.scope}/import/", {"file": SimpleUploadedFile(name, data)})
        if answer.status_code == 302:
            perform(Job.objects.latest("pk").pk)
            sheet = SheetImport.objects.latest("pk")
            said[case] = (sheet.state, bool(sheet.problems))
            page = client.get(f"/{world.year.scope}/import/{sheet.pk}/").content.decode()
            assert all(problem in page for problem in sheet.problems), case
        else:
            said[case] = (answer.status_code, bool(answer.context["form"].errors))
    assert set(said.values()) == {(ReadingState.REFUSED, True), (422, True)}
    assert len(said) == len(REFUSED)
    assert list(Assignment.objects.values_list("item", "department", "part")) == before
    assert (SheetRow.objects.count(), time.process_time() - begun < SECONDS) == (0, True)
