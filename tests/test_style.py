"""The style page shows every component once, in the demonstration only."""

from pathlib import Path

import pytest

from tests.factories import make_person
from tests.submissions.test_views import client_of

pytestmark = pytest.mark.django_db


def test_it_is_there_in_the_demonstration_only(settings):
    person = make_person("somchai@alpha")
    answers = []
    for settings.DEMO in (False, True):
        answers.append(client_of(person).get("/style/").status_code)
    assert answers == [404, 200]


def test_every_component_is_on_it(settings):
    """Those that are parts of another component come with it; the icons are shown where they are used."""
    settings.DEMO = True
    page = client_of(make_person("somchai@alpha")).get("/style/")
    used = {template.name for template in page.templates}
    folder = Path(settings.BASE_DIR) / "templates"
    found = (folder / "components").rglob("*.html")
    components = {path.relative_to(folder).as_posix() for path in found if path.parent.name != "icons"}
    assert components - used - ELSEWHERE == set()


# On every page, or a page of its own
ELSEWHERE = {"components/error_page.html"}
