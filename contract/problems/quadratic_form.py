"""The cost function that all problems over bits share."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROUNDING = 1e-12
"""Costs closer than this fraction of the sum of all |coefficients| are equal: a sum of 300 terms rounds by less."""


@dataclass(frozen=True)
class QuadraticForm:
    """The cost constant + Σ linear[i]·x[i] + Σ couplings[i, j]·x[i]·x[j] over bits x, with i < j."""

    constant: float
    linear: tuple[float, ...]
    couplings: Mapping[tuple[int, int], float]

    def cost(self, bits: Sequence[int]) -> float:
        """The cost of one assignment; `bits` holds a 0 or 1 for each variable."""
        terms = [self.constant, *(c for c, x in zip(self.linear, bits, strict=True) if x)]
        terms += [c for (i, j), c in self.couplings.items() if bits[i] and bits[j]]
        return float(sum(terms))

    @property
    def resolution(self) -> float:
        """The difference below which two costs are equal but for rounding."""
        return ROUNDING * math.fsum(map(abs, (self.constant, *self.linear, *self.couplings.values())))

    @property
    def mean(self) -> float:
        """The mean cost over all 2ⁿ assignments."""
        return self.constant + sum(self.linear) / 2 + sum(self.couplings.values()) / 4

    def mean_of_weight(self, ones: int) -> float:
        """The mean cost over the assignments with so many ones.

        A bit is then 1 with probability k/n, and two of them are with k(k - 1)/(n(n - 1)).
        """
        n = len(self.linear)
        pairs = ones * (ones - 1) / (n * (n - 1))
        return self.constant + sum(self.linear) * ones / n + sum(self.couplings.values()) * pairs

    def at_weight(self, ones: int) -> "QuadraticForm":
        """A form that costs the same on the assignments with so many ones, without anything the same for all of them.

        The constant is then their mean cost, the linear terms add up to 0, and so do the couplings of each variable.
        With n variables and k ones it comes from taking qᵢⱼ apart into mean + aᵢ + aⱼ + rest: the mean adds the same
        everywhere, and aᵢ adds (k - 1)·aᵢ to each xᵢ = 1. A single one, or a single zero, meets no rest.
        """
        n, pairs = len(self.linear), self.couplings
        rows = [0.0] * n
        for (i, j), coupling in pairs.items():
            rows[i] += coupling
            rows[j] += coupling
        mean_row = sum(rows) / n
        parts = [(row - mean_row) / max(n - 2, 1) for row in rows]  # two variables have equal rows, so parts of 0
        linear = [c + (ones - 1) * part for c, part in zip(self.linear, parts, strict=True)]
        mean_linear = sum(linear) / n
        mean_coupling = mean_row / (n - 1)
        rest = {
            (i, j): pairs.get((i, j), 0.0) - mean_coupling - parts[i] - parts[j]
            for i in range(n)
            for j in range(i + 1, n)
            if 1 < ones < n - 1
        }
        return QuadraticForm(self.mean_of_weight(ones), tuple(c - mean_linear for c in linear), rest)
