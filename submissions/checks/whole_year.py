"""The hints of every item of a year at once, in a fixed number of queries."""

from collections import defaultdict

from assignments.models import Assessment
from assignments.queries import Responsible
from submissions import queries
from submissions.checks.at_hand import Hint, Seen, hints
from submissions.models import Evidence, Submission
from submissions.slots import slots_by_answer


def hints_of_year(
    assessment: Assessment,
    submissions: list[Submission],
    responsible: dict[int, Responsible],
    evidence: dict[int, list[Evidence]] | None = None,
) -> dict[int, list[Hint]]:
    """Submission id → its hints. Takes what the page has read already; five queries for any number of items, and two where items recur."""
    evidence = queries.evidence_by_submission(assessment) if evidence is None else evidence
    covered = queries.covered_components(assessment)
    leaves = queries.leaves_by_item(assessment.edition_id)
    bases = queries.bases_by_item(assessment.edition_id)
    checks = queries.open_checks(assessment)
    by_item = {submission.item_id: submission for submission in submissions}
    for submission in submissions:
        submission.assessment, submission.item.edition = assessment, assessment.edition
    slots = slots_by_answer(submissions, evidence)
    found: dict[int, list[Hint]] = defaultdict(list)
    for submission in submissions:
        item, here = submission.item, evidence[submission.pk]
        missing = queries.missing_departments(responsible.get(item.pk, Responsible()), here)
        below = [by_item[base] for base in bases[item.pk] if base in by_item]
        seen = Seen(
            submission=submission,
            item=item,
            evidence=here,
            covered=covered[submission.pk],
            leaves=leaves[item.pk],
            missing_departments=missing,
            bases=below,
            main_host=assessment.agency.main_host,
            slots=slots.get(submission.pk, []),
            checks=checks[submission.pk],
        )
        found[submission.pk] = hints(seen)
    return found
