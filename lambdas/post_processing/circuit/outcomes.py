"""The outcomes of a circuit side by side: measured, with their spread over repetitions, and ideal."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from contract.run_result import CircuitResult, Interval

CONFIDENCE = 0.95

ROUNDING = 1e-9
"""Probabilities that sum to 1 but for this are all there are."""


@dataclass(frozen=True)
class Outcome:
    """One bitstring; shares are of all shots, in [0, 1].

    Attributes:
        bitstring: leftmost is qubit 0.
        count: how many of all shots gave it.
        share: count over shots.
        interval: bounds of its probability on this device, by Wilson's score interval.
        lowest, highest: its share in the repetition with the least and with the most of it.
        ideal: its exact probability; None when that is not known, or too small to be recorded among others.
    """

    bitstring: str
    count: int
    share: float
    interval: Interval
    lowest: float
    highest: float
    ideal: float | None


def most_frequent(result: CircuitResult, limit: int) -> list[Outcome]:
    """The outcomes that matter most, measured or ideal, at most `limit`; the most frequent first."""
    counts = result.total_counts
    shots = sum(counts.values())
    ideal = result.reference.probabilities if result.reference else {}
    weight = {name: max(counts.get(name, 0) / shots, ideal.get(name, 0.0)) for name in (*counts, *ideal)}
    chosen = sorted(weight, key=lambda name: (-weight[name], name))[:limit]
    outcomes = [_outcome(result, name, counts.get(name, 0), shots) for name in chosen]
    return sorted(outcomes, key=lambda outcome: (-outcome.count, outcome.bitstring))


def wilson_interval(count: int, shots: int) -> Interval:
    """Bounds of a probability that so many of the shots showed, with 95% confidence.

    E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927): it stays within [0, 1] and covers well for rare outcomes too.
    """
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    p, weight = count / shots, z * z / shots
    centre, half = p + weight / 2, z * math.sqrt((p * (1 - p) + weight / 4) / shots)
    low, high = (centre - half) / (1 + weight), (centre + half) / (1 + weight)
    return Interval(low=max(0.0, low), high=min(1.0, high), confidence=CONFIDENCE)


def _outcome(result: CircuitResult, bitstring: str, count: int, shots: int) -> Outcome:
    shares = [counts.get(bitstring, 0) / sum(counts.values()) for counts in result.measurement_counts]
    ideal = None
    if result.reference is not None:
        complete = math.fsum(result.reference.probabilities.values()) >= 1 - ROUNDING
        ideal = result.reference.probabilities.get(bitstring, 0.0 if complete else None)
    interval = wilson_interval(count, shots)
    return Outcome(bitstring, count, count / shots, interval, min(shares), max(shares), ideal)
