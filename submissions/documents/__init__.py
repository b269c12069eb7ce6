"""What foreign pages and files hold: read in a limited child, told as plain values. Nothing here knows the database."""

from submissions.documents.reading import read_all
from submissions.documents.shapes import Document, Foreign, Form, Mark, Page, Picture, Sheet

__all__ = ["Document", "Foreign", "Form", "Mark", "Page", "Picture", "Sheet", "read_all"]
