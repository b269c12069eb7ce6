"""Keeping what a person said about a document: row by row, name by name. Nothing of the year is touched."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import Department, User
from assignments import policy
from assignments.enums import Decision, FragmentIs
from assignments.importers.review import Line, Review
from assignments.models import FragmentAnswer, SheetImport, SheetRow
from criteria.models import Edition
from ita_portal.lib.thai import search_key, tidy


@dataclass(frozen=True)
class Wanted:
    """A decision about a row; `seen` is the row's state on the page that was sent (`seen_of`)."""

    row: int
    decision: str
    seen: str
    replaces: bool = False


def seen_of(row: SheetRow) -> str:
    """How the row stands, for a form to send back. A decision about a row that somebody else decided meanwhile does not count."""
    return row.decided_at.isoformat() if row.decided_at else ""


def _at(seen: str) -> datetime.datetime | None:
    try:
        return parse_datetime(seen)
    except ValueError:
        return None


@transaction.atomic
def decide(review: Review, wanted: Iterable[Wanted], *, by: User | None) -> list[str]:
    """Keep these decisions; those that are as they were are left alone. Returns why some were not kept, as sentences."""
    _allow(review.sheet, by)
    lines = {line.row.pk: line for line in review.lines}
    refusals = []
    for one in wanted:
        line = lines.get(one.row)
        if line is None or (one.decision == line.row.decision and one.replaces == line.row.replaces):
            continue
        refusal = _decide(line, one, by)
        if refusal:
            refusals.append(f"{line.code}: {refusal}")
    _touch(review.sheet)
    return refusals


def _decide(line: Line, one: Wanted, by: User | None) -> str:
    if one.decision == Decision.ACCEPTED and line.problem:
        return line.problem
    here = SheetRow.objects.filter(pk=one.row, decided_at=_at(one.seen))
    if not here.update(decision=one.decision, replaces=one.replaces, decided_by=by, decided_at=timezone.now()):
        return _("Somebody else decided this row in the meantime. Look at it again.")
    return ""


def accept_certain(review: Review, *, by: User | None) -> int:
    """Take over every row that is open, certain and without a question. Returns how many those are."""
    certain = [line for line in review.lines if line.is_open and line.is_certain]
    wanted = [Wanted(line.row.pk, Decision.ACCEPTED, seen_of(line.row), line.row.replaces) for line in certain]
    return len(certain) - len(decide(review, wanted, by=by))


@transaction.atomic
def correct(line: Line, correction: dict, *, seen: str, by: User) -> bool:
    """Put what a person typed in place of what was read, and take the row over. False: somebody else was there before."""
    sheet = line.row.sheet
    _allow(sheet, by)
    here = SheetRow.objects.filter(pk=line.row.pk, decided_at=_at(seen))
    done = here.update(correction=correction, decision=Decision.ACCEPTED, decided_by=by, decided_at=timezone.now())
    _touch(sheet)
    return bool(done)


@dataclass(frozen=True)
class Said:
    """What a name is."""

    text: str
    answer: str
    department: Department | None = None
    name: str = ""
    under: str = ""


@transaction.atomic
def answer(sheet: SheetImport, said: Iterable[Said], *, by: User | None) -> None:
    """Keep the answers, one for each name. A later one replaces the one before; nothing is written elsewhere yet."""
    _allow(sheet, by)
    for one in said:
        about: Mapping[str, object] = {
            "text": one.text[:300],
            "answer": one.answer,
            "department": one.department if one.answer == FragmentIs.ALIAS else None,
            "name": tidy(one.name)[:300] if one.answer == FragmentIs.NEW else "",
            "under": one.under if one.answer == FragmentIs.NEW else "",
            "decided_by": by,
        }
        _keep_answer(sheet, search_key(one.text)[:300], about)
    _touch(sheet)


def _keep_answer(sheet: SheetImport, key: str, about: Mapping[str, object]) -> None:
    try:
        with transaction.atomic():
            FragmentAnswer.objects.update_or_create(sheet=sheet, search_key=key, defaults=about)
    except IntegrityError:  # two people answered in the same moment; the later one stands
        FragmentAnswer.objects.update_or_create(sheet=sheet, search_key=key, defaults=about)


@transaction.atomic
def forget_answer(sheet: SheetImport, text: str, *, by: User) -> None:
    """Ask again what this name is."""
    _allow(sheet, by)
    FragmentAnswer.objects.filter(sheet=sheet, search_key=search_key(text)[:300]).delete()
    _touch(sheet)


@transaction.atomic
def choose_scores(sheet: SheetImport, edition: Edition | None, *, by: User | None) -> None:
    """Say whose scores the status columns are; None: they are not taken over."""
    _allow(sheet, by)
    sheet.scores_to = edition
    sheet.save(update_fields=["scores_to"])
    _touch(sheet)


def _allow(sheet: SheetImport, by: User | None) -> None:
    if by is not None:
        policy.may_import(by, sheet.assessment).require()


def _touch(sheet: SheetImport) -> None:
    SheetImport.objects.filter(pk=sheet.pk).update(version=F("version") + 1)
