"""What is searched of answers, evidence and comments. Written in the transaction that writes the texts themselves."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from ita_portal.lib.thai import search_keys
from submissions.enums import Audience, SearchKind
from submissions.models import Comment, Evidence, SearchText, Submission

BATCH = 2000


def parts_of_answer(submission: Submission) -> list[str]:
    return [submission.explanation, submission.reason_none]


def parts_of_evidence(evidence: Evidence) -> list[str]:
    """The file name only where the title is not the same, and so for the address."""
    parts = [evidence.title, evidence.file_name, evidence.url, evidence.click_path]
    return list(dict.fromkeys(filter(None, parts)))


def keep_answer(submission: Submission) -> None:
    """The caller holds the answer's row, so that two first savers do not both make a row here."""
    key = search_keys(parts_of_answer(submission))
    here = SearchText.objects.filter(submission=submission, kind=SearchKind.ANSWER)
    if not here.update(key=key):
        _of_answer(submission).save()


def keep_evidence(evidence: Evidence) -> None:
    """As it is described now."""
    here = SearchText.objects.filter(evidence=evidence)
    if not here.update(key=search_keys(parts_of_evidence(evidence))):
        _of_evidence(evidence).save()


def drop_evidence(evidence: Evidence) -> None:
    """Withdrawn: no page shows it any more, so nobody finds it."""
    SearchText.objects.filter(evidence=evidence).delete()


def keep_comment(comment: Comment) -> None:
    _of_comment(comment).save()


def _of_answer(submission: Submission) -> SearchText:
    return SearchText(
        kind=SearchKind.ANSWER,
        assessment_id=submission.assessment_id,
        submission=submission,
        key=search_keys(parts_of_answer(submission)),
    )


def _of_evidence(evidence: Evidence) -> SearchText:
    return SearchText(
        kind=SearchKind.EVIDENCE,
        assessment_id=evidence.submission.assessment_id,
        submission_id=evidence.submission_id,
        evidence=evidence,
        key=search_keys(parts_of_evidence(evidence)),
    )


def _of_comment(comment: Comment) -> SearchText:
    return SearchText(
        kind=SearchKind.COMMENT,
        assessment_id=comment.submission.assessment_id,
        submission_id=comment.submission_id,
        comment=comment,
        inside=comment.audience != Audience.ALL,
        key=search_keys([comment.text]),
    )


@transaction.atomic
def rebuild() -> int:
    """Write every text anew, for a database that is older than the search or was filled past the actions."""
    SearchText.objects.all().delete()
    batch: list[SearchText] = []
    count = 0
    for text in _everything():
        batch.append(text)
        if len(batch) == BATCH:
            count += len(SearchText.objects.bulk_create(batch))
            batch = []
    return count + len(SearchText.objects.bulk_create(batch))


def _everything() -> Iterator[SearchText]:
    for submission in _answers().iterator(BATCH):
        yield _of_answer(submission)
    for evidence in _evidence().select_related("submission").iterator(BATCH):
        yield _of_evidence(evidence)
    for comment in Comment.objects.select_related("submission").iterator(BATCH):
        yield _of_comment(comment)


def _answers():
    return Submission.objects.exclude(Q(explanation="") & Q(reason_none=""))


def _evidence():
    return Evidence.objects.filter(withdrawn_at__isnull=True)


def missing() -> int:
    """How many texts cannot be found although they stand in the database."""
    kept = SearchText.objects.values
    return (
        _answers().exclude(pk__in=kept("submission").filter(kind=SearchKind.ANSWER)).count()
        + _evidence().exclude(pk__in=kept("evidence").filter(kind=SearchKind.EVIDENCE)).count()
        + Comment.objects.exclude(pk__in=kept("comment").filter(kind=SearchKind.COMMENT)).count()
    )
