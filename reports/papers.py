"""The papers: the agency's OIT summary as a signed PDF, the yearly workbook, the assignment sheet."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from assignments.models import Assessment
from ita_portal.lib.thai import date_th, thai_digits
from reports.exporters import sheet_excel, sheet_word, year_json, year_workbook
from reports.models import ReportKind
from reports.pdf.fonts import BUILD as FONT_BUILD
from reports.pdf.render import SHEET_STYLE, STYLE, render_in_child
from reports.pdf.sign import seal_certificate_info, sign
from reports.publishing import Sheet, SheetChoices, ShownYear, assignment_sheet, shown_year
from submissions.visibility import SCORES_SHOWN


@dataclass(frozen=True)
class Content:
    """What a paper is made from, and the hash by which equal content is known."""

    year: ShownYear
    content_hash: str


def content_of(assessment: Assessment, layout: str) -> Content:
    """Gather the year as its stage allows it to be seen: scores only once the agency may know them."""
    year = shown_year(assessment, with_scores=assessment.stage in SCORES_SHOWN)
    shown = {"layout": layout, "year": year_json(year), "title": assessment.edition.title_th, "agency": assessment.agency.name_th}
    return Content(year, hashlib.sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True).encode()).hexdigest())


def summary_content(assessment: Assessment) -> Content:
    with translation.override("th"):
        return content_of(assessment, f"summary {_layout(('reports/pdf/summary.html', 'components/charts/bar.html'))}")


@cache
def _layout(templates: tuple[str, ...], styles: tuple[Path, ...] = (STYLE,)) -> str:
    """Template, style and typeface in one hash: whatever changes there makes new papers."""
    parts = [
        *((settings.BASE_DIR / "templates" / name).read_text(encoding="utf-8") for name in ("reports/pdf/base.html", *templates)),
        *(style.read_text(encoding="utf-8") for style in styles),
        FONT_BUILD,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def workbook_content(assessment: Assessment) -> Content:
    with translation.override("th"):
        return content_of(assessment, "workbook 1")


def verify_url(code: str) -> str:
    return f"{settings.PORTAL_URL}{reverse('reports:verify')}?code={code}"


def summary_html(content: Content, code: str, made_at: datetime.datetime) -> str:
    """The summary's page, in Thai, with the QR code to the verify page."""
    assessment = content.year.assessment
    context = {"year": content.year, "assessment": assessment, "sealed": assessment.seal, "made_at": timezone.localtime(made_at)}
    return _page("reports/pdf/summary.html", code, context)


def _page(template: str, code: str, context: dict) -> str:
    """An official page with the code under which anybody can verify it."""
    with translation.override("th"):
        qr = segno.make(verify_url(code), error="m").svg_inline(omitsize=True, title=_("QR code to the verify page"))
        frame = {
            "code": code,
            "verify_page": f"{settings.PORTAL_URL}{reverse('reports:verify')}",
            "qr": mark_safe(qr),  # noqa: S308 -- drawn by the library from our own address
            "seal": seal_certificate_info(),
        }
        return render_to_string(template, {**frame, **context})


def summary_pdf(content: Content, code: str, made_at: datetime.datetime) -> tuple[bytes, dict]:
    """The signed PDF and what its seal is. Takes seconds: for the worker only."""
    assessment = content.year.assessment
    title = f"สรุปผลการเปิดเผยข้อมูลสาธารณะ (OIT) {assessment.agency.name_th} ปีงบประมาณ พ.ศ. {assessment.edition.fiscal_year}"
    return _sealed(summary_html(content, code, made_at), title, content.content_hash, made_at, (STYLE,))


def _sealed(html: str, title: str, content_hash: str, made_at: datetime.datetime, styles: Sequence[Path]) -> tuple[bytes, dict]:
    pdf = render_in_child(
        html, title=title, description=title, created=made_at, identifier=bytes.fromhex(content_hash)[:16], styles=styles
    )
    seal = seal_certificate_info()
    return sign(pdf, reason=title, signer_name="ITA Portal"), {
        "signer": seal.subject,
        "fingerprint": seal.fingerprint,
        "self_made": seal.self_made,
    }


def workbook(content: Content) -> bytes:
    with translation.override("th"):
        return year_workbook(content.year)


# --- the assignment sheet

SHEET_STYLES = (STYLE, SHEET_STYLE)
EDITABLE = {ReportKind.ASSIGNMENT_WORD: sheet_word, ReportKind.ASSIGNMENT_EXCEL: sheet_excel}
EDITABLE_LAYOUT = "1"  # of the Word and Excel files; a change makes new papers


@dataclass(frozen=True)
class SheetContent:
    """The assignment sheet of a year as it stands now, and the hash by which an equal one is known."""

    sheet: Sheet
    content_hash: str


def sheet_content(assessment: Assessment, kind: ReportKind, choices: SheetChoices) -> SheetContent:
    sheet = assignment_sheet(assessment, choices)
    layout = EDITABLE_LAYOUT if kind in EDITABLE else _layout(("reports/pdf/assignment_sheet.html",), SHEET_STYLES)
    shown = json.dumps({"layout": layout, "kind": kind, "sheet": asdict(sheet)}, ensure_ascii=False, sort_keys=True)
    return SheetContent(sheet, hashlib.sha256(shown.encode()).hexdigest())


def sheet_html(content: SheetContent, code: str, made_at: datetime.datetime) -> str:
    """The sheet's page, in Thai; code and address stay in the digits in which they are typed."""
    here = timezone.localtime(made_at)
    made = f"{date_th(here.date())} เวลา {here:%H:%M} น."
    context = {"sheet": content.sheet, "made": thai_digits(made) if content.sheet.thai else made}
    return _page("reports/pdf/assignment_sheet.html", code, context)


def sheet_file(content: SheetContent, kind: ReportKind, code: str, made_at: datetime.datetime) -> tuple[bytes, tuple[dict, ...]]:
    """The sheet's bytes, and its seals: a PDF has one. Takes seconds: for the worker only."""
    if kind in EDITABLE:
        return EDITABLE[kind](content.sheet), ()
    html = sheet_html(content, code, made_at)
    pdf, seal = _sealed(html, content.sheet.short_title, content.content_hash, made_at, SHEET_STYLES)
    return pdf, (seal,)
