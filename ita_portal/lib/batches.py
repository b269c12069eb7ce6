"""Cutting what has to be done into lists that are done together."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")


def batches(
    things: Iterable[Thing], size_of: Callable[[Thing], int], *, largest: int, most: int | None = None
) -> Iterator[list[Thing]]:
    """In their order, no list larger than `largest` in all nor longer than `most`; what is larger by itself is a list of its own."""
    batch: list[Thing] = []
    size = 0
    for thing in things:
        here = size_of(thing)
        if batch and (len(batch) == most or size + here > largest):
            yield batch
            batch, size = [], 0
        batch.append(thing)
        size += here
    if batch:
        yield batch
