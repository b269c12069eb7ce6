"""The catalogue's files: what they must hold, what is refused, and that nothing is lost on the way in and out."""

import copy
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from criteria import files
from criteria.exporters import edition_data, edition_json
from criteria.importers import import_edition, import_requirements
from criteria.models import Component, Edition, Item, ItemRequirement
from tests.factories import DATA, make_edition

FIXTURES = settings.BASE_DIR / "fixtures"
CATALOGUE = sorted((FIXTURES / "catalogue").glob("*.yaml"))
REQUIREMENTS = {entry["key"] for entry in yaml.safe_load((FIXTURES / "requirements.yaml").read_text(encoding="utf-8"))}

COUNTS = {
    "2563-department": {"8.1": 26},
    "2563-national": {"9.1": 9, "9.2": 8, "9.3": 7, "9.4": 4, "9.5": 5, "10.1": 8, "10.2": 2},
    "2564-national": {"9.1": 9, "9.2": 8, "9.3": 7, "9.4": 4, "9.5": 5, "10.1": 8, "10.2": 2},
    "2565-moe-ops": {"9.1": 9, "9.2": 4, "9.3": 7, "9.4": 4, "9.5": 5, "10.1": 8, "10.2": 2},
    "2566-national": {"9.1": 10, "9.2": 8, "9.3": 4, "9.4": 4, "9.5": 4, "10.1": 8, "10.2": 5},
    "2568-national": {"9.1": 4, "9.2": 7, "9.3": 2, "9.4": 3, "9.5": 4, "10.1": 4, "10.2": 4},
}
VERIFIED = {
    "2563-department": True,
    "2563-national": False,
    "2564-national": True,
    "2565-moe-ops": True,
    "2566-national": True,
    "2568-national": False,
}
COMPONENTS = {
    "2563-department": 69,
    "2563-national": 0,
    "2564-national": 113,
    "2565-moe-ops": 153,
    "2566-national": 164,
    "2568-national": 0,
}


@pytest.fixture(scope="module")
def shipped() -> dict[str, dict]:
    return {path.stem: files.read_yaml(path)[0] for path in CATALOGUE}


def test_the_shipped_editions_have_the_items_of_their_documents(shipped):
    found = {
        code: {
            sub["number"]: sum(len(h["items"]) for h in sub["headings"])
            for i in data["indicators"]
            for sub in i.get("subs") or []
        }
        for code, data in shipped.items()
    }
    assert found == COUNTS
    assert {code: data["verified"] for code, data in shipped.items()} == VERIFIED


def test_the_shipped_editions_have_their_components(shipped):
    found = {
        code: sum(1 for p in files.places(data) for _c in files.walk_components(p.item.get("components") or []))
        for code, data in shipped.items()
    }
    assert found == COMPONENTS


def test_twelve_items_of_2565_ask_for_a_signature(shipped):
    signed = [place.item["code"] for place in files.places(shipped["2565-moe-ops"]) if place.item.get("needs_signature")]
    assert signed == ["O11", "O12", "O15", "O16", "O17", "O18", "O24", "O30", "O32", "O33", "O36", "O37"]


def test_ten_items_of_2568_are_named_by_a_document(shipped):
    named = [place.item["code"] for place in files.places(shipped["2568-national"]) if place.item.get("verified")]
    assert named == ["O2", "O4", "O6", "O9", "O12", "O13", "O14", "O16", "O21", "O24"]


def test_the_same_code_is_joined_by_requirement_not_by_number(shipped):
    """O21 is the procurement plan in 2564, the monthly summary in 2566, the No Gift declaration in 2568."""
    keys = {
        code: [
            key
            for place in files.places(data)
            if place.item["code"] == "O21"
            for key, _sure in files.requirement_pairs(place.item)
        ]
        for code, data in shipped.items()
        if code.endswith("national") and code != "2563-national"
    }
    assert (keys["2564-national"], keys["2566-national"]) == (["proc_plan"], ["proc_monthly"])
    assert "integrity_pledge" in keys["2568-national"]


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_a_shipped_file_has_no_problem(path):
    assert files.problems_of(files.read_yaml(path)[0], REQUIREMENTS) == []


def test_no_official_is_named_in_any_file():
    """Titles before names are how people are named in the documents; the files name posts and departments only."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in FIXTURES.rglob("*.yaml"))
    assert not [title for title in ("นางสาว", "น.ส.", "นส.", "นส ", "นาย ") if title in text]


def small() -> dict:
    return copy.deepcopy(files.read_yaml(DATA / "2590-small.yaml")[0])


KEYS = {"structure", "news", "measures", "measures_done"}


def first_item(data: dict) -> dict:
    return next(files.places(data)).item


def test_the_small_edition_has_no_problem():
    assert files.problems_of(small(), KEYS) == []


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda d: d.update(code="2591-small"), "fiscal year and programme"),
        (lambda d: d.update(fiscal_year=2700, code="2700-small"), "Buddhist Era"),
        (lambda d: d.update(verified=False), "verification_note"),
        (lambda d: d["scoring"].update(rule="dice"), "scoring.rule"),
        (lambda d: d["scoring"]["weights"].update(OIT=50), "add up to 100"),
        (lambda d: d["scoring"]["levels"].pop(), "end at 0"),
        (lambda d: d["indicators"][2]["subs"][0].update(number="7.1"), "does not belong"),
        (lambda d: first_item(d).update(code="O5"), "without gap"),
        (lambda d: first_item(d).update(period_rule="sometimes"), "period_rule"),
        (lambda d: first_item(d).update(depends_on=["O9"]), "depends on O9"),
        (lambda d: first_item(d).update(depends_on=["O1"]), "depends on O1"),
        (lambda d: first_item(d).update(requirements=["nothing"]), "unknown"),
        (lambda d: first_item(d).update(notes=[{"kind": "joke", "text": "x"}]), "note"),
        (lambda d: first_item(d)["components"].append({"text": " "}), "without text"),
        (lambda d: first_item(d)["components"].append({"text": "จ\u17bdย"}), "another script"),
        (
            lambda d: first_item(d)["components"].append({"text": "ปี 2590", "target_year": {"offset": -1, "wording": "ปี 2590"}}),
            "does not name",
        ),
        (
            lambda d: first_item(d)["components"].append({"text": "x", "target_year": {"offset": 0, "wording": "ปี 2590"}}),
            "does not stand",
        ),
        (
            lambda d: d.update(corrections=[{"where": "O1", "original": "a", "corrected": "ไม่มีคำนี้", "reason": "x"}]),
            "does not stand there",
        ),
        (lambda d: d.update(corrections=[{"where": "O77", "original": "a", "corrected": "b", "reason": "x"}]), "no place"),
        (lambda d: d.pop("scoring"), "expected shape"),
    ],
)
def test_every_fault_is_said_in_a_sentence(spoil, word):
    data = small()
    spoil(data)
    problems = files.problems_of(data, KEYS)
    assert len(problems) >= 1
    assert any(word in problem for problem in problems)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: [", b"- 1\n- 2\n", b"x" * (files.MAX_FILE_BYTES + 1)])
def test_what_is_no_catalogue_is_refused(tmp_path: Path, content):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(files.FileRefused):
        files.read_yaml(path)


def normal(data: dict) -> dict:
    """An edition's data with every default written out, so that two spellings compare equal."""
    data = copy.deepcopy(data)
    for place in files.places(data):
        item = place.item
        for name, default in (("scope", "whole_agency"), ("needs_signature", False), ("machine_readable", False)):
            item.setdefault(name, default)
        for name in ("depends_on", "notes", "doubts", "components", "requirements"):
            item[name] = item.get(name) or []
        item["verified"] = item.get("verified", data["verified"])
        for holder in (place.heading, place.sub, place.indicator, item):
            holder.setdefault("title_en", "")
        place.heading["notes"] = place.heading.get("notes") or []
        for component in files.walk_components(item["components"]):
            component.setdefault("required", True)
            if not component.get("children"):
                component.pop("children", None)
    for level in data["scoring"]["levels"]:
        level["floor"] = str(int(float(level["floor"])))
        level["instrument_floor"] = None if level["instrument_floor"] is None else str(int(float(level["instrument_floor"])))
    return data


@pytest.mark.django_db
@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_an_edition_comes_out_as_it_went_in(path):
    import_requirements(FIXTURES / "requirements.yaml")
    edition = import_edition(path, by=None)
    assert normal(edition_data(edition)) == normal(files.read_yaml(path)[0])


@pytest.mark.django_db
def test_importing_twice_changes_nothing_and_another_content_is_refused(tmp_path):
    edition = make_edition()
    before = (Edition.objects.count(), Item.objects.count(), Component.objects.count(), ItemRequirement.objects.count())
    assert make_edition() == edition
    assert (Edition.objects.count(), Item.objects.count(), Component.objects.count(), ItemRequirement.objects.count()) == before
    other = tmp_path / "other.yaml"
    other.write_text((DATA / "2590-small.yaml").read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    with pytest.raises(files.FileRefused, match="stands already"):
        import_edition(other, by=None)


@pytest.mark.django_db
def test_the_api_shape_of_an_edition():
    data = edition_json(make_edition())
    assert [item["code"] for item in data["items"]] == ["O1", "O2", "O3", "O4"]
    second = data["items"][1]
    assert second["components"] == [
        {"text": "เป็นข้อมูลข่าวสารที่เกิดขึ้นในปี พ.ศ. 2590", "required": True, "target_year": 2590, "children": []},
        {"text": "ควรมีภาพประกอบ", "required": False, "target_year": None, "children": []},
    ]
    assert (data["items"][3]["depends_on"], data["items"][3]["indicator"]) == (["O3"], "10.1")
