"""A circuit's counts are held against the plan, the program and each other."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.errors import ResultsUnreadable
from contract.run_result import CircuitResult, ExactDistribution
from lambdas.post_processing.circuit.verification import verify_circuit

Make = Callable[..., CircuitResult]


def exact(**changes: Any) -> ExactDistribution:
    fields: dict[str, Any] = {
        "probabilities": {"00": 0.5, "11": 0.5},
        "hellinger_fidelity": (0.26**0.5 + 0.235**0.5) ** 2,
        "total_variation": 0.03,
        "expected_total_variation": 0.0282,
    }
    return ExactDistribution(**(fields | changes))


def test_sound_results_pass(make_circuit: Make, make_counts: Make) -> None:
    verify_circuit(make_circuit())
    verify_circuit(make_circuit(reference=None))
    verify_circuit(
        make_circuit(reference=exact(probabilities={"00": 0.4}, total_variation=0.2))
    )  # only the most likely
    verify_circuit(make_counts({"0000": 3, "1111": 7}, {"0000": 10}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"measurement_counts": ({"00": 100},)}, "1 counts are recorded, the plan has 2"),
        ({"measurement_counts": ({"00": 100}, {"00": 99})}, "repetition 1 counts 99 shots, the plan had 100"),
        ({"measurement_counts": ({"00": 100}, {})}, "repetition 1 counts 0 shots"),
        ({"measurement_counts": ({"00": 100}, {"0": 100})}, "outcomes have 1 and 2 bits"),
        (
            {"measurement_counts": ({"000": 100}, {"111": 100}), "reference": None},
            "outcomes have 3 bits, the program has 2 qubits",
        ),
        ({"reference": exact(probabilities={"000": 1.0})}, "outcomes have 2 and 3 bits"),
        ({"reference": exact(probabilities={"00": 0.6, "11": 0.5})}, "exact probabilities sum to 1.1"),
        ({"reference": exact(total_variation=0.02)}, "total variation is recorded as 0.02, the counts give 0.03"),
        ({"reference": exact(hellinger_fidelity=0.5)}, "fidelity is recorded as 0.5, the counts give 0.989"),
    ],
)
def test_each_contradiction_is_named(make_circuit: Make, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ResultsUnreadable, match=message):
        verify_circuit(make_circuit(**changes))
