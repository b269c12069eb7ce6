"""What changed between two editions: counts worked out by hand from the documents, and the paragraph that says so."""

import dataclasses
from collections import Counter
from decimal import Decimal

import pytest
from django.utils import translation

from criteria.differences import Difference, TextKind, difference
from criteria.enums import Relation, Work
from criteria.pages.difference import memo
from criteria.values import Component, Edition, Indicator, Item, Join, Level, Note, Scoring
from tests.criteria.test_crosswalk import SHIPPED


def between(old: str, new: str) -> Difference:
    return difference(SHIPPED[old], SHIPPED[new])


def opening(old: str, new: str, language: str) -> str:
    with translation.override(language):
        return "\n".join(" ".join(sentences) for sentences in memo(between(old, new)).opening)


def counts(found: Difference) -> dict[str, int]:
    return dict(Counter(str(change.relation.value) for change in found.items))


def test_2563_and_2564_are_the_same_list():
    found = between("2563-national", "2564-national")
    assert counts(found) == {"continues": 43}
    assert [c.news[0].code for c in found.items if c.renumbered or c.retitled or c.moved or not c.certain] == []
    assert ([sub.number for sub in found.subs if sub.changed], found.scoring) == ([], ())
    assert {change.work for change in found.items} == {Work.CARRY}
    assert not found.nothing  # the components of 2563 are not known: nobody can say that they are the same


def test_from_2564_to_2566():
    found = between("2564-national", "2566-national")
    assert counts(found) == {"continues": 35, "merged": 3, "added": 5, "gone": 2}
    assert sum(change.renumbered for change in found.items) == 24
    assert [(s.number, s.renamed, s.old_items, s.new_items) for s in found.subs if s.changed] == [
        ("9.1", False, 9, 10),
        ("9.3", True, 7, 4),
        ("9.5", False, 5, 4),
        ("10.2", True, 2, 5),
    ]
    assert [fact.name for fact in found.scoring] == ["level_rule", "levels"]
    assert [c.news[0].code for c in found.items if c.only_years_moved] == ["O7", "O17"]
    assert [c.news[0].code for c in found.items if c.stayed] == []


def test_from_2564_to_the_ministry_list_of_2565():
    found = between("2564-national", "2565-moe-ops")
    assert counts(found) == {"continues": 39, "gone": 4}
    assert sum(change.renumbered for change in found.items) == 26  # O18 to O43 stand four places further up
    assert [c.olds[0].code for c in found.of(Relation.GONE)] == ["O14", "O15", "O16", "O17"]
    signed = [c.news[0].code for c in found.items if any(f.name == "needs_signature" for f in c.facts)]
    assert signed == ["O11", "O12", "O15", "O16", "O17", "O18", "O24", "O30", "O32", "O33", "O36", "O37"]


def test_from_2566_to_2568():
    found = between("2566-national", "2568-national")
    assert counts(found) == {"continues": 21, "merged": 6, "added": 1, "gone": 10}
    assert sum(change.renumbered for change in found.items) == 20  # O2 alone keeps its number
    assert [(c.olds[0].code, c.moved) for c in found.items if c.moved] == [
        ("O4", ("9.1", "9.2")),
        ("O36", ("10.1", "10.2")),
        ("O38", ("10.1", "10.2")),
    ]
    assert sum(not change.comparable for change in found.items) == 27


OPENING_TH = """\
แบบตรวจ OIT ของปีงบประมาณ 2566 มี 43 ข้อ เท่ากับของปีงบประมาณ 2564 มีข้อใหม่ 5 ข้อ ได้แก่ \
O10 นโยบายคุ้มครองข้อมูลส่วนบุคคล, O33 การประเมินผลและรายงานผลนโยบาย No Gift Policy, \
O39 ประมวลจริยธรรมสำหรับเจ้าหน้าที่รัฐ, O40 การขับเคลื่อนจริยธรรม และ O41 การประเมินจริยธรรมเจ้าหน้าที่ของรัฐ \
ข้อที่ไม่มีแล้ว 2 ข้อ ได้แก่ O32 ช่องทางการรับฟังความคิดเห็น และ O35 การมีส่วนร่วมของผู้บริหาร \
ข้อที่รวมหลายข้อเข้าด้วยกัน ได้แก่ O11 (เดิมคือ O10 และ O18), O12 (เดิมคือ O11 และ O19) และ O13 (เดิมคือ O12 และ O20)
อีก 35 ข้อต่อเนื่องจากเดิมข้อต่อข้อ โดยเปลี่ยนรหัส 24 ข้อ \
ในจำนวนนี้ 22 ข้อต้องแสดงข้อมูลเพิ่มขึ้นหรือต่างจากเดิม และ 8 ข้อเปลี่ยนเฉพาะถ้อยคำ \
มี 15 ข้อที่สิ่งซึ่งเดิมเป็นเพียงตัวอย่าง ต้องแสดงเป็นองค์ประกอบแล้ว มี 2 ข้อที่เปลี่ยนเฉพาะปี พ.ศ.
ข้อ O24, O31, O32 และ O35 ยังไม่แน่ชัดว่าตรงกับข้อใดของเดิม ควรตรวจสอบ"""

OPENING_EN = """\
The list of fiscal year 2568 has 28 items; that of fiscal year 2566 has 43. \
1 item is new: O22 Report of property or other benefits received by custom. \
10 items are gone: O6, O9, O10, O17, O20, O24, O25, O33, O37 and O41. \
Several became one: O1 (from O1 and O3), O3 (from O5 and O8), O6 (from O11 and O12), O12 (from O19 and O21), \
O16 (from O39 and O40) and O21 (from O31 and O32).
21 items continue one to one, 20 of them under another number. Of these, 9 ask for something more or something else.
For O3, O11, O12, O14, O21 and O24 it is only probable which items they were before. \
In 27 items only the titles could be compared, because the components of one of the lists are not known here."""


def test_the_opening_paragraphs_in_thai():
    assert opening("2564-national", "2566-national", "th") == OPENING_TH


def test_the_opening_paragraphs_in_english():
    assert opening("2566-national", "2568-national", "en") == OPENING_EN


# --- small editions of one's own


def item(code: str, *texts: str, title: str = "ข่าว", **fields) -> Item:
    return Item(code, title, sub="9.1", requirements=(Join("news"),), components=tuple(map(Component, texts)), **fields)


def edition(year: int, *items: Item, **fields) -> Edition:
    scoring = Scoring("mean_of_means", "bands", ("0", "100"), (("OIT", "100"),), 1, (Level("ผ่าน", "Pass", Decimal(0)),))
    subs = (Indicator("9", "OIT", "การเปิดเผยข้อมูล"), Indicator("9.1", "OIT", "ข้อมูลพื้นฐาน", parent="9"))
    return Edition(f"{year}-x", year, "แบบตรวจ", **{"scoring": scoring, "indicators": subs, "items": items, **fields})


def one(old: Item, new: Item):
    (change,) = difference(edition(2590, old), edition(2591, new)).items
    return change


def test_the_same_list_a_year_later_changes_nothing_but_years():
    old, new = edition(2590, item("O1", "ในปี พ.ศ. 2590")), edition(2591, item("O1", "ในปี พ.ศ. ๒๕๙๑"))
    found = difference(old, new)
    assert (found.nothing, [c.only_years_moved for c in found.items]) == (True, [True])
    with translation.override("en"):
        assert memo(found).opening == [
            [
                "The list of fiscal year 2591 has 1 item, as many as that of fiscal year 2590.",
                "Both ask the same, in the same words, under the same numbers.",
            ]
        ]


def test_a_forgotten_year_is_pointed_out():
    change = one(item("O1", "ในปี พ.ศ. 2590"), item("O1", "ในปี พ.ศ. 2590"))
    assert change.stayed == (2590,)
    with translation.override("en"):
        found = memo(difference(edition(2590, item("O1", "ในปี พ.ศ. 2590")), edition(2591, item("O1", "ในปี พ.ศ. 2590"))))
    assert found.entries[0].remarks == ["the year 2590 stands as before: check it"]


def test_components_are_same_reworded_new_gone_or_were_examples():
    old = item("O1", "แสดงข่าว", "มีรายละเอียด เช่น วันที่ ผู้เขียน เป็นต้น", "หมายเลขโทรสาร", "แสดงแผนงานของหน่วยงาน")
    new = item("O1", "แสดงข่าว", "แสดงแผนงานทุกปีของหน่วยงาน", "ผู้เขียน", "ช่องทาง Facebook")
    assert [(text.kind, text.new or text.old) for text in one(old, new).components] == [
        (TextKind.SAME, "แสดงข่าว"),
        (TextKind.REWORDED, "แสดงแผนงานทุกปีของหน่วยงาน"),
        (TextKind.NAMED, "ผู้เขียน"),
        (TextKind.ADDED, "ช่องทาง Facebook"),
        (TextKind.GONE, "มีรายละเอียด เช่น วันที่ ผู้เขียน เป็นต้น"),
        (TextKind.GONE, "หมายเลขโทรสาร"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "remark"),
    [
        ({}, {"needs_signature": True}, "must now be signed by the head of the agency"),
        ({"needs_signature": True}, {}, "need no longer be signed by the head of the agency"),
        ({}, {"machine_readable": True}, "must now be readable by a computer, no scan"),
        (
            {"period_rule": "current_fy"},
            {"period_rule": "previous_fy"},
            "period: results of fiscal year 2590 (before: data of fiscal year 2590)",
        ),
        ({}, {"scope": "units"}, "shown by: each unit its own"),
    ],
)
def test_what_is_asked_beside_the_wording(before, after, remark):
    old, new = edition(2590, item("O1", "ก", **before)), edition(2591, item("O1", "ก", **after))
    with translation.override("en"):
        found = memo(difference(old, new))
    assert [entry.remarks for entry in found.entries] == [[remark]]
    assert found.entries[0].change.work == Work.ADAPT


def test_required_and_advice_change_places():
    old = dataclasses.replace(item("O1"), components=(Component("ภาพประกอบ", required=False),))
    change = one(old, item("O1", "ภาพประกอบ"))
    assert [(text.kind, text.requirement_changed) for text in change.components] == [(TextKind.SAME, True)]
    assert change.work == Work.ADAPT


def test_what_an_item_follows_is_compared_under_the_new_codes():
    plan = Item("O1", "แผน", requirements=(Join("plan"),), components=(Component("แผน"),))
    report = item("O2", "รายงาน", depends_on=("O1",))
    moved_plan = dataclasses.replace(plan, code="O5")
    found = difference(edition(2590, plan, report), edition(2591, item("O2", "รายงาน", depends_on=("O5",)), moved_plan))
    assert [change.facts for change in found.items] == [(), ()]


def test_notes_are_compared_and_change_no_work():
    old = dataclasses.replace(item("O1", "ก"), notes=(Note("advice", "ควรแสดงบนหน้าแรก"),))
    new = dataclasses.replace(item("O1", "ก"), notes=(Note("advice", "ควรแสดงบนหน้าแรกของเว็บไซต์"),))
    change = one(old, new)
    assert ([note.kind for note in change.notes], change.work) == ([TextKind.REWORDED], Work.CARRY)


def test_windows_and_weights_that_differ_are_lines_of_the_memo():
    old = edition(2590, item("O1", "ก"), windows=(("preparing", "2046-10-01", "2047-03-31"),))
    scoring = dataclasses.replace(old.scoring, weights=(("EIT", "50"), ("OIT", "50")))
    new = edition(2591, item("O1", "ก"), scoring=scoring)
    with translation.override("en"):
        found = memo(difference(old, new))
    assert [(line.label, line.old, line.new) for line in found.scoring] == [
        ("Weights of the instruments", "OIT 100", "EIT 50, OIT 50")
    ]
    assert [(line.label, line.old, line.new) for line in found.windows] == [
        ("preparing", "01 Oct 2589 BE (2046) – 31 Mar 2590 BE (2047)", "")
    ]


def test_the_table_has_a_row_for_every_pair_and_can_be_narrowed():
    with translation.override("en"):
        found = memo(between("2564-national", "2566-national"), {"O18": "Finance"})
        assert len(found.rows) == 35 + 6 + 5 + 2
        assert [row.cells[:4:2] for row in found.narrowed("combine", "")] == [
            ["O10", "O11"],
            ["O18", "O11"],
            ["O11", "O12"],
            ["O19", "O12"],
            ["O12", "O13"],
            ["O20", "O13"],
        ]
        assert [row.old_code for row in found.narrowed("", "finance")] == ["O18"]
        assert [row.new_code for row in found.narrowed("prepare", "No Gift")] == ["O33"]
    assert next(entry for entry in found.entries if entry.code == "O11").departments == "Finance"


# --- how often an item is reported


PART = (Component("แสดงรายงาน"),)


def remarks_on(old: dict, new: dict, parts: tuple = PART) -> list[str]:
    """What is said of one item that stays but for how often it is reported."""
    join = (Join("report"),)
    one, other = (
        Edition(code=code, fiscal_year=year, title_th="ก", items=(Item("O1", "รายงาน", requirements=join, **rule),))
        for code, year, rule in (("2590-x", 2590, {"components": parts, **old}), ("2591-x", 2591, {"components": parts, **new}))
    )
    with translation.override("en"):
        return memo(difference(one, other)).entries[0].remarks


def test_a_changed_recurrence_is_said_in_a_phrase():
    half = {"frequency": "monthly", "counted_months": "first_six_months"}
    assert remarks_on({}, half) == ["now reported every month (October to March)"]
    assert remarks_on(half, {}) == ["no longer reported in periods (before: every month (October to March))"]
    assert remarks_on(half, {"frequency": "quarterly"}) == [
        "reported every quarter (the whole fiscal year) (before: every month (October to March))"
    ]
    assert remarks_on(half, half | {"due_day": 10}) == []


def test_of_lists_known_by_title_alone_only_a_new_recurrence_is_said():
    monthly = {"frequency": "monthly"}
    assert "now reported every month (the whole fiscal year)" in remarks_on({}, monthly, parts=())
    assert not any("reported" in phrase for phrase in remarks_on(monthly, {}, parts=()))
