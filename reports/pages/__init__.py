"""What the pages of reports need, gathered once."""

from reports.pages.extending import ExtendPage, extend_page
from reports.pages.many import AgencyRow, Comparison, comparison, editions_of, editions_without_agencies
from reports.pages.overview import Overview, overview

__all__ = [
    "AgencyRow",
    "Comparison",
    "ExtendPage",
    "Overview",
    "comparison",
    "editions_of",
    "editions_without_agencies",
    "extend_page",
    "overview",
]
