"""On whose website the evidence lies."""

import ipaddress
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from ita_portal.lib.hosts import canonical, host_of, in_letters, is_below, port_of
from submissions.checks.case import Case, Family, Finding, Kind
from submissions.enums import Grade, Outcome, Reason

SHARE_HOSTS = ("drive.google.com", "docs.google.com", "dropbox.com", "onedrive.live.com", "1drv.ms", "mega.nz", "mediafire.com")
SOCIAL_HOSTS = (
    "facebook.com",
    "fb.com",
    "fb.watch",
    "youtube.com",
    "youtu.be",
    "line.me",
    "lin.ee",
    "tiktok.com",
    "x.com",
    "twitter.com",
)
_TRIAL = re.compile(
    r"^(test|staging|stage|dev|demo|beta|uat|localhost)\b|[.-](test|staging|dev|uat)\.|\.(local|test|localdomain|internal)$"
)


def is_shared(host: str) -> bool:
    """A file share or a social network: not the agency's own, and not there for ever."""
    return is_below(host, SHARE_HOSTS + SOCIAL_HOSTS)


def is_part(host: str, main: str) -> bool:
    """Another host below the main website's name, such as a line office's own; both in their canonical form."""
    return bool(main) and host != main and is_below(host, (main,))


def is_trial(url: str) -> bool:
    """A host for trying things out, or a bare number: nothing that citizens are sent to."""
    host = host_of(url)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(_TRIAL.search(host)) or port_of(url) not in (None, 80, 443)
    return True


SHARED = Kind(
    "host.shared",
    Reason.R14,
    Grade.FACT,
    found=gettext_lazy("It lies on %(host)s, which is not the agency's website. Put it on %(main)s and give that address."),
    unknown=gettext_lazy("On whose website it lies could not be seen."),
    clear=gettext_lazy("It does not lie on a file share or a social network."),
)
OWN = Kind(
    "host.own",
    Reason.R7,
    Grade.FACT,
    found=gettext_lazy("It lies on %(host)s; the agency's main website is %(main)s."),
    unknown=gettext_lazy("The agency's main website is not entered; the coordinator does so beside the departments."),
    clear=gettext_lazy("It lies on the agency's main website."),
    version=2,
)
PART = Kind(
    "host.part",
    Reason.R7,
    Grade.HINT,
    found=gettext_lazy(
        "It lies on %(host)s, a part of the agency's domain. Assessors ask for the main website %(main)s: put it there, or say why it "
        "lies elsewhere."
    ),
    unknown=gettext_lazy("On whose website it lies could not be seen."),
    clear=gettext_lazy("It lies on the agency's main website."),
)
TRIAL = Kind(
    "host.trial",
    Reason.R7,
    Grade.HINT,
    found=gettext_lazy("%(host)s looks like an address for trying things out. Give the one that citizens use."),
    unknown=gettext_lazy("Whether it is an address for trying things out could not be seen."),
    clear=gettext_lazy("It is no address for trying things out."),
)


def look(case: Case) -> Iterator[Finding]:
    """Where the address leads in the end counts, if it could be seen; else the address as it was typed."""
    if not case.handed.is_address:
        return
    url = case.leads_to
    host, main = host_of(url), canonical(case.house.main_host)
    facts = {"host": in_letters(host), "main": in_letters(main)}
    shared = is_shared(host)
    yield Finding(SHARED.name, Outcome.FOUND if shared else Outcome.CLEAR, facts)
    if not main:
        yield Finding(OWN.name, Outcome.UNKNOWN, facts)
    elif is_part(host, main):
        yield Finding(PART.name, Outcome.FOUND, facts)
    elif not shared:
        yield Finding(OWN.name, Outcome.CLEAR if host == main else Outcome.FOUND, facts)
    yield Finding(TRIAL.name, Outcome.FOUND if is_trial(url) else Outcome.CLEAR, facts)


FAMILY = Family("host", (SHARED, OWN, PART, TRIAL), look)
