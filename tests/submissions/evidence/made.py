"""Files as agencies hand them in: set PDFs, scans, workbooks, Word and PowerPoint files, made in the test itself."""

import base64
import functools
import html
import io
import random
import zipfile

import docx
import openpyxl
import pikepdf
import weasyprint
from PIL import Image, ImageDraw

Block = str | list[list[str]]  # a line of text, or a table
A4 = (595, 842)


def paragraphs(blocks: list[Block]) -> str:
    return "".join(
        f"<p>{html.escape(block)}</p>"
        if isinstance(block, str)
        else "<table>"
        + "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in block)
        + "</table>"
        for block in blocks
    )


def pdf(blocks: list[Block], *, extra: str = "", title: str = "") -> bytes:
    """A PDF with a text layer, as untreated as other programs leave it. `extra`: HTML after the text."""
    style = "@page{size:A4;margin:2cm}body{font-family:'Sarabun','Noto Sans Thai';font-size:14pt}td{border:1px solid}"
    page = f"<html lang=th><title>{html.escape(title)}</title><style>{style}</style><body>{paragraphs(blocks)}{extra}"
    return weasyprint.HTML(string=page).write_pdf()


@functools.cache
def picture(width: int = 300, height: int = 100, kind: str = "PNG") -> bytes:
    """A scribble."""
    image = Image.new("RGB", (width, height), "white")
    draw, chance = ImageDraw.Draw(image), random.Random(7)
    draw.line([(chance.randrange(width), chance.randrange(height)) for _n in range(30)], fill="navy", width=3)
    return saved(image, kind)


def shown(style: str, width: int = 300, height: int = 100) -> str:
    """A picture as HTML, placed by `style`."""
    data = base64.b64encode(picture(width, height)).decode()
    return f'<img src="data:image/png;base64,{data}" style="position:absolute;{style}">'


def saved(thing: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    thing.save(out, kind)
    return out.getvalue()


def scan(pages: int = 1, *, strips: int = 1, margin: float = 0.0) -> bytes:
    """Pages that are nothing but a picture, perhaps in strips, perhaps with a white margin (share of the page)."""
    book = pikepdf.new()
    image = Image.open(io.BytesIO(picture(400, 560 // strips))).convert("L")
    for _page in range(pages):
        page = book.add_blank_page(page_size=A4)
        stream = pikepdf.Stream(
            book,
            image.tobytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=stream))
        width, height = A4[0] * (1 - margin), A4[1] * (1 - margin)
        left, bottom = (A4[0] - width) / 2, (A4[1] - height) / 2
        parts = [f"q {width} 0 0 {height / strips} {left} {bottom + n * height / strips} cm /Im Do Q" for n in range(strips)]
        page.obj.Contents = pikepdf.Stream(book, " ".join(parts).encode())
    return stored(book)


def stored(book: pikepdf.Pdf, **how) -> bytes:
    out = io.BytesIO()
    book.save(out, **how)
    return out.getvalue()


def joined(*books: bytes) -> bytes:
    whole = pikepdf.new()
    for one in books:
        whole.pages.extend(pikepdf.open(io.BytesIO(one)).pages)
    return stored(whole)


def locked(book: bytes, *, user: str = "", owner: str = "owner") -> bytes:
    return stored(pikepdf.open(io.BytesIO(book)), encryption=pikepdf.Encryption(user=user, owner=owner))


def with_signature_field(book: bytes) -> bytes:
    """A form field that holds a digital signature, of which only the place is true."""
    here = pikepdf.open(io.BytesIO(book))
    value = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=b"\0" * 20, ByteRange=pikepdf.Array([0, 1, 2, 3])
    )
    field = here.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="signature", V=here.make_indirect(value)))
    here.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    return stored(here)


def without_letters(book: bytes) -> bytes:
    """The typefaces no longer say which letters their shapes are, as with old Thai fonts."""
    here = pikepdf.open(io.BytesIO(book))
    for thing in here.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            del thing["/ToUnicode"]
    return stored(here)


def xlsx(rows: list[list[object]], *more: list[list[object]], title: str = "ข้อมูล") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for number, others in enumerate(more, 2):
        sheet = book.create_sheet(f"{title} {number}")
        for row in others:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(blocks: list[Block], title: str = "") -> bytes:
    file = docx.Document()
    file.core_properties.title = title
    for block in blocks:
        if isinstance(block, str):
            file.add_paragraph(block)
            continue
        table = file.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


SLIDE = '<p:sld xmlns:p="p" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{}</p:sld>'


def slides(*texts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number, text in enumerate(texts, 1):
            package.writestr(f"ppt/slides/slide{number}.xml", SLIDE.format(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"))
    return out.getvalue()


def with_part(package: bytes, name: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()
