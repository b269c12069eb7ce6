"""The doctor's sentences and its exit status."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

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
