"""A session that ended while somebody wrote: the words are carried over the log-in."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client

from accounts.kept import SALT, read
from submissions.models import Comment
from tests.factories import World, pdf_upload
from tests.submissions.test_views import client_of, url

pytestmark = pytest.mark.django_db
TEXT = "ความเห็นยาว ๆ\nที่เขียนมาทั้งบ่าย"


def end_sessions() -> None:
    Session.objects.all().delete()


def kept_in(page: str) -> str:
    return re.search(r'name="kept" value="([^"]+)"', page)[1]


def test_a_comment_sent_after_the_session_ended_is_sent_after_the_log_in():
    world = World()
    client = client_of(world.staff)
    end_sessions()
    late = client.post(url(world, "comment", "O1"), {"text": TEXT})
    assert (late.status_code, Comment.objects.count()) == (401, 0)
    wrong = client.post("/log-in/", {"username": "staff@alpha", "password": "wrong", "kept": kept_in(late.content.decode())})
    right = {"username": "staff@alpha", "password": "a long password", "kept": kept_in(wrong.content.decode())}
    again = client.post("/log-in/", right).content.decode()
    assert (f'action="{url(world, "comment", "O1")}"' in again, "ที่เขียนมาทั้งบ่าย" in again) == (True, True)
    assert client.post(url(world, "comment", "O1"), {"text": TEXT}).status_code == 302
    assert [comment.text for comment in Comment.objects.all()] == [TEXT]


def test_files_are_named_since_they_cannot_be_kept():
    world = World()
    client = client_of(world.staff)
    end_sessions()
    late = client.post(url(world, "add_evidence", "O1"), {"title": "รายงาน ปี", "files": [pdf_upload(name="ก.pdf")]})
    kept = read(kept_in(late.content.decode()))
    assert (kept.path, kept.fields, kept.files) == (url(world, "add_evidence", "O1"), [("title", "รายงาน ปี")], ["ก.pdf"])


def test_nothing_foreign_is_taken_for_a_kept_form():
    assert [read(text) for text in ("", "x:y:z", signing.dumps({"path": "/"}, salt="another"))] == [None, None, None]
    assert read(signing.dumps({"path": "/", "fields": [], "files": []}, salt=SALT)).path == "/"


def test_a_part_of_a_page_never_becomes_the_log_in_page():
    world = World()
    answer = Client().post(url(world, "save_answer", "O1"), {"explanation": TEXT}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"], "<html" in answer.content.decode()) == (401, "#messages", False)


def test_a_form_of_an_old_page_shows_what_was_written():
    world = World()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.staff)
    page = client.post(url(world, "comment", "O1"), {"text": TEXT})
    assert (page.status_code, "ที่เขียนมาทั้งบ่าย" in page.content.decode()) == (403, True)
