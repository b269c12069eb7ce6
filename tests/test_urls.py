"""Every address is closed unless it stands in this list; a new one fails here until it is named."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.actions import RESERVED_SLUGS
from tests.factories import make_agency

pytestmark = pytest.mark.django_db

PUBLIC = {
    "healthz",
    "readyz",
    "set_language",
    "accounts:log_in",
    "accounts:forgotten",  # asks for a link by mail; says the same to everybody
    "accounts:choose_password",  # the token in the address is the key
    "submissions:feed",  # calendar programs cannot log in; the address is a person's secret, which they can renew
    "submissions:help_public",  # how anybody reads the public pages and verifies a paper
    "reports:download",  # asks the policy itself: published papers are public
    "reports:public_index",
    "reports:public",
    "reports:public_json",
    "reports:public_csv",
    "reports:public_xlsx",
    "reports:public_file",
    "reports:verify",
    "reports:api_editions",
    "reports:api_edition",
    "reports:api_assessments",
    "reports:api_assessment",
}


def patterns(resolver: URLResolver, namespace: str = ""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry


def test_every_address_has_a_name_and_only_the_listed_are_public():
    found = dict(patterns(get_resolver()))
    assert not [name for name in found if name.endswith("None")]
    public = {name for name, entry in found.items() if not getattr(entry.callback, "login_required", True)}
    assert public == PUBLIC


def test_a_closed_address_sends_to_the_log_in():
    closed = [
        "/",
        "/criteria/",
        "/alpha/2590-small/",
        "/alpha/2590-small/O1/",
        "/review/",
        "/search/",
        "/reports/",
        "/reports/alpha/2590-small/",
    ]
    client = Client()
    assert {client.get(address).status_code for address in closed} == {302}
    assert all("/log-in/" in client.get(address).headers["Location"] for address in closed)


def test_pages_carry_the_strict_policy():
    header = Client().get("/log-in/").headers["Content-Security-Policy"]
    assert "unsafe" not in header
    assert "default-src 'none'" in header
    assert "script-src 'self'" in header


def test_no_agency_can_take_an_address_of_the_portal():
    """Every address that begins with a word of its own hides the years of an agency of that name."""
    first = {str(entry.pattern).split("/")[0].partition(".")[0] for entry in get_resolver().url_patterns}
    first |= {str(entry.pattern).split("/")[0] for _name, entry in patterns(get_resolver())}
    words = {word for word in first if word and not word.startswith("<")}
    assert words - RESERVED_SLUGS - {"language"} == set()  # "language" stands under i18n/
    with pytest.raises(PermissionDenied):
        make_agency("compare")
