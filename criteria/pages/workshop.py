"""The workshop's first page, the list of editions, and what several of its pages share."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from criteria import policy
from criteria.content import findings_by_edition, findings_of
from criteria.enums import EditionState, Instrument
from criteria.files import Finding
from criteria.models import Edition, Item
from criteria.queries import catalogue_tree, edition_before, editions
from criteria.workflow import STEPS, Step
from ita_portal.lib.verdict import Verdict


@dataclass(frozen=True)
class Found:
    """A problem or a remark, and where it can be mended."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Line:
    """One item of the tree."""

    item: Item
    component_count: int
    depends_on: list[str]
    problems: list[str]


@dataclass(frozen=True)
class Deed:
    """A step of the edition with its answer to “may they?”."""

    step: Step
    verdict: Verdict


@dataclass(frozen=True)
class Overview:
    """All of the workshop's first page. `tree`: indicators → subs → headings → lines; `surveys`: indicators scored outside."""

    edition: Edition
    problems: list[Found]
    remarks: list[Found]
    surveys: list[dict]
    tree: list[dict]
    item_count: int
    can_edit: Verdict
    can_correct: Verdict
    can_delete: Verdict
    deeds: list[Deed]
    before: Edition | None  # what it is compared with when nobody says


def overview(edition: Edition, person: User) -> Overview:
    tree = catalogue_tree(edition)
    findings = findings_of(edition)
    urls = _urls(edition, tree)
    by_place: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.blocks:
            by_place[finding.where].append(finding.sentence)
    lines = [_with_lines(top, by_place) for top in tree]
    steps = [step for step in STEPS.values() if step.source == edition.state]
    return Overview(
        edition=edition,
        problems=[_found(one, urls, edition) for one in findings if one.blocks],
        remarks=[_found(one, urls, edition) for one in findings if not one.blocks],
        surveys=[top for top in lines if _is_survey(top)],
        tree=[top for top in lines if not _is_survey(top)],
        item_count=sum(sub["item_count"] for top in tree for sub in top["subs"]),
        can_edit=policy.may_edit(person, edition),
        can_correct=policy.may_correct(person, edition),
        can_delete=policy.may_delete(person, edition),
        deeds=[Deed(step, policy.may_step(person, edition, step.verb, findings)) for step in steps],
        before=edition_before(edition, editions(with_drafts=True)),
    )


def _is_survey(top: dict) -> bool:
    """IIT and EIT: scored by questionnaires, so nothing stands below them."""
    return top["indicator"].instrument != Instrument.OIT and not top["subs"]


def _with_lines(top: dict, problems: dict[str, list[str]]) -> dict:
    subs = []
    for sub in top["subs"]:
        headings = [
            {"heading": one["heading"], "lines": [_line(entry, problems) for entry in one["items"]]} for one in sub["headings"]
        ]
        subs.append({**sub, "headings": headings, "problems": problems.get(sub["sub"].number, [])})
    return {"indicator": top["indicator"], "subs": subs, "problems": problems.get(top["indicator"].number, [])}


def _line(entry: dict, problems: dict[str, list[str]]) -> Line:
    item = entry["item"]
    count = sum(_size(node) for node in entry["components"])
    return Line(item, count, [other.code for other in item.depends_on.all()], problems.get(item.code, []))


def _size(node) -> int:
    return 1 + sum(map(_size, node.children))


def _urls(edition: Edition, tree: list[dict]) -> dict[str, str]:
    """Place of a finding → the page where it is mended."""
    found = {"scoring": reverse("criteria:edit_scoring", args=[edition.code])}
    for top in tree:
        for one in (top["indicator"], *(sub["sub"] for sub in top["subs"])):
            found[one.number] = reverse("criteria:edit_indicator", args=[edition.code, one.pk])
        for sub in top["subs"]:
            for heading in sub["headings"]:
                for entry in heading["items"]:
                    found[entry["item"].code] = reverse("criteria:edit_item", args=[edition.code, entry["item"].pk])
    return found


def _found(finding: Finding, urls: dict[str, str], edition: Edition) -> Found:
    if finding.field == "corrections":
        return Found(finding.sentence, reverse("criteria:edit_corrections", args=[edition.code]))
    return Found(finding.sentence, urls.get(finding.where, reverse("criteria:edit_edition", args=[edition.code])))


def editions_page(person: User) -> list[Edition]:
    """All editions that the person may see; for an administrator each draft with the number of its problems."""
    found = editions(with_drafts=bool(policy.may_administer(person)))
    drafts = [one for one in found if one.state == EditionState.DRAFT]
    findings = findings_by_edition(drafts) if drafts else {}
    for one in found:
        one.problem_count = sum(finding.blocks for finding in findings.get(one.pk, ()))
    return found


def places_of(edition: Edition, *, without: Item | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every place where an item can stand, grouped by heading: first in it, or after one of its items."""
    groups = []
    for top in catalogue_tree(edition):
        for sub in top["subs"]:
            for entry in sub["headings"]:
                heading = entry["heading"]
                places = [(f"h{heading.pk}", _("first under “%(heading)s”") % {"heading": heading.title})]
                for one in entry["items"]:
                    if without is None or one["item"].pk != without.pk:
                        words = {"code": one["item"].code, "title": one["item"].title}
                        places.append((f"i{one['item'].pk}", _("after %(code)s %(title)s") % words))
                groups.append((f"{sub['sub'].number} {heading.title}", places))
    return groups


def trail(edition: Edition, *steps: tuple[str, str]) -> list[dict]:
    """Where one is in the workshop."""
    found = [
        {"label": _("Criteria"), "url": reverse("criteria:editions")},
        {"label": edition.code, "url": reverse("criteria:edition", args=[edition.code])},
        {"label": _("Workshop"), "url": reverse("criteria:workshop", args=[edition.code])},
    ]
    return [*found, *({"label": label, "url": url} for label, url in steps)]
