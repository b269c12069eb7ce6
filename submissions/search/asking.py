"""What was asked: the typed words as keys, the item code they may be, and the filters."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from ita_portal.lib.thai import item_number, search_key

LEAST = 2  # letters and digits; with one, nearly every text would be found
MOST_WORDS = 8


@dataclass(frozen=True)
class Question:
    """A search as it was typed and filtered."""

    typed: str = ""
    kind: str = ""
    year: int | None = None
    agency: str = ""
    page: int = 1

    @property
    def words(self) -> list[str]:
        """The keys that must all occur; none where the whole is an item's code."""
        return [] if self.is_code else [key for word in self.typed.split() if (key := search_key(word))][:MOST_WORDS]

    @property
    def whole(self) -> str:
        """Everything typed as one key: found so, it ranks first."""
        return "".join(self.words)

    @property
    def _code(self) -> str:
        return self.typed.strip().removeprefix("ข้อ")

    @property
    def number(self) -> int | None:
        """Of the item, where what was typed may be its code: O7, ๐๗, ข้อ 7."""
        return item_number(self._code)

    @property
    def is_code(self) -> bool:
        """Surely a code: with its letter, a zero in its place, or a single digit. Two digits alone may also be a year."""
        key = search_key(self._code)
        return self.number is not None and (len(key) == 1 or key[0] in "o0" or self._code != self.typed.strip())

    @property
    def is_answerable(self) -> bool:
        return self.is_code or len(self.whole) >= LEAST

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.year or self.agency)

    def at(self, page: int) -> "Question":
        return replace(self, page=page)

    def says(self, key: str, number: str = "") -> Q:
        """The condition on a column of keys; or on the column of the item's number, where a code was typed."""
        code = Q(**{number: self.number}) if number and self.number else None
        if not self.words:
            return code or Q(pk__in=[])
        text = Q(*(Q(**{f"{key}__contains": word}) for word in self.words))
        return text | code if code else text

    def rank(self, key: str, number: str = "") -> Case:
        """Item codes first, then the words as they stand together, then all else."""
        whens: list[Any] = []
        if number and self.number:
            whens.append(When(**{number: self.number}, then=Value(0)))
        if self.whole:
            whens.append(When(**{f"{key}__contains": self.whole}, then=Value(1)))
        return Case(*whens, default=Value(2), output_field=IntegerField())
