"""Agencies side by side: for those who may read them, at a fixed price; and moved on together by the administrator."""

from decimal import Decimal

import pytest

from accounts.actions import join
from accounts.enums import Role
from submissions import actions
from tests.factories import World, make_person
from tests.submissions.test_views import client_of

pytestmark = pytest.mark.django_db
CODE = "2590-small"


def watcher(*worlds: World):
    person = make_person("watcher@province")
    for world in worlds:
        join(person, world.agency, Role.OBSERVER, by=None)
    return person


def rows(person, query: str = ""):
    return client_of(person).get(f"/compare/{CODE}/{query}").context["page"].rows


def test_an_observer_compares_their_agencies_and_no_others():
    alpha, beta, gamma = World("alpha"), World("beta"), World("gamma")
    person = watcher(alpha, beta)
    assert [row.assessment.agency.slug for row in rows(person)] == ["alpha", "beta"]
    assert [row.assessment.agency.slug for row in rows(gamma.admin)] == ["alpha", "beta", "gamma"]
    assert client_of(alpha.assessor).get(f"/compare/{CODE}/").status_code == 404


def test_scores_stand_there_once_they_may_be_seen_and_sort():
    alpha, beta = World("alpha"), World("beta")
    alpha.open_clarification(failing=("O1", "O2", "O3"))
    beta.score_all()
    person = watcher(alpha, beta)
    page = client_of(person).get(f"/compare/{CODE}/").context["page"]
    assert [name for name, _title in page.columns] == ["9", "10", "OIT"]  # the surveys and the total are not known
    assert [row.cells[-1].score is None for row in page.rows] == [False, True]
    actions.open_clarification_round(beta.year, by=beta.admin)
    found = [(row.assessment.agency.slug, row.cells[-1].score) for row in rows(person, "?sort=OIT")]
    assert [slug for slug, _score in found] == ["beta", "alpha"]
    assert found[0][1] == Decimal("100.00")


def test_a_filter_and_an_unknown_word():
    alpha, beta = World("alpha"), World("beta")
    beta.endorse()
    person = watcher(alpha, beta)
    queries = ("?stage=endorsed", "?stage=nonsense", "?kind=province", "?kind=sao", "?sort=nonsense")
    assert [len(rows(person, query)) for query in queries] == [1, 2, 2, 0, 2]


def test_the_comparison_is_handed_out_as_a_table():
    alpha = World("alpha")
    alpha.agency.name_en = "=cmd"
    alpha.agency.save()
    client = client_of(watcher(alpha, World("beta")))
    csv, xlsx = (client.get(f"/compare/{CODE}.{kind}") for kind in ("csv", "xlsx"))
    assert (csv.status_code, xlsx.status_code) == (200, 200)
    assert "'=cmd" in csv.content.decode()


def test_many_agencies_cost_the_same_as_one(django_assert_num_queries):
    first = World("first")
    admin = client_of(first.admin)
    with django_assert_num_queries(15):
        admin.get(f"/compare/{CODE}/")
    with django_assert_num_queries(17):  # two more: which agencies have not begun this year yet
        admin.get(f"/years/{CODE}/")
    for n in range(4):
        World(f"other{n}")
    with django_assert_num_queries(15):
        admin.get(f"/compare/{CODE}/")
    with django_assert_num_queries(17):  # two more: which agencies have not begun this year yet
        admin.get(f"/years/{CODE}/")


def test_the_administrator_moves_several_after_seeing_what_would_happen():
    alpha, beta, gamma = World("alpha"), World("beta"), World("gamma")
    alpha.endorse()
    beta.endorse()
    client = client_of(alpha.admin)
    chosen = {"verb": "open_assessment", "agencies": ["alpha", "beta", "gamma"]}
    preview = client.post(f"/years/{CODE}/move/", chosen)
    assert [(row.assessment.agency.slug, why) for row, why in preview.context["lines"]] == [
        ("alpha", ""),
        ("beta", ""),
        ("gamma", "It is at another stage."),
    ]
    done = client.post(f"/years/{CODE}/move/", chosen | {"confirm": "1"}, follow=True)
    assert [str(message) for message in done.context["messages"]][-1] == "Done for 2 agencies."
    for world in (alpha, beta, gamma):
        world.year.refresh_from_db()
    assert [world.year.stage for world in (alpha, beta, gamma)] == ["assessing", "assessing", "preparing"]


def test_only_the_administrator_runs_the_year():
    alpha = World("alpha")
    answers = {name: client_of(person).get(f"/years/{CODE}/").status_code for name, person in alpha.people().items()}
    assert answers == dict.fromkeys(answers, 403) | {"admin": 200}
    assert client_of(alpha.coordinator).post(f"/years/{CODE}/move/", {}).status_code == 403


def test_with_one_edition_the_choice_is_made():
    alpha = World("alpha")
    assert client_of(alpha.observer).get("/compare/").headers["Location"] == f"/compare/{CODE}/"
