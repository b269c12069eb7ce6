"""What is searched."""

from django.db import models
from django.db.models import Q

from assignments.models import Assessment
from submissions.enums import WRITTEN_KINDS, SearchKind
from submissions.models.answers import Submission
from submissions.models.evidence import Evidence
from submissions.models.judging import Comment


class SearchText(models.Model):
    """What is searched of one answer, one piece of evidence or one comment; written by the actions that write those.

    A table of its own, because of the trigram index that PostgreSQL has on `key` (in a migration): on rows whose status
    changes often, every change would have to write that index too.
    """

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in WRITTEN_KINDS])
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, null=True, related_name="+")
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, null=True, related_name="+")
    inside = models.BooleanField(default=False)  # said within the agency: for its members only
    key = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(kind=SearchKind.ANSWER), name="one_search_text_per_answer"
            ),
            models.CheckConstraint(
                condition=Q(kind=SearchKind.ANSWER, evidence__isnull=True, comment__isnull=True)
                | Q(kind=SearchKind.EVIDENCE, evidence__isnull=False, comment__isnull=True)
                | Q(kind=SearchKind.COMMENT, evidence__isnull=True, comment__isnull=False),
                name="search_text_stands_for_what_its_kind_says",
            ),
        ]
