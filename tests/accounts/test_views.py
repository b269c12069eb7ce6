"""What people choose for themselves."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from records.models import AuditEvent
from tests.factories import World, make_person

pytestmark = pytest.mark.django_db

NEW = "another long password"


@pytest.fixture
def somchai() -> User:
    return make_person("somchai@alpha")


@pytest.fixture
def client(somchai) -> Client:
    client = Client()
    client.force_login(somchai)
    return client


def kept(person: User) -> tuple:
    person.refresh_from_db()
    return person.language, person.digits, person.mails


def test_settings_are_kept_and_the_page_comes_back_in_the_chosen_language(client, somchai):
    chosen = {"language": "th", "digits": "thai", "mails": "at_once"}
    response = client.post(reverse("accounts:me"), chosen, follow=True)
    page = response.content.decode()
    assert (kept(somchai), "บันทึกการตั้งค่าแล้ว" in page, 'lang="th"' in page) == (("th", "thai", "at_once"), True, True)


def test_a_choice_that_does_not_exist_is_refused_with_a_sentence(client, somchai):
    response = client.post(reverse("accounts:me"), {"language": "xx", "digits": "thai", "mails": "daily"})
    assert (response.status_code, kept(somchai)) == (422, ("", "arabic", "daily"))


def test_the_switch_in_the_top_bar_is_kept_for_mails_too(client, somchai):
    client.post(reverse("set_language"), {"language": "en", "next": "/me/"})
    client.post(reverse("set_language"), {"language": "xx", "next": "/me/"})
    assert kept(somchai)[0] == "en"


def test_the_language_comes_along_to_another_browser(somchai):
    User.objects.filter(pk=somchai.pk).update(language="th")
    other = Client()
    other.post(reverse("accounts:log_in"), {"username": "somchai@alpha", "password": "a long password"})
    assert 'lang="th"' in other.get("/").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", NEW, NEW, "The present password is not right."),
        ("a long password", NEW, "different one", "The two new passwords differ."),
        ("a long password", "short", "short", "it needs at least 10 characters."),
        ("a long password", "1234567890", "1234567890", "so it is easy to guess."),
        ("a long password", "somchai@alpha", "somchai@alpha", "too much like your name or e-mail."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_what_to_do(client, somchai, old, new, again, sentence):
    words = {"old_password": old, "new_password1": new, "new_password2": again}
    response = client.post(reverse("accounts:password"), words)
    somchai.refresh_from_db()
    shown = sentence in response.content.decode()
    assert (response.status_code, shown, somchai.check_password("a long password")) == (422, True, True)


def test_a_new_password_ends_other_sessions_and_is_in_the_audit_trail(client, somchai):
    other = Client()
    other.force_login(somchai)
    words = {"old_password": "a long password", "new_password1": NEW, "new_password2": NEW}
    assert client.post(reverse("accounts:password"), words).status_code == 302
    somchai.refresh_from_db()
    assert (somchai.check_password(NEW), client.get("/me/").status_code, other.get("/me/").status_code) == (True, 200, 302)
    assert list(AuditEvent.objects.filter(target_id=str(somchai.pk)).values_list("verb", "details")) == [("change_password", {})]
    assert mail.outbox == []


def test_the_calendar_has_an_address_only_when_wanted_and_a_new_one_ends_the_old(client, somchai):
    def key():
        somchai.refresh_from_db()
        return somchai.calendar_key

    assert (key(), client.get(reverse("accounts:calendar_key")).status_code) == (None, 405)
    client.post(reverse("accounts:calendar_key"))
    first = key()
    page = client.get("/me/").content.decode()
    assert f"http://testserver/calendar/{first}.ics" in page
    client.post(reverse("accounts:calendar_key"))
    second = key()
    outsider = Client()
    assert [outsider.get(f"/calendar/{each}.ics").status_code for each in (first, second)] == [404, 200]
    client.post(reverse("accounts:calendar_key"), {"off": "1"})
    assert (key(), outsider.get(f"/calendar/{second}.ics").status_code) == (None, 404)


def test_the_settings_say_where_one_works_and_as_what():
    world = World()
    client = Client()
    client.force_login(world.staff)
    memberships = client.get(reverse("accounts:me")).context["memberships"]
    assert [(one.role, one.agency, list(one.departments.all())) for one in memberships] == [
        (Role.STAFF, world.agency, [world.office])
    ]
