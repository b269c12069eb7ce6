"""How the application reads a document: in a limited child, with a sentence for whatever cannot be read."""

import json
import logging

from django.utils.translation import gettext as _

from criteria.documents.readers.guards import MAX_BYTES
from criteria.documents.sentences import refusal
from criteria.documents.shapes import Reading
from criteria.documents.wire import reading_of
from criteria.files import FileRefused
from ita_portal.lib.sandbox import ChildFailed, Limits, run_module

LIMITS = Limits(cpu_seconds=20, wall_seconds=40, memory=1024**3, file_size=32 * 1024**2)
MAX_NAME = 200
log = logging.getLogger(__name__)


def read_document(data: bytes, file_name: str, limits: Limits = LIMITS) -> Reading:
    """What was recognised in the file. Takes up to 40 seconds: call it from a job.

    Raises FileRefused with a sentence that says what to do.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused([refusal("large", {"most": MAX_BYTES // 1024**2})])
    try:
        answer = json.loads(
            run_module("criteria.documents.child", data, limits, arguments=[file_name[-MAX_NAME:].replace("\0", "")])
        )
    except ChildFailed as failure:
        log.warning("A document could not be read: %s", failure)
        raise FileRefused(
            [_("The file could not be read: it is damaged, or too large. Save it again, or paste its text.")]
        ) from failure
    if "refused" in answer:
        raise FileRefused([refusal(answer["refused"], answer["values"])])
    return reading_of(answer["reading"])


def read_text(text: str) -> Reading:
    """What was recognised in pasted text: the same path, as hostile text may be slow to take apart."""
    return read_document(text.encode("utf-8", errors="replace"), "pasted.txt")
