"""The settings file and what is written about it say the same."""

import re
import tomllib

from django.conf import settings

ROOT = settings.BASE_DIR


def test_env_example_names_exactly_the_settings_that_are_read():
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"(\w+)"', (ROOT / "ita_portal" / "settings.py").read_text(encoding="utf-8")))
    listed = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))
    assert listed == read | {"DB_PASSWORD"}


def test_the_version_is_the_changelogs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == settings.VERSION


def test_every_dependency_says_why():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("dependencies = [")[1].split("\n]")[0].splitlines()
    assert not [line for line in lines if line.strip().startswith('"') and "#" not in line]
