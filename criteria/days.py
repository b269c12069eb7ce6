"""The calendar in a catalogue file: what is wrong with its days. No database."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from criteria.enums import Stage


def faults_of(windows: list[dict]) -> Iterator[str]:
    """What is wrong with the calendar in a catalogue file, as sentences."""
    stages = [str(one["stage"]) for one in windows]
    for one, stage in zip(windows, stages, strict=True):
        if stage not in Stage.values:
            sentence = _("windows: %(stage)s is unknown; use one of %(known)s.")
            yield sentence % {"stage": stage, "known": ", ".join(Stage.values)}
        try:
            opens, closes = (datetime.date.fromisoformat(str(one[name])) for name in ("opens_on", "closes_on"))
        except ValueError:
            sentence = _("window %(stage)s: %(days)s are not two days such as 2026-01-31, in the common era.")
            yield sentence % {"stage": stage, "days": f"{one['opens_on']} – {one['closes_on']}"}
            continue
        if closes < opens:
            yield _("window %(stage)s closes before it opens.") % {"stage": stage}
    for stage in sorted({stage for stage in stages if stages.count(stage) > 1}):
        yield _("window %(stage)s stands twice.") % {"stage": stage}
