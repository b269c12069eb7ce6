"""Reading foreign documents from the outside of the child."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from ita_portal.lib.batches import batches
from ita_portal.lib.sandbox import ChildFailed, Limits, run_module
from submissions.documents.shapes import Document, Foreign, Form, Mark, of_plain

TOGETHER = 24 * 1024 * 1024  # bytes that one child reads; a child costs as much to start as ten pages to read
LIMITS = Limits(cpu_seconds=40, wall_seconds=90, memory=1024**3, file_size=256 * 1024**2)


def read_all(documents: Sequence[Foreign], alive: Callable[[], None] = lambda: None) -> list[Document]:
    """What each holds, in their order. One that kills the reader is unreadable and takes no other along.

    `alive` is called after every child, which may have taken as long as it may.
    """
    together = batches(documents, lambda one: len(one.content), largest=TOGETHER)
    return [document for batch in together for document in _read_batch(batch, alive)]


def _read_batch(batch: list[Foreign], alive: Callable[[], None]) -> list[Document]:
    heads = [{"name": one.name, "media_type": one.media_type, "size": len(one.content)} for one in batch]
    question = json.dumps(heads).encode() + b"\n" + b"".join(one.content for one in batch)
    try:
        found = [of_plain(plain) for plain in json.loads(run_module("submissions.documents.child", question, LIMITS))]
    except ChildFailed as failure:
        if len(batch) > 1:
            alive()
            return [document for one in batch for document in _read_batch([one], alive)]
        found = [Document(Form.OTHER, marks=frozenset({Mark.UNREADABLE}), detail=str(failure))]
    alive()
    return [replace(d, marks=d.marks | {Mark.CUT}) if one.cut else d for one, d in zip(batch, found, strict=True)]
