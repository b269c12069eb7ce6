"""Answers, evidence and judgements."""

from submissions.models.answers import Entered, Submission
from submissions.models.copies import KeptContent, Manifest, Screenshot, Snapshot
from submissions.models.evidence import Evidence, NoLonger, NothingToReport, SealedEvidence
from submissions.models.files import PICTURE_TYPES, PartialUpload, PublicPicture, Scan, StoredFile
from submissions.models.judging import Clarification, Comment, ComponentVerdict, Review
from submissions.models.looking import Check, Look
from submissions.models.notices import Notice
from submissions.models.results import IndicatorResult, Result
from submissions.models.search import SearchText

__all__ = [
    "Check",
    "Clarification",
    "Comment",
    "ComponentVerdict",
    "Entered",
    "Evidence",
    "IndicatorResult",
    "KeptContent",
    "Look",
    "Manifest",
    "NoLonger",
    "NothingToReport",
    "Notice",
    "PICTURE_TYPES",
    "PartialUpload",
    "PublicPicture",
    "Result",
    "Review",
    "Scan",
    "Screenshot",
    "SealedEvidence",
    "SearchText",
    "Snapshot",
    "StoredFile",
    "Submission",
]
