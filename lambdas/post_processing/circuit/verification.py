"""Whether a circuit's counts agree with the plan, the program and the figures drawn from them."""

import math

from contract.run_result import CircuitResult, ExactDistribution
from lambdas.post_processing.contradictions import contradiction

ROUNDING = 1e-6
"""Far above what summing probabilities leaves, far below a single shot's share of the largest run."""

COMPLETE = 1e-12
"""Probabilities that sum to 1 but for this are all there are; a missing one counts with its root in the fidelity."""


def verify_circuit(result: CircuitResult) -> None:
    """Returns when every repetition has its shots, every outcome its bits, and the distances are those of the counts.

    Raises:
        ResultsUnreadable: with the first contradiction found.
    """
    plan, qubits = result.plan, result.problem.problem_size
    if len(result.measurement_counts) != plan.repetitions:
        raise contradiction(f"{len(result.measurement_counts)} counts are recorded, the plan has {plan.repetitions}")
    for position, counts in enumerate(result.measurement_counts):
        counted = sum(counts.values())
        if counted != plan.shots:
            raise contradiction(f"repetition {position} counts {counted} shots, the plan had {plan.shots}")
    known = result.reference.probabilities if result.reference else {}
    lengths = {len(bitstring) for bitstring in (*result.total_counts, *known)}
    if len(lengths) > 1:
        raise contradiction(f"outcomes have {' and '.join(map(str, sorted(lengths)))} bits")
    if max(lengths) > qubits:
        raise contradiction(f"outcomes have {max(lengths)} bits, the program has {qubits} qubits")
    if result.reference is not None:
        _check_distances(result, result.reference)


def _check_distances(result: CircuitResult, exact: ExactDistribution) -> None:
    """Computes the distances again where all probabilities are recorded."""
    total = math.fsum(exact.probabilities.values())
    if total > 1 + ROUNDING:
        raise contradiction(f"the exact probabilities sum to {total:.9g}")
    if total < 1 - COMPLETE:
        return
    counts = result.total_counts
    shots = sum(counts.values())
    outcomes = {
        name: (counts.get(name, 0) / shots, exact.probabilities.get(name, 0.0))
        for name in (*counts, *exact.probabilities)
    }
    variation = math.fsum(abs(p - q) for p, q in outcomes.values()) / 2
    fidelity = math.fsum(math.sqrt(p * q) for p, q in outcomes.values()) ** 2
    found = (("total variation", exact.total_variation, variation), ("fidelity", exact.hellinger_fidelity, fidelity))
    for name, recorded, computed in found:
        if abs(recorded - computed) > ROUNDING:
            raise contradiction(f"the {name} is recorded as {recorded:.9g}, the counts give {computed:.9g}")
