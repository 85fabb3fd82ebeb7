"""Circuits other than the Bell pair."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from contract.devices import LIGHTNING
from contract.problems import parse_problem
from contract.run_plan import RunPlan
from contract.run_result import CircuitResult, ExactDistribution


@pytest.fixture
def make_counts(make_circuit: Callable[..., CircuitResult]) -> Callable[..., CircuitResult]:
    """A run with the given counts of each repetition, held against the given probabilities of all outcomes, if any."""

    def make(*repetitions: dict[str, int], exact: Mapping[str, float] | None = None, **plan: Any) -> CircuitResult:
        size = len(next(iter(repetitions[0])))
        problem = parse_problem({"problem_type": "circuit", "program": f"OPENQASM 3.0;\nqubit[{size}] q;\nh q[0];"})
        shots = sum(repetitions[0].values())
        run = {"algorithm": "sampling", "device": LIGHTNING.arn, "shots": shots, "repetitions": len(repetitions)}
        settings = RunPlan(**(run | plan))
        result = make_circuit(problem=problem, plan=settings, measurement_counts=repetitions, reference=None)
        if exact is None:
            return result
        counts, total = result.total_counts, shots * len(repetitions)
        pairs = [(counts.get(name, 0) / total, exact.get(name, 0.0)) for name in {*counts, *exact}]
        reference = ExactDistribution(
            probabilities=dict(exact),
            hellinger_fidelity=min(1.0, sum(math.sqrt(p * q) for p, q in pairs) ** 2),
            total_variation=sum(abs(p - q) for p, q in pairs) / 2,
            expected_total_variation=sum(math.sqrt(2 * q * (1 - q) / (math.pi * total)) for _, q in pairs) / 2,
        )
        return result.model_copy(update={"reference": reference})

    return make
