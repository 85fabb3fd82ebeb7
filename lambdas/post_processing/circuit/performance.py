"""How well the counts of a circuit agree with its exact distribution."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from contract.run_result import CircuitResult
from lambdas.post_processing.performance import Performance

SIGNIFICANCE = 0.05
"""Probability below which a deviation is called more than shot noise."""

ROUNDING = 1e-9
"""Of exact probabilities: less than one shot in any run."""


@dataclass(frozen=True, kw_only=True)
class CircuitPerformance(Performance):
    """The figures of one run; None where the exact distribution is not known, and for all of an optimisation.

    Attributes:
        shots: N, of all repetitions together.
        distinct_outcomes: how many different bitstrings were measured.
        hellinger_fidelity: (Σ √(pq))² of shares p and exact probabilities q, in [0, 1]; 1 is equal.
        total_variation: T, half the sum of all |p - q|, in [0, 1]; 0 is equal.
        expected_total_variation: what N ideal shots would show on average.
        shot_noise_bound: what N ideal shots would exceed with probability 0.05 at most: by McDiarmid's inequality,
            as one shot moves T by 1/N at most, the expected one + √(ln(1/0.05) / 2N), or 1.
        impossible_shots: shots whose bitstring has the exact probability 0; None unless all probabilities are listed.
        within_shot_noise: whether T is no larger than that bound, and no shot is impossible.
    """

    shots: int
    distinct_outcomes: int
    hellinger_fidelity: float | None = None
    total_variation: float | None = None
    expected_total_variation: float | None = None
    shot_noise_bound: float | None = None
    impossible_shots: int | None = None
    within_shot_noise: bool | None = None


def measure(result: CircuitResult) -> CircuitPerformance:
    """The figures of a run."""
    counts, exact = result.total_counts, result.reference
    shots = sum(counts.values())
    if exact is None:
        return CircuitPerformance(shots=shots, distinct_outcomes=len(counts))
    bound = min(1.0, exact.expected_total_variation + math.sqrt(math.log(1 / SIGNIFICANCE) / (2 * shots)))
    impossible = _impossible_shots(counts, exact.probabilities)
    return CircuitPerformance(
        shots=shots,
        distinct_outcomes=len(counts),
        hellinger_fidelity=exact.hellinger_fidelity,
        total_variation=exact.total_variation,
        expected_total_variation=exact.expected_total_variation,
        shot_noise_bound=bound,
        impossible_shots=impossible,
        within_shot_noise=exact.total_variation <= bound and not impossible,
    )


def _impossible_shots(counts: Mapping[str, int], probabilities: Mapping[str, float]) -> int | None:
    """Shots that no ideal device gives, which a single one proves to be no shot noise."""
    if 1 - sum(probabilities.values()) > ROUNDING:
        return None
    return sum(count for bitstring, count in counts.items() if probabilities.get(bitstring, 0.0) <= ROUNDING)
