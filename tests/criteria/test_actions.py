"""What the workshop writes: rows, codes, trees, the audit trail; and what it refuses."""

import pytest
from django.core.exceptions import PermissionDenied

from criteria import actions
from criteria.content import findings_of, wordings_of
from criteria.enums import EditionState
from criteria.files import FileRefused
from criteria.importers import import_edition
from criteria.models import Edition, Item, Level
from ita_portal.lib.thai import search_key
from submissions.actions import open_year
from tests.criteria.workshop import Bench
from tests.factories import DATA, World, make_agency, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench() -> Bench:
    return Bench()


NEW = {"title_th": "ใหม่", "title_en": "", "period_rule": "none", "requirements": [("news", True)], "depends_on": ["O1"]}


def test_a_new_item_moves_the_others_on(bench):
    new = actions.add_item(bench.heading("ข้อมูลพื้นฐาน"), NEW, after=bench.item("O1"), by=bench.admin)
    assert list(bench.titles().values())[:3] == ["โครงสร้าง", "ใหม่", "ข่าวประชาสัมพันธ์"]
    assert list(bench.titles()) == ["O1", "O2", "O3", "O4", "O5"]
    assert (new.code, [one.code for one in bench.item("O2").depends_on.all()]) == ("O2", ["O1"])
    assert [one.code for one in bench.item("O5").depends_on.all()] == ["O4"]
    assert bench.last().details["moved"] == {"O2": "O3", "O3": "O4", "O4": "O5"}
    assert [finding.sentence for finding in findings_of(bench.edition) if finding.blocks] == []


def test_a_new_item_without_one_before_is_the_first_of_its_heading(bench):
    assert actions.add_item(bench.heading("มาตรการภายใน"), NEW, by=bench.admin).code == "O3"


@pytest.mark.parametrize(
    ("code", "heading", "after", "order"),
    [
        ("O1", "มาตรการภายใน", "O4", ["O2", "O3", "O4", "O1"]),
        ("O4", "ข้อมูลพื้นฐาน", None, ["O4", "O1", "O2", "O3"]),
        ("O3", "มาตรการภายใน", "O4", ["O1", "O2", "O4", "O3"]),
        ("O2", "มาตรการภายใน", None, ["O1", "O2", "O3", "O4"]),
    ],
)
def test_moving_an_item_renumbers_all_and_keeps_what_hangs_on_it(bench, code, heading, after, order):
    before = {item.pk: item.code for item in bench.edition.items.all()}
    parts = {item.pk: list(item.components.values_list("text", flat=True)) for item in bench.edition.items.all()}
    actions.move_item(
        bench.item(code), heading=bench.heading(heading), after=bench.item(after) if after else None, by=bench.admin
    )
    now = list(Item.objects.filter(edition=bench.edition).order_by("number"))
    assert [before[item.pk] for item in now] == order
    assert [item.code for item in now] == ["O1", "O2", "O3", "O4"]
    assert {item.pk: list(item.components.values_list("text", flat=True)) for item in now} == parts
    moved = next(item for item in now if before[item.pk] == code)
    assert (moved.heading.title_th, moved.sub_id) == (heading, moved.heading.indicator_id)
    assert all(search_key(item.code) in item.search_key.split() for item in now)


def test_corrections_follow_the_codes(bench):
    Edition.objects.update(corrections=[{"where": "O1", "original": "x", "corrected": "โครงสร้าง", "reason": "y"}])
    actions.move_item(bench.item("O1"), heading=bench.heading("มาตรการภายใน"), by=bench.admin)
    assert [one["where"] for one in bench.fresh().corrections] == ["O2"]
    assert [one.sentence for one in findings_of(bench.fresh()) if one.blocks] == []


def test_shifting_steps_over_into_the_next_heading(bench):
    walked = []
    for verb in ("down", "down", "up", "up", "up"):
        item = Item.objects.get(edition=bench.edition, title_th="ข่าวประชาสัมพันธ์")
        actions.shift_item(item, verb, by=bench.admin)
        item.refresh_from_db()
        walked.append((item.code, item.heading.title_th))
    assert walked == [
        ("O2", "มาตรการภายใน"),
        ("O3", "มาตรการภายใน"),
        ("O2", "มาตรการภายใน"),
        ("O2", "ข้อมูลพื้นฐาน"),
        ("O1", "ข้อมูลพื้นฐาน"),
    ]


def test_an_item_that_others_wait_for_is_not_removed(bench):
    with pytest.raises(PermissionDenied, match="O4"):
        actions.remove_item(bench.item("O3"), by=bench.admin)
    actions.remove_item(bench.item("O2"), by=bench.admin)
    assert bench.titles() == {
        "O1": "โครงสร้าง",
        "O2": "มาตรการส่งเสริมคุณธรรมและความโปร่งใส",
        "O3": "รายงานผลมาตรการ",
    }
    assert bench.last().details["components"] == ["เป็นข้อมูลข่าวสารที่เกิดขึ้นในปี พ.ศ. 2590", "ควรมีภาพประกอบ"]


def test_an_item_is_saved_with_what_hangs_on_it(bench):
    item = bench.item("O4")
    values = {"title_th": "รายงาน", "depends_on": ["O1", "O2"], "requirements": [("news", False)], "notes": []}
    actions.save_item(item, values, version=1, by=bench.admin)
    now = bench.item("O4")
    joins = [(join.requirement.key, join.certain) for join in now.itemrequirement_set.all()]
    assert (now.title_th, now.version, joins) == ("รายงาน", 2, [("news", False)])
    assert [one.code for one in now.depends_on.all()] == ["O1", "O2"]
    assert search_key("รายงาน") in now.search_key.split()
    assert bench.last().details["changed"]["depends_on"] == [["O3"], ["O1", "O2"]]


def test_two_editors_one_wins_and_the_other_is_told(bench):
    item = bench.item("O1")
    actions.save_item(item, {"title_th": "หนึ่ง"}, version=1, by=bench.admin)
    actions.save_item(item, {"title_th": "หนึ่ง"}, version=1, by=bench.admin)  # sent twice
    with pytest.raises(actions.StaleEdit) as refused:
        actions.save_item(item, {"title_th": "สอง"}, version=1, by=bench.admin)
    assert (refused.value.row.title_th, bench.item("O1").title_th) == ("หนึ่ง", "หนึ่ง")
    assert (bench.verbs(), bench.fresh().revision) == (["import_edition", "save_item"], 1)


TREE = ["แสดงแผนผังโครงสร้าง", ("อย่างน้อยประกอบด้วย", ["ตำแหน่งที่สำคัญ", "การแบ่งส่วนงานภายใน"])]


@pytest.mark.parametrize(
    ("text", "verb", "tree"),
    [
        ("แสดงแผนผังโครงสร้าง", "down", [TREE[1], TREE[0]]),
        ("อย่างน้อยประกอบด้วย", "up", [TREE[1], TREE[0]]),
        ("แสดงแผนผังโครงสร้าง", "up", TREE),
        ("อย่างน้อยประกอบด้วย", "indent", [("แสดงแผนผังโครงสร้าง", [TREE[1]])]),
        ("แสดงแผนผังโครงสร้าง", "indent", TREE),
        ("ตำแหน่งที่สำคัญ", "outdent", [TREE[0], ("อย่างน้อยประกอบด้วย", ["การแบ่งส่วนงานภายใน"]), "ตำแหน่งที่สำคัญ"]),
        ("การแบ่งส่วนงานภายใน", "up", [TREE[0], ("อย่างน้อยประกอบด้วย", ["การแบ่งส่วนงานภายใน", "ตำแหน่งที่สำคัญ"])]),
        ("การแบ่งส่วนงานภายใน", "indent", [TREE[0], ("อย่างน้อยประกอบด้วย", [("ตำแหน่งที่สำคัญ", ["การแบ่งส่วนงานภายใน"])])]),
        ("อย่างน้อยประกอบด้วย", "outdent", TREE),
    ],
)
def test_components_move_as_a_tree(bench, text, verb, tree):
    actions.move_component(bench.component(text), verb, by=bench.admin)
    assert bench.outline("O1") == tree
    assert list(bench.item("O1").components.values_list("position", flat=True)) == [0, 1, 2, 3]


def test_components_are_added_and_removed_with_their_parts(bench):
    parent = bench.component("ตำแหน่งที่สำคัญ")
    values = {"text": "ใหม่", "required": True, "target_offset": None, "target_wording": ""}
    actions.add_component(bench.item("O1"), values, parent=parent, by=bench.admin)
    assert bench.outline("O1")[1] == ("อย่างน้อยประกอบด้วย", [("ตำแหน่งที่สำคัญ", ["ใหม่"]), "การแบ่งส่วนงานภายใน"])
    actions.remove_component(bench.component("อย่างน้อยประกอบด้วย"), by=bench.admin)
    assert bench.outline("O1") == ["แสดงแผนผังโครงสร้าง"]
    assert bench.last().details["texts"] == ["อย่างน้อยประกอบด้วย", "ตำแหน่งที่สำคัญ", "ใหม่", "การแบ่งส่วนงานภายใน"]


def test_components_stand_four_levels_deep_at_most(bench):
    values = {"text": "ลึก", "required": True, "target_offset": None, "target_wording": ""}
    parent = bench.component("ตำแหน่งที่สำคัญ")
    for _level in (3, 4):
        parent = actions.add_component(bench.item("O1"), values, parent=parent, by=bench.admin)
    with pytest.raises(PermissionDenied, match="4"):
        actions.add_component(bench.item("O1"), values, parent=parent, by=bench.admin)


def test_a_new_number_of_an_indicator_goes_down_to_its_own(bench):
    Edition.objects.update(corrections=[{"where": "9.1", "original": "x", "corrected": "ข้อมูลพื้นฐาน", "reason": "y"}])
    actions.save_indicator(bench.indicator("9"), {"number": "8", "instrument": "OIT"}, version=1, by=bench.admin)
    assert (bench.indicator("8.1").title_th, bench.fresh().corrections[0]["where"]) == ("ข้อมูลพื้นฐาน", "8.1")
    with pytest.raises(PermissionDenied, match="10"):
        actions.save_indicator(bench.indicator("8"), {"number": "10"}, version=2, by=bench.admin)


def test_indicators_and_headings_move_with_their_items(bench):
    actions.move_indicator(bench.indicator("10"), "up", by=bench.admin)
    assert list(bench.titles().values())[0] == "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"
    new = actions.add_heading(bench.indicator("9.1"), {"title_th": "ข่าว"}, by=bench.admin)
    actions.move_item(bench.item("O4"), heading=new, by=bench.admin)
    actions.move_heading(new, "up", by=bench.admin)
    assert bench.titles()["O3"] == "ข่าวประชาสัมพันธ์"
    actions.save_heading(new, {"indicator": bench.indicator("10.1")}, version=1, by=bench.admin)
    assert bench.titles()["O3"] == "ข่าวประชาสัมพันธ์"
    assert bench.item("O3").sub == bench.indicator("10.1")


def test_only_what_is_empty_is_removed(bench):
    with pytest.raises(PermissionDenied, match="not empty"):
        actions.remove_indicator(bench.indicator("9.1"), by=bench.admin)
    with pytest.raises(PermissionDenied, match="has items"):
        actions.remove_heading(bench.heading("ข้อมูลพื้นฐาน"), by=bench.admin)
    actions.remove_indicator(bench.indicator("1"), by=bench.admin)
    assert not bench.edition.indicators.filter(number="1").exists()


def test_the_scoring_is_saved_with_its_levels(bench):
    levels = [
        {"name_th": "ผ่าน", "name_en": "", "floor": 50, "instrument_floor": None},
        {"name_th": "ไม่ผ่าน", "name_en": "", "floor": 0, "instrument_floor": None},
    ]
    actions.save_scoring(bench.edition, {"assessors": 2, "levels": levels}, version=1, by=bench.admin)
    assert list(Level.objects.filter(scoring__edition=bench.edition).values_list("name_th", flat=True)) == ["ผ่าน", "ไม่ผ่าน"]
    with pytest.raises(actions.StaleEdit):
        actions.save_scoring(bench.edition, {"assessors": 1}, version=1, by=bench.admin)


def test_only_what_is_in_order_is_published(bench):
    actions.add_indicator(bench.edition, {"number": "11", "instrument": "OIT", "title_th": "ใหม่"}, by=bench.admin)
    with pytest.raises(PermissionDenied, match="no sub-indicator"):
        actions.step(bench.edition, "publish", by=bench.admin)
    actions.remove_indicator(bench.indicator("11"), by=bench.admin)
    actions.step(bench.edition, "publish", by=bench.admin)
    assert (bench.fresh().state, bench.last().verb) == (EditionState.PUBLISHED, "publish")


def test_a_published_edition_is_not_edited_but_taken_back_while_nobody_answers(bench):
    actions.step(bench.edition, "publish", by=bench.admin)
    with pytest.raises(PermissionDenied, match="Take it back"):
        actions.save_item(bench.item("O1"), {"title_th": "x"}, version=1, by=bench.admin)
    actions.step(bench.edition, "withdraw", by=bench.admin)
    actions.save_item(bench.item("O1"), {"title_th": "x"}, version=1, by=bench.admin)
    assert bench.item("O1").title_th == "x"


def test_years_are_opened_with_published_editions_only(bench):
    agency = make_agency("alpha")
    with pytest.raises(PermissionDenied, match="draft"):
        open_year(agency, bench.edition, by=bench.admin)
    actions.step(bench.edition, "publish", by=bench.admin)
    year = open_year(agency, bench.edition, by=bench.admin)
    with pytest.raises(PermissionDenied, match="only the wording"):
        actions.step(bench.edition, "withdraw", by=bench.admin)
    actions.step(bench.edition, "retire", by=bench.admin)
    assert open_year(agency, bench.edition, by=bench.admin) == year
    with pytest.raises(PermissionDenied, match="retired"):
        open_year(make_agency("beta"), bench.edition, by=bench.admin)
    actions.step(bench.edition, "restore", by=bench.admin)
    assert bench.fresh().state == EditionState.PUBLISHED


def test_a_new_edition_takes_scoring_and_survey_indicators_of_another(bench):
    new = actions.create_edition(fiscal_year=2591, programme="small", title_th="ใหม่", model=bench.edition, by=bench.admin)
    assert (new.code, new.state, list(new.indicators.values_list("number", flat=True))) == ("2591-small", "draft", ["1", "6"])
    assert new.scoring.levels.count() == 5
    with pytest.raises(PermissionDenied, match="already"):
        actions.create_edition(fiscal_year=2591, programme="small", title_th="ใหม่", by=bench.admin)
    actions.delete_edition(new, by=bench.admin)
    assert not Edition.objects.filter(code="2591-small").exists()


def test_strangers_change_nothing(bench):
    stranger = make_person("coordinator@alpha")
    for deed in (
        lambda: actions.save_item(bench.item("O1"), {"title_th": "x"}, version=1, by=stranger),
        lambda: actions.step(bench.edition, "publish", by=stranger),
        lambda: actions.delete_edition(bench.edition, by=stranger),
        lambda: actions.create_edition(fiscal_year=2591, programme="x", title_th="x", by=stranger),
    ):
        with pytest.raises(PermissionDenied, match="administrator"):
            deed()
    assert (bench.verbs(), bench.fresh().revision) == (["import_edition"], 0)


def test_an_edited_edition_is_no_longer_its_file(bench):
    assert import_edition(DATA / "2590-small.yaml", by=None) == bench.edition
    actions.save_item(bench.item("O1"), {"title_th": "x"}, version=1, by=bench.admin)
    with pytest.raises(FileRefused, match="changed in the portal 1 time"):
        import_edition(DATA / "2590-small.yaml", by=None)


def correct(world: World, text: str, new: str, reason: str = "พิมพ์ผิด", seen: str | None = None) -> None:
    rows = [world.edition, *world.edition.items.all()]
    wording = next(one for row in rows for one in wordings_of(row) if one.text == text)
    actions.correct(world.edition, wording.key, text=new, reason=reason, seen=seen or text, by=world.admin)


def test_a_published_wording_is_corrected_beside_its_original():
    world = World()
    correct(world, "แสดงแผนผังโครงสร้าง", "แสดงแผนผังโครงสร้างหน่วยงาน")
    fresh = Edition.objects.get(pk=world.edition.pk)
    assert fresh.corrections == [
        {
            "where": "O1",
            "original": "แสดงแผนผังโครงสร้าง",
            "corrected": "แสดงแผนผังโครงสร้างหน่วยงาน",
            "reason": "พิมพ์ผิด",
        }
    ]
    component = world.item("O1").item.components.first()
    assert (component.text, component.search_key) == ("แสดงแผนผังโครงสร้างหน่วยงาน", search_key("แสดงแผนผังโครงสร้างหน่วยงาน"))
    assert [one for one in findings_of(fresh) if one.blocks] == []
    correct(world, "แสดงแผนผังโครงสร้างหน่วยงาน", "แสดงผังโครงสร้าง", "ผิดอีก")
    fresh.refresh_from_db()
    assert [(one["original"], one["corrected"], one["reason"]) for one in fresh.corrections] == [
        ("แสดงแผนผังโครงสร้าง", "แสดงผังโครงสร้าง", "พิมพ์ผิด; ผิดอีก")
    ]


def test_a_correction_leaves_the_year_that_is_named_alone():
    world = World()
    text = "เป็นข้อมูลข่าวสารที่เกิดขึ้นในปี พ.ศ. 2590"
    with pytest.raises(PermissionDenied, match="target year"):
        correct(world, text, "เป็นข้อมูลข่าวสารที่เกิดขึ้นในปี พ.ศ. 2589")
    correct(world, text, "เป็นข่าวที่เกิดขึ้นในปีงบประมาณ พ.ศ. ๒๕๙๐")
    component = world.item("O2").item.components.first()
    assert (component.target_offset, component.target_wording) == (0, "ในปีงบประมาณ พ.ศ. ๒๕๙๐")


@pytest.mark.parametrize(
    ("new", "reason", "words"), [("", "x", "whole text"), ("ใหม่", " ", "Say why"), ("จ\u17bdย", "x", "another script")]
)
def test_a_correction_needs_a_text_and_a_reason(new, reason, words):
    with pytest.raises(PermissionDenied, match=words):
        correct(World(), "โครงสร้าง", new, reason)


def test_a_correction_of_what_somebody_corrected_meanwhile_is_refused():
    world = World()
    with pytest.raises(actions.StaleEdit) as refused:
        correct(world, "โครงสร้าง", "โครงสร้างองค์กร", seen="โครงส้าง")
    assert refused.value.row.text == "โครงสร้าง"
    assert Edition.objects.get(pk=world.edition.pk).corrections == []


def test_a_draft_is_edited_not_corrected(bench):
    wording = wordings_of(bench.item("O1"))[0]
    with pytest.raises(PermissionDenied, match="draft"):
        actions.correct(bench.edition, wording.key, text="x", reason="y", seen=wording.text, by=bench.admin)
