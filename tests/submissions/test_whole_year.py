"""The hints of a whole year are those of its items one by one, for a fixed price."""

import pytest

from assignments.queries import responsible_by_item
from submissions.checks import hints_of_year
from submissions.pages import item_page
from submissions.queries import submission_at, submissions_of
from tests.factories import World

pytestmark = pytest.mark.django_db


def test_a_whole_year_says_what_its_items_say(django_assert_num_queries):
    world = World()
    world.answer("O1", title="แผน ปี 2580")
    world.submit("O2")
    submissions, responsible = list(submissions_of(world.year)), responsible_by_item(world.year)
    with django_assert_num_queries(5):
        at_once = hints_of_year(world.year, submissions, responsible)
    read = [submission_at("alpha", "2590-small", s.item.number) for s in submissions]
    one_by_one = {s.pk: item_page(s, world.staff).hints for s in read}
    assert {pk: [hint.code for hint in found] for pk, found in at_once.items()} == {
        pk: [hint.code for hint in found] for pk, found in one_by_one.items()
    }
    assert any(one_by_one.values())
