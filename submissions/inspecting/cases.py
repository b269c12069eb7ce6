"""From rows to cases: everything that the checks look at, in a fixed number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Agency, Department
from criteria.enums import Scope
from criteria.models import Component, Item
from submissions import queries
from submissions.checks.case import Asked, Case, Handed, House, Part
from submissions.enums import EvidenceKind
from submissions.links import looks_of, past_of
from submissions.models import Evidence, Look


@dataclass(frozen=True)
class Gathered:
    """One piece of evidence, its case as far as it is known without looking, and the newest answer of its address."""

    evidence: Evidence
    case: Case
    last: Look | None


def gather(evidence: Iterable[Evidence], now: datetime.datetime) -> list[Gathered]:
    """The cases of evidence read by `queries.evidence_to_look_at`."""
    here = list(evidence)
    leaves = {edition: queries.leaves_by_item(edition) for edition in {one.submission.item.edition_id for one in here}}
    houses = houses_of({one.submission.assessment.agency_id: one.submission.assessment.agency for one in here})
    looks = looks_of(here)
    found = []
    for one in here:
        item, house = one.submission.item, houses[one.submission.assessment.agency_id]
        asked = asked_of(item, leaves[item.edition_id][item.pk])
        history = looks[one.pk]
        case = Case(asked, handed_of(one), house, now, past=past_of(history))
        found.append(Gathered(one, case, history[-1] if history else None))
    return found


def case_of_address(agency: Agency, item: Item, url: str, click_path: str, now: datetime.datetime) -> Case:
    """The case of an address that nobody handed in yet."""
    leaves = queries.leaves_by_item(item.edition_id)[item.pk]
    handed = Handed(EvidenceKind.URL, url=url, click_path=click_path)
    return Case(asked_of(item, leaves), handed, houses_of({agency.pk: agency})[agency.pk], now)


def asked_of(item: Item, leaves: Iterable[Component]) -> Asked:
    year = item.edition.fiscal_year
    parts = tuple(
        Part(leaf.pk, leaf.text, leaf.required, None if leaf.target_offset is None else year + leaf.target_offset)
        for leaf in leaves
    )
    return Asked(
        code=item.code,
        title=item.title_th,
        fiscal_year=year,
        period_rule=item.period_rule,
        whole_agency=item.scope == Scope.WHOLE_AGENCY,
        needs_signature=item.needs_signature,
        machine_readable=item.machine_readable,
        parts=parts,
    )


def handed_of(evidence: Evidence) -> Handed:
    return Handed(
        kind=evidence.kind,
        title=evidence.title,
        url=evidence.url,
        file_name=evidence.file_name,
        click_path=evidence.click_path,
        parts=tuple(component.pk for component in evidence.components.all()),
        covers_from=evidence.covers_from,
        covers_until=evidence.covers_until,
    )


def houses_of(agencies: dict[int, Agency]) -> dict[int, House]:
    units: dict[int, list[str]] = defaultdict(list)
    for agency, name in Department.objects.filter(agency__in=agencies).values_list("agency_id", "name_th"):
        units[agency].append(name)
    return {
        pk: House(names=(agency.name_th, agency.name_en), main_host=agency.main_host, unit_names=tuple(units[pk]))
        for pk, agency in agencies.items()
    }
