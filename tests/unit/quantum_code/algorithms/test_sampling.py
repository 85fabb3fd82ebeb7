"""Sampling from problem to result, also when it is resumed."""

from pathlib import Path
from typing import Any

import pytest

from contract.errors import RunFailed
from contract.problems import parse_problem
from contract.run_plan import RunPlan
from contract.run_result import CircuitResult, Spent, read_result
from quantum_code.devices.programs import SimulatedPrograms
from quantum_code.run import run

BELL = parse_problem({"problem_type": "circuit", "program": "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"})


def sample(checkpoint: Path | None = None, **plan: object) -> CircuitResult:
    settled = RunPlan.model_validate({"repetitions": 5, "shots": 100} | plan)
    result = run(BELL, settled, job_name="bell", on_iteration=lambda number, cost: None, checkpoint=checkpoint)
    assert isinstance(result, CircuitResult)
    return result


@pytest.mark.parametrize(
    "device", ["local:pennylane/lightning.qubit", "local:braket/braket_sv", "local:braket/braket_dm"]
)
def test_the_bell_example(device: str) -> None:
    result = sample(device=device)
    assert [sum(counts.values()) for counts in result.measurement_counts] == [100] * 5
    assert {bitstring for counts in result.measurement_counts for bitstring in counts} == {"00", "11"}
    assert result.spent == Spent(circuits=5, shots=500)
    assert result.reference is not None
    assert result.reference.probabilities == {"00": pytest.approx(0.5), "11": pytest.approx(0.5)}
    assert result.reference.hellinger_fidelity > 0.99
    assert result.reference.expected_total_variation == pytest.approx(0.0178, abs=1e-4)
    assert read_result(result.to_json()) == result


def test_the_seed_decides() -> None:
    assert sample().measurement_counts == sample().measurement_counts != sample(seed=1).measurement_counts


def test_a_resumed_run_runs_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sample(tmp_path / "record")

    def refuse(runner: Any, *question: Any) -> None:
        raise AssertionError("it was answered before")

    monkeypatch.setattr(SimulatedPrograms, "run", refuse)
    second = sample(tmp_path / "record")
    assert second.measurement_counts == first.measurement_counts
    assert second.spent == first.spent


def test_more_repetitions_than_circuits_are_refused() -> None:
    with pytest.raises(RunFailed, match="4 circuits"):
        sample(max_circuits=4)
