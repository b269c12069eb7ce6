"""Forms of the catalogue."""

from criteria.forms.bench import BenchForm, differing
from criteria.forms.calendar import WindowsForm
from criteria.forms.importing import CatalogueFileForm, DocumentForm, ListForm
from criteria.forms.items import ComponentForm, ItemForm, NewItemForm, PlaceForm
from criteria.forms.next_year import NextYearForm
from criteria.forms.scoring import ScoringForm
from criteria.forms.structure import CorrectForm, CorrectionsForm, EditionForm, HeadingForm, IndicatorForm, NewEditionForm

__all__ = [
    "BenchForm",
    "CatalogueFileForm",
    "ComponentForm",
    "CorrectForm",
    "CorrectionsForm",
    "DocumentForm",
    "EditionForm",
    "HeadingForm",
    "IndicatorForm",
    "ItemForm",
    "ListForm",
    "NewEditionForm",
    "NewItemForm",
    "NextYearForm",
    "PlaceForm",
    "ScoringForm",
    "WindowsForm",
    "differing",
]
