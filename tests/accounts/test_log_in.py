"""Logging in and out, the language, and who a person is."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import add_aliases
from accounts.enums import Role
from accounts.models import DepartmentAlias, User
from accounts.queries import standing_of
from tests.factories import World, make_agency, make_department, make_person

pytestmark = pytest.mark.django_db


def log_in(email: str, password: str, client: Client | None = None):
    return (client or Client()).post(reverse("accounts:log_in"), {"username": email, "password": password})


def test_the_log_in_name_does_not_mind_capitals():
    make_person("somchai@alpha")
    assert [log_in(name, "a long password").status_code for name in ("somchai@alpha", " Somchai@ALPHA ")] == [302, 302]


def test_a_wrong_password_keeps_the_name_and_says_what_to_do():
    make_person("somchai@alpha")
    response = log_in("somchai@alpha", "wrong")
    page = response.content.decode()
    assert (response.status_code, "Check both and try again." in page, 'value="somchai@alpha"' in page) == (200, True, True)


def test_an_account_that_is_switched_off_stays_out():
    person = make_person("somchai@alpha")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert log_in("somchai@alpha", "a long password").status_code == 200


def test_guessing_is_slowed_for_the_pair_of_account_and_address(settings):
    settings.AXES_ENABLED = True
    make_person("somchai@alpha")
    make_person("malee@alpha")
    codes = [log_in("somchai@alpha", "wrong").status_code for _guess in range(11)]
    assert codes[:9] == [200] * 9
    assert codes[-1] == 429
    assert log_in("malee@alpha", "a long password").status_code == 302  # a colleague behind the same address is not locked out


def test_log_out_asks_for_post():
    client = Client()
    client.force_login(make_person("somchai@alpha"))
    assert (client.get(reverse("accounts:log_out")).status_code, client.post(reverse("accounts:log_out")).status_code) == (
        405,
        302,
    )
    assert client.get("/").status_code == 302


def test_the_language_can_be_chosen_before_logging_in():
    client = Client()
    client.post(reverse("set_language"), {"language": "th", "next": "/log-in/"})
    assert "เข้าสู่ระบบ" in client.get("/log-in/").content.decode()


@pytest.mark.parametrize(("demo", "named"), [(True, True), (False, False)])
def test_the_log_in_page_names_people_in_the_demonstration_only(settings, demo, named):
    settings.DEMO = demo
    make_person("staff@rayong.demo")
    page = Client().get("/log-in/").content.decode()
    assert (("staff@rayong.demo" in page), (settings.DEMO_PASSWORD in page)) == (named, named)


def test_standing_is_read_in_one_query(django_assert_num_queries):
    world = World()
    person = User.objects.get(pk=world.staff.pk)
    with django_assert_num_queries(1):
        standing = standing_of(person)
        standing_of(person)
    assert (standing.has(Role.STAFF, world.agency.pk), standing.departments) == (True, frozenset({world.office.pk}))


def test_a_spelling_of_a_department_is_remembered_once():
    department = make_department(make_agency())
    add_aliases(department, ["กง..ศูนย์ ดำรงธรรมฯ", "กง.ศูนย์ดำรงธรรมฯ"])
    add_aliases(department, ["กง.ศูนย์ดำรงธรรมฯ"])
    assert DepartmentAlias.objects.filter(department=department).count() == 1
