"""Whom a cell of a document names: the agency's departments, and those that a person said its other names are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from accounts.models import Department
from assignments.enums import FragmentIs
from assignments.matching import Known, Match, Suggestion, resolve
from assignments.models import FragmentAnswer, SheetImport
from criteria.documents.shapes import Doubt
from ita_portal.lib.thai import search_key

NEW = "new:"  # begins the key of a department that exists once the document is applied; its name's search key follows


@dataclass(frozen=True)
class Giving:
    """Who answers for an item, by keys of departments. The units stand beside their departments."""

    lead: str = ""
    support: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    everyone: bool = False

    @property
    def is_nobody(self) -> bool:
        return not self.lead and not self.support and not self.everyone

    def as_list(self) -> list:
        return [self.lead, list(self.support), list(self.units), self.everyone]

    def as_dict(self) -> dict:
        return {"lead": self.lead, "support": list(self.support), "units": list(self.units), "everyone": self.everyone}

    @classmethod
    def from_dict(cls, data: dict) -> "Giving":
        return cls(data["lead"], tuple(data["support"]), tuple(data["units"]), data["everyone"])


@dataclass(frozen=True)
class Fragment:
    """A name that none of the agency's departments has."""

    text: str
    suggestions: tuple[Suggestion, ...] = ()  # departments that it may be, the likeliest first
    inside: str = ""  # key of the department in whose brackets it stands, perhaps of one that is not known yet

    @property
    def key(self) -> str:
        return search_key(self.text)[:300]


@dataclass
class CellReading:
    """What a cell says, as far as it is known."""

    giving: Giving | None  # None: the cell is empty, or the document has no such column
    open: list[Fragment] = field(default_factory=list)  # names that a person has to be asked about
    doubts: list[Doubt] = field(default_factory=list)
    confidence: int = 100


@dataclass
class Directory:
    """The agency's departments, and beside them what a person said about other names in the document."""

    departments: dict[str, Department]  # by key, sub-units too
    answers: dict[str, FragmentAnswer]  # by the search key of the name
    brought: dict[str, FragmentAnswer] = field(default_factory=dict)  # key of a new department → where it was said
    aliases: list[tuple[str, str]] = field(default_factory=list)  # (key, other spelling) that are not written yet

    @property
    def tops(self) -> list[str]:
        """Departments, without their sub-units, as they will be."""
        standing = [key for key, department in self.departments.items() if department.parent_id is None]
        return standing + [key for key in self.brought if not self.parent(key)]

    def name(self, key: str) -> str:
        """As it is shown, in the reader's language."""
        return str(self.departments[key]) if key in self.departments else self.plain_name(key)

    def plain_name(self, key: str) -> str:
        """As documents have it, in Thai."""
        if key in self.departments:
            return self.departments[key].name_th
        return self.brought[key].name if key in self.brought else key.removeprefix(NEW)

    def names(self, keys: Iterable[str]) -> list[str]:
        return [self.name(key) for key in keys]

    def parent(self, key: str) -> str:
        """Key of the department whose sub-unit this is; empty for a department."""
        if key in self.brought:
            return self.named_by(self.brought[key].under)
        department = self.departments.get(key)
        return self.key_of(department.parent_id) if department and department.parent_id else ""

    def named_by(self, key: str) -> str:
        """The key itself; for that of a name which was asked about, that of what the person said it is."""
        said = self.answers.get(key.removeprefix(NEW)) if key.startswith(NEW) else None
        return (self._key_said(said) or "") if said else key

    def key_of(self, pk: int | None) -> str:
        return next((key for key, department in self.departments.items() if department.pk == pk), "")

    def knows(self, key: str) -> bool:
        return key in self.departments or key in self.brought

    def whole(self, giving: Giving) -> Giving:
        """The same with every department named where all of them answer, and without what no longer exists."""
        lead = giving.lead if self.knows(giving.lead) else ""
        named = self.tops if giving.everyone else [key for key in giving.support if self.knows(key)]
        if not lead and named and not giving.everyone:
            lead = named[0]
        support = tuple(sorted(set(named) - {lead}))
        units = tuple(sorted(key for key in set(giving.units) if self.parent(key) in (lead, *support)))
        return Giving(lead, support, units, giving.everyone)

    def add(self, said: FragmentAnswer) -> None:
        """Take in what a person said."""
        key = self._key_said(said)
        if not key:  # no department; or one that was closed since: then the name is asked about again
            return
        if key.startswith(NEW):
            self.brought.setdefault(key, said)
        if said.search_key not in self.spellings(key):
            self.aliases.append((key, said.text))

    def _key_said(self, said: FragmentAnswer) -> str:
        """Key of the department that a name is; empty for none."""
        if said.answer == FragmentIs.NEW:
            name = search_key(said.name)
            standing = (key for key, department in self.departments.items() if search_key(department.name_th) == name)
            return next(standing, NEW + name)
        return self.key_of(said.department_id) if said.answer == FragmentIs.ALIAS else ""

    def spellings(self, key: str) -> set[str]:
        """Search keys of the names that a department has, or will have."""
        return {search_key(text) for text in (self.plain_name(key), *self._other_names(key))}

    @cached_property
    def known(self) -> list[Known]:
        """All names under which a department is found, also those that were only said."""
        units: dict[str, list[Known]] = {}
        for key in (*self.departments, *self.brought):
            if self.parent(key):
                units.setdefault(self.parent(key), []).append(Known(key, self.plain_name(key), self._other_names(key)))
        tops = [(key, tuple(units.get(key, ()))) for key in self.tops]
        return [Known(key, self.plain_name(key), self._other_names(key), parts) for key, parts in tops]

    def _other_names(self, key: str) -> tuple[str, ...]:
        written = [alias.text for alias in self.departments[key].aliases.all()] if key in self.departments else []
        return (*written, *(text for owner, text in self.aliases if owner == key))

    def is_nothing(self, fragment: Fragment) -> bool:
        """Whether a person said that this is no department."""
        said = self.answers.get(fragment.key)
        return said is not None and said.answer == FragmentIs.NONE

    def plan(self) -> list:
        """What an apply would write here."""
        return [[[key, said.name, self.parent(key)] for key, said in sorted(self.brought.items())], self.aliases]


def directory_of(sheet: SheetImport) -> Directory:
    """The departments with their spellings, and what was said about other names. Three queries."""
    found = (
        Department.objects.filter(agency=sheet.assessment.agency_id, retired_on=None)
        .prefetch_related("aliases")
        .order_by("sort_key")
    )
    departments = {department.key: department for department in found}
    directory = Directory(departments, {said.search_key: said for said in sheet.answers.select_related("department")})
    for said in directory.answers.values():
        directory.add(said)
    return directory


def read_cell(text: str, directory: Directory) -> CellReading:
    """Whom the responsible cell of a row names; text with its line breaks, which part departments."""
    if not text.strip():
        return CellReading(None)
    found = resolve(text, directory.known)
    reading = CellReading(None)
    for match in found.matches:
        _ask_about(match, "", reading, directory)
        for unit in match.units:
            _ask_about(unit, match.key or NEW + search_key(match.text), reading, directory)
    named = [match.key for match in found.matches if match.key]
    units = tuple(unit.key for match in found.matches for unit in match.units if unit.key)
    giving = directory.whole(Giving(named[0] if named else "", tuple(named[1:]), units, found.everyone))
    reading.giving = None if giving.is_nobody else giving
    if found.persons:
        reading.doubts.append(Doubt("persons_left_out", str(found.persons)))
    return reading


def _ask_about(match: Match, inside: str, reading: CellReading, directory: Directory) -> None:
    """A name without a certain department becomes a question, unless a person said that it is nothing."""
    fragment = Fragment(match.text, match.suggestions, inside)
    if not match.key and not directory.is_nothing(fragment):
        reading.open.append(fragment)
