import pytest
from django.core.exceptions import PermissionDenied

from ita_portal.lib.verdict import ALLOWED, Verdict, first_refusal


def test_a_verdict_is_true_unless_it_has_a_reason():
    assert (bool(ALLOWED), bool(Verdict("no"))) == (True, False)


def test_require_raises_with_the_sentence():
    ALLOWED.require()
    with pytest.raises(PermissionDenied, match="^not now$"):
        Verdict("not now").require()


def test_the_first_refusal_wins():
    assert first_refusal(ALLOWED, Verdict("a"), Verdict("b")) == Verdict("a")
    assert first_refusal(ALLOWED) == ALLOWED
