"""The difference of two editions in sentences, as a person would write to the agencies."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.differences import Difference, Fact, ItemChange, TextKind
from criteria.enums import CountedMonths, Frequency, JoinReason, PeriodRule, Relation, Scope, Work
from criteria.values import Edition, Item

_NAMED = 7  # so many items are named with their titles in a sentence; of more, the codes


def names(difference: Difference) -> tuple[str, str]:
    """What the two editions are called in a sentence."""
    old, new = difference.old, difference.new
    if old.code == new.code:  # a file that is to take the place of a draft
        return _("the draft as it stands"), _("the file")
    if old.programme == new.programme and old.fiscal_year != new.fiscal_year:
        pattern = _("fiscal year %(year)s")
    else:
        pattern = _("fiscal year %(year)s (%(programme)s)")
    return tuple(pattern % {"year": one.fiscal_year, "programme": one.programme} for one in (old, new))  # type: ignore[return-value]


def opening(difference: Difference) -> list[list[str]]:
    """The first paragraphs, each of sentences: what is new, gone and joined; what became of the rest; what is not sure."""
    counts = list(_counts(difference))
    if difference.nothing:
        return [[*counts, _("Both ask the same, in the same words, under the same numbers.")]]
    paragraphs = [
        [*counts, *_added_and_gone(difference), *_regrouped(difference)],
        [*_continuing(difference), *_years(difference)],
        list(_limits(difference)),
    ]
    return [sentences for sentences in paragraphs if sentences]


def _counts(difference: Difference) -> Iterator[str]:
    (old, new), n, m = names(difference), len(difference.new.items), len(difference.old.items)
    if n == m:
        yield ngettext(
            "The list of %(new)s has %(n)s item, as many as that of %(old)s.",
            "The list of %(new)s has %(n)s items, as many as that of %(old)s.",
            n,
        ) % {"new": new, "old": old, "n": n}
    else:
        yield ngettext(
            "The list of %(new)s has %(n)s item; that of %(old)s has %(m)s.",
            "The list of %(new)s has %(n)s items; that of %(old)s has %(m)s.",
            n,
        ) % {"new": new, "old": old, "n": n, "m": m}


def _added_and_gone(difference: Difference) -> Iterator[str]:
    added = [change.news[0] for change in difference.of(Relation.ADDED)]
    gone = [change.olds[0] for change in difference.of(Relation.GONE)]
    if added:
        yield ngettext("%(n)s item is new: %(items)s.", "%(n)s items are new: %(items)s.", len(added)) % {
            "n": len(added),
            "items": _listed(added),
        }
    if gone:
        yield ngettext("%(n)s item is gone: %(items)s.", "%(n)s items are gone: %(items)s.", len(gone)) % {
            "n": len(gone),
            "items": _listed(gone),
        }
    if not added and not gone:
        yield _("No item is new and none is gone.")


def _regrouped(difference: Difference) -> Iterator[str]:
    if merged := difference.of(Relation.MERGED):
        parts = [_("%(new)s (from %(olds)s)") % {"new": codes(one.news), "olds": codes(one.olds)} for one in merged]
        yield _("Several became one: %(parts)s.") % {"parts": enumerated(parts)}
    if split := difference.of(Relation.SPLIT):
        parts = [_("%(old)s (now %(news)s)") % {"old": codes(one.olds), "news": codes(one.news)} for one in split]
        yield _("One became several: %(parts)s.") % {"parts": enumerated(parts)}
    if rearranged := difference.of(Relation.REARRANGED):
        parts = [_("%(olds)s (now %(news)s)") % {"olds": codes(one.olds), "news": codes(one.news)} for one in rearranged]
        yield _("Rearranged: %(parts)s.") % {"parts": enumerated(parts)}


def _continuing(difference: Difference) -> Iterator[str]:
    going_on = difference.of(Relation.CONTINUES)
    renumbered = sum(change.renumbered for change in going_on)
    facts = {"n": len(going_on), "k": renumbered}
    if going_on and renumbered:
        yield (
            ngettext(
                "%(n)s item continues, %(k)s under another number.",
                "%(n)s items continue one to one, %(k)s of them under another number.",
                len(going_on),
            )
            % facts
        )
    elif going_on:
        yield (
            ngettext(
                "%(n)s item continues under its number.", "%(n)s items continue one to one under their numbers.", len(going_on)
            )
            % facts
        )
    adapted = sum(change.asks_more_or_less for change in going_on)
    reworded = sum(change.asks_otherwise and not change.asks_more_or_less for change in going_on)
    facts = {"adapted": adapted, "reworded": reworded}
    if adapted and reworded:
        yield (
            _("Of these, %(adapted)s ask for something more or something else and %(reworded)s are only worded otherwise.")
            % facts
        )
    elif adapted:
        yield _("Of these, %(adapted)s ask for something more or something else.") % facts
    elif reworded:
        yield _("Of these, %(reworded)s are worded otherwise.") % facts
    if named := sum(change.examples_asked_for for change in difference.items):
        yield ngettext(
            "In %(n)s item, what was named as an example must now be shown.",
            "In %(n)s items, what was named as an example must now be shown.",
            named,
        ) % {"n": named}


def _years(difference: Difference) -> Iterator[str]:
    if moved := sum(change.only_years_moved for change in difference.items):
        yield ngettext("In %(n)s item only the years moved on.", "In %(n)s items only the years moved on.", moved) % {"n": moved}
    if stayed := stayed_years(difference):
        yield _("Years that stand as before, and should be checked: %(places)s.") % {"places": ", ".join(stayed)}


def stayed_years(difference: Difference) -> list[str]:
    """“O7 (2564)” for every item with a year that did not move on with the edition's."""
    return [f"{change.news[0].code} ({', '.join(map(str, change.stayed))})" for change in difference.items if change.stayed]


def _limits(difference: Difference) -> Iterator[str]:
    """What the comparison does not know."""
    unsure = [change for change in difference.items if not change.certain]
    if unsure:
        yield ngettext(
            "For %(codes)s it is only probable which item it was before.",
            "For %(codes)s it is only probable which items they were before.",
            len(unsure),
        ) % {"codes": codes([item for change in unsure for item in change.news])}
    blind = sum(not change.comparable for change in difference.items)
    if blind:
        yield ngettext(
            "In %(n)s item only the title could be compared, because the components of one of the lists are not known here.",
            "In %(n)s items only the titles could be compared, because the components of one of the lists are not known here.",
            blind,
        ) % {"n": blind}


def codes(items: Sequence[Item]) -> str:
    return enumerated([item.code for item in items])


def enumerated(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(firsts)s and %(last)s") % {"firsts": ", ".join(parts[:-1]), "last": parts[-1]}


def _listed(items: Sequence[Item]) -> str:
    if len(items) > _NAMED:
        return codes(items)
    return enumerated([f"{item.code} {item.title}" for item in items])


def remarks(change: ItemChange, difference: Difference) -> list[str]:
    """What is to be known of one change, in short phrases."""
    return [
        *_place(change, difference),
        *(fact_phrase(fact, change, difference) for fact in change.facts),
        *_texts(change),
        *_doubts(change),
    ]


def _place(change: ItemChange, difference: Difference) -> Iterator[str]:
    if change.retitled:
        yield _("another title")
    if change.moved:
        old, new = change.moved
        yield _("moved from %(old)s to %(new)s") % {"old": _sub(difference.old, old), "new": _sub(difference.new, new)}


def _sub(edition: Edition, number: str) -> str:
    return next((f"{one.number} {one.title}" for one in edition.indicators if one.number == number), number)


def _texts(change: ItemChange) -> Iterator[str]:
    kinds = [text.kind for text in change.components]
    more, named = kinds.count(TextKind.ADDED), kinds.count(TextKind.NAMED)
    less, reworded = kinds.count(TextKind.GONE), kinds.count(TextKind.REWORDED)
    if more:
        yield ngettext("asks for %(n)s component more", "asks for %(n)s components more", more) % {"n": more}
    if named:
        yield ngettext("%(n)s example must now be shown", "%(n)s examples must now be shown", named) % {"n": named}
    if less:
        yield ngettext("%(n)s component is no longer asked for", "%(n)s components are no longer asked for", less) % {"n": less}
    if reworded:
        yield ngettext("%(n)s component reworded", "%(n)s components reworded", reworded) % {"n": reworded}
    if flipped := sum(text.requirement_changed for text in change.components):
        yield ngettext(
            "%(n)s component is required now and was advice, or the other way round",
            "%(n)s components are required now and were advice, or the other way round",
            flipped,
        ) % {"n": flipped}
    if change.only_years_moved:
        yield _("only the years moved on")


def _doubts(change: ItemChange) -> Iterator[str]:
    if change.stayed:
        yield _("the year %(years)s stands as before: check it") % {"years": ", ".join(map(str, change.stayed))}
    if not change.certain:
        yield _("%(reason)s (confidence %(percent)s %%)") % {
            "reason": JoinReason(change.reason).label,
            "percent": change.confidence,
        }
    if not change.comparable:
        yield _("components not known")


def fact_phrase(fact: Fact, change: ItemChange, difference: Difference) -> str:
    if fact.name == "period_rule":
        return _("period: %(new)s (before: %(old)s)") % {
            "new": enumerated([_period(value, difference.new) for value in fact.new]),
            "old": enumerated([_period(value, difference.old) for value in fact.old]),
        }
    if fact.name == "scope":
        return _("shown by: %(new)s") % {"new": enumerated([str(Scope(value).label) for value in fact.new])}
    if fact.name == "recurrence":
        return _recurrence(fact)
    if fact.name == "depends_on":
        if not fact.new:
            return _("no longer follows another item")
        return _("follows %(codes)s") % {"codes": enumerated(fact.new)}
    sentences = {
        ("needs_signature", True): _("must now be signed by the head of the agency"),
        ("needs_signature", False): _("need no longer be signed by the head of the agency"),
        ("machine_readable", True): _("must now be readable by a computer, no scan"),
        ("machine_readable", False): _("need no longer be readable by a computer"),
    }
    return sentences[fact.name, fact.new == ("True",)]


def _recurrence(fact: Fact) -> str:
    """How often it is reported, of which months; and before."""
    old, new = (enumerated([_how_often(value) for value in values]) for values in (fact.old, fact.new))
    if not new:
        return _("no longer reported in periods (before: %(old)s)") % {"old": old}
    if not old:
        return _("now reported %(new)s") % {"new": new}
    return _("reported %(new)s (before: %(old)s)") % {"new": new, "old": old}


def _how_often(value: str) -> str:
    frequency, months = value.split()
    return f"{Frequency(frequency).label} ({CountedMonths(months).label})"


def _period(rule: str, edition: Edition) -> str:
    return str(PeriodRule(rule).label) % {"year": edition.fiscal_year, "previous": edition.fiscal_year - 1}


def work_text(work: Work) -> str:
    """What those who prepare the year do with items of this kind."""
    return {
        Work.PREPARE: _("Nothing of the list before covers these. Name a department for each and begin early."),
        Work.COMBINE: _("One item now covers what several did. Its evidence must show every part, and one department leads."),
        Work.DIVIDE: _("What one item covered is now asked for by several. Each needs its own evidence."),
        Work.ADAPT: _("The item goes on but asks for something more or something else. Last year's evidence alone will not do."),
        Work.REREAD: _("The item goes on in other words. Read what is marked and see whether last year's evidence still fits."),
        Work.CARRY: _("Nothing but years or numbers differs. Bring last year's evidence up to date."),
        Work.DROP: _("Nothing has to be handed in for these. What is published may stay."),
    }[work]
