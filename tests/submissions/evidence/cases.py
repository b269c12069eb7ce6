"""Cases to look at, with what matters said and everything else as usual."""

import datetime
from dataclasses import replace

from submissions.checks.case import Asked, Case, Finding, Handed, House
from submissions.documents import Document, Foreign, Form, Page
from submissions.documents.child import read

NOW = datetime.datetime(2023, 4, 1, 9, tzinfo=datetime.UTC)
ASKED = Asked("O13", "รายงานผลการดำเนินงานประจำปี", 2566, "current_fy")
HANDED = Handed("file", title="เอกสาร", file_name="file.pdf")
HOUSE = House(names=("เทศบาลตำบลอัลฟา", "Alpha"), main_host="alpha.go.th", unit_names=("กองคลัง", "กองช่าง", "สำนักปลัด"))


def case(document: Document | bytes | str | list[str], *, handed: dict | None = None, **asked) -> Case:
    """`document`: as read, or a file, or the text of a PDF or of its pages."""
    if isinstance(document, bytes):
        document = read(Foreign(document))
    elif not isinstance(document, Document):
        pages = [document] if isinstance(document, str) else document
        document = Document(Form.PDF, pages=tuple(map(Page, pages)), page_count=len(pages))
    return Case(replace(ASKED, **asked), replace(HANDED, **(handed or {})), HOUSE, NOW, document=document)


def outcomes(family, case: Case) -> dict[str, str]:
    return {finding.name.split(".")[1]: str(finding.outcome) for finding in family.look(case)}


def finding(family, case: Case, name: str) -> Finding:
    return next(one for one in family.look(case) if one.name == name)
