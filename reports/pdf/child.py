"""The renderer itself, as a program of its own: JSON on standard input, the PDF on standard output. Fetches nothing but its own font files."""

import base64
import io
import json
import logging
import sys
from datetime import datetime
from pathlib import Path

from reports.pdf.finish import finisher
from reports.pdf.fonts import FAMILY, font_css, glyph_texts, settable


def fetcher_for(allowed: set[str]):
    """A fetcher that knows these files and nothing else: no network, no other file, no data address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyFonts(URLFetcher):
        def fetch(self, url, headers=None):
            if url not in allowed:
                raise ValueError(f"not fetched: {url[:100]}")
            return URLFetcherResponse(url, Path(url.removeprefix("file://")).read_bytes(), {"Content-Type": "font/ttf"})

    return OnlyFonts()


def render(task: dict) -> bytes:
    """The document of a task; see `reports.pdf.render`."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = {face: Path(path) for face, path in task["fonts"].items()}
    fetcher = fetcher_for({path.as_uri() for path in fonts.values()})
    configuration = FontConfiguration()
    css = CSS(string=font_css(fonts) + task["css"], font_config=configuration, url_fetcher=fetcher)
    html = settable(task["html"], fonts["Regular"])
    document = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[css], font_config=configuration)
    created = datetime.fromisoformat(task["created"])
    document.metadata.title, document.metadata.description = task["title"], task["description"]
    document.metadata.created = document.metadata.modified = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.attachments = _attachments(task["attachments"], created, fetcher)  # in place of those the page asks for
    pdf = document.write_pdf(
        finisher=finisher(glyph_texts(fonts["Regular"])),
        pdf_variant="pdf/a-3a",
        pdf_identifier=base64.b64decode(task["identifier"]),
    )
    _only_our_typeface(pdf)
    return pdf


def _attachments(asked: list[dict], created: datetime, fetcher) -> list:
    from weasyprint import Attachment

    return [
        Attachment(
            string=base64.b64decode(one["content"]),
            name=one["name"],
            description=one["description"],
            relationship="Data",
            created=created,
            modified=created,
            url_fetcher=fetcher,
        )
        for one in asked
    ]


def _only_our_typeface(pdf: bytes) -> None:
    """A missing typeface is replaced silently by whatever there is; then the text layer would be wrong too."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = {
            str(thing.BaseFont)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/BaseFont") is not None
        }
    foreign = sorted(name for name in names if FAMILY.replace(" ", "-") not in name and FAMILY.replace(" ", "") not in name)
    if foreign:
        raise SystemExit(f"set in a foreign typeface: {', '.join(foreign)}")


def main() -> None:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sys.stdout.buffer.write(render(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
