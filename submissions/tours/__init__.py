"""What each role does in a year, for the help pages. Buttons are named by the tables of steps, so that their names never differ.

Names in “…” are names on the pages: a test holds them against the message catalogue, in both languages.
"""

from submissions.tours.agency import COORDINATOR, EXECUTIVE, STAFF
from submissions.tours.beyond import ADMIN, ASSESSOR, LEAD_ASSESSOR, OBSERVER
from submissions.tours.shape import COMMON_SNAGS, KEYS, Tour

__all__ = ["COMMON_SNAGS", "KEYS", "TOURS"]

TOURS: dict[str, Tour] = {tour.slug: tour for tour in (STAFF, COORDINATOR, EXECUTIVE, ASSESSOR, LEAD_ASSESSOR, OBSERVER, ADMIN)}
