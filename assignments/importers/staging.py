"""Taking a document in, and laying what was read out as rows. Nothing of the year is touched."""

from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import get_language

from accounts.models import User
from assignments import policy
from assignments.models import Assessment, SheetImport, SheetRow
from criteria import uploads
from criteria.documents.shapes import Doubt, Entry, Reading
from criteria.enums import EditionState, ReadingState
from criteria.likeness import fits
from criteria.models import Edition
from ita_portal.lib.thai import arabic_digits
from records.actions import ask, record
from records.models import Job


def take(assessment: Assessment, data: bytes, file_name: str, *, by: User | None) -> tuple[SheetImport, bool]:
    """Keep the document and make its import. One that was handed in before leads to the import that stands: False then."""
    if by is not None:
        policy.may_import(by, assessment).require()
    uploads.keep(data)
    return register(assessment, data, file_name, by=by)


@transaction.atomic
def register(assessment: Assessment, data: bytes, file_name: str, *, by: User | None) -> tuple[SheetImport, bool]:
    """The import alone, without keeping the bytes: what a dry run of the command line takes back at its end."""
    sha256 = uploads.digest_of(data)
    about = {"file_name": uploads.clean_name(file_name), "size": len(data), "asked_by": by}
    sheet, created = SheetImport.objects.get_or_create(assessment=assessment, sha256=sha256, defaults=about)
    if created:
        record("hand_in_document", target=sheet, by=by, scope=assessment.scope, sha256=sha256)
    return sheet, created


@transaction.atomic
def ask_to_read(sheet: SheetImport, *, by: User) -> Job:
    """Have the worker read the document; one that was refused is read again."""
    SheetImport.objects.filter(pk=sheet.pk, state=ReadingState.REFUSED).update(state=ReadingState.WAITING, problems=[])
    return ask("assignments.read_document", by=by, scope=sheet.assessment.scope, sheet=sheet.pk, language=get_language())


@transaction.atomic
def stage(sheet: SheetImport, reading: Reading) -> None:
    """Lay the reading out as rows, once."""
    editions = list(Edition.objects.exclude(state=EditionState.RETIRED))
    about = {
        "title": reading.title,
        "fiscal_year": reading.fiscal_year,
        "status_year": reading.status_year,
        "announced": reading.announced,
        "leftovers": [[one.text, one.place] for one in reading.leftovers],
        "doubts": _doubts(reading.doubts),
    }
    waiting = SheetImport.objects.filter(pk=sheet.pk, state=ReadingState.WAITING)
    changes = {"fits": fits(reading.entries, editions), "scores_to": _scores_to(sheet, reading)}
    if waiting.update(state=ReadingState.READY, reading=about, **changes):
        SheetRow.objects.bulk_create(_row(sheet, place, entry) for place, entry in enumerate(reading.entries))
    sheet.refresh_from_db()


def refuse(sheet: SheetImport, problems: list[str]) -> None:
    """The document cannot be used; the sentences say why."""
    waiting = SheetImport.objects.filter(pk=sheet.pk, state=ReadingState.WAITING)
    waiting.update(state=ReadingState.REFUSED, problems=problems)


def _scores_to(sheet: SheetImport, reading: Reading) -> Edition | None:
    """The edition of the year that the status columns name, where the same programme has one."""
    if reading.status_year is None or not any(entry.has_score_column for entry in reading.entries):
        return None
    found = Edition.objects.filter(fiscal_year=reading.status_year, programme=sheet.assessment.edition.programme)
    return found.exclude(state=EditionState.DRAFT).first()


def _doubts(doubts: list[Doubt]) -> list[dict]:
    return [{"code": doubt.code, "detail": doubt.detail} for doubt in doubts]


def _row(sheet: SheetImport, place: int, entry: Entry) -> SheetRow:
    score = score_of(entry.score)
    doubts = _doubts(entry.doubts)
    if entry.score and score is None:
        doubts.append({"code": "score_unusable", "detail": entry.score})
    return SheetRow(
        sheet=sheet,
        position=place,
        number=entry.number,
        printed_code=entry.printed_code[:50],
        title=entry.title,
        heading=entry.heading,
        departments=entry.departments,
        score=score,
        comment=entry.comment,
        has_score=entry.has_score_column,
        raw={column: {"text": cell.text, "place": cell.place} for column, cell in entry.raw.items()},
        confidence=max(0, min(entry.confidence, 100)),
        doubts=doubts,
    )


def score_of(text: str) -> Decimal | None:
    """A score from 0 to 100 with at most two decimals, from Thai or Arabic digits; None where it is none."""
    try:
        score = Decimal(arabic_digits(text).strip().replace(",", ""))
    except InvalidOperation:
        return None
    if not score.is_finite() or not 0 <= score <= 100 or score != round(score, 2):
        return None
    return round(score, 2)
