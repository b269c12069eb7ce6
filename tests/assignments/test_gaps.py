"""Every kind of gap, and nothing where all is well."""

import datetime

import pytest

from assignments.gaps import DepartmentFacts, ItemFacts, gaps_of

OFFICE, FINANCE = DepartmentFacts(1, "สำนักปลัด", 2), DepartmentFacts(2, "กองคลัง", 1)
WELL = [ItemFacts("O1", lead=1), ItemFacts("O2", lead=2)]
MARCH, APRIL, MAY = (datetime.date(2024, month, 31 if month != 4 else 30) for month in (3, 4, 5))


def kinds(items, departments=(OFFICE, FINANCE), **more) -> list[tuple[str, list[str], list[str]]]:
    return [(gap.kind, gap.codes, gap.names) for gap in gaps_of(items, departments, **more)]


@pytest.mark.parametrize(
    ("items", "departments", "more", "found"),
    [
        (WELL, (OFFICE, FINANCE), {}, []),
        ([*WELL, ItemFacts("O3")], (OFFICE, FINANCE), {}, [("nobody", ["O3"], [])]),
        ([*WELL, ItemFacts("O3", supporting=frozenset({1}))], (OFFICE, FINANCE), {}, [("no_lead", ["O3"], [])]),
        (
            [*WELL, ItemFacts("O3", supporting=frozenset({1, 2}), everyone=True)],
            (OFFICE, FINANCE),
            {},
            [("everyone_unled", ["O3"], [])],
        ),
        (WELL, (OFFICE, DepartmentFacts(2, "กองคลัง", 0)), {}, [("no_people", [], ["กองคลัง"])]),
        (WELL, (OFFICE, FINANCE, DepartmentFacts(3, "กองช่าง", 1)), {}, [("no_items", [], ["กองช่าง"])]),
        (WELL, (OFFICE, FINANCE), {"without_department": ["คนใหม่"]}, [("no_department", [], ["คนใหม่"])]),
        (
            [ItemFacts("O1", lead=1, due_on=MAY), ItemFacts("O2", lead=2, due_on=APRIL)],
            (OFFICE, FINANCE),
            {"closes": APRIL},
            [("after_closing", ["O1"], [])],
        ),
        (
            [ItemFacts("O1", lead=1, due_on=APRIL), ItemFacts("O2", lead=2, due_on=MARCH, depends_on=("O1",))],
            (OFFICE, FINANCE),
            {},
            [("before_base", ["O2"], [])],
        ),
        ([*WELL, ItemFacts("O3", lead=1)], (OFFICE, FINANCE), {}, [("heavy", [], ["สำนักปลัด"])]),
        ([ItemFacts("O1", lead=1)], (OFFICE,), {}, []),
    ],
)
def test_each_gap_is_named(items, departments, more, found):
    assert kinds(items, departments, **more) == found


def test_what_blocks_work_comes_first():
    items = [ItemFacts("O1", lead=1), ItemFacts("O2", lead=1), ItemFacts("O3")]
    assert [kind for kind, _codes, _names in kinds(items)] == ["nobody", "no_items", "heavy"]
