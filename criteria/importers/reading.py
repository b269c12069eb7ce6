"""What a handed-in file is and says: a catalogue (YAML, the exported workbook) or a list of items. Always in a limited child."""

import json
from dataclasses import asdict
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from criteria import files, values
from criteria.content import facts_of
from criteria.documents.reading import read_document
from criteria.documents.shapes import Reading
from criteria.enums import EditionState, FileKind
from criteria.importers.editions import create_edition
from criteria.models import Requirement
from criteria.uploads import ending_of
from criteria.workbook import edition_from_workbook, is_catalogue
from ita_portal.lib.sandbox import ChildFailed, Limits, run_module

CATALOGUE_ENDINGS = ("yaml", "yml")
_LIMITS = Limits(cpu_seconds=20, wall_seconds=40, memory=1024**3, file_size=8 * 1024**2)
# What values of the wrong kind raise when rows are made of them
_MISFITS = (DatabaseError, ValidationError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


class _TakeBack(Exception):
    """Ends a transaction whose changes were only tried."""


def read_file(data: bytes, file_name: str) -> tuple[FileKind, dict, Reading | None]:
    """Kind, content as it is kept, and for a list what was recognised beside its rows. Takes up to 40 seconds: call it from a job.

    Raises FileRefused with every sentence there is to say: each cell that cannot be read, or everything that is wrong with the edition.
    """
    if ending_of(file_name) in CATALOGUE_ENDINGS:
        return FileKind.CATALOGUE, checked(catalogue_from_yaml(data)), None
    if data.startswith(b"PK") and is_catalogue(data):
        return FileKind.CATALOGUE, checked(edition_from_workbook(data)), None
    reading = read_document(data, file_name)
    if not reading.entries:
        sentence = _(
            "No item was recognised: a list of items has a column with codes such as O1, ๐๑ or 01, each alone in its cell."
        )
        raise files.FileRefused([sentence])
    return FileKind.LIST, {"entries": _storable([asdict(entry) for entry in reading.entries])}, reading


def catalogue_from_yaml(data: bytes) -> dict:
    """The mapping in a YAML file, days as ISO dates. Raises FileRefused."""
    if len(data) > files.MAX_FILE_BYTES:
        raise files.FileRefused([_("The file is larger than 2 MB; a catalogue is far smaller. Is it the right file?")])
    try:
        answer = json.loads(run_module("criteria.yaml_child", data, _LIMITS))
    except (ChildFailed, ValueError, RecursionError) as problem:
        raise files.FileRefused(
            [_("The file cannot be read as YAML, or grows far beyond any edition when it is read.")]
        ) from problem
    if "problem" in answer:
        raise files.FileRefused([_("The file is not readable as YAML: %(problem)s") % {"problem": answer["problem"]}])
    if not isinstance(answer["found"], dict):
        raise files.FileRefused(
            [_("The file holds no catalogue: the top level must be a mapping with `code`, `indicators` and so on.")]
        )
    return answer["found"]


def checked(data: dict) -> dict:
    """The data, if an edition can be made of them. Raises FileRefused with everything that is wrong."""
    data = _storable(data)
    try:
        problems = files.problems_of(data, set(Requirement.objects.values_list("key", flat=True)))
        problems = problems or list(_too_long(data))
    except _MISFITS as problem:
        problems = [_misfit(problem)]
    if problems:
        raise files.FileRefused(problems)
    try:
        facts_of(data), values.from_data(data)
        with transaction.atomic():
            # Under a name of its own: the edition may stand already.
            create_edition({**data, "code": "only-tried", "programme": "only-tried"}, "", EditionState.DRAFT)
            raise _TakeBack
    except _TakeBack:
        return data
    except _MISFITS as problem:
        raise files.FileRefused([_misfit(problem)]) from problem


def _misfit(problem: Exception) -> str:
    text = str(problem).strip().split("\n")[0][:200]
    return _("A value in the file is of another kind than its place asks for (%(problem)s); see docs/catalogue.md.") % {
        "problem": text
    }


def _storable(value):
    """Without the one letter that the database cannot hold."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return str(value) if isinstance(value, Decimal) else value


_LONGEST = {"title_th": 500, "title_en": 500, "group_th": 300, "group_en": 300, "none_wording": 200}


def _too_long(data: dict):
    """Texts that are longer than their place holds, each with where it stands."""
    holders = [("edition", data)]
    for top in data["indicators"]:
        holders.append((str(top["number"]), top))
        for sub in top.get("subs") or []:
            holders.append((str(sub["number"]), sub))
            holders += [(str(sub["number"]), heading) for heading in sub.get("headings") or []]
    holders += [(place.item["code"], place.item) for place in files.places(data)]
    sentence = _("%(where)s: %(field)s is longer than %(most)s letters.")
    for where, holder in holders:
        for name, most in _LONGEST.items():
            if len(str(holder.get(name) or "")) > most:
                yield sentence % {"where": where, "field": name, "most": most}
