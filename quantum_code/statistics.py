"""Estimates from shots, with standard errors and intervals that hold the true value 95 times in 100.

An estimate never claims certainty. Where all shots are alike, their own scatter says nothing about an outcome that was
not seen; it is then counted once, as if it were one of n + 1 shots, and as far off as it can be. For a single shot that
gives half the spread of all possible values, the largest standard deviation there is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from contract.run_result import Interval
from quantum_code.states import FloatArray

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A value known from shots."""

    value: float
    stderr: float
    shots: int  # on which the standard error rests: of the smallest sample in it

    @property
    def interval(self) -> Interval:
        """Student's interval, for the standard error comes from the sample itself."""
        return student_interval(self.value, self.stderr, self.shots)


def mean_estimate(values: FloatArray, spread: float) -> Estimate:
    """The mean of independent values, shape (shots,), no two of which can differ by more than `spread`."""
    shots = len(values)
    if values.min() == values.max():
        return Estimate(float(values[0]), spread / (shots + 1), shots)
    return Estimate(float(values.mean()), float(values.std(ddof=1)) / math.sqrt(shots), shots)


def cvar_estimate(values: FloatArray, tail: float, spread: float) -> Estimate:
    """The mean of the best (lowest) ⌈tail · shots⌉ values: their conditional value at risk.

    The error is that of the mean of each shot's influence, q + min(value - q, 0)/tail, where q is the worst value in
    the tail (Rockafellar and Uryasev, J. Risk 2 (2000) 21; Serfling, Approximation Theorems, 1980, chapter 6).
    """
    if tail >= 1:
        return mean_estimate(values, spread)
    shots = len(values)
    best = np.sort(values)[: tail_size(tail, shots)]
    quantile = best[-1]
    influences = quantile + np.minimum(values - quantile, 0) / tail
    if best[0] == quantile:
        return Estimate(float(quantile), spread * min(1.0, 1 / (tail * (shots + 1))), len(best))
    return Estimate(float(best.mean()), float(influences.std(ddof=1)) / math.sqrt(shots), len(best))


def tail_size(tail: float, shots: int) -> int:
    """How many of the shots are the best `tail` of them; a product such as 0.07 · 100 may round up by a hair."""
    return max(1, math.ceil(tail * shots - 1e-9))


def sum_estimate(parts: Sequence[Estimate], constant: float = 0.0) -> Estimate:
    """The sum of independent estimates and a constant.

    Its degrees of freedom are at least those of the smallest part (Welch and Satterthwaite), which is what is used.
    """
    return Estimate(
        constant + math.fsum(part.value for part in parts),
        math.hypot(*(part.stderr for part in parts)),
        min((part.shots for part in parts), default=1),
    )


def student_interval(value: float, stderr: float, shots: int) -> Interval:
    """The interval around an estimate whose standard error comes from so many shots.

    One shot has no degrees of freedom. Its standard error is the largest there can be, so that one degree is enough:
    the interval is then wider than all possible values.
    """
    half = float(special.stdtrit(max(shots - 1, 1), (1 + CONFIDENCE) / 2)) * stderr
    return Interval(low=value - half, high=value + half, confidence=CONFIDENCE)


def proportion_interval(successes: int, shots: int) -> Interval:
    """The interval of Clopper and Pearson for a probability: never too narrow, also when nothing or all succeeded."""
    tail, failures = (1 - CONFIDENCE) / 2, shots - successes
    # The quantiles of beta distributions; written out, as scipy.stats takes a third of a second to import.
    low = float(special.betaincinv(successes, failures + 1, tail)) if successes else 0.0
    high = float(special.betaincinv(successes + 1, failures, 1 - tail)) if failures else 1.0
    return Interval(low=low, high=high, confidence=CONFIDENCE)
