"""The hints of every item of a year at once, in a fixed number of queries."""

from collections import defaultdict

from assignments.models import Assessment
from assignments.queries import Responsible
from submissions import queries
from submissions.checks.at_hand import Hint, Seen, hints
from submissions.models import Submission


def hints_of_year(
    assessment: Assessment, submissions: list[Submission], responsible: dict[int, Responsible]
) -> dict[int, list[Hint]]:
    """Submission id → its hints. Takes what the page has read already; four queries for any number of items."""
    evidence = queries.evidence_by_submission(assessment)
    covered = queries.covered_components(assessment)
    leaves = queries.leaves_by_item(assessment.edition_id)
    bases = queries.bases_by_item(assessment.edition_id)
    by_item = {submission.item_id: submission for submission in submissions}
    found: dict[int, list[Hint]] = defaultdict(list)
    for submission in submissions:
        item, here = submission.item, evidence[submission.pk]
        item.edition = assessment.edition
        missing = queries.missing_departments(responsible.get(item.pk, Responsible()), here)
        below = [by_item[base] for base in bases[item.pk] if base in by_item]
        seen = Seen(submission, item, here, covered[submission.pk], leaves[item.pk], missing, below, assessment.agency.main_host)
        found[submission.pk] = hints(seen)
    return found
