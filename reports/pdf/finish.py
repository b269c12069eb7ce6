"""Mends the text layer of a rendered document: each glyph gets the text that the built typeface says."""

import re

_PAIR = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")


def text_layer(texts: dict[int, str]):
    """A finisher for the renderer: rewrites every glyph-to-text table from `texts`."""

    def mend(match: re.Match[bytes]) -> bytes:
        text = texts.get(int(match[1], 16))
        return match[0] if text is None else b"<%s> <%s>" % (match[1], text.encode("utf-16-be").hex().encode())

    def finish(document, pdf) -> None:
        for thing in pdf.objects:
            lines = getattr(thing, "stream", None)
            if isinstance(lines, list) and any(isinstance(line, bytes) and b"beginbfchar" in line for line in lines):
                thing.stream = [_PAIR.sub(mend, line) if isinstance(line, bytes) else line for line in lines]

    return finish
