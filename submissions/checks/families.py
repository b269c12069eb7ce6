"""All checks by family, in the order in which they are shown."""

from collections.abc import Iterator

from submissions.checks import content, formats, host, path, period, privacy, reach, scope
from submissions.checks.case import Case, Family, Finding, Kind

FAMILIES: tuple[Family, ...] = (
    reach.FAMILY,
    host.FAMILY,
    formats.FAMILY,
    period.FAMILY,
    content.FAMILY,
    scope.FAMILY,
    privacy.FAMILY,
)
WAYS: tuple[Family, ...] = (path.FAMILY,)  # said after a walk through the website, not after a look at the address
KINDS: dict[str, Kind] = {kind.name: kind for family in (*WAYS, *FAMILIES) for kind in family.kinds}
ORDER: dict[str, int] = {name: place for place, name in enumerate(KINDS)}


def names_of(families: tuple[Family, ...]) -> list[str]:
    return [kind.name for family in families for kind in family.kinds]


def look(case: Case, families: tuple[Family, ...] = FAMILIES) -> Iterator[Finding]:
    """What each family says of one piece of evidence."""
    for family in families:
        yield from family.look(case)
