"""Web pages."""

from ita_portal.lib.web_pages import decode, read_page
from submissions.documents.shapes import Document, Foreign, Form, Mark, Page


def read_html(foreign: Foreign) -> Document:
    page = read_page(decode(foreign.content, foreign.media_type), foreign.name)
    marked = {Mark.PASSWORD: page.asks_for_password, Mark.LOG_IN_BOX: page.log_in_box, Mark.SCRIPTED: page.made_by_script}
    return Document(
        Form.HTML,
        title=page.title,
        pages=(Page(page.text),),
        links=page.links,
        refresh=page.refresh,
        marks=frozenset(mark for mark, holds in marked.items() if holds),
        page_count=1,
    )
