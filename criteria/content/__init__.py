"""An edition's rows as the plain data of its file, what is wrong with them, and its texts one by one."""

from criteria.content.data import edition_data, findings_by_edition, findings_of
from criteria.content.facts import BESIDE, differing, facts_of
from criteria.content.wordings import Wording, wording_by_key, wordings_of

__all__ = [
    "BESIDE",
    "Wording",
    "differing",
    "edition_data",
    "facts_of",
    "findings_by_edition",
    "findings_of",
    "wording_by_key",
    "wordings_of",
]
