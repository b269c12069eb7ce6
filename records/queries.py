"""Reads of the audit trail and of jobs."""

from collections.abc import Iterable

from django.db.models import Max

from records.digest import digest_of
from records.enums import OPEN_STATES
from records.models import AuditEvent, AuditHead, Job


def history_of(target_type: str, target_id: object, limit: int = 100) -> list[AuditEvent]:
    """What happened to one thing, newest first."""
    return list(AuditEvent.objects.filter(target_type=target_type, target_id=str(target_id)).order_by("-id")[:limit])


def history_within(scope: str, verbs: Iterable[str] | None = None, limit: int = 200) -> list[AuditEvent]:
    """What happened within a scope, newest first; with `verbs` only that."""
    events = AuditEvent.objects.filter(scope=scope)
    return list((events if verbs is None else events.filter(verb__in=verbs)).order_by("-id")[:limit])


def open_jobs(scope: str, kind: str) -> list[Job]:
    """What the worker still has to do of one kind within a scope."""
    return list(Job.objects.filter(scope=scope, kind=kind, state__in=OPEN_STATES))


def was_asked(kind: str, scope: str, **payload: object) -> bool:
    """Whether such a job was ever asked for, finished or not."""
    within = {f"payload__{name}": value for name, value in payload.items()}
    return Job.objects.filter(kind=kind, scope=scope, **within).exists()


def first_broken_event() -> AuditEvent | None:
    """The first event whose digest or chain does not hold, or None when every chain is intact up to its head."""
    ends: dict[str, str] = {}
    for event in AuditEvent.objects.order_by("id").iterator(2000):
        if event.previous != ends.get(event.scope, "") or event.digest != digest_of(event):
            return event
        ends[event.scope] = event.digest
    for head in AuditHead.objects.all():
        if head.digest != ends.get(head.scope, ""):
            return AuditEvent.objects.filter(scope=head.scope).order_by("-id").first() or AuditEvent(scope=head.scope)
    return None


def newest_by(what: str, scope: str, verbs_but: Iterable[str] = (), **of: object) -> dict[object, AuditEvent]:
    """Within a scope, the newest event of each target (`what` = "target_id") or of each person ("actor_id"). One query."""
    events = AuditEvent.objects.filter(scope=scope, **of).exclude(verb__in=list(verbs_but)).order_by()
    newest = events.values(what).annotate(newest=Max("pk")).values("newest")
    return {getattr(event, what): event for event in AuditEvent.objects.filter(pk__in=newest)}
