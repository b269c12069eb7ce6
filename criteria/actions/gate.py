"""What every change of the catalogue passes: the edition is held, the policy asked, a stale page refused, the change counted."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F, Model

from accounts.models import User
from criteria import policy
from criteria.models import Edition, Versioned
from criteria.queries import edition_at_work
from records.actions import record


class StaleEdit(Exception):
    """Somebody else changed this in the meantime; nothing was written. `row`: how it stands now, None when it is gone."""

    def __init__(self, row: Any) -> None:
        super().__init__()
        self.row = row


def held(edition: Edition) -> Edition:
    """Hold the edition until the end of the transaction and read it fresh, so that changes of it come one after the other."""
    if not Edition.objects.select_for_update().filter(pk=edition.pk).exists():
        raise StaleEdit(None)
    fresh = edition_at_work(edition.code)
    assert fresh is not None, "it is held"
    return fresh


def opened(edition: Edition, *, by: User) -> Edition:
    """Hold an edition that everything may be changed of."""
    fresh = held(edition)
    policy.may_edit(by, fresh).require()
    return fresh


def fresh(row: Any) -> Any:
    """The row as it stands now; asked after the edition is held."""
    found = type(row).objects.filter(pk=row.pk).first()
    if found is None:
        raise StaleEdit(None)
    return found


def differences(row: Any, before: Mapping[str, Any], values: Mapping[str, Any], version: int) -> dict[str, Any]:
    """What differs. Nothing: the same was sent again. Something, on an old version: StaleEdit, so that both texts can be shown."""
    found = {name: value for name, value in values.items() if before[name] != value}
    if found and row.version != version:
        raise StaleEdit(row)
    return found


def write(row: Any, values: Mapping[str, Any], *, version: int, edition: Edition, by: User, verb: str, where: str) -> bool:
    """Put these values into the row's own columns, if nobody did since `version`. Answers whether anything changed."""
    now = fresh(row)
    before = {name: getattr(now, name) for name in values}
    changed = differences(now, before, values, version)
    if changed:
        put(now, changed)
        count(edition, verb, target=now, by=by, where=where, changed=pairs(before, changed))
    return bool(changed)


def put(row: Versioned, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list]:
    """Column → before and after, as the audit trail keeps it."""
    return {name: [plain(before[name]), plain(value)] for name, value in after.items()}


def plain(value: Any) -> Any:
    if isinstance(value, Decimal | Model):
        return str(value)
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def count(edition: Edition, verb: str, *, target: Model, by: User, note: str = "", **details: object) -> None:
    """Write the deed down, and that the edition is no longer what its file says."""
    Edition.objects.filter(pk=edition.pk).update(revision=F("revision") + 1)
    record(verb, target=target, by=by, scope=edition.code, note=note, **details)
