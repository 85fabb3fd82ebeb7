"""Minimum, median and maximum over rounds, of times and of ratios."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

Rounds = Sequence[float | None]
"""A contender's seconds in each round; None where it was left out."""


@dataclass(frozen=True)
class Spread:
    """Of at least one number."""

    min: float
    median: float
    max: float

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Self:
        """The spread of those that are there."""
        found = [value for value in values if value is not None]
        return cls(min(found), statistics.median(found), max(found))

    @classmethod
    def of_ratios(cls, times: Rounds, measure: Rounds) -> Self:
        """How many times as long as `measure` the others took, over the rounds in which both took part."""
        return cls.of(a / b for a, b in zip(times, measure, strict=True) if a is not None and b is not None)

    def written(self, form: str) -> str:
        """The median, and the other two behind it."""
        return f"{self.median:{form}} ({self.min:{form}} … {self.max:{form}})"
