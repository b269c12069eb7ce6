"""Forms of the catalogue."""

from criteria.forms.bench import BenchForm, differing
from criteria.forms.calendar import WindowsForm
from criteria.forms.items import ComponentForm, ItemForm, NewItemForm, PlaceForm
from criteria.forms.next_year import NextYearForm
from criteria.forms.scoring import ScoringForm
from criteria.forms.structure import CorrectForm, CorrectionsForm, EditionForm, HeadingForm, IndicatorForm, NewEditionForm

__all__ = [
    "BenchForm",
    "ComponentForm",
    "CorrectForm",
    "CorrectionsForm",
    "EditionForm",
    "HeadingForm",
    "IndicatorForm",
    "ItemForm",
    "NewEditionForm",
    "NewItemForm",
    "NextYearForm",
    "PlaceForm",
    "ScoringForm",
    "WindowsForm",
    "differing",
]
