"""All simulators tell the same energies; shots estimate them without bias, and seeds decide them."""

from typing import Any

import numpy as np
import pennylane as qml
import pytest

from contract.devices import DEFAULT_QUBIT, LIGHTNING, Device
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.devices.operators import sum_of_words
from quantum_code.states import FloatArray, LimitReachedError
from quantum_code.statistics import student_interval
from tests.unit.quantum_code.devices.small_states import (
    EMBEDDED,
    ISING,
    PREPARED,
    WITHOUT_GATES,
    accuracy,
    generator,
    label,
    prepare,
)

DIAGONAL = (LIGHTNING, *WITHOUT_GATES)
SOME = [*(("uccsd", device) for device in EMBEDDED), *(("qaoa", device) for device in WITHOUT_GATES)]
SHOTS = 200
REPETITIONS = 300
SIGMAS = 4


def state_vector(name: str, parameters: FloatArray) -> FloatArray:
    """The ansatz's state by the product of its gates' matrices, which needs none of the devices."""
    ansatz, _ = PREPARED[name]
    wires = range(ansatz.num_qubits)
    state = np.eye(1, 2**ansatz.num_qubits)[0]
    for gate in ansatz.operations(parameters):
        state = qml.matrix(gate, wire_order=wires) @ state
    return np.asarray(state)


@pytest.mark.parametrize(
    ("name", "device"),
    [
        *((name, device) for name in PREPARED for device in EMBEDDED),
        *(("qaoa", device) for device in WITHOUT_GATES),
    ],
    ids=label,
)
def test_exact_energies_are_those_of_the_matrices(name: str, device: Device) -> None:
    state, parameters = prepare(name, device)
    vector = state_vector(name, parameters)
    _, observable = PREPARED[name]
    matrix = qml.matrix(sum_of_words(observable), wire_order=range(observable.num_qubits))
    expected = observable.constant + float((vector.conj() @ matrix @ vector).real)
    (energy,) = state.energies([parameters], generator())
    assert energy.value == pytest.approx(expected, abs=accuracy(device, 1e-10))
    assert (energy.stderr, energy.gradient) == (0.0, None)


@pytest.mark.parametrize(("name", "device"), SOME, ids=label)
def test_probabilities_and_overlaps(name: str, device: Device) -> None:
    state, parameters = prepare(name, device)
    other = parameters + 0.3
    vectors = state_vector(name, parameters), state_vector(name, other)
    close = accuracy(device, 1e-10)
    assert state.probabilities(parameters) == pytest.approx(np.abs(vectors[0]) ** 2, abs=close)
    expected = [1.0, abs(np.vdot(*vectors)) ** 2]
    assert state.overlaps(parameters, [parameters, other], generator()) == pytest.approx(expected, abs=close)


@pytest.mark.parametrize("tail", [0.05, 0.3, 1.0])
@pytest.mark.parametrize("device", DIAGONAL, ids=label)
def test_the_exact_cvar_is_the_mean_of_the_best_outcomes(device: Device, tail: float) -> None:
    state, parameters = prepare("qaoa", device, tail=tail)
    probabilities = state.probabilities(parameters)
    assert probabilities is not None
    bits = (np.arange(8)[:, np.newaxis] >> np.array([2, 1, 0])) & 1
    values = ISING.energies(bits.astype(np.uint8))
    left, total = tail, 0.0
    for index in np.argsort(values):
        share = min(left, probabilities[index])
        total, left = total + share * values[index], left - share
    assert state.energies([parameters], generator())[0].value == pytest.approx(
        total / tail, abs=accuracy(device, 1e-10)
    )


@pytest.mark.parametrize(
    ("name", "tail", "device"),
    [*(("qaoa", tail, device) for tail in (1.0, 0.25) for device in DIAGONAL), ("uccsd", 1.0, LIGHTNING)],
    ids=label,
)
def test_shots_estimate_energies_without_bias_and_intervals_cover_them(name: str, tail: float, device: Device) -> None:
    """95 in 100 intervals hold the exact value; of 300 that makes 285 ± 4, and 15 more or less is four of those."""
    exact, parameters = prepare(name, tail=tail)
    state, _ = prepare(name, device, tail=tail, evaluation="shots", shots=SHOTS)
    truth = exact.energies([parameters], generator())[0].value
    energies = state.energies([parameters] * REPETITIONS, generator(1))
    values = np.array([energy.value for energy in energies])
    intervals = [student_interval(energy.value, energy.stderr, SHOTS) for energy in energies]
    covered = sum(interval.low <= truth <= interval.high for interval in intervals)
    # The CVaR of a sample is biased by a part of its error, of order 1/shots; the mean is not biased at all.
    bias = 0.0 if tail == 1 else 0.1 * values.std()
    assert abs(values.mean() - truth) < SIGMAS * values.std() / np.sqrt(REPETITIONS) + bias
    assert 270 <= covered <= 300
    assert np.mean([energy.stderr for energy in energies]) == pytest.approx(values.std(), rel=0.15)


@pytest.mark.parametrize(("name", "device"), SOME, ids=label)
def test_the_generator_decides_the_shots(name: str, device: Device) -> None:
    """Bit for bit on one device, and so nearly equal on all that one seed gives all the same shots."""
    state, parameters = prepare(name, device, evaluation="shots", shots=100)
    energies = [state.energies([parameters], generator(seed))[0] for seed in (1, 1, 2)]
    reference, _ = prepare(name, LIGHTNING, evaluation="shots", shots=100)
    assert energies[0] == energies[1] != energies[2]
    assert energies[0].value == pytest.approx(reference.energies([parameters], generator(1))[0].value, abs=1e-12)
    samples = [state.sample(parameters, 50, generator(seed)).tolist() for seed in (1, 1, 2)]
    assert samples[0] == samples[1] != samples[2]
    assert np.shape(samples[0]) == (50, PREPARED[name][0].num_qubits)


@pytest.mark.parametrize("device", DIAGONAL, ids=label)
def test_measured_overlaps(device: Device) -> None:
    state, parameters = prepare("qaoa", device, evaluation="shots", shots=400)
    exact, _ = prepare("qaoa")
    others = [parameters, parameters + 0.2]
    measured, truth = (found.overlaps(parameters, others, generator()) for found in (state, exact))
    assert measured[0] == 1
    assert measured[1] == pytest.approx(truth[1], abs=SIGMAS * 0.5 / np.sqrt(400))


@pytest.mark.parametrize(
    ("plan", "circuits", "shots"),
    [
        ({"gradient": "adjoint"}, 1, 0),
        ({"gradient": "spsa"}, 9, 0),
        ({"gradient": "spsa", "evaluation": "shots", "shots": 30}, 9, 270),
    ],
)
@pytest.mark.parametrize("device", [DEFAULT_QUBIT, *WITHOUT_GATES], ids=label)
def test_what_a_gradient_spends(device: Device, plan: dict[str, Any], circuits: int, shots: int) -> None:
    allowance = Allowance()
    state, parameters = prepare("qaoa", device, allowance, **plan)
    state.energy_with_gradient(parameters, generator())
    assert allowance.spent == Spent(tasks=0, circuits=circuits, shots=shots)


def test_what_the_shift_rule_spends() -> None:
    allowance = Allowance()
    state, parameters = prepare("qaoa", DEFAULT_QUBIT, allowance, gradient="parameter-shift")
    state.energy_with_gradient(parameters, generator())
    assert allowance.spent.circuits == 1 + 2 * 16  # two layers of three couplings, two fields, three mixers


def test_each_basis_is_a_circuit() -> None:
    allowance = Allowance()
    state, parameters = prepare("uccsd", LIGHTNING, allowance, evaluation="shots", shots=10)
    bases = len(PREPARED["uccsd"][1].bases())
    state.energies([parameters, parameters], generator())
    assert bases > 1
    assert allowance.spent == Spent(circuits=2 * bases, shots=20 * bases)


@pytest.mark.parametrize("device", [*EMBEDDED, *WITHOUT_GATES], ids=label)
def test_nothing_runs_beyond_the_allowance(device: Device) -> None:
    allowance = Allowance(3)
    state, parameters = prepare("qaoa", device, allowance, evaluation="shots", shots=10)
    state.energies([parameters], generator())
    with pytest.raises(LimitReachedError):
        state.energies([parameters] * 3, generator())
    with pytest.raises(LimitReachedError):
        state.overlaps(parameters, [parameters] * 3, generator())
    assert allowance.spent == Spent(circuits=1, shots=10)
    state.sample(parameters, 5, generator())
    state.probabilities(parameters)  # read out of memory
    assert allowance.spent == Spent(circuits=2, shots=15)


def test_a_cvar_of_what_is_not_diagonal_is_refused() -> None:
    with pytest.raises(ValueError, match="CVaR is defined for"):
        prepare("uccsd", tail=0.5)
