"""Bytes to text: UTF-8 with or without mark, UTF-16, and the Thai code pages of older machines."""

import codecs
import re

from criteria.documents.readers.refusals import Refused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


def decoded(data: bytes) -> str:
    """The text. Raises Refused where the bytes are no text."""
    text = _decoded(data)
    if len(_CONTROL.findall(text)) > len(text) // 1000:
        raise Refused("no_text_file")
    return _CONTROL.sub("", text)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data, encoding)
    if _looks_like_utf16(data):
        return _as(data, "utf-16-le")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _as(data, "cp874")  # TIS-620 with what Windows put into its gaps


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise Refused("no_text_file") from problem


def _looks_like_utf16(data: bytes) -> bool:
    """Thai in UTF-16 without a mark: every second byte is 0x0e, or zero for Latin."""
    high = data[1:2000:2]
    return (
        len(high) > 3
        and sum(byte in (0x0E, 0) for byte in high) > 0.8 * len(high)
        and not data[:2000:2].count(0) > len(high) // 2
    )
