"""How much the files of an agency's year take up."""

from dataclasses import dataclass

from django.db.models import Sum

from submissions.models import Evidence, StoredFile, Submission


@dataclass(frozen=True)
class Kept:
    """Files of one item, and bytes of its whole year. Withdrawn ones count: they are kept, too."""

    of_item: int
    of_year: int


def kept(submission: Submission) -> Kept:
    """Two queries. A file that stands at several items counts once among the bytes."""
    of_year = Evidence.objects.filter(submission__assessment=submission.assessment_id, file__isnull=False)
    size = StoredFile.objects.filter(pk__in=of_year.values("file")).aggregate(bytes=Sum("size"))["bytes"]
    return Kept(of_year.filter(submission=submission).count(), size or 0)
