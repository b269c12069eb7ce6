"""Dated copies of evidence: taking them, keeping their bytes once, listing each day's, handing them out."""

from submissions.preserving.content import body_of, opened, opened_content
from submissions.preserving.manifests import make_manifest, stamp, to_stamp
from submissions.preserving.scanned import contents_to_scan, scan_contents
from submissions.preserving.screenshots import (
    SCREENSHOTS,
    SCREENSHOTS_AT_ONCE,
    ask_for_screenshots,
    ask_for_screenshots_of,
    screenshots_due,
    take_screenshot,
)
from submissions.preserving.taking import closing_of, copies_of, occasions_due, take, with_first_copy

__all__ = [
    "SCREENSHOTS",
    "SCREENSHOTS_AT_ONCE",
    "ask_for_screenshots",
    "ask_for_screenshots_of",
    "body_of",
    "closing_of",
    "contents_to_scan",
    "copies_of",
    "make_manifest",
    "occasions_due",
    "opened",
    "scan_contents",
    "opened_content",
    "stamp",
    "take",
    "take_screenshot",
    "screenshots_due",
    "to_stamp",
    "with_first_copy",
]
