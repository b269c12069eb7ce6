"""The workshop's rules as one table: who may do what to an edition in which state; and every complaint about a broken file."""

from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation

from criteria import actions as catalogue
from criteria import files, policy
from criteria.content import findings_of
from criteria.enums import EditionState
from criteria.queries import edition_at_work
from criteria.workflow import STEPS
from tests.factories import DATA, World, make_draft, make_edition, make_person

pytestmark = pytest.mark.django_db

# What an administrator may do, by how the edition stands. Nobody else may do any of it.
ACTIONS = ("edit", "correct", "publish", "withdraw", "retire", "restore", "delete", "load over")
ADMINISTRATOR = {
    "draft": {"edit", "publish", "delete", "load over"},
    "published": {"correct", "withdraw", "retire"},
    "published with years": {"correct", "retire"},
    "retired": {"correct", "restore"},
}


@pytest.fixture(autouse=True)
def _language():
    with translation.override("en"):
        yield


def allowed(person, edition) -> set[str]:
    findings = findings_of(edition)
    verdicts = {verb: policy.may_step(person, edition, verb, findings) for verb in STEPS}
    verdicts |= {
        "edit": policy.may_edit(person, edition),
        "correct": policy.may_correct(person, edition),
        "delete": policy.may_delete(person, edition),
        "load over": policy.may_load_over(person, edition),
    }
    assert set(verdicts) == set(ACTIONS)
    assert all(verdict or verdict.reason.endswith(".") for verdict in verdicts.values()), "every refusal is a sentence"
    return {action for action, verdict in verdicts.items() if verdict}


def test_who_may_do_what_in_the_workshop():
    world = World()
    make_draft("2593-small")
    catalogue.step(make_draft("2594-small"), "publish", by=world.admin)
    retired = make_draft("2595-small")
    catalogue.step(retired, "publish", by=world.admin)
    catalogue.step(retired, "retire", by=world.admin)
    codes = {"draft": "2593-small", "published": "2594-small", "published with years": "2590-small", "retired": "2595-small"}
    editions = {name: edition_at_work(code) for name, code in codes.items()}
    table = {
        role: {name: allowed(person, edition) for name, edition in editions.items()} for role, person in world.people().items()
    }
    nothing = dict.fromkeys(codes, set())
    assert table == {role: ADMINISTRATOR if role == "admin" else nothing for role in world.people()}


def test_years_are_opened_with_what_is_published_only():
    edition = make_edition()
    found = {}
    for state in EditionState:
        edition.state = state
        found[state.value] = bool(policy.may_open_years(edition))
    assert found == {"draft": False, "published": True, "retired": False}
    assert bool(policy.may_load_over(make_person("admin@test", is_admin=True), None)) is True


def test_validate_says_everything_that_is_wrong_with_a_broken_draft(tmp_path):
    data = files.read_yaml(DATA / "2590-small.yaml")[0]
    items = [place.item for place in files.places(data)]
    data["code"] = "2591-small"
    data["verified"], data["verification_note"] = False, ""
    data["scoring"]["weights"]["OIT"] = 41
    data["windows"] = [{"stage": "preparing", "opens_on": "2047-02-01", "closes_on": "2047-01-01"}]
    items[0]["title_th"] = " "
    items[1]["period_rule"] = "sometime"
    items[2]["requirements"] = ["nobody_knows"]
    items[3]["depends_on"] = ["O9"]
    path = tmp_path / "broken.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    said = StringIO()
    with pytest.raises(CommandError, match="1 of 1 files cannot be imported"):
        call_command("catalogue", "validate", path, stderr=said, stdout=StringIO())
    assert [line.removeprefix(f"{path}: ") for line in said.getvalue().splitlines()] == [
        "code is 2591-small but fiscal year and programme make 2590-small.",
        "an unverified edition needs a verification_note that says why.",
        "the instruments' weights do not add up to 100.",
        "window preparing closes before it opens.",
        "O1: a Thai title is missing.",
        "O2 period_rule: 'sometime' is unknown; use one of current_fy, previous_fy, first_six_months, covers_fy, in_force, none.",
        "O3 names the requirement nobody_knows, which is unknown.",
        "O4 depends on O9, which is no other item of this edition.",
    ]
