"""The geometry of bars."""

from ita_portal.lib.charts import Segment, span, stacked


def test_parts_fill_the_line_in_their_order():
    assert stacked([("done", 1), ("none", 0), ("open", 3)]) == [Segment("done", 0, 25), Segment("open", 25, 75)]
    assert stacked([("done", 0)]) == []


def test_a_range_is_solid_up_to_its_lower_end():
    assert span(40, 70.5) == [Segment("sure", 0, 40), Segment("doubtful", 40, 30.5)]
    assert span(0, 0) == []
    assert span(80, 80) == [Segment("sure", 0, 80)]
    assert span(None, 50) == []
    assert span(-5, 120) == [Segment("doubtful", 0, 100)]
