"""Opening next year's edition from this one: what it says, what would change, the copy, and what is left of old years in it."""

from criteria.opening.copying import EditionStands, StalePlan, confirm_years, open_next
from criteria.opening.plan import Change, Choice, Plan, plan_of, read_choices
from criteria.opening.remaining import OldYear, OldYears, old_years_of

__all__ = [
    "Change",
    "Choice",
    "EditionStands",
    "OldYear",
    "OldYears",
    "Plan",
    "StalePlan",
    "confirm_years",
    "old_years_of",
    "open_next",
    "plan_of",
    "read_choices",
]
