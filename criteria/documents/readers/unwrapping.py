"""Lines that only the paper's width broke, put together again."""

import re

from criteria.documents.codes import is_sub_label
from criteria.documents.words import BULLETS

_BEGINS = re.compile(r"^\s*(?:\(?[0-9๐-๙]{1,2}[.)]|O\s|\*|ข้อสังเกต|และ(?:สำนัก|กอง|ทุก)|\((?:กง|งาน|ฝ่าย|กลุ่ม))")
# Only what hardly ever stands inside a sentence: a line that goes on may well begin with “งาน”
_UNITS = ("สำนัก", "กอง", "ฝ่าย", "ศูนย์", "กลุ่มงาน", "ทุกส่วนราชการ", "หน่วยตรวจสอบ")
_THAI_END = re.compile(r"[\u0e01-\u0e4e]$")
_THAI_BEGIN = re.compile(r"^[\u0e01-\u0e4e]")


def unwrapped(text: str) -> str:
    """Each line that begins something of its own stays a line: a bullet, a number, a department, a label."""
    whole: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            continue
        if not whole or begins_anew(line):
            whole.append(line.rstrip("\n"))
        else:
            thai = _THAI_END.search(whole[-1]) and _THAI_BEGIN.match(line)
            whole[-1] += line if thai or whole[-1].endswith(" ") else f" {line}"
    return "\n".join(whole)


def begins_anew(line: str) -> bool:
    first = line.lstrip()[:1]
    return (
        first in BULLETS
        or bool(_BEGINS.match(line))
        or is_sub_label(line)
        or (len(line) < 60 and line.lstrip().startswith(_UNITS))
    )
