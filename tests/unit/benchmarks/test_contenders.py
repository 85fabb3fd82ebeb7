"""Every contender computes the same QAOA; those that are not installed are left out, and the benchmark says so too."""

import numpy as np
import pytest

from benchmarks.qaoa.contenders import CONTENDERS, OURS, prepare
from benchmarks.qaoa.instances import Kind, ising, points
from tests.unit.benchmarks import dense_qaoa

NUM_QUBITS, LAYERS = 6, 3
HERE = [name for name, contender in CONTENDERS.items() if contender.missing is None]


@pytest.mark.parametrize("kind", ["max_cut", "weighted"])
@pytest.mark.parametrize("name", [name for name in HERE if name != "qokit-native"])  # one variant to a process
def test_energies_and_gradients_are_those_of_the_matrices(name: str, kind: Kind) -> None:
    problem, (parameters,) = ising(kind, NUM_QUBITS), points(LAYERS, 1)
    prepared = prepare(name, problem, LAYERS)
    expected = dense_qaoa.energy(problem, parameters)
    assert prepared.energy(parameters) == pytest.approx(expected, abs=1e-10)
    if "gradient" in CONTENDERS[name].operations:
        value, gradient = prepared.energy_with_gradient(parameters)
        assert value == pytest.approx(expected, abs=1e-10)
        np.testing.assert_allclose(gradient, dense_qaoa.gradient(problem, parameters), atol=1e-7)


def test_what_the_requirements_bring_is_there() -> None:
    assert {OURS, "lightning", "lightning-qnode", "aer"} <= set(HERE)


def test_a_contender_answers_again_at_other_parameters() -> None:
    problem = ising("weighted", NUM_QUBITS)
    for name in HERE:
        if name != "qokit-native":
            prepared = prepare(name, problem, LAYERS)
            for parameters in points(LAYERS, 2):
                assert prepared.energy(parameters) == pytest.approx(dense_qaoa.energy(problem, parameters), abs=1e-10)
