"""The arithmetic, against published results; no database is touched."""

from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.scoring import Indicator, Item, Level, Model, SubIndicator, component_score, gains, level_of, score, shown

BANDS = tuple(
    Level(name, Decimal(floor)) for name, floor in (("AA", 95), ("A", 85), ("B", 75), ("C", 65), ("D", 55), ("E", 50), ("F", 0))
)
FLOORS = (
    Level("ผ่านดีเยี่ยม", Decimal(95), Decimal(95)),
    Level("ผ่านดี", Decimal(85), Decimal(85)),
    Level("ผ่าน", Decimal(85)),
    Level("ต้องปรับปรุง", Decimal(70)),
    Level("ต้องปรับปรุงโดยด่วน", Decimal(0)),
)
WEIGHTS = {"IIT": Decimal(30), "EIT": Decimal(30), "OIT": Decimal(40)}


def structure(rule: str = "mean_of_means", levels: tuple[Level, ...] = BANDS) -> Model:
    """The national structure of FY2563 and FY2564: 9+8+7+4+5 and 8+2 items."""
    subs, number = [], 1
    for name, size in (("9.1", 9), ("9.2", 8), ("9.3", 7), ("9.4", 4), ("9.5", 5), ("10.1", 8), ("10.2", 2)):
        subs.append(SubIndicator(name, tuple(Item(f"O{n}") for n in range(number, number + size))))
        number += size
    surveys = tuple(Indicator(str(n), "IIT" if n <= 5 else "EIT") for n in range(1, 9))
    return Model(
        rule, WEIGHTS, (*surveys, Indicator("9", "OIT", tuple(subs[:5])), Indicator("10", "OIT", tuple(subs[5:]))), levels
    )


RAYONG_2563_ZEROS = {"O2", "O3", "O8", "O9", "O17", "O27", "O29", "O30", "O31", "O32", "O42", "O43"}
RAYONG_2563 = {f"O{n}": Decimal(0 if f"O{n}" in RAYONG_2563_ZEROS else 100) for n in range(1, 44)}


def test_rayong_2563_comes_out_as_published_means_of_means():
    scores = score(structure(), RAYONG_2563)
    subs = {name: shown(value) for name, value in scores.subs.items()}
    assert subs == {
        "9.1": Decimal("55.56"),
        "9.2": Decimal("87.50"),
        "9.3": Decimal("100.00"),
        "9.4": Decimal("75.00"),
        "9.5": Decimal("20.00"),
        "10.1": Decimal("100.00"),
        "10.2": Decimal("0.00"),
    }
    assert (shown(scores.indicators["9"]), shown(scores.indicators["10"])) == (Decimal("67.61"), Decimal("50.00"))
    assert shown(scores.instruments["OIT"]) == Decimal("58.81")
    assert (scores.total, scores.level) == (None, None)


def test_rawiang_2568_total_passes_without_the_higher_level():
    """Official indicator scores of FY2568: OIT 66.75 keeps a total of 86.38 from "ผ่านดี"."""
    indicators = tuple(Indicator(str(n), "IIT" if n <= 5 else "EIT" if n <= 8 else "OIT") for n in range(1, 11))
    published = ("98.81", "100.00", "100.00", "100.00", "98.81", "99.47", "99.76", "99.00", "53.50", "80.00")
    outside = {str(n): Decimal(value) for n, value in enumerate(published, start=1)}
    scores = score(Model("mean_of_means", WEIGHTS, indicators, FLOORS), {}, outside)
    assert {name: shown(value) for name, value in scores.instruments.items()} == {
        "IIT": Decimal("99.52"),
        "EIT": Decimal("99.41"),
        "OIT": Decimal("66.75"),
    }
    assert (shown(scores.total), scores.level) == (Decimal("86.38"), "ผ่าน")


def test_an_unscored_item_leaves_its_indicator_incomplete():
    scores = score(structure(), RAYONG_2563 | {"O1": None})
    assert scores.subs["9.1"] is None
    assert scores.indicators["9"] is None
    assert shown(scores.indicators["10"]) == Decimal("50.00")
    assert scores.instruments["OIT"] is None
    assert scores.missing == ("O1",)


def test_weighted_items_use_their_weights():
    sub = SubIndicator("9.1", (Item("O1", Decimal(70)), Item("O2", Decimal(30))))
    model = Model("weighted_items", {"OIT": Decimal(100)}, (Indicator("9", "OIT", (sub,)),), BANDS)
    scores = score(model, {"O1": Decimal(0), "O2": Decimal(100)})
    assert (scores.total, scores.level) == (Fraction(30), "F")


@pytest.mark.parametrize(
    ("total", "instruments", "level"),
    [
        ("95", ("95", "95", "95"), "ผ่านดีเยี่ยม"),
        ("96", ("99", "99", "94.99"), "ผ่านดี"),
        ("94.64", ("99", "84.99", "99"), "ผ่าน"),
        ("85", ("85", "85", "85"), "ผ่านดี"),
        ("84.995", ("85", "85", "85"), "ต้องปรับปรุง"),
        ("69.99", ("99", "99", "99"), "ต้องปรับปรุงโดยด่วน"),
        ("0", ("0", "0", "0"), "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_level_by_total_and_floors(total, instruments, level):
    values = dict(zip(("IIT", "EIT", "OIT"), (Fraction(Decimal(i)) for i in instruments), strict=True))
    assert level_of(FLOORS, Fraction(Decimal(total)), values) == level


@pytest.mark.parametrize(
    ("total", "level"),
    [("100", "AA"), ("94.999", "A"), ("84.995", "B"), ("75", "B"), ("64.99", "D"), ("50", "E"), ("49.99", "F")],
)
def test_level_bands_leave_no_gap(total, level):
    assert level_of(BANDS, Fraction(Decimal(total)), {}) == level


def test_no_total_no_level():
    assert level_of(BANDS, None, {}) is None


def test_components_are_all_or_nothing():
    assert (component_score([True, True]), component_score([True, False]), component_score([])) == (
        Decimal(100),
        Decimal(0),
        Decimal(100),
    )


def test_shown_rounds_half_up_once():
    assert [shown(Decimal(value)) for value in ("0.005", "0.004", "84.995")] == [
        Decimal("0.01"),
        Decimal("0.00"),
        Decimal("85.00"),
    ]


def test_gains_say_where_a_point_is_worth_most():
    """One item of 10.2 moves the instrument by 12.5 points, one of 9.1 by 1.11."""
    found = gains(structure(), RAYONG_2563)
    assert (found["O42"], found["O2"], found["O1"]) == (Fraction(100, 8), Fraction(100, 90), Fraction(0))


def test_gains_under_weighted_items():
    sub = SubIndicator("9.1", (Item("O1", Decimal(70)), Item("O2", Decimal(30))))
    model = Model("weighted_items", {"OIT": Decimal(100)}, (Indicator("9", "OIT", (sub,)),), BANDS)
    assert gains(model, {"O1": None, "O2": Decimal(100)}) == {"O1": Fraction(70), "O2": Fraction(0)}
