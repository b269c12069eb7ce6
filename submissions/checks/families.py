"""All checks by family, in the order in which they are shown."""

from collections.abc import Iterator

from submissions.checks import host, reach
from submissions.checks.case import Case, Family, Finding, Kind

FAMILIES: tuple[Family, ...] = (reach.FAMILY, host.FAMILY)
KINDS: dict[str, Kind] = {kind.name: kind for family in FAMILIES for kind in family.kinds}
ORDER: dict[str, int] = {name: place for place, name in enumerate(KINDS)}


def look(case: Case) -> Iterator[Finding]:
    """What every family says of one piece of evidence."""
    for family in FAMILIES:
        yield from family.look(case)
