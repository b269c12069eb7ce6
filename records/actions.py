"""Writing the audit trail; asking for jobs and running them. The only writer of `Job.state`."""

import datetime
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from records.digest import digest_of
from records.enums import OPEN_STATES, JobState
from records.models import AuditEvent, AuditHead, Job

log = logging.getLogger(__name__)


def record(verb: str, *, target: object, by: object | None, note: str = "", scope: str = "", **details: object) -> AuditEvent:
    """Write that `by` (None: the portal itself) did `verb` to `target`. Call it in the transaction of the change.

    Each scope is a chain with one end; two writers that meet are put in order by locking it.
    """
    with transaction.atomic(savepoint=False):  # an event that cannot be written takes the change along
        head = AuditHead.objects.select_for_update().filter(scope=scope).first()
        if head is None:
            AuditHead.objects.get_or_create(scope=scope)
            head = AuditHead.objects.select_for_update().get(scope=scope)
        event = AuditEvent(
            at=timezone.now(),
            actor_id=getattr(by, "pk", None),
            actor_name=str(by) if by else "",
            verb=verb,
            target_type=target._meta.model_name,  # type: ignore[attr-defined]  # every target is a model
            target_id=str(target.pk),  # type: ignore[attr-defined]
            scope=scope,
            note=note,
            details=details,
            previous=head.digest,
        )
        head.digest = event.digest = digest_of(event)
        event.save()
        head.save(update_fields=["digest"])
    return event


# Kinds of work, filled by the apps' tasks modules: kind -> function(Run) -> result dictionary
HANDLERS: dict[str, Callable[["Run"], dict]] = {}


def handles(kind: str) -> Callable:
    """Decorator: this function does jobs of that kind. It must be safe to run twice."""

    def keep(function: Callable[["Run"], dict]) -> Callable[["Run"], dict]:
        HANDLERS[kind] = function
        return function

    return keep


class JobRefused(Exception):
    """The job can never succeed; the message is a sentence for the person who asked."""


class LeaseLost(Exception):
    """Another worker holds the job now, or it was cancelled: stop without a trace."""


@dataclass
class Run:
    """A job in the hands of one worker."""

    job: Job
    token: uuid.UUID

    def progress(self, step: str, done: int = 0, total: int = 0) -> None:
        """Show how far it is and keep the lease. Raises LeaseLost when the job is no longer ours."""
        self._keep_lease(step=step, done=done, total=total)

    def stay(self) -> None:
        """Keep the lease in the middle of something long. Raises LeaseLost when the job is no longer ours."""
        self._keep_lease()

    def _keep_lease(self, **shown: object) -> None:
        lease = timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)
        if not self._mine().update(lease_until=lease, **shown):
            raise LeaseLost

    def _mine(self):
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, lease_token=self.token)


def ask(kind: str, *, by: object | None, scope: str = "", **payload: object) -> Job:
    """Ask the worker for something, in the caller's transaction; one quick try to send it follows the commit.

    An open job of the same kind, scope and payload is returned instead of a second one.
    """
    _require_handler(kind)
    same = Job.objects.filter(kind=kind, scope=scope, payload=payload, state__in=OPEN_STATES).first()
    if same:
        return same
    job = Job.objects.create(kind=kind, scope=scope, payload=payload, **_asked_by(by))
    transaction.on_commit(partial(send, job.pk))
    return job


@transaction.atomic
def ask_later(kind: str, *, wait: datetime.timedelta, by: object | None, scope: str = "", **payload: object) -> Job:
    """Ask for what many changes call for one after the other: it begins `wait` from now, so that a sitting makes one job.

    Merged with one that has not begun; a running one may have missed the change, so that one more follows it. The row is held
    until the caller commits, for the worker to see the change; a row that is held by somebody else is not waited for.
    """
    _require_handler(kind)
    waiting = Job.objects.filter(kind=kind, scope=scope, payload=payload, state=JobState.QUEUED)
    begins = timezone.now() + wait
    return waiting.select_for_update(skip_locked=True).first() or Job.objects.create(
        kind=kind, scope=scope, payload=payload, not_before=begins, **_asked_by(by)
    )


def _require_handler(kind: str) -> None:
    if kind not in HANDLERS:
        raise ValueError(f"no handler for jobs of kind {kind!r}")


def _asked_by(by: object | None) -> dict:
    return {"asked_by_id": getattr(by, "pk", None), "asked_by_name": str(by) if by else ""}


def send(job_id: int) -> bool:
    """Hand the job's number to the broker. Failure is harmless: the relay tries again."""
    try:
        current_app.send_task("records.tasks.run_job", (job_id,), retry=False)
    except Exception as problem:
        log.warning("job %s not sent, the relay will: %s", job_id, problem)
        return False
    Job.objects.filter(pk=job_id).update(sent_at=timezone.now())
    return True


def claim(job_id: int) -> Run | None:
    """Take the job by one guarded UPDATE; None when it is done, cancelled, in other hands, or while its twin runs."""
    now = timezone.now()
    if _twin_runs(job_id, now):
        return None
    token = uuid.uuid4()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=settings.JOB_MAX_ATTEMPTS).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=now + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS),
        lease_token=token,
    )
    return Run(Job.objects.get(pk=job_id), token) if taken else None


def _twin_runs(job_id: int, now: datetime.datetime) -> bool:
    """Whether a worker is at the same work already: the relay sends this one again, and it begins when the other has ended."""
    running = Job.objects.filter(state=JobState.RUNNING, lease_until__gte=now).exclude(pk=job_id)
    return any(
        running.filter(kind=job.kind, scope=job.scope, payload=job.payload).exists() for job in Job.objects.filter(pk=job_id)
    )


def perform(job_id: int) -> None:
    """Claim the job and do it. Called by the worker only."""
    run = claim(job_id)
    if run is None:
        return
    try:
        result = HANDLERS[run.job.kind](run)
    except LeaseLost:
        log.info("job %s is no longer ours", job_id)
    except JobRefused as refusal:
        _finish(run, JobState.FAILED, reason=str(refusal))
    except Exception:
        log.exception("job %s failed at attempt %s", job_id, run.job.attempts)
        _fail_or_requeue(run)
    else:
        _finish(run, JobState.DONE, result=result)


def _finish(run: Run, state: JobState, **changes: object) -> None:
    run._mine().update(state=state, finished_at=timezone.now(), lease_until=None, lease_token=None, **changes)


def _fail_or_requeue(run: Run) -> None:
    if run.job.attempts >= settings.JOB_MAX_ATTEMPTS:
        reason = _("The work failed %(times)s times and was stopped. Please tell the administrator the number %(number)s.")
        _finish(run, JobState.FAILED, reason=reason % {"times": run.job.attempts, "number": run.job.pk})
    else:
        run._mine().update(state=JobState.QUEUED, lease_until=None, lease_token=None)


def cancel(job: Job, *, by: object) -> None:
    """Stop a job that is not finished; the worker that holds it stops at its next step."""
    open_job = Job.objects.filter(pk=job.pk, state__in=OPEN_STATES)
    with transaction.atomic():
        if open_job.update(state=JobState.CANCELLED, finished_at=timezone.now(), lease_until=None, lease_token=None):
            record("cancel", target=job, by=by, scope=job.scope)


def relay() -> int:
    """Send what is queued and was not sent lately, and what lost its worker. Returns how many were sent."""
    now = timezone.now()
    a_while_ago = now - datetime.timedelta(seconds=10)
    queued = Q(state=JobState.QUEUED) & (Q(sent_at__isnull=True) | Q(sent_at__lt=a_while_ago))
    early = Q(not_before__gt=now)
    lost = Q(state=JobState.RUNNING, lease_until__lt=now)
    exhausted = Job.objects.filter(lost, attempts__gte=settings.JOB_MAX_ATTEMPTS)
    reason = _("The worker was lost %(times)s times while doing this, so it was stopped. Please tell the administrator.")
    exhausted.update(
        state=JobState.FAILED,
        finished_at=now,
        lease_until=None,
        lease_token=None,
        reason=reason % {"times": settings.JOB_MAX_ATTEMPTS},
    )
    due = Job.objects.filter(queued | lost).exclude(early).order_by("id").values_list("pk", flat=True)[:100]
    return sum(send(pk) for pk in due)
