"""Forms of the catalogue."""

from criteria.forms.calendar import WindowsForm
from criteria.forms.next_year import NextYearForm

__all__ = ["NextYearForm", "WindowsForm"]
