"""What an audit event's digest covers: every column, and the digest before it."""

import hashlib
import json

from records.models import AuditEvent


def digest_of(event: AuditEvent) -> str:
    """SHA-256 over the event's content and the digest of the one before, as hexadecimal."""
    content = [
        event.previous,
        event.at.isoformat(timespec="microseconds"),
        event.actor_id,
        event.actor_name,
        event.verb,
        event.target_type,
        event.target_id,
        event.scope,
        event.note,
        event.details,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
