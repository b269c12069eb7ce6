"""The answers as they are typed into the official system: มี or ไม่มี, addresses, explanation; and what was entered there already.

The official form asks for exactly these three. Its words are Thai, whatever language the portal is read in.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import override

from assignments.models import Assessment
from assignments.queries import responsible_by_item
from criteria.enums import Stage
from submissions import queries
from submissions.enums import Answer, Status
from submissions.models import Entered, Evidence, NothingToReport, Submission
from submissions.slots import statements_of

PASSED = (Status.ACCEPTED, Status.SCORED, Status.CONTESTED)  # the coordinator has accepted them
OFFICIAL = {Answer.YES: "มี", Answer.NO: "ไม่มี"}


@dataclass(frozen=True)
class CopyRow:
    """One item as it is typed into the official system."""

    submission: Submission
    evidence: list[Evidence]
    entered: Entered | None
    nothing: list[NothingToReport] = field(default_factory=list)  # periods of a recurring item that had nothing

    @property
    def code(self) -> str:
        return self.submission.item.code

    @property
    def is_ready(self) -> bool:
        return self.submission.status in PASSED

    @property
    def answer(self) -> str:
        """มี or ไม่มี; empty while nobody has said."""
        return OFFICIAL.get(Answer(self.submission.answer), "") if self.submission.answer else ""

    @cached_property
    def addresses(self) -> list[str]:
        """Each once, in the order in which they were added; none where the answer is ไม่มี."""
        if self.submission.answer == Answer.NO:
            return []
        found = [one.url or self._published(one) for one in self.evidence]
        return list(dict.fromkeys(filter(None, found)))

    @property
    def unpublished(self) -> list[Evidence]:
        """Files without an address that the official system could take."""
        if self.submission.answer == Answer.NO:
            return []
        return [one for one in self.evidence if not one.url and not self._published(one)]

    def _published(self, evidence: Evidence) -> str:
        """Where everybody can fetch a file: here, once the year is published."""
        if self.submission.assessment.stage != Stage.PUBLISHED:
            return ""
        return f"{settings.PORTAL_URL}{reverse('reports:public_file', args=[evidence.key])}"

    @cached_property
    def explanation(self) -> str:
        """What was written for the assessor; below it the ways from the home page and the empty periods that it does not tell itself."""
        if self.submission.answer == Answer.NO:
            return self.submission.reason_none.strip()
        told = self.submission.explanation.strip()
        ways = [one for one in self.evidence if one.click_path.strip() and one.click_path.strip() not in told]
        lines = dict.fromkeys(self._way(one, named=len(self.evidence) > 1) for one in ways)
        said = [one.sentence for one in self.nothing if one.sentence not in told]
        return "\n".join(filter(None, [told, *lines, *said]))

    @staticmethod
    def _way(evidence: Evidence, *, named: bool) -> str:
        """With the period that the title does not name."""
        with override("th"):
            period = evidence.covers.name if evidence.covers else ""
        of_period = f" ({period})" if period and period not in evidence.title else ""
        way = f"{evidence.click_path.strip()} ({evidence.place})" if evidence.place else evidence.click_path.strip()
        return f"{evidence.title}{of_period}: {way}" if named else way

    @cached_property
    def digest(self) -> str:
        """Of what is typed: another answer, address or explanation is another digest."""
        typed = json.dumps([self.answer, self.addresses, self.explanation], ensure_ascii=False)
        return hashlib.sha256(typed.encode()).hexdigest()

    @property
    def is_entered(self) -> bool:
        """It stands in the official system as it stands here."""
        return self.entered is not None and self.entered.digest == self.digest

    @property
    def is_changed(self) -> bool:
        """It was entered, and the answer was changed after that."""
        return self.entered is not None and self.entered.digest != self.digest


def copy_rows(assessment: Assessment, only: frozenset[int] | None = None) -> list[CopyRow]:
    """Every item in official order; with `only` those given to one of these departments. Three queries, one more with `only`, one more where items recur."""
    entered = {one.submission_id: one for one in Entered.objects.filter(submission__assessment=assessment).select_related("by")}
    evidence = queries.evidence_by_submission(assessment)
    submissions = list(queries.submissions_of(assessment))
    if only is not None:
        responsible = responsible_by_item(assessment)
        submissions = [
            one for one in submissions if one.item_id in responsible and responsible[one.item_id].department_ids & only
        ]
    for submission in submissions:
        submission.assessment, submission.item.edition = assessment, assessment.edition
    recurring = [one for one in submissions if one.item.recurs]
    nothing = statements_of(recurring) if recurring else {}
    return [CopyRow(one, evidence.get(one.pk, []), entered.get(one.pk), nothing.get(one.pk, [])) for one in submissions]


def copy_row(submission: Submission) -> CopyRow:
    """One item, as it stands in the database now."""
    fresh = Submission.objects.select_related("assessment__agency", "assessment__edition", "item").get(pk=submission.pk)
    here = list(queries.live_evidence(fresh.assessment).filter(submission=fresh))
    nothing = statements_of([fresh]).get(fresh.pk, []) if fresh.item.recurs else []
    return CopyRow(fresh, here, Entered.objects.filter(submission=fresh).select_related("by").first(), nothing)
