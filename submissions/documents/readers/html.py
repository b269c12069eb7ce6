"""Web pages."""

from ita_portal.lib.web_pages import decode, read_page
from submissions.documents.shapes import Document, Foreign, Form, Mark, Page


def read_html(foreign: Foreign) -> Document:
    page = read_page(decode(foreign.content, foreign.media_type), foreign.name)
    marks = {Mark.PASSWORD} if page.asks_for_password else set()
    if page.made_by_script:
        marks.add(Mark.SCRIPTED)
    return Document(
        Form.HTML,
        title=page.title,
        pages=(Page(page.text),),
        links=page.links,
        refresh=page.refresh,
        marks=frozenset(marks),
        page_count=1,
    )
