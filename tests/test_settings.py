"""The settings file and what is written about it say the same."""

import os
import re
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings
from packaging.requirements import Requirement

ROOT = settings.BASE_DIR
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
ENTRY = re.compile(r"^#?([A-Z0-9_]+)=(.*)$", re.M)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def settings_from(env: dict[str, str], question: str) -> subprocess.CompletedProcess:
    """The real settings in a process of their own, with nothing but this environment."""
    script = f"from ita_portal import settings as s; print({question})"
    needed = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", script], env=needed | env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )


def test_env_example_names_exactly_the_settings_that_are_read():
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"(\w+)"', (ROOT / "ita_portal" / "settings.py").read_text(encoding="utf-8")))
    listed = {name for name, _value in ENTRY.findall(EXAMPLE)}
    assert listed == read | {"DB_PASSWORD"}


def test_env_example_explains_every_setting_on_a_line_of_its_own():
    lines = EXAMPLE.splitlines()
    entries = [number for number, line in enumerate(lines) if ENTRY.match(line)]
    assert [lines[number] for number in entries if not re.match(r"# \w", lines[number - 1])] == []
    assert [value for _name, value in ENTRY.findall(EXAMPLE) if "#" in value or value != value.strip()] == []


def test_operations_has_every_setting_in_its_table():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z0-9_, ]+) \|", page, re.M)
    assert {name for row in rows for name in row.split(", ")} == {name for name, _value in ENTRY.findall(EXAMPLE)}


def test_env_example_can_be_taken_over_as_a_whole():
    filled = dict(ENTRY.findall(EXAMPLE)) | {"SECRET_KEY": "filled in"}
    result = settings_from(filled, "s.HTTPS, s.DEBUG, s.DEMO, s.UPLOAD_MAX_BYTES, s.SIGNING_TRUSTED_ROOTS, s.SECURE_HSTS_SECONDS")
    assert (result.stdout.strip(), result.stderr) == ("True False False 52428800 [] 0", "")


def test_a_real_installation_needs_a_secret_key():
    # Empty, not absent: what is absent, a developer's own .env would fill in.
    result = settings_from({"SECRET_KEY": "", "DEBUG": "False", "DEMO": "False"}, "s.SECRET_KEY")
    assert "ImproperlyConfigured: SECRET_KEY is missing" in result.stderr


def test_the_version_is_the_changelogs():
    assert PROJECT["project"]["version"] == settings.VERSION


def test_every_dependency_says_why():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("dependencies = [")[1].split("\n]")[0].splitlines()
    assert not [line for line in lines if line.strip().startswith('"') and "#" not in line]


def test_every_dependency_is_listed_once():
    names = [Requirement(line).name for line in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_the_locks_hold_what_the_project_asks_for(lock, wanted):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.M))
    requirements = [Requirement(line) for line in wanted]
    assert [str(each) for each in requirements if not each.specifier.contains(pinned.get(each.name, "0"))] == []
    assert "://" not in text
    assert text.count("==") <= text.count("--hash=sha256:")


def test_both_locks_pin_the_same_versions():
    run, dev = ((ROOT / lock).read_text(encoding="utf-8") for lock in ("requirements.lock", "requirements-dev.lock"))
    pins = re.compile(r"^([a-z0-9-]+==[^ ;]+)", re.M)
    assert set(pins.findall(run)) <= set(pins.findall(dev))
