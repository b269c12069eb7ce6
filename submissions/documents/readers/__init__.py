"""One reader for each form; all of them run in a limited child only."""

from collections.abc import Callable

from submissions.documents.readers.html import read_html
from submissions.documents.readers.plain import read_plain
from submissions.documents.shapes import Document, Foreign, Form

READERS: dict[Form, Callable[[Foreign], Document]] = {
    Form.HTML: read_html,
    Form.TEXT: read_plain,
    Form.CSV: read_plain,
    Form.JSON: read_plain,
}
