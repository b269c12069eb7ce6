"""The decisions in docs/adr: one number each, none left out, the same in the file's name and in its title."""

import re

from django.conf import settings

DECISIONS = sorted((settings.BASE_DIR / "docs" / "adr").glob("*.md"))


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name.split("-")[0] for path in DECISIONS]
    assert numbers == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def test_the_title_says_the_same_number():
    titles = {path.name: re.match(r"# (\d+)\. ", path.read_text(encoding="utf-8")) for path in DECISIONS}
    assert {name: title and int(title[1]) for name, title in titles.items()} == {name: int(name[:4]) for name in titles}
