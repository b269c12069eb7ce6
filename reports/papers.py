"""The papers: the agency's OIT summary as a signed PDF, the yearly workbook."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from functools import cache

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from assignments.models import Assessment
from reports.exporters import year_json, year_workbook
from reports.pdf.fonts import BUILD as FONT_BUILD
from reports.pdf.render import STYLE, render_in_child
from reports.pdf.sign import seal_certificate_info, sign
from reports.publishing import ShownYear, shown_year
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
        return content_of(assessment, f"summary {_layout()}")


@cache
def _layout() -> str:
    """Template, style and typeface in one hash: whatever changes there makes new papers."""
    parts = [
        *(
            (settings.BASE_DIR / "templates" / name).read_text(encoding="utf-8")
            for name in ("reports/pdf/base.html", "reports/pdf/summary.html", "components/charts/bar.html")
        ),
        STYLE.read_text(encoding="utf-8"),
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
    with translation.override("th"):
        qr = segno.make(verify_url(code), error="m").svg_inline(omitsize=True, title=_("QR code to the verify page"))
        context = {
            "year": content.year,
            "assessment": content.year.assessment,
            "code": code,
            "verify_url": verify_url(code),
            "verify_page": f"{settings.PORTAL_URL}{reverse('reports:verify')}",
            "qr": mark_safe(qr),  # noqa: S308 -- drawn by the library from our own address
            "made_at": timezone.localtime(made_at),
            "sealed": content.year.assessment.seal,
            "seal": seal_certificate_info(),
        }
        return render_to_string("reports/pdf/summary.html", context)


def summary_pdf(content: Content, code: str, made_at: datetime.datetime) -> tuple[bytes, dict]:
    """The signed PDF and what its seal is. Takes seconds: for the worker only."""
    assessment = content.year.assessment
    title = f"สรุปผลการเปิดเผยข้อมูลสาธารณะ (OIT) {assessment.agency.name_th} ปีงบประมาณ พ.ศ. {assessment.edition.fiscal_year}"
    pdf = render_in_child(
        summary_html(content, code, made_at),
        title=title,
        description=title,
        created=made_at,
        identifier=bytes.fromhex(content.content_hash)[:16],
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
