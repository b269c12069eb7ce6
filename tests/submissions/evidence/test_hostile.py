"""Texts made to keep a check busy: every check is through with them in good time, since it runs in the worker itself."""

import time

import pytest

from submissions.checks.case import Part
from submissions.checks.families import look
from submissions.documents import Document, Form, Page
from tests.submissions.evidence.cases import case

LETTERS = 300_000
SECONDS = 6.0  # of CPU; it takes about one
PARTS = tuple(
    Part(number, str(text)) for number, text in enumerate(["ปัญหา", "งบประมาณ", "โครงการ", "ผู้รับผิดชอบ", "ขั้นตอน", "โทรศัพท์"])
)


def lines(text: str) -> str:
    line = (text * (600 // len(text) + 1))[:600] + "\n"
    return line * (LETTERS // len(line))


@pytest.mark.parametrize(
    "text",
    [
        *("ก" * LETTERS, "a" * LETTERS, " " * LETTERS, "\n" * LETTERS, "." * LETTERS),
        *("1 " * (LETTERS // 2), "ปี 2566 " * (LETTERS // 8), "3109900000" * (LETTERS // 10)),
        *(
            lines("ซื้อ"),
            lines("a"),
            lines("เช่น"),
            lines("พ.ร.บ. พ.ศ. 2540 "),
            lines("มกราคม - "),
            lines("โครงการ"),
            lines("1. ก "),
            lines("ตรวจ"),
            "ปัญหา" + lines("ปฏิบัติการ").replace("\n", "\nปัญหา"),
            lines("\tกอง"),
        ),
        "ปัญหา\n" * (LETTERS // 6),
    ],
    ids=range(19),
)
def test_no_text_keeps_the_checks_busy(text):
    document = Document(Form.PDF, pages=(Page(text),), page_count=1)
    begun = time.process_time()
    list(look(case(document, parts=PARTS)))
    assert time.process_time() - begun < SECONDS
