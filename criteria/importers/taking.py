"""Taking a file in that is to become an edition, and keeping what was read in it. No edition is touched."""

from django.db import transaction
from django.utils.translation import get_language

from accounts.models import User
from criteria import policy, uploads
from criteria.documents.shapes import Reading
from criteria.enums import FileKind, ReadingState
from criteria.listing import Listed
from criteria.models import CatalogueFile, Edition
from criteria.queries import edition_before, editions
from records.actions import ask, record
from records.models import Job


@transaction.atomic
def take(data: bytes, file_name: str, *, by: User) -> tuple[CatalogueFile, bool]:
    """Keep the file. One that was handed in before leads to what stands of it: False then."""
    policy.may_administer(by).require()
    sha256 = uploads.keep(data)
    about = {"file_name": uploads.clean_name(file_name), "size": len(data), "asked_by": by}
    file, created = CatalogueFile.objects.get_or_create(sha256=sha256, defaults=about)
    if created:
        record("hand_in_catalogue", target=file, by=by, sha256=sha256)
    return file, created


@transaction.atomic
def ask_to_read(file: CatalogueFile, *, by: User) -> Job:
    """Have the worker read the file; one that was refused is read again, since what was missing may be there now."""
    policy.may_administer(by).require()
    CatalogueFile.objects.filter(pk=file.pk, state=ReadingState.REFUSED).update(state=ReadingState.WAITING, problems=[])
    return ask("criteria.read_file", by=by, file=file.pk, language=get_language())


def keep_reading(file: CatalogueFile, kind: FileKind, content: dict, reading: Reading | None) -> None:
    """Keep what was read, once."""
    about = {} if reading is None else _about(reading)
    waiting = CatalogueFile.objects.filter(pk=file.pk, state=ReadingState.WAITING)
    waiting.update(state=ReadingState.READY, kind=kind, content=content, reading=about)


def refuse(file: CatalogueFile, problems: list[str]) -> None:
    """It cannot be used; the sentences say why. The file itself stays."""
    CatalogueFile.objects.filter(pk=file.pk, state=ReadingState.WAITING).update(state=ReadingState.REFUSED, problems=problems)


def _about(reading: Reading) -> dict:
    return {
        "title": reading.title.replace("\0", ""),
        "fiscal_year": reading.fiscal_year,
        "leftovers": [[one.text.replace("\0", ""), one.place] for one in reading.leftovers],
        "doubts": [{"code": doubt.code, "detail": doubt.detail.replace("\0", "")} for doubt in reading.doubts],
    }


@transaction.atomic
def choose(file: CatalogueFile, listed: Listed, model: Edition | None, *, by: User) -> None:
    """Keep what a person said about a list: the edition that it becomes, and its rows. Still nothing is made."""
    policy.may_administer(by).require()
    choice = {
        "fiscal_year": listed.fiscal_year,
        "programme": listed.programme,
        "title_th": listed.title_th,
        "model": model.code if model else "",
        "rows": sorted(listed.rows),
    }
    file.choice, file.version = choice, file.version + 1
    file.save(update_fields=["choice", "version"])


def model_for(year: int | None) -> Edition | None:
    """Which edition a list of that year takes scoring and joins from when nobody says: the last before it, else the newest."""
    known = editions(with_drafts=True)
    if year is None:
        return next(iter(known), None)
    return edition_before(Edition(fiscal_year=year, programme=known[0].programme), known) if known else None
