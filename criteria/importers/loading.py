"""What a file would make, worked out anew whenever somebody looks, and making just that after a yes."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from criteria import files, policy, values
from criteria.actions.editions import DEFAULT_LEVELS, DEFAULT_SCORING
from criteria.actions.gate import StaleEdit, held
from criteria.content import differing, edition_data, facts_of
from criteria.content.facts import Facts
from criteria.differences import Difference, difference
from criteria.documents.shapes import Entry
from criteria.documents.wire import entry_of
from criteria.enums import EditionState
from criteria.importers.editions import create_edition, refill_edition
from criteria.listing import Listed, edition_of
from criteria.models import CatalogueFile, Edition, Requirement
from criteria.queries import edition_at_work, edition_by_code, plain_edition
from ita_portal.lib.verdict import Verdict
from records.actions import record


class StaleProposal(Exception):
    """What would happen is no longer what the person said yes to; nothing was changed."""


@dataclass
class Proposal:
    """What would be made of a file. `standing`: the edition of that code, where there is one."""

    file: CatalogueFile
    data: dict
    standing: Edition | None
    before: dict | None  # the standing edition's data
    may: Verdict
    findings: list[files.Finding] = field(default_factory=list)

    @cached_property
    def facts(self) -> tuple[Facts, Facts]:
        return facts_of(self.before) if self.before else {}, facts_of(self.data)

    @property
    def changes(self) -> dict[str, int]:
        """Field → places in which the file differs from the draft that stands."""
        return differing(*self.facts)

    @property
    def is_same(self) -> bool:
        return self.standing is not None and not self.changes

    @property
    def digest(self) -> str:
        """What the yes is for."""
        stands = [self.standing.pk, self.standing.state, self.standing.year_count] if self.standing else []
        text = json.dumps([self.data, self.before, stands], ensure_ascii=False, default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def verdict(self) -> Verdict:
        if self.may and self.is_same:
            return Verdict(_("Nothing differs between the file and the edition that stands, so there is nothing to do."))
        return self.may

    def difference(self) -> Difference | None:
        """From the draft that stands to the file."""
        if self.standing is None or self.is_same:
            return None
        return difference(plain_edition(self.standing), values.from_data(self.data))


def entries_of(file: CatalogueFile) -> list[Entry]:
    return [entry_of(entry) for entry in file.content["entries"]]


def proposal_of(file: CatalogueFile, by: User) -> Proposal:
    """As it is now. Of a list something must have been chosen. Raises FileRefused where the choice makes no edition."""
    code = f"{file.choice['fiscal_year']}-{file.choice['programme']}" if file.is_list else file.content["code"]
    standing = edition_at_work(code)
    before = edition_data(standing) if standing else None
    data = _listed(file, before) if file.is_list else file.content
    keys = set(Requirement.objects.values_list("key", flat=True))
    return Proposal(file, data, standing, before, policy.may_load_over(by, standing), files.findings(data, keys))


def _listed(file: CatalogueFile, before: dict | None) -> dict:
    choice = file.choice
    rows = frozenset(choice["rows"])
    source = file.reading.get("title") or file.file_name
    listed = Listed(choice["fiscal_year"], choice["programme"], choice["title_th"], source, rows)
    model = edition_by_code(choice["model"]) if choice["model"] else None
    data = edition_of(entries_of(file), listed, _model_data(model), plain_edition(model) if model else None)
    if before:  # a list says nothing of these: the draft keeps its own
        data |= {name: before[name] for name in ("scoring", "windows", "title_en") if name in before}
    return data


def _model_data(model: Edition | None) -> dict:
    if model is not None:
        return edition_data(model)
    levels = [
        {**level, "floor": str(level["floor"]), "instrument_floor": level["instrument_floor"] and str(level["instrument_floor"])}
        for level in DEFAULT_LEVELS
    ]
    return {"scoring": {**DEFAULT_SCORING, "levels": levels}, "indicators": []}


def apply(file: CatalogueFile, *, seen: str, by: User) -> Edition:
    """Make the draft, or put the file in place of the draft that stands, if that is still what `seen` is the digest of.

    Raises StaleProposal, PermissionDenied with a sentence, FileRefused.
    """
    try:
        with transaction.atomic():
            return _apply(file, seen, by)
    except (IntegrityError, StaleEdit) as meanwhile:  # somebody made or deleted the edition at this very moment
        raise StaleProposal from meanwhile


def _apply(file: CatalogueFile, seen: str, by: User) -> Edition:
    file = CatalogueFile.objects.select_for_update().get(pk=file.pk)
    proposal = proposal_of(file, by)
    if proposal.standing is not None:
        held(proposal.standing)
        proposal = proposal_of(file, by)
    if proposal.digest != seen:
        raise StaleProposal
    proposal.verdict.require()
    digest = "" if file.is_list else file.sha256
    about = {"sha256": file.sha256, "file_name": file.file_name, "kind": file.kind}
    edition = proposal.standing
    if edition is None:
        edition = create_edition(proposal.data, digest, EditionState.DRAFT)
        record("import_edition", target=edition, by=by, scope=edition.code, title=file.file_name, **about)
    else:
        changed = proposal.changes
        refill_edition(edition, proposal.data, digest)
        record("replace_edition", target=edition, by=by, scope=edition.code, title=file.file_name, fields=changed, **about)
    CatalogueFile.objects.filter(pk=file.pk).update(edition=edition, applied_at=timezone.now(), applied_by=by)
    return edition
