"""What `manage.py check` says about the settings of this installation, before somebody finds out the hard way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 -- Django's name for it
from django.http.request import validate_host

from ita_portal.lib import clamav

LEAST_LEASE_SECONDS = 30


@register
def installation(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """All of the checks below; DEMO and tests keep the defaults that they may keep."""
    checks: list[Callable[[], Iterator[CheckMessage]]] = [_secrets, _outside, _addresses, _folders, _seal, _limits]
    return [message for check in checks for message in check()]


def _secrets() -> Iterator[CheckMessage]:
    if settings.SECRET_KEY.lstrip().startswith("#"):
        yield Error(
            "SECRET_KEY is the comment that stood behind it.",
            hint="In .env a comment needs a line of its own.",
            id="ita_portal.E001",
        )
    if settings.DEMO and settings.HTTPS:
        yield Error(
            "DEMO is on together with HTTPS: a demonstration has log-ins with a known password.",
            hint="Take DEMO out of the environment of a real installation.",
            id="ita_portal.E002",
        )


def _outside() -> Iterator[CheckMessage]:
    if settings.FETCH_SITES and settings.HTTPS:
        yield Error(
            "FETCH_SITES lets the worker into this machine: it is for tests and the demonstration only.",
            hint="Take FETCH_SITES out of the environment of a real installation.",
            id="ita_portal.E011",
        )
    if settings.FETCH_PAUSE < 0:
        yield Error("FETCH_PAUSE is less than nothing.", hint="Seconds between two requests, such as 1.0.", id="ita_portal.E012")


def _addresses() -> Iterator[CheckMessage]:
    if not settings.REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
        yield Error(
            "REDIS_URL is not an address of a broker.",
            hint="redis://host:6379/0, rediss://… or unix:///path",
            id="ita_portal.E003",
        )
    portal = urlsplit(settings.PORTAL_URL)
    if portal.scheme not in ("http", "https") or not portal.hostname:
        yield Error(
            "PORTAL_URL is not an address: papers and mails would name nothing.",
            hint="https://ita.example.go.th",
            id="ita_portal.E004",
        )
    elif settings.HTTPS and not validate_host(portal.hostname, settings.ALLOWED_HOSTS):
        yield Warning(
            f"PORTAL_URL names {portal.hostname}, which ALLOWED_HOSTS does not: links on papers and in mails lead nowhere.",
            id="ita_portal.W001",
        )
    if settings.CLAMAV_ADDRESS and (wanted := clamav.problem_of(settings.CLAMAV_ADDRESS)):
        yield Error("CLAMAV_ADDRESS is not an address of a virus scanner.", hint=wanted, id="ita_portal.E010")
    if settings.TSA_URL and urlsplit(settings.TSA_URL).scheme not in ("http", "https"):
        yield Error("TSA_URL is not a web address.", id="ita_portal.E005")


def _folders() -> Iterator[CheckMessage]:
    media, static = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    if media == static or static in media.parents:
        yield Error("MEDIA_ROOT lies below STATIC_DIR: every upload would be public.", id="ita_portal.E006")


def _seal() -> Iterator[CheckMessage]:
    for name, paths in (("SIGNING_P12", [settings.SIGNING_P12]), ("SIGNING_TRUSTED_ROOTS", settings.SIGNING_TRUSTED_ROOTS)):
        for path in filter(None, paths):
            if not Path(path).is_file():
                yield Error(f"{name} names {path}, which is not a file.", id="ita_portal.E007")


def _limits() -> Iterator[CheckMessage]:
    if settings.JOB_LEASE_SECONDS < LEAST_LEASE_SECONDS:
        yield Error(
            f"JOB_LEASE_SECONDS is {settings.JOB_LEASE_SECONDS}: work that only takes its time would be done twice.",
            hint=f"At least {LEAST_LEASE_SECONDS}.",
            id="ita_portal.E008",
        )
    for name in ("UPLOAD_MAX_BYTES", "UPLOAD_MAX_FILES", "UPLOAD_MAX_PER_ITEM", "UPLOAD_YEAR_BYTES"):
        if getattr(settings, name) < 1:
            yield Error(f"{name} lets nobody hand in a file.", hint="At least 1.", id="ita_portal.E009")
