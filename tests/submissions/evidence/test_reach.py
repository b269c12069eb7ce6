"""What is said of an address, and on whose website it lies: exact on websites of which it is known."""

import pytest

from tests.submissions.evidence import measures
from tests.submissions.evidence.labelled_reach import Labelled, addresses

ADDRESSES = addresses()


@pytest.fixture(scope="module")
def said() -> dict[str, dict[str, str]]:
    return dict(zip([one.label for one in ADDRESSES], measures.said_of(ADDRESSES), strict=True))


@pytest.mark.parametrize("one", ADDRESSES, ids=lambda one: one.label)
def test_each_address_is_told_as_it_stands(one: Labelled, said: dict[str, dict[str, str]]) -> None:
    told = {name: outcome for name, outcome in said[one.label].items() if outcome != "clear"}
    assert told == {**dict.fromkeys(one.found, "found"), **dict.fromkeys(one.unknown, "unknown")}
