"""The doctor's sentences and its exit status."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from submissions.models import SearchText
from submissions.search import trigrams
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_order(settings, monkeypatch, tmp_path):
    """An installation that lacks nothing: the demonstration's, whose broker is its own business."""
    monkeypatch.delenv("REDIS_URL")
    settings.DEMO = True
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()
    return settings


def lines() -> list[str]:
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except CommandError:
        out.write("exit status 1")
    return out.getvalue().splitlines()


def test_where_nothing_is_missing_every_line_says_ok(in_order):
    assert [line for line in lines() if not line.startswith("ok ")] == []


def test_what_is_missing_comes_with_what_to_do(in_order):
    (in_order.STATIC_ROOT / "staticfiles.json").unlink()
    in_order.UPLOAD_MAX_FILES = 0
    assert [line for line in lines() if not line.startswith("ok ")] == [
        "MISSING  settings: UPLOAD_MAX_FILES lets nobody hand in a file. At least 1.",
        "MISSING  static files: run manage.py collectstatic --noinput",
        "exit status 1",
    ]


def test_a_dead_broker_is_one_line_not_a_fall(in_order, monkeypatch):
    nowhere = f"unix://{Path(in_order.STATIC_ROOT) / 'nobody.sock'}"
    monkeypatch.setenv("REDIS_URL", nowhere)
    in_order.REDIS_URL = nowhere
    missing = [line for line in lines() if line.startswith("MISSING")]
    assert len(missing) == 1
    assert "broker at REDIS_URL does not answer" in missing[0]


def test_a_database_older_than_the_search_is_named_and_mended(in_order):
    World().answer("O1")
    SearchText.objects.all().delete()
    advice = "MISSING  search: 2 texts cannot be found; run manage.py search_index"
    assert [line for line in lines() if not line.startswith("ok ")] == [advice, "exit status 1"]
    call_command("search_index", stdout=StringIO())
    assert [line for line in lines() if not line.startswith("ok ")] == []


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_a_lost_search_index_is_named_and_made_again(in_order):
    trigrams.drop(connection)
    assert [line.partition(",")[0] for line in lines() if line.startswith("MISSING")] == ["MISSING  search index is missing"]
    call_command("search_index", stdout=StringIO())
    assert [line for line in lines() if not line.startswith("ok ")] == []
