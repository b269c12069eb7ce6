"""Run as a limited child: documents on standard input, what they hold on standard output. Never imported by the portal.

The first line is JSON, a list of {name, media_type, size}; their bytes follow one after the other. The answer is a JSON list.
"""

import json
import sys
from dataclasses import replace

from submissions.documents.forms import form_of
from submissions.documents.readers import READERS
from submissions.documents.shapes import Document, Foreign, Mark, Sheet, to_plain
from submissions.documents.texts import printable


def read(foreign: Foreign) -> Document:
    form = form_of(foreign.content, foreign.name, foreign.media_type)
    reader = READERS.get(form)
    if reader is None:
        return Document(form)
    try:
        return _printable(reader(foreign))
    except MemoryError:
        raise
    except Exception as problem:  # whatever a foreign document does to a reader, it is the document's fault
        return Document(form, marks=frozenset({Mark.UNREADABLE}), detail=printable(f"{type(problem).__name__}: {problem}")[:300])


def _printable(document: Document) -> Document:
    return replace(
        document,
        title=printable(document.title),
        pages=tuple(replace(page, text=printable(page.text)) for page in document.pages),
        sheets=tuple(
            Sheet(printable(sheet.name), tuple(tuple(map(printable, row)) for row in sheet.rows)) for sheet in document.sheets
        ),
    )


def main() -> None:
    heads = json.loads(sys.stdin.buffer.readline())
    found = [to_plain(read(Foreign(sys.stdin.buffer.read(head["size"]), head["name"], head["media_type"]))) for head in heads]
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
