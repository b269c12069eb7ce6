"""Which departments a document's cell means. Pure: no database."""

from assignments.matching.resolving import Candidate, Known, Match, Resolution, candidates, resolve
from assignments.matching.spelling import Suggestion

__all__ = ["Candidate", "Known", "Match", "Resolution", "Suggestion", "candidates", "resolve"]
