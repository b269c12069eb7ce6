"""Changing the catalogue's calendar."""

from collections.abc import Callable, Iterable

from django.db import transaction

from accounts.models import User
from criteria import policy, windows
from criteria.enums import Stage
from criteria.models import Edition, Window
from criteria.queries import spans_of
from criteria.windows import Span
from ita_portal.lib.verdict import Verdict
from records.actions import record

# Told of days that changed, in the same transaction: function(edition, {stage: its days now, or None}, by=…)
AFTER_WINDOWS: list[Callable[..., None]] = []


class StaleWindows(Exception):
    """Somebody else changed the days in the meantime; nothing was changed."""


@transaction.atomic
def set_windows(edition: Edition, wanted: Iterable[Span], *, seen: str = "", by: User) -> dict[Stage, Span | None]:
    """Put these days in place of those that stand; a stage without days has none. Returns what changed.

    `seen`: how the calendar stood when the person looked (`windows.state_of`); who sends nothing is not asked.
    """
    policy.may_change_windows(by).require()
    Edition.objects.select_for_update().get(pk=edition.pk)  # two administrators come one after the other
    before, after = spans_of(edition), {span.stage: span for span in wanted}
    if seen and seen != windows.state_of(before):
        raise StaleWindows
    wrong = windows.problems(after.values(), edition.fiscal_year)
    Verdict(" ".join(f"{windows.TITLES[stage]}: {' '.join(texts)}" for stage, texts in wrong.items())).require()
    changed = {stage: after.get(stage) for stage in Stage if before.get(stage) != after.get(stage)}
    for stage, span in changed.items():
        if span is None:
            Window.objects.filter(edition=edition, stage=stage).delete()
        else:
            both = {"opens_on": span.opens_on, "closes_on": span.closes_on}
            Window.objects.update_or_create(edition=edition, stage=stage, defaults=both)
    if changed:
        days = {stage.value: _days(span) for stage, span in changed.items()}
        record("set_windows", target=edition, by=by, scope=edition.code, windows=days)
        for tell in AFTER_WINDOWS:
            tell(edition, changed, by=by)
    return changed


def _days(span: Span | None) -> list[str]:
    return [span.opens_on.isoformat(), span.closes_on.isoformat()] if span else []
