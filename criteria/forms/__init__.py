"""Forms of the catalogue."""

from criteria.forms.calendar import WindowsForm

__all__ = ["WindowsForm"]
