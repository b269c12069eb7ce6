"""Texts without a form."""

from ita_portal.lib.web_pages import decode
from submissions.documents.forms import form_of
from submissions.documents.shapes import Document, Foreign, Page


def read_plain(foreign: Foreign) -> Document:
    form = form_of(foreign.content, foreign.name, foreign.media_type)
    return Document(form, pages=(Page(decode(foreign.content, foreign.media_type)),), page_count=1)
