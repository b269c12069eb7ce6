"""From the bytes of a file to a Document. Runs in a limited child; refuses with a code that the portal puts into a sentence."""

from criteria.documents.readers.kinds import read
from criteria.documents.readers.refusals import Refused

__all__ = ["Refused", "read"]
