"""The memo on what changed from one edition to another: sentences, work, table, details. No database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from criteria.differences import Difference, Fact, ItemChange, SubChange
from criteria.enums import Instrument, JoinReason, LevelRule, Relation, ScoringRule, Stage, Work
from criteria.pages import sentences
from criteria.values import Edition, Item
from ita_portal.lib.thai import search_key
from records.templatetags.thai import date_be

_ORDER = (Work.PREPARE, Work.COMBINE, Work.DIVIDE, Work.ADAPT, Work.REREAD, Work.CARRY, Work.DROP)


@dataclass(frozen=True)
class Entry:
    """One change in a section or in the details. `departments`: who had the old items, where a year of an agency is shown."""

    change: ItemChange
    anchor: str
    code: str  # of the new list; of the old one for what is gone
    before: str  # old codes, where they are not the same
    title: str
    remarks: list[str]
    departments: str = ""
    now: str = ""  # who has the new items


@dataclass(frozen=True)
class Section:
    work: Work
    text: str
    entries: list[Entry]


@dataclass(frozen=True)
class Row:
    """One line of the table old ↔ new; one side is empty for what is new or gone."""

    old_code: str
    old_title: str
    new_code: str
    new_title: str
    relation: str
    work: Work
    sure: str
    anchor: str
    departments: str = ""
    now: str = ""

    @property
    def cells(self) -> list[str]:
        label = str(self.work.label)
        return [self.old_code, self.old_title, self.new_code, self.new_title, self.relation, label, self.sure, self.departments]


@dataclass(frozen=True)
class Line:
    """A property with what it was and what it is."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Memo:
    difference: Difference
    names: tuple[str, str]
    opening: list[list[str]]  # paragraphs of sentences
    sections: list[Section]
    entries: list[Entry]
    rows: list[Row]
    subs: list[SubChange]
    scoring: list[Line]
    windows: list[Line]

    @property
    def old(self) -> Edition:
        return self.difference.old

    @property
    def new(self) -> Edition:
        return self.difference.new

    def narrowed(self, work: str, words: str) -> list[Row]:
        """The rows of one kind of work that hold all the words, in codes or titles."""
        keys = [search_key(word) for word in words.split()]
        return [
            row
            for row in self.rows
            if (not work or row.work == work) and all(key in search_key(" ".join(row.cells)) for key in keys)
        ]


def memo(difference: Difference, departments: Mapping[str, str] | None = None, now: Mapping[str, str] | None = None) -> Memo:
    """The page's content. `departments`: old code → who answered for it, in an agency's year; `now`: new code → who answers for it."""
    who, whose = departments or {}, now or {}
    entries = [_entry(change, difference, who, whose) for change in difference.items]
    by_work = {work: [entry for entry in entries if entry.change.work == work] for work in _ORDER}
    return Memo(
        difference=difference,
        names=sentences.names(difference),
        opening=sentences.opening(difference),
        sections=[Section(work, sentences.work_text(work), found) for work, found in by_work.items() if found],
        entries=entries,
        rows=[row for entry in entries for row in _rows(entry, who, whose)],
        subs=[sub for sub in difference.subs if sub.changed],
        scoring=[_scoring_line(fact, difference) for fact in difference.scoring],
        windows=[Line(str(Stage(fact.name).label), _days(fact.old), _days(fact.new)) for fact in difference.windows],
    )


def columns() -> list[str]:
    """Heads of the table, in the order of `Row.cells`."""
    return [
        *(_("Old code"), _("Old title"), _("New code"), _("New title")),
        *(_("What became of it"), _("What to do"), _("How sure"), _("Departments before")),
    ]


def _entry(change: ItemChange, difference: Difference, who: Mapping[str, str], whose: Mapping[str, str]) -> Entry:
    shown = change.news or change.olds
    same = [item.code for item in change.olds] == [item.code for item in change.news]
    return Entry(
        change=change,
        anchor=f"new-{shown[0].code}" if change.news else f"gone-{shown[0].code}",
        code=", ".join(item.code for item in shown),
        before="" if same or not (change.olds and change.news) else ", ".join(item.code for item in change.olds),
        title=" / ".join(item.title for item in shown),
        remarks=sentences.remarks(change, difference),
        departments="; ".join(dict.fromkeys(who[item.code] for item in change.olds if who.get(item.code))),
        now="; ".join(dict.fromkeys(whose[item.code] for item in change.news if whose.get(item.code))),
    )


def _rows(entry: Entry, who: Mapping[str, str], whose: Mapping[str, str]) -> Iterator[Row]:
    """One row for each pair of the group; one for what is new or gone."""
    change = entry.change
    for new in change.news or (None,):
        for old in change.olds or (None,):
            yield _row(entry, old, new, who.get(old.code, "") if old else "", whose.get(new.code, "") if new else "")


def _row(entry: Entry, old: Item | None, new: Item | None, departments: str, now: str) -> Row:
    change = entry.change
    return Row(
        old_code=old.code if old else "",
        old_title=old.title if old else "",
        new_code=new.code if new else "",
        new_title=new.title if new else "",
        relation=str(Relation(change.relation).label),
        work=change.work,
        sure="" if change.certain else str(JoinReason(change.reason).label),
        anchor=entry.anchor,
        departments=departments,
        now=now,
    )


def _days(days: tuple[str, ...]) -> str:
    return " – ".join(date_be(date.fromisoformat(day), "short") for day in days)


def _scoring_line(fact: Fact, difference: Difference) -> Line:
    label, old, new = _scoring_labels()[fact.name], fact.old, fact.new
    if fact.name == "levels":
        return Line(label, *(_levels(edition) for edition in (difference.old, difference.new)))
    if fact.name in ("rule", "level_rule"):
        words = ScoringRule if fact.name == "rule" else LevelRule
        return Line(label, str(words(old[0]).label), str(words(new[0]).label))
    if fact.name == "weights":
        return Line(label, *(_weights(edition) for edition in (difference.old, difference.new)))
    if fact.name == "scale":
        return Line(label, *(", ".join(values) or _("any from 0 to 100") for values in (old, new)))
    return Line(label, ", ".join(old), ", ".join(new))


def _scoring_labels() -> dict[str, str]:
    return {
        "rule": _("How scores are counted"),
        "scale": _("Scores of an item"),
        "weights": _("Weights of the instruments"),
        "assessors": _("Assessors for each agency"),
        "level_rule": _("How the level is found"),
        "levels": _("Levels"),
    }


def _weights(edition: Edition) -> str:
    weights = edition.scoring.weights if edition.scoring else ()
    return ", ".join(f"{Instrument(name).value} {weight}" for name, weight in weights)


def _levels(edition: Edition) -> str:
    """“ผ่านดีเยี่ยม 95, ผ่านดี 85, …”: each level with its floor."""
    return ", ".join(f"{level.name} {level.floor.normalize():f}" for level in (edition.scoring.levels if edition.scoring else ()))
