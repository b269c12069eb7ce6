"""Whether an uploaded file is what its name says, and harmless: looked at in a limited child. Nothing here knows the database."""

from submissions.examining.faults import Fault
from submissions.examining.outside import Handed, examine_all, without_details

__all__ = ["Fault", "Handed", "examine_all", "without_details"]
