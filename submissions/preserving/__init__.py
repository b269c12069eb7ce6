"""Dated copies of evidence: taking them, keeping their bytes once, listing each day's, handing them out."""

from submissions.preserving.content import body_of, opened
from submissions.preserving.manifests import make_manifest, stamp, to_stamp
from submissions.preserving.scanned import contents_to_scan, scan_contents
from submissions.preserving.taking import closing_of, copies_of, occasions_due, take, with_first_copy

__all__ = [
    "body_of",
    "closing_of",
    "contents_to_scan",
    "copies_of",
    "make_manifest",
    "occasions_due",
    "opened",
    "scan_contents",
    "stamp",
    "take",
    "to_stamp",
    "with_first_copy",
]
