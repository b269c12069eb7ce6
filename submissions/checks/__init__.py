"""What an assessor would reject, seen while the answer is written. These look only at what was typed; none asks the network."""

from submissions.checks.at_hand import Hint, hints, year_hint
from submissions.checks.whole_year import hints_of_year

__all__ = ["Hint", "hints", "hints_of_year", "year_hint"]
