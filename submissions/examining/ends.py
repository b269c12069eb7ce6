"""How files begin and end, and web pages hidden in them."""

import re
from pathlib import Path

# What makes a browser take bytes for a page. A space or the end of the tag must follow, so that chance does not hit it in pictures.
PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed|meta|\?php)[\s>/]", re.I)


def head_of(path: Path, size: int = 2048) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def tail_of(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - size, 0))
        return file.read()
