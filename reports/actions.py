"""Asking for papers, and keeping the ones that were made."""

import base64
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import seat_of
from ita_portal.lib import store
from records.actions import ask, record
from records.models import Job
from reports import policy
from reports.models import SHEETS, Report, ReportKind, Signature
from reports.queries import latest_paper

JOB_KINDS = {
    ReportKind.SUMMARY: "report.summary",
    ReportKind.WORKBOOK: "report.workbook",
    **dict.fromkeys(SHEETS.values(), "report.assignment_sheet"),
}


@transaction.atomic
def ask_for_paper(assessment: Assessment, kind: ReportKind, *, choices: dict | None = None, by: User) -> Job:
    """Have the worker make a paper; the job's page shows how far it is. `choices`: what a SheetChoices holds, for the assignment sheet."""
    policy.may_make_papers(seat_of(by, assessment)).require()
    return ask_as(assessment, kind, choices=choices, by=by)


def ask_as(assessment: Assessment, kind: ReportKind, *, choices: dict | None = None, by: User | None) -> Job:
    """The job itself; `by` None is whoever runs the portal's commands."""
    more = {"paper": kind.value, "choices": choices or {}} if kind in SHEETS.values() else {}
    return ask(JOB_KINDS[kind], by=by, scope=assessment.scope, assessment=assessment.pk, person=by.pk if by else None, **more)


def code_of(assessment: Assessment, kind: str, content_hash: str) -> str:
    """The code printed on a paper: the same content always has the same one."""
    digest = hashlib.sha256(f"{assessment.scope} {kind} {content_hash}".encode()).digest()
    return base64.b32encode(digest)[:12].decode()


def standing_paper(assessment: Assessment, kind: str, content_hash: str) -> Report | None:
    """The newest paper of that kind, when nothing has changed since it was made."""
    latest = latest_paper(assessment, kind)
    return latest if latest and latest.content_hash == content_hash else None


@transaction.atomic
def keep_paper(
    assessment: Assessment,
    kind: ReportKind,
    content: bytes,
    *,
    title: str,
    file_name: str,
    media_type: str,
    content_hash: str,
    signatures: tuple[dict, ...] = (),
    by: User | None,
) -> Report:
    """Store the bytes under their hash and register the paper; it supersedes the one before. Safe to repeat."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)  # two workers with the same paper: the second finds the first's
    standing = standing_paper(assessment, kind, content_hash)
    if standing:
        return standing
    code = code_of(assessment, kind, content_hash)
    again = Report.objects.filter(code=code).count()
    report = Report(
        assessment=assessment,
        kind=kind,
        code=code if not again else code_of(assessment, kind, f"{content_hash} {timezone.now().isoformat()}"),
        title=title,
        file_name=file_name,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content_hash=content_hash,
        supersedes=latest_paper(assessment, kind),
        made_at=timezone.now(),
        made_by=by,
    )
    store.keep(report.path, ContentFile(content))
    report.save()
    Signature.objects.bulk_create(Signature(report=report, signed_at=report.made_at, **signature) for signature in signatures)
    record("make_paper", target=report, by=by, scope=assessment.scope, kind=kind, sha256=report.sha256)
    return report
