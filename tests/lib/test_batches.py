"""Lists that are done together: bounded by size and by number, in order, and nothing left out."""

import pytest

from ita_portal.lib.batches import batches


@pytest.mark.parametrize(
    ("sizes", "most", "cut"),
    [
        ([], None, []),
        ([4, 4, 4], None, [[4, 4], [4]]),
        ([10], None, [[10]]),
        ([1, 99, 1], None, [[1], [99], [1]]),
        ([0, 0, 0], 2, [[0, 0], [0]]),
    ],
)
def test_no_list_is_larger_or_longer_than_it_may_be(sizes: list[int], most: int | None, cut: list[list[int]]) -> None:
    assert list(batches(sizes, lambda size: size, largest=10, most=most)) == cut
