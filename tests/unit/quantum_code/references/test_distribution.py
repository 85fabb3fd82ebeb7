"""Counts are held against the distribution that an ideal device would have."""

import math

import numpy as np
import pytest

from contract.problems import Circuit, parse_problem
from quantum_code.references.distribution import exact_distribution, expected_total_variation

BELL = "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"


def circuit(program: str) -> Circuit:
    problem = parse_problem({"problem_type": "circuit", "program": program})
    assert isinstance(problem, Circuit)
    return problem


def test_figures_of_a_noisy_bell_state() -> None:
    found = exact_distribution(circuit(BELL), {"00": 40, "11": 50, "01": 10})
    assert found is not None
    assert found.probabilities == {"00": pytest.approx(0.5), "11": pytest.approx(0.5)}
    assert found.hellinger_fidelity == pytest.approx((np.sqrt(0.2) + np.sqrt(0.25)) ** 2)
    assert found.total_variation == pytest.approx(0.1)
    assert found.expected_total_variation == pytest.approx(50 * math.comb(100, 50) / 2**100 / 100)  # a coin


@pytest.mark.parametrize(
    ("measurements", "measured"),
    [
        ("b[1] = measure q[0]; b[0] = measure q[2];", "01"),
        ("b[2] = measure q[0]; b[0] = measure q[1]; b[1] = measure q[2];", "001"),
        ("b[1] = measure q[0]; b[2] = measure q[1]; b[0] = measure q[2];", "010"),
    ],
)
def test_measured_bits_keep_the_order_of_their_register(measurements: str, measured: str) -> None:
    program = f"OPENQASM 3.0; qubit[3] q; bit[{len(measured)}] b; x q[0]; {measurements}"
    found = exact_distribution(circuit(program), {measured: 7})
    assert found is not None
    assert found.probabilities == {measured: pytest.approx(1)}
    assert found.hellinger_fidelity == pytest.approx(1)
    assert found.total_variation == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("shots", [1, 30, 1000])
def test_the_expected_distance_is_that_of_drawn_shots(shots: int) -> None:
    probabilities = np.array([0.5, 0.3, 0.15, 0.05, 0.0])
    drawn = np.random.default_rng(1).multinomial(shots, probabilities, size=4000) / shots
    distances = np.abs(drawn - probabilities).sum(axis=1) / 2
    error = 4 * distances.std() / np.sqrt(len(distances))
    assert expected_total_variation(probabilities, shots) == pytest.approx(distances.mean(), abs=error)


@pytest.mark.parametrize(
    ("program", "outcome"),
    [
        ("OPENQASM 3.0; qubit[1] q; h q[0];\n#pragma braket noise bit_flip(0.1) q[0]\n", "0"),
        ("OPENQASM 3.0; qubit[21] q; h q;", "0" * 21),
        ("OPENQASM 3.0; qubit[2] q; bit b; b = measure q[0]; if (b == 1) { x q[1]; }", "0"),
    ],
    ids=["noise", "too large", "unknown to the reader"],
)
def test_some_programs_have_none(program: str, outcome: str) -> None:
    assert exact_distribution(circuit(program), {outcome: 10}) is None
