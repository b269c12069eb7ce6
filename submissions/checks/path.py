"""The way from the home page: the commonest reason for zero is that nobody could find it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.checks.case import Case, Family, Finding, Kind
from submissions.checks.ways import steps_of, worded
from submissions.enums import Grade, Outcome, Reason

WHY_NOT = {
    "home": gettext_lazy("the home page did not answer"),
    "robots": gettext_lazy("the website asks programs not to look through it"),
    "scripted": gettext_lazy("the home page is empty until a browser fills it"),
    "unknown": gettext_lazy("the agency's main website is not entered; the coordinator does so beside the departments"),
}


def _way_words(facts: dict) -> dict:
    sitemap = _("The address stands in the sitemap, but nobody clicks through a sitemap.") if facts.get("in_sitemap") else ""
    why = WHY_NOT.get(facts.get("problem", ""), facts.get("problem", ""))
    return {**facts, "sitemap": sitemap, "why": why}


FOUND_WAY = Kind(
    "path.clicks",
    Reason.R1,
    Grade.HINT,
    found=gettext_lazy(
        "No way from the home page was found (%(pages)s pages were looked at). Link it from the menu, or write the way you know. %(sitemap)s"
    ),
    unknown=gettext_lazy("The way from the home page could not be looked for: %(why)s. Write it down yourself."),
    clear=gettext_lazy("A way from the home page, %(clicks)s clicks: %(way)s"),
    words=_way_words,
)


WRITTEN = Kind(
    "path.written",
    Reason.R1,
    Grade.HINT,
    found=gettext_lazy(
        "The way that is written does not lead there: on “%(at)s” no link says “%(step)s”. Write the links as they are called."
    ),
    unknown=gettext_lazy("The way that is written could not be followed to its end: “%(at)s” could not be read."),
    clear=gettext_lazy("The way that is written leads there."),
)


def look(case: Case) -> Iterator[Finding]:
    """What one walk through the website says of this evidence."""
    walk, written = case.walk, case.written
    if walk is not None:
        yield _of_walk(case)
    if written is not None:
        outcome = Outcome.CLEAR if written.ok else Outcome.UNKNOWN if written.problem else Outcome.FOUND
        step = written.step or case.handed.title
        yield Finding(WRITTEN.name, outcome, {"step": step[:200], "at": written.at[:200]})


def _of_walk(case: Case) -> Finding:
    walk = case.walk
    assert walk is not None
    facts: dict = {"pages": walk.pages}
    measured = {"pages": walk.pages, "whole": walk.whole}
    if walk.way:
        way = worded(walk.way)
        facts |= {"way": way, "clicks": len(walk.way) - 1}
        return Finding(FOUND_WAY.name, Outcome.CLEAR, facts, {**measured, "way": [[step.text, step.url] for step in walk.way]})
    if case.written and case.written.ok:
        facts |= {"way": case.handed.click_path, "clicks": len(steps_of(case.handed.click_path))}
        return Finding(FOUND_WAY.name, Outcome.CLEAR, facts, measured)
    if walk.problem:
        return Finding(FOUND_WAY.name, Outcome.UNKNOWN, {**facts, "problem": walk.problem}, measured)
    return Finding(FOUND_WAY.name, Outcome.FOUND, {**facts, "in_sitemap": walk.in_sitemap}, measured)


FAMILY = Family("path", (FOUND_WAY, WRITTEN), look)
