"""Answers, evidence and judgements."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Department
from assignments.models import Assessment
from criteria.models import Component, Item
from criteria.periods import Period
from submissions.enums import (
    WRITTEN_KINDS,
    Answer,
    Audience,
    EvidenceKind,
    Occasion,
    Outcome,
    Reason,
    ResultSource,
    ScanState,
    SearchKind,
    Status,
    Verb,
)

PERSON = settings.AUTH_USER_MODEL


class Submission(models.Model):
    """An agency's answer to one item. `status` is written by actions only, along the table in workflow."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="submissions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="submissions")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    explanation = models.TextField(blank=True)  # for the assessor: where it is on the site, what to look at
    reason_none = models.TextField(blank=True)  # why not, when the answer is ไม่มี
    planned = models.JSONField(default=list)  # labels of what the agency said it publishes, without an address yet
    version = models.PositiveIntegerField(default=0)  # of the text; a save against an older one is shown, not lost
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # 0 to 100; null until scored

    # what some queries add
    evidence_count: int
    has_before: bool
    has_after: bool
    decided_at: datetime.datetime | None
    opens_on: datetime.date | None
    closes_on: datetime.date | None
    shown_title: str
    shown_path: str

    class Meta:
        ordering = ["item__number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="one_submission_per_item_of_an_assessment"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="submission_status_is_known"),
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="submission_answer_is_known"),
            models.CheckConstraint(
                condition=Q(score__isnull=False, status__in=[Status.SCORED, Status.CONTESTED])
                | Q(score__isnull=True) & ~Q(status__in=[Status.SCORED, Status.CONTESTED]),
                name="submission_has_a_score_when_scored",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="submission_score_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True) | Q(answered_at__isnull=False),
                name="submission_answered_by_has_time",
            ),
        ]


class StoredFile(models.Model):
    """The bytes of an upload, kept once whoever sends them, under their SHA-256; never overwritten."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)

    @property
    def path(self) -> str:
        """Inside the file store: opaque, without the person's file name."""
        return f"evidence/{self.sha256[:2]}/{self.sha256}"

    @property
    def held_back(self) -> "Scan | None":
        """The scan that keeps it from being handed out: a virus was found, or nothing is known yet."""
        scan: Scan | None = getattr(self, "scan", None)
        return scan if scan and scan.state != ScanState.CLEAN else None


class Scan(models.Model):
    """What the virus scanner said of a file. No row: none was configured when the file came."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="scan")
    state = models.CharField(max_length=8, choices=ScanState.choices, default=ScanState.WAITING)
    found = models.CharField(max_length=200, blank=True)  # the scanner's name for it
    asked_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    brought_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScanState.values), name="scan_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ScanState.WAITING, scanned_at__isnull=True, found="")
                | Q(state=ScanState.CLEAN, scanned_at__isnull=False, found="")
                | (Q(state=ScanState.INFECTED, scanned_at__isnull=False) & ~Q(found="")),
                name="scan_says_when_and_what",
            ),
        ]


class PartialUpload(models.Model):
    """A large file that comes in parts, until it is whole or forgotten. Its parts lie in the file store, each once it came in full."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()  # bytes of the whole file
    modified = models.BigIntegerField()  # milliseconds, as the browser says; tells the same file again
    received = models.PositiveBigIntegerField(default=0)  # bytes from its beginning
    offsets = models.JSONField(default=list)  # at which each part begins
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "owner", "name", "size", "modified"], name="one_partial_upload_per_file_and_person"
            ),
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="no_more_received_than_announced"),
        ]

    def path(self, offset: int) -> str:
        return f"partial/{self.key}/{offset:012d}"


class OfPeriod(models.Model):
    """Says which period it is of, both days included; whenever it was uploaded. None: nobody said."""

    covers_from = models.DateField(null=True, blank=True)
    covers_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def covers(self) -> Period | None:
        return Period(self.covers_from, self.covers_until) if self.covers_from and self.covers_until else None


class Evidence(OfPeriod):
    """A web address or a file that proves an answer. Withdrawn, never deleted; nothing changes once the year is endorsed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=4, choices=EvidenceKind.choices)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=2000, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    file_name = models.CharField(max_length=255, blank=True)  # as the person named it
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    components = models.ManyToManyField(Component, blank=True, related_name="evidence")
    click_path = models.CharField(max_length=1000, blank=True)  # home page > … > here, as link texts
    place = models.CharField(max_length=200, blank=True)  # in the document or on the page, such as “หน้า 12, ตารางที่ 3”
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="newer")  # withdrawn
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    reused_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reused"
    )  # an earlier year's, or another item's of this year

    checked: Any  # what a page adds: what its checks say
    versions: list["Evidence"]  # and the earlier ones, newest first

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.URL, file__isnull=True) & ~Q(url=""))
                | Q(kind=EvidenceKind.FILE, file__isnull=False, url=""),
                name="evidence_is_a_url_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="evidence_withdrawn_with_time_person_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, version=1) | Q(replaces__isnull=False, version__gte=2),
                name="evidence_version_follows_what_it_replaces",
            ),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True, covers_until__isnull=True)
                | Q(covers_from__isnull=False, covers_until__isnull=False, covers_until__gte=models.F("covers_from")),
                name="evidence_covers_from_a_day_to_a_later_one",
            ),
        ]


class NothingToReport(OfPeriod):
    """The stated answer that a period of a recurring item had nothing, such as no procurement. Withdrawn, never deleted."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="nothing")
    covers_from = models.DateField()
    covers_until = models.DateField()
    sentence = models.CharField(max_length=300)  # as it is shown
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["covers_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "covers_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_statement_per_answer_and_period",
            ),
            models.CheckConstraint(
                condition=Q(covers_until__gte=models.F("covers_from")), name="nothing_covers_from_a_day_to_a_later_one"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="nothing_withdrawn_with_time_and_person",
            ),
        ]


class Look(models.Model):
    """What the address of a piece of evidence answered, from the first time to the last that it answered so.

    A look that finds the same lengthens the row; another answer begins a new one. Together they are the link's history.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="looks")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    status = models.PositiveSmallIntegerField(default=0)  # of HTTP; 0: no answer, see `trouble`
    trouble = models.CharField(max_length=20, blank=True)
    failed = models.BooleanField()  # speaks against the link
    final_url = models.CharField(max_length=2000, blank=True)
    hops = models.JSONField(default=list)  # [[address, status]]
    seconds = models.FloatField(default=0)  # of the last look
    detail = models.CharField(max_length=500, blank=True)
    content = models.CharField(max_length=64, blank=True)  # SHA-256 of what it answered, as far as it was fetched
    marks = models.JSONField(default=dict)  # etag and last-modified, to ask whether anything changed
    retry_at = models.DateTimeField(null=True)  # of the newest row only, after a failure

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["retry_at"], condition=Q(retry_at__isnull=False), name="look_to_repeat")]


class Check(models.Model):
    """What one check says of one piece of evidence now. Written by the worker only; the same look leaves the same row.

    No sentence is stored: it is made of the kind and the facts when it is read, in the reader's language.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="checks")
    name = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    facts = models.JSONField(default=dict)
    measured = models.JSONField(default=dict)
    places = models.JSONField(default=list)  # [{page, text, part}]: where it was seen
    content = models.CharField(max_length=64, blank=True)  # SHA-256 of what was looked at
    version = models.PositiveSmallIntegerField()  # of the check
    checked_at = models.DateTimeField()
    # “I looked, and it is right, because …”: stays with the check and goes to the assessor with it
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    submission_id: int  # what a query adds

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "name"], name="one_row_per_check_of_evidence"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="check_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="check_answered_with_time_and_person",
            ),
        ]


class NoLonger(models.Model):
    """A person's decision that a piece of an earlier year's evidence does not prove this year's item, with the reason."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="no_longer")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "evidence"], name="one_no_longer_per_answer_and_evidence")]


class SealedEvidence(models.Model):
    """One line of the list that endorsement sealed: what stood that day as evidence or as “nothing to report”, with its hash."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sealed")
    seal = models.CharField(max_length=64)  # of the list this line belongs to
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="seals")
    nothing = models.ForeignKey(NothingToReport, on_delete=models.PROTECT, null=True, related_name="seals")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "evidence"], name="one_line_per_evidence_in_a_seal"),
            models.UniqueConstraint(fields=["seal", "nothing"], name="one_line_per_statement_in_a_seal"),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False, nothing__isnull=True) | Q(evidence__isnull=True, nothing__isnull=False),
                name="a_sealed_line_is_evidence_or_a_statement",
            ),
        ]


class Review(models.Model):
    """One assessor's judgement of one answer; a draft until `decided_at`."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    assessor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    comment = models.TextField(blank=True)
    by_lead = models.BooleanField(default=False)
    saved_at = models.DateTimeField(auto_now=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "assessor"], name="one_review_per_assessor"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(score__isnull=False), name="review_decided_with_a_score"
            ),
        ]


class ComponentVerdict(models.Model):
    """Met or not met, for one component; without a component, for the item as a whole (the edition lists no parts)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="verdicts")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, null=True, related_name="+")
    met = models.BooleanField()
    reason = models.CharField(max_length=3, choices=Reason.choices, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "component"], name="one_verdict_per_component"),
            models.UniqueConstraint(fields=["review"], condition=Q(component__isnull=True), name="one_verdict_on_the_whole"),
            models.CheckConstraint(condition=Q(met=True) | ~Q(reason=""), name="verdict_not_met_has_a_reason"),
            models.CheckConstraint(condition=Q(reason__in=["", *Reason.values]), name="verdict_reason_is_known"),
        ]


class Comment(models.Model):
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.AGENCY)
    text = models.TextField()
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["said_at", "id"]


class Clarification(models.Model):
    """A disputed score: the agency's explanation, and the lead assessor's decision."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="clarifications")
    explanation = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    score_before = models.DecimalField(max_digits=5, decimal_places=2)
    decision = models.TextField(blank=True)
    score_after = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(decided_at__isnull=True), name="one_open_clarification_per_submission"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, score_after__isnull=True)
                | (Q(decided_at__isnull=False, decided_by__isnull=False, score_after__isnull=False) & ~Q(decision="")),
                name="clarification_decided_with_time_person_score_and_reason",
            ),
        ]


class Result(models.Model):
    """The score of one item, frozen. Official ones are loaded as published, computed ones written when the year is published."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="results")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="results")
    source = models.CharField(max_length=10, choices=ResultSource.choices)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # null: a recommendation without a published score
    comment = models.TextField(blank=True)
    frozen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["item__number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item", "source"], name="one_result_per_item_and_source"),
            models.CheckConstraint(condition=Q(source__in=ResultSource.values), name="result_source_is_known"),
        ]


class IndicatorResult(models.Model):
    """The score of a sub-indicator, an indicator, an instrument or the total, frozen when the year is published."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="indicator_results")
    name = models.CharField(max_length=10)  # "9.1", "9", "OIT", "total"
    score = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    level = models.CharField(max_length=100, blank=True)  # with the total only

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "name"], name="one_indicator_result_per_name")]


class Entered(models.Model):
    """A person's word that the answer stands in the official system, as it was when `digest` was made of it."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="entered")
    digest = models.CharField(max_length=64)  # of the text that was copied; another one now means: changed since
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")


class Notice(models.Model):
    """Something that one person should know: a verb and facts, no sentence. Written with what it tells, in one transaction."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="notices")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="notices")  # null: of the year
    facts = models.JSONField(default=dict)  # only what this reader may know
    occasion = models.CharField(max_length=30, blank=True)  # of a reminder, so that it is written once: due day and distance
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_by_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(read_at__isnull=True, mailed_at__isnull=True), name="notice_to_mail"),
            models.Index(fields=["assessment", "verb"], condition=Q(read_at__isnull=True), name="notice_open_in_year"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="notice_verb_is_known"),
            models.UniqueConstraint(
                fields=["person", "submission", "occasion"], condition=~Q(occasion=""), name="one_reminder_per_occasion"
            ),
        ]


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


class KeptContent(models.Model):
    """The bytes that addresses answered, kept once under their SHA-256; never overwritten."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    packed = models.BooleanField(default=False)  # with gzip, in the file store only
    kept_at = models.DateTimeField(auto_now_add=True)

    @property
    def path(self) -> str:
        """Inside the file store."""
        return f"copies/{self.sha256[:2]}/{self.sha256}{'.gz' if self.packed else ''}"


class Manifest(models.Model):
    """The list of a day's copies, with the digest of the list before; `token`: the authority's time-stamp over it (RFC 3161)."""

    day = models.DateField(unique=True)
    lines = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of `lines` in UTF-8
    made_at = models.DateTimeField()
    token = models.BinaryField(null=True)  # the authority's whole answer
    stamped_at = models.DateTimeField(null=True)  # as the authority says

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token__isnull=True, stamped_at__isnull=True) | Q(token__isnull=False, stamped_at__isnull=False),
                name="manifest_token_has_its_time",
            )
        ]


class Snapshot(models.Model):
    """What a piece of evidence was on a day: the answer of its address with its bytes, or the file that was handed in.

    Without either nothing came that day; `status` and `trouble` say what came instead. Written once, never changed but for the
    list in which it stands.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="copies")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    taken_at = models.DateTimeField()
    address = models.CharField(max_length=2000, blank=True)  # empty: a file
    final_url = models.CharField(max_length=2000, blank=True)
    hops = models.JSONField(default=list)  # [[address, status]]
    status = models.PositiveSmallIntegerField(default=0)  # of HTTP; 0: no answer, see `trouble`
    trouble = models.CharField(max_length=20, blank=True)
    headers = models.JSONField(default=list)  # [[name, value]], within bounds, without cookies
    media_type = models.CharField(max_length=100, blank=True)  # as the server called it
    content = models.ForeignKey(KeptContent, on_delete=models.PROTECT, null=True, related_name="copies")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="copies")
    whole = models.BooleanField(default=True)  # False: the answer was larger than what is fetched
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, null=True, related_name="copies")

    class Meta:
        ordering = ["taken_at", "id"]
        indexes = [models.Index(fields=["taken_at"], condition=Q(manifest__isnull=True), name="snapshot_to_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(occasion=Occasion.HANDED_IN), name="one_copy_of_handing_in_per_evidence"
            ),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="snapshot_occasion_is_known"),
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(file__isnull=True), name="snapshot_is_of_an_address_or_a_file"
            ),
        ]

    @property
    def sha256(self) -> str:
        return self.content_id or self.file_id or ""
