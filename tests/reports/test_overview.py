"""The overview: a range from what stands there, never a score; what gains most; what is red."""

from decimal import Decimal

import pytest

from assignments.queries import responsible_by_item
from criteria.queries import scoring_model
from criteria.scoring import score, shown
from submissions import actions
from submissions.checks import hints_of_year
from submissions.forecast import Outlook, forecast_of, survey_scores
from submissions.queries import submissions_of
from tests.factories import World
from tests.submissions.test_views import client_of

pytestmark = pytest.mark.django_db


def overview(world: World, person=None, query: str = ""):
    return client_of(person or world.coordinator).get(f"/alpha/2590-small/overview/{query}")


def outlooks(world: World) -> dict[str, str]:
    return {p.code: p.outlook.value for p in overview(world).context["page"].forecast.prospects}


def test_only_what_is_accepted_without_a_hint_is_sure():
    world = World()
    world.accept("O1")
    world.submit("O2")
    world.answer("O3")
    assert outlooks(world) == {"O1": "sure", "O2": "doubtful", "O3": "doubtful", "O4": "missing"}


def test_a_hint_makes_an_accepted_item_doubtful():
    world = World()
    actions.add_url(world.answer("O1"), "https://drive.google.com/x", actions.About(click_path="หน้าแรก"), by=world.staff)
    world.accept("O1")
    page = overview(world).context["page"]
    first = page.forecast.prospects[0]
    assert (first.outlook, [hint.code for hint in first.hints]) == (Outlook.DOUBTFUL, ["R14"])
    assert [(group.title, [p.code for p in group.items]) for group in page.red] == [
        ("Accepted, and yet something to object to", ["O1"])
    ]


def test_the_range_is_the_editions_own_arithmetic():
    """Nothing answered: 0 to 0. All accepted without a hint: 100 to 100. Between, the doubtful items make the width."""
    world = World()
    assert overview(world).context["page"].forecast.oit == (Decimal("0.00"), Decimal("0.00"))
    world.accept("O1")
    world.answer("O2")
    low, high = overview(world).context["page"].forecast.oit
    model = scoring_model(world.edition)
    zero = dict.fromkeys(("O1", "O2", "O3", "O4"), Decimal(0))
    expected = [score(model, zero | dict.fromkeys(codes, Decimal(100))).instruments["OIT"] for codes in (["O1"], ["O1", "O2"])]
    assert [low, high] == [shown(value) for value in expected]
    for code in ("O2", "O3", "O4"):
        actions.submit(world.answer(code), by=world.staff)
        actions.accept(world.item(code), by=world.coordinator)
    assert overview(world).context["page"].forecast.oit == (Decimal("100.00"), Decimal("100.00"))


def test_the_total_is_reckoned_only_with_survey_scores_that_somebody_gives():
    world = World()
    world.accept_all()
    assert overview(world).context["page"].forecast.total == (None, None)
    assert overview(world, query="?iit=80&eit=90").context["page"].forecast.total == (Decimal("91.00"), Decimal("91.00"))
    page = overview(world, query="?iit=180")
    assert (page.status_code, page.context["page"].forecast.total) == (200, (None, None))


def test_the_item_that_gains_most_stands_first():
    world = World()
    world.accept("O1")
    worth = overview(world).context["page"].worth
    assert [one.points for one in worth] == sorted((one.points for one in worth), reverse=True)
    assert "O1" not in [one.prospect.code for one in worth]


def test_the_agency_sees_no_live_score_before_clarification():
    world = World()
    world.score_all(failing=("O1",))
    assert {p.score for p in overview(world).context["page"].forecast.prospects} == {None}
    actions.open_clarification_round(world.year, by=world.admin)
    page = overview(world).context["page"]
    assert (page.forecast.final, page.forecast.prospects[0].score) == (True, Decimal(0))


def test_who_assesses_does_not_see_what_the_agency_expects():
    world = World()
    world.open_assessment()
    answers = {name: overview(world, person).status_code for name, person in world.people().items()}
    assert answers == {
        "staff": 200,
        "coordinator": 200,
        "executive": 200,
        "observer": 200,
        "assessor": 404,
        "lead": 404,
        "admin": 200,
    }
    tabs = client_of(world.assessor).get("/alpha/2590-small/").content.decode()
    assert "/overview/" not in tabs


def test_an_overview_costs_the_same_for_one_answer_and_for_all(django_assert_num_queries):
    world = World()
    client = client_of(world.coordinator)
    with django_assert_num_queries(17):
        client.get("/alpha/2590-small/overview/")
    world.accept_all()
    with django_assert_num_queries(17):
        client.get("/alpha/2590-small/overview/")


def test_a_survey_score_stands_for_all_indicators_of_its_instrument():
    world = World()
    model = scoring_model(world.edition)
    found = survey_scores(model, Decimal(80), None)
    assert found == {i.number: Decimal(80) for i in model.indicators if i.instrument == "IIT"}
    submissions, responsible = list(submissions_of(world.year)), responsible_by_item(world.year)
    forecast = forecast_of(model, submissions, responsible, hints_of_year(world.year, submissions, responsible), {}, found)
    assert forecast.total == (None, None)
