"""One reader for each form; all of them run in a limited child only."""

from collections.abc import Callable

from submissions.documents.readers.html import read_html
from submissions.documents.readers.images import read_image
from submissions.documents.readers.pdf import read_pdf
from submissions.documents.readers.plain import read_plain
from submissions.documents.readers.sheets import read_csv, read_workbook
from submissions.documents.readers.slides import read_slides
from submissions.documents.readers.word import read_old_office, read_word
from submissions.documents.shapes import Document, Foreign, Form

READERS: dict[Form, Callable[[Foreign], Document]] = {
    Form.HTML: read_html,
    Form.PDF: read_pdf,
    Form.XLSX: read_workbook,
    Form.XLS: read_workbook,
    Form.CSV: read_csv,
    Form.DOCX: read_word,
    Form.DOC: read_old_office,
    Form.PPTX: read_slides,
    Form.IMAGE: read_image,
    Form.TEXT: read_plain,
    Form.JSON: read_plain,
}
