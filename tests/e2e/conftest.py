"""What every story in a browser leaves behind: nothing that still asks the portal."""

from collections.abc import Iterator

import pytest
from django.db import connection

from ita_portal.lib.processes import wait_for


@pytest.fixture(autouse=True)
def answered(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page may be asking for something when its story ends. The tables are emptied once the portal has answered: both at the same
    time would wait for each other."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    wait_for(_nobody_asks, seconds=20, what="the portal's last answers")


def _nobody_asks() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return cursor.fetchone() == (0,)
