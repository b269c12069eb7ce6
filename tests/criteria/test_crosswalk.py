"""Which item of one edition is which of another. The expected sets were worked out by hand from the documents."""

import dataclasses
import itertools

import pytest
from django.conf import settings

from criteria import files, values
from criteria.crosswalk import Crosswalk, Pair, proposed, title_key
from criteria.enums import JoinReason, Relation
from criteria.importers import import_edition, import_requirements
from criteria.queries import plain_edition
from criteria.values import Component, Item, Join

FIXTURES = settings.BASE_DIR / "fixtures"
SHIPPED = {path.stem: values.from_data(files.read_yaml(path)[0]) for path in sorted((FIXTURES / "catalogue").glob("*.yaml"))}


def walk(old: str, new: str) -> Crosswalk:
    return proposed(SHIPPED[old].items, SHIPPED[new].items)


def regrouped(found: Crosswalk) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    return [(g.olds, g.relation.value, g.news) for g in found.groups if g.relation != Relation.CONTINUES]


def unsure(found: Crosswalk) -> list[tuple[str, str]]:
    return [(pair.old, pair.new) for pair in found.pairs if not pair.certain]


def test_the_national_lists_of_2563_and_2564_are_the_same():
    found = walk("2563-national", "2564-national")
    assert [(pair.old, pair.new) for pair in found.pairs] == [(f"O{n}", f"O{n}") for n in range(1, 44)]
    assert (found.gone, found.added, unsure(found)) == ((), (), [])


def test_from_2564_to_2566_two_are_gone_five_new_and_three_merged():
    found = walk("2564-national", "2566-national")
    assert found.gone == ("O32", "O35")
    assert found.added == ("O10", "O33", "O39", "O40", "O41")
    assert regrouped(found) == [
        (("O10", "O18"), "merged", ("O11",)),
        (("O11", "O19"), "merged", ("O12",)),
        (("O12", "O20"), "merged", ("O13",)),
    ]
    assert len(found.groups) == 38
    assert unsure(found) == [("O26", "O24"), ("O34", "O31"), ("O38", "O32"), ("O37", "O35")]
    assert found.news_of("O21") == ["O19"]  # the procurement plan keeps nothing of its code


def test_the_ministry_list_of_2565_leaves_out_the_service_group():
    found = walk("2564-national", "2565-moe-ops")
    assert (found.gone, found.added) == (("O14", "O15", "O16", "O17"), ())
    assert [(pair.old, pair.new) for pair in found.pairs] == [
        (f"O{n}", f"O{n if n <= 13 else n - 4}") for n in range(1, 44) if n not in (14, 15, 16, 17)
    ]


def test_from_2566_to_2568_six_groups_merge():
    found = walk("2566-national", "2568-national")
    assert found.gone == ("O6", "O9", "O10", "O17", "O20", "O24", "O25", "O33", "O37", "O41")
    assert found.added == ("O22",)
    assert regrouped(found) == [
        (("O1", "O3"), "merged", ("O1",)),
        (("O5", "O8"), "merged", ("O3",)),
        (("O11", "O12"), "merged", ("O6",)),
        (("O19", "O21"), "merged", ("O12",)),
        (("O39", "O40"), "merged", ("O16",)),
        (("O31", "O32"), "merged", ("O21",)),
    ]


def test_backwards_what_merged_splits():
    found = walk("2568-national", "2566-national")
    assert (found.gone, len(found.added)) == (("O22",), 10)
    assert regrouped(found) == [
        (("O1",), "split", ("O1", "O3")),
        (("O3",), "split", ("O5", "O8")),
        (("O6",), "split", ("O11", "O12")),
        (("O12",), "split", ("O19", "O21")),
        (("O21",), "split", ("O31", "O32")),
        (("O16",), "split", ("O39", "O40")),
    ]


def test_every_code_is_accounted_for_between_any_two_editions():
    for old, new in itertools.product(SHIPPED, repeat=2):
        found = walk(old, new)
        olds = {pair.old for pair in found.pairs}
        news = {pair.new for pair in found.pairs}
        assert olds | set(found.gone) == {item.code for item in SHIPPED[old].items}
        assert news | set(found.added) == {item.code for item in SHIPPED[new].items}
        assert not olds & set(found.gone)
        assert not news & set(found.added)


def bare(edition: str) -> list[Item]:
    return [dataclasses.replace(item, requirements=()) for item in SHIPPED[edition].items]


def test_by_wording_alone_most_pairs_are_found_and_few_are_wrong():
    """The measurement of docs/performance.md as a floor: requirements hidden, the known joins as truth, both directions."""
    right = wrong = missed = 0
    for old, new in itertools.permutations(SHIPPED, 2):
        truth = {(pair.old, pair.new) for pair in walk(old, new).pairs}
        found = {(pair.old, pair.new) for pair in proposed(bare(old), bare(new)).pairs}
        right, wrong, missed = right + len(found & truth), wrong + len(found - truth), missed + len(truth - found)
    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.86


def item(code: str, title: str, *keys: str, text: str = "", certain: bool = True) -> Item:
    parts = (Component(text),) if text else ()
    return Item(code, title, requirements=tuple(Join(key, certain) for key in keys), components=parts)


def test_a_year_in_the_title_does_not_hide_the_same_title():
    assert title_key("แผนดำเนินงานประจำปี พ.ศ. 2564") == title_key("แผนดำเนินงานประจำปี พ.ศ.๒๕๖๖")
    found = proposed([item("O1", "แผนดำเนินงานประจำปี พ.ศ. 2564")], [item("O2", "แผนดำเนินงานประจำปี พ.ศ. ๒๕๖๖")])
    assert found.pairs == (Pair("O1", "O2", 97, JoinReason.SAME_TITLE),)


def test_items_that_name_different_requirements_are_not_joined_by_their_wording():
    found = proposed([item("O1", "แผนจัดซื้อ", "plan")], [item("O1", "แผนจัดซื้อ", "list")])
    assert (found.pairs, found.gone, found.added) == ((), ("O1",), ("O1",))


def test_one_sided_keys_fall_back_to_wording():
    found = proposed([item("O1", "แผนจัดซื้อ", "plan"), item("O2", "ข่าว", "news")], [item("O1", "ข่าว"), item("O2", "แผนจัดซื้อ")])
    assert [(pair.old, pair.new, pair.reason) for pair in found.pairs] == [
        ("O2", "O1", "same_title"),
        ("O1", "O2", "same_title"),
    ]


def test_an_unsure_requirement_is_settled_by_the_same_title_only():
    old = item("O1", "ถามตอบ", "qa", certain=False)
    same = proposed([old], [item("O5", "ถาม ตอบ", "qa", certain=False)])
    other = proposed([old], [item("O5", "ช่องทางอื่น", "qa", certain=False)])
    assert (same.pairs[0].certain, other.pairs[0].certain) == (True, False)
    assert other.pairs == (Pair("O1", "O5", 60, JoinReason.UNSURE_REQUIREMENT, ("qa",)),)


def test_what_crosses_is_one_rearranged_group():
    found = proposed([item("O1", "ก", "a", "b"), item("O2", "ข", "c")], [item("O1", "ค", "a"), item("O2", "ง", "b", "c")])
    assert [(g.olds, g.relation, g.news) for g in found.groups] == [(("O1", "O2"), Relation.REARRANGED, ("O1", "O2"))]


def test_nothing_against_nothing():
    assert proposed([], []) == Crosswalk((), (), ())


@pytest.mark.django_db
def test_rows_and_files_give_the_same_values(django_assert_num_queries):
    import_requirements(FIXTURES / "requirements.yaml")
    edition = import_edition(FIXTURES / "catalogue/2566-national.yaml", by=None)
    with django_assert_num_queries(9):
        found = plain_edition(edition)
    assert found == SHIPPED["2566-national"]
