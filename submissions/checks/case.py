"""What a check looks at, and what it says: plain values, so that every check can be measured without a portal around it."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise

from ita_portal.lib.fetch import Fetched
from submissions.checks.ways import Step
from submissions.documents import Document
from submissions.enums import EvidenceKind, Grade, Outcome, Reason


@dataclass(frozen=True)
class Part:
    """A component that the item asks for."""

    pk: int
    text: str
    required: bool = True
    target_year: int | None = None


@dataclass(frozen=True)
class Asked:
    """What the item asks for."""

    code: str
    title: str
    fiscal_year: int  # of the edition, Buddhist Era
    period_rule: str = ""
    whole_agency: bool = True
    needs_signature: bool = False
    machine_readable: bool = False
    parts: tuple[Part, ...] = ()  # leaves of the tree, in order


@dataclass(frozen=True)
class Handed:
    """The piece of evidence as it was handed in."""

    kind: str
    title: str = ""
    url: str = ""
    file_name: str = ""
    click_path: str = ""
    parts: tuple[int, ...] = ()  # components it is said to prove; empty: not said
    covers_from: datetime.date | None = None  # the period that it is said to be of, both days included
    covers_until: datetime.date | None = None

    @property
    def is_address(self) -> bool:
        return self.kind == EvidenceKind.URL


@dataclass(frozen=True)
class House:
    """The agency."""

    names: tuple[str, ...] = ()
    main_host: str = ""
    unit_names: tuple[str, ...] = ()  # of its departments


@dataclass(frozen=True)
class Past:
    """How the address answered before this look: the failures in a row, and when it worked last."""

    failures: int = 0
    failing_since: datetime.datetime | None = None
    worked_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Walk:
    """What looking for the way from the home page found."""

    way: tuple[Step, ...]  # empty: none was found
    pages: int  # that were looked at
    whole: bool  # nothing that could be clicked within reach was left
    in_sitemap: bool = False
    problem: str = ""  # "home", "robots", "scripted": why nobody could look


@dataclass(frozen=True)
class Written:
    """What came of clicking along the way that a person wrote. `step`: the words that no link says; `at`: on which page."""

    ok: bool
    step: str = ""
    at: str = ""
    problem: str = ""  # "page": the page before it could not be read


@dataclass(frozen=True)
class Case:
    """One piece of evidence with everything that is known of it now. What was not looked at is None."""

    asked: Asked
    handed: Handed
    house: House
    now: datetime.datetime
    fetched: Fetched | None = None
    document: Document | None = None
    probe: Fetched | None = None  # how the host answers an address that cannot exist
    missing: Document | None = None  # the page that it shows there
    past: Past = Past()
    walk: Walk | None = None
    written: Written | None = None

    @property
    def leads_to(self) -> str:
        """Where a reader ends up: sent on by the server, then by the page itself. As it was handed in where that cannot be seen."""
        if self.fetched is None or not self.fetched.fine:
            return self.handed.url
        onward = self.document.refresh if self.document else ""
        return onward if onward.startswith(("http://", "https://")) else self.fetched.final_url


@dataclass(frozen=True)
class Place:
    """Where something stands in the document, with the passage itself."""

    page: int  # 1 for the first; 0 when it has no pages
    text: str
    part: int = 0  # component it shows, if any


@dataclass(frozen=True)
class Finding:
    """What one check says of one case. `facts` make its sentence, `measured` is for the record; both hold plain JSON values."""

    name: str  # of the Kind
    outcome: Outcome
    facts: dict = field(default_factory=dict)
    measured: dict = field(default_factory=dict)
    places: tuple[Place, ...] = ()


class _Words(dict):
    """What stands in a sentence; a fact that an older check did not keep leaves its place empty."""

    def __missing__(self, name: str) -> str:
        return ""


@dataclass(frozen=True)
class Kind:
    """One check: the reason code an assessor would give, how much it claims, and its sentences (lazy, with %(facts)s).

    `version` grows when the check itself changes, so that old results are seen to be of an older check.
    """

    name: str
    code: Reason
    grade: Grade
    found: str | Promise
    clear: str | Promise
    unknown: str | Promise
    version: int = 1
    words: Callable[[dict], dict] = dict  # facts → what stands in the sentence

    def sentence(self, outcome: str, facts: dict) -> str:
        texts = {Outcome.FOUND: self.found, Outcome.CLEAR: self.clear, Outcome.UNKNOWN: self.unknown}
        return str(texts[Outcome(outcome)]) % _Words(self.words(facts))


@dataclass(frozen=True)
class Family:
    """The checks of one subject: what they are called, and the function that says something of a case."""

    name: str
    kinds: tuple[Kind, ...]
    look: Callable[[Case], Iterator[Finding]]
