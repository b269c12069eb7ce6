"""The hints of every item of a year at once, in a fixed number of queries."""

from collections import defaultdict

from assignments.models import Assessment
from assignments.queries import Responsible
from criteria.queries import components_of, leaves
from submissions.checks.at_hand import Hint, Seen, hints
from submissions.models import Evidence, Submission
from submissions.queries import base_items, evidence_by_submission, missing_departments


def hints_of_year(
    assessment: Assessment, submissions: list[Submission], responsible: dict[int, Responsible]
) -> dict[int, list[Hint]]:
    """Submission id → its hints. Takes what the page has read already; reads evidence, components and what builds on what."""
    evidence = evidence_by_submission(assessment, with_components=True)
    nodes = components_of([submission.item for submission in submissions])
    bases = base_items(assessment)
    by_item = {submission.item_id: submission for submission in submissions}
    found = {}
    for submission in submissions:
        here: list[Evidence] = evidence.get(submission.pk, [])
        who = responsible.get(submission.item_id, Responsible())
        submission.item.edition = assessment.edition
        seen = Seen(
            submission,
            submission.item,
            here,
            {component.pk for one in here for component in one.components.all()},
            leaves(nodes.get(submission.item_id, [])),
            missing_departments(who, here),
            [by_item[item] for item in bases[submission.item_id] if item in by_item],
            assessment.agency.main_host,
        )
        found[submission.pk] = hints(seen)
    return defaultdict(list, found)
