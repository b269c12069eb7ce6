"""What the catalogue's pages show, gathered once."""

from criteria.pages.history import happenings
from criteria.pages.workshop import Line, Overview, editions_page, overview, places_of, trail

__all__ = ["Line", "Overview", "editions_page", "happenings", "overview", "places_of", "trail"]
