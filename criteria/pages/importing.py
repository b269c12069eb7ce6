"""The pages of a file that becomes an edition: what was read in a list, and what would happen."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from criteria.content import BESIDE
from criteria.documents.sentences import doubt_sentence, place_words
from criteria.documents.shapes import Doubt, Entry
from criteria.enums import ReadingState
from criteria.files import places, walk_components
from criteria.forms import ListForm
from criteria.importers.loading import Proposal, entries_of, proposal_of
from criteria.importers.taking import model_for
from criteria.listing import components_of
from criteria.models import CatalogueFile
from criteria.pages.difference import Memo, memo

SURE = 100  # percent: nothing speaks against the row


@dataclass
class Row:
    """One row of a list, as it was read."""

    at: int
    entry: Entry
    ticked: bool
    fiscal_year: int

    @property
    def code(self) -> str:
        return f"O{self.entry.number}"

    @property
    def doubts(self) -> list[str]:
        return [doubt_sentence(doubt) for doubt in self.entry.doubts]

    @property
    def place(self) -> str:
        cell = next((self.entry.raw[name] for name in ("code", "title", "detail") if name in self.entry.raw), None)
        return place_words(cell.place) if cell else ""

    @property
    def stands(self) -> str:
        """Where in the list the document has it."""
        return " · ".join(filter(None, (self.entry.sub, self.entry.group, self.entry.heading)))

    @cached_property
    def parts(self) -> list[dict]:
        return components_of(self.entry.detail, self.fiscal_year)[0]

    @cached_property
    def notes(self) -> list[dict]:
        return components_of(self.entry.detail, self.fiscal_year)[1]

    @property
    def size(self) -> int:
        return sum(1 for _part in walk_components(self.parts))


@dataclass
class ListPage:
    """A list that was read, with the form that says what becomes of it."""

    file: CatalogueFile
    entries: list[Entry]
    form: ListForm

    @cached_property
    def rows(self) -> list[Row]:
        value = self.form["rows"].value() or []
        ticked = {str(at) for at in value}
        year = self.file.choice.get("fiscal_year") or self.file.reading.get("fiscal_year") or 0
        return [Row(at, entry, str(at) in ticked, year) for at, entry in enumerate(self.entries)]

    @property
    def doubtful(self) -> list[Row]:
        return [row for row in self.rows if row.entry.doubts]

    @property
    def certain(self) -> list[Row]:
        return [row for row in self.rows if not row.entry.doubts]

    @property
    def doubts(self) -> list[str]:
        return [doubt_sentence(Doubt(**doubt)) for doubt in self.file.reading.get("doubts", [])]

    @property
    def leftovers(self) -> list[tuple[str, str]]:
        return [(text, place_words(place)) for text, place in self.file.reading.get("leftovers", [])]


def list_page(file: CatalogueFile, data: object = None) -> ListPage:
    entries = entries_of(file)
    return ListPage(file, entries, ListForm(data, initial=_initial(file, entries), entries=entries))


def _initial(file: CatalogueFile, entries: list[Entry]) -> dict:
    """What was chosen before; else what the document says. A row that somebody must look at is not ticked for them."""
    if file.choice:
        return {**file.choice, "model": file.choice["model"]}
    year = file.reading.get("fiscal_year")
    model = model_for(year)
    return {
        "fiscal_year": year or "",
        "programme": model.programme if model else "national",
        "title_th": file.reading.get("title", "")[:500],
        "model": model.code if model else "",
        "rows": [at for at, entry in enumerate(entries) if not entry.doubts and entry.confidence >= SURE],
    }


@dataclass
class LoadPage:
    """What would happen to which edition."""

    file: CatalogueFile
    proposal: Proposal

    @property
    def data(self) -> dict:
        return self.proposal.data

    @property
    def counts(self) -> list[tuple[str, int]]:
        items = [place.item for place in places(self.data)]
        parts = sum(1 for item in items for _part in walk_components(item.get("components") or []))
        subs = sum(len(top.get("subs") or []) for top in self.data["indicators"])
        joined = sum(bool(item.get("requirements")) for item in items)
        labels = (_("Items"), _("Components"), _("Sub-indicators"), _("Items joined to a requirement"))
        return list(zip(labels, (len(items), parts, subs, joined), strict=True))

    @property
    def problems(self) -> list[str]:
        return [one.sentence for one in self.proposal.findings if one.blocks]

    @property
    def remarks(self) -> list[str]:
        return [one.sentence for one in self.proposal.findings if not one.blocks]

    @cached_property
    def memo(self) -> Memo | None:
        found = self.proposal.difference()
        return memo(found) if found else None

    @property
    def beside(self) -> list[tuple[str, int]]:
        """What differs and the memo does not say: in words, and in how many places."""
        changes = self.proposal.changes if self.proposal.before else {}
        return [(str(label), changes[name]) for name, label in BESIDE.items() if name in changes]

    @property
    def left_out(self) -> int:
        """Rows of the list that were not ticked."""
        return len(self.file.content["entries"]) - len(self.file.choice["rows"]) if self.file.is_list else 0

    @property
    def lost(self) -> str:
        """What somebody did in the portal and the file does not have."""
        edition = self.proposal.standing
        if edition is None or not edition.revision:
            return ""
        sentence = ngettext(
            "The draft was changed in the portal %(n)s time since it was made. What of it is not in the file is lost.",
            "The draft was changed in the portal %(n)s times since it was made. What of it is not in the file is lost.",
            edition.revision,
        )
        return sentence % {"n": edition.revision}


def load_page(file: CatalogueFile, person: User) -> LoadPage:
    return LoadPage(file, proposal_of(file, person))


def files_handed_in() -> list[CatalogueFile]:
    """The last that were handed in, newest first."""
    return list(CatalogueFile.objects.select_related("asked_by", "edition")[:50])


def is_waiting(file: CatalogueFile) -> bool:
    return file.state == ReadingState.WAITING
