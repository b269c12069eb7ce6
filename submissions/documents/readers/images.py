"""Pictures: how large they are. What stands in them is not read."""

import io

from PIL import Image

from submissions.documents.shapes import Document, Foreign, Form, Page


def read_image(foreign: Foreign) -> Document:
    with Image.open(io.BytesIO(foreign.content)) as picture:
        width, height = picture.size
        frames = getattr(picture, "n_frames", 1)
    return Document(Form.IMAGE, pages=(Page("", images=1.0),), page_count=frames, detail=f"{width} × {height}")
