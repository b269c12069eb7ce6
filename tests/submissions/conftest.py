"""Websites, and a virus scanner, that several stories of evidence are told with."""

from collections.abc import Iterator

import pytest

from tests.agency_site import AgencySite, agency_site
from tests.clamd import Daemon
from tests.sites import Site


@pytest.fixture
def example() -> AgencySite:
    """The pages of an agency's website, to be changed by a test before they are asked for."""
    return agency_site()


@pytest.fixture
def site(settings, example: AgencySite) -> Iterator[Site]:
    """The server of these pages, and the portal told where it stands."""
    with Site(example.pages) as here:
        settings.FETCH_SITES = here.where
        yield here


@pytest.fixture
def daemon(settings) -> Iterator[Daemon]:
    daemon = Daemon()
    settings.CLAMAV_ADDRESS = daemon.address
    yield daemon
    daemon.close()
