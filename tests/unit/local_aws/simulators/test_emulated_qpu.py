"""QPUs: noise as published, the same by every route, and results in the program's own terms."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from braket.circuits import Circuit, Observable
from braket.circuits.serialization import IRType
from braket.default_simulator import DensityMatrixSimulator
from braket.tasks import GateModelQuantumTaskResult
from numpy.typing import NDArray

from local_aws.simulators import Device, TaskFailed, run, trajectories
from local_aws.simulators.device import read_capabilities
from local_aws.simulators.emulated_qpu import run_circuit
from local_aws.simulators.noise import add_noise, to_aer
from local_aws.simulators.published_errors import published_errors

Result = Callable[..., GateModelQuantumTaskResult]
DeviceOf = Callable[[str], Device]
SHOTS = 4000


@pytest.fixture
def chain(device: DeviceOf) -> Circuit:
    """Native gates on four of Garnet's qubits, with noise."""
    errors = published_errors(device("garnet").capabilities_json)
    native = Circuit().prx(1, 1.1, 0.3).prx(2, 0.7, 0).cz(1, 2).prx(2, 1.9, 1.2).prx(5, 1, 0).cz(2, 5).prx(5, 2, 0.1)
    native.prx(6, 0.4, 0).cz(5, 6).prx(6, 2.2, 0.5)
    return add_noise(errors.emulator, list(native.instructions), [6, 1, 5, 2])


def _exact(noisy: Circuit) -> NDArray[np.float64]:
    """The SDK's own density matrix: probabilities of the qubits 1, 2, 5, 6, the first most significant."""
    unmeasured = Circuit([item for item in noisy.instructions if item.operator.name != "Measure"])
    program = unmeasured.probability(target=[1, 2, 5, 6]).to_ir(ir_type=IRType.OPENQASM)
    found: NDArray[np.float64] = np.array(DensityMatrixSimulator().run(program, shots=0).resultTypes[0].value)
    return found


@pytest.mark.parametrize("method", ["density_matrix", "statevector", "matrix_product_state"])
@pytest.mark.filterwarnings("ignore:.*noise-free")
def test_every_method_samples_the_density_matrix(chain: Circuit, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    monkeypatch.setattr(trajectories, "choose_method", lambda circuit, shots: method)

    rows = trajectories.sample(to_aer(chain), SHOTS, seed=5)

    counts = np.bincount(rows @ [1, 8, 2, 4], minlength=16)
    expected = _exact(chain) * SHOTS
    chi_square = float(np.sum((counts - expected) ** 2 / expected))
    assert chi_square < 37.7  # 0.1 % of samples with 15 degrees of freedom are above


def test_the_noise_is_the_published_one(device: DeviceOf) -> None:
    """One prx and a readout: P(1) after pi is (1 - 2p/3) with the flip of the readout on top."""
    errors = published_errors(device("garnet").capabilities_json)
    noisy = add_noise(errors.emulator, list(Circuit().prx(3, np.pi, 0).instructions), [3])
    gate, readout = errors.one_qubit[3], errors.readout[3]

    rows = trajectories.sample(to_aer(noisy), 200_000, seed=1)

    lost = 2 * gate / 3
    expected = (1 - lost) * (1 - readout) + lost * readout
    assert rows.mean() == pytest.approx(expected, abs=5 * np.sqrt(expected * (1 - expected) / 200_000))


def test_two_qubit_gates_are_noisy_where_all_are_connected(device: DeviceOf) -> None:
    for name, edges in (("forte", 36 * 35), ("ibex", 12 * 11)):
        errors = published_errors(device(name).capabilities_json)
        assert len(errors.two_qubit) == edges
        assert min(errors.two_qubit.values()) > 0.001


def test_bell_pairs_are_nearly_perfect(result: Result, qpu: str) -> None:
    found = result(qpu, Circuit().h(0).cnot(0, 1), shots=1000)

    equal = found.measurement_probabilities.get("00", 0) + found.measurement_probabilities.get("11", 0)
    assert found.measured_qubits == [0, 1]
    assert 0.88 < equal < 0.999
    assert found.measurement_probabilities["00"] == pytest.approx(0.47, abs=0.07)


@pytest.mark.parametrize(("name", "qubits"), [("garnet", 5), ("forte", 8), ("emerald", 15), ("cepheus", 20)])
def test_ghz_states_lose_as_much_as_is_published(
    result: Result, device: DeviceOf, ghz: Callable[[int], Circuit], name: str, qubits: int
) -> None:
    """All equal: at least when nothing goes wrong at the median qubit and coupler; at most with the best of them."""
    errors = published_errors(device(name).capabilities_json)
    found = result(name, ghz(qubits), shots=1000)

    good = sum(found.measurement_probabilities.get(bit * qubits, 0) for bit in "01")
    best = (1 - min(errors.readout.values())) ** qubits
    worst = (
        (1 - float(np.quantile(list(errors.readout.values()), 0.9))) ** qubits
        * (1 - float(np.quantile(list(errors.two_qubit.values()), 0.9))) ** (qubits - 1)
        * (1 - float(np.quantile(list(errors.one_qubit.values()), 0.9))) ** (8 * qubits)
    )
    assert worst - 0.05 < good < best + 0.05


def test_bits_are_in_the_programs_order(result: Result, qpu: str) -> None:
    source = (
        "bit[2] b;\nqubit[3] q;\nx q[2];\ncnot q[2], q[1];\nrz(0.1) q[0];\nb[0] = measure q[2];\nb[1] = measure q[0];"
    )

    found = result(qpu, source, shots=500)

    assert found.measured_qubits == [2, 0]
    assert found.measurement_probabilities["10"] > 0.85


def test_qubits_need_not_be_contiguous(result: Result) -> None:
    found = result("garnet", Circuit().x(3).cnot(3, 7), shots=500)

    assert found.measured_qubits == [3, 7]
    assert found.measurement_probabilities["11"] > 0.9


def test_result_types_from_measurements(result: Result, qpu: str) -> None:
    circuit = Circuit().h(0).cnot(0, 1).z(1).h(2).expectation(Observable.X() @ Observable.X(), [0, 1])
    circuit.variance(Observable.X(), 0).probability(target=[2])

    found = result(qpu, circuit, shots=1000)

    assert found.values[0] == pytest.approx(-0.93, abs=0.07)  # without the rotations it were 1
    assert found.values[1] == pytest.approx(1, abs=0.02)
    assert found.get_value_by_result_type(circuit.result_types[2]) == pytest.approx([0.5, 0.5], abs=0.1)


@pytest.mark.parametrize(("name", "gate"), [("garnet", "prx("), ("cepheus", "rz("), ("ibex", "xx(")])
def test_shows_the_compiled_program(result: Result, name: str, gate: str) -> None:
    compiled = result(name, Circuit().h(0).cnot(0, 1), shots=100).get_compiled_circuit()

    assert compiled.startswith("OPENQASM 3.0;\nbit[2] b;\n#pragma braket verbatim\nbox{")
    assert gate in compiled
    assert compiled.endswith("];") or "b[1] = measure $" in compiled


def test_runs_what_is_verbatim_as_it_is(result: Result) -> None:
    box = "box {\nprx(3.141592653589793, 0) $4;\ncz $4, $5;\n}"
    source = f"bit[2] b;\n#pragma braket verbatim\n{box}\nb[0] = measure $4;\nb[1] = measure $5;"

    found = result("garnet", source, shots=500)

    assert found.measured_qubits == [4, 5]
    assert found.measurement_probabilities["10"] > 0.9
    assert "prx(3.141592653589793, 0.0) $4;\ncz $4, $5;\n}" in found.get_compiled_circuit()


def test_inputs_take_their_values(result: Result) -> None:
    source = "input float theta;\nbit[1] b;\nqubit[1] q;\nrx(theta) q[0];\nb[0] = measure q[0];"

    assert result("forte", source, shots=500, inputs={"theta": np.pi}).measurement_probabilities["1"] > 0.95


def test_feed_forward_resets_a_qubit(device: DeviceOf, action: Callable[..., str]) -> None:
    source = (
        "bit[1] b;\n#pragma braket verbatim\nbox {\nprx(3.141592653589793, 0) $1;\nmeasure_ff(0) $1;\n"
        "cc_prx(3.141592653589793, 0, 0) $1;\n}\nb[0] = measure $1;"
    )

    document = run(device("garnet"), action(source), 500, {}, 1)

    assert Counter(row[0] for row in document["measurements"])[0] > 450


def test_outcomes_can_be_repeated(result: Result, ghz: Callable[[int], Circuit]) -> None:
    first, again, other = (result("emerald", ghz(14), shots=100, seed=seed) for seed in (3, 3, 4))

    assert np.array_equal(first.measurements, again.measurements)
    assert not np.array_equal(first.measurements, other.measurements)


def test_no_seed_is_fresh(device: DeviceOf, action: Callable[..., str]) -> None:
    runs = [run(device("garnet"), action("qubit[4] q;\nh q;"), 100, {}, None)["measurements"] for _ in range(2)]

    assert runs[0] != runs[1]


@pytest.mark.parametrize(("name", "qubits"), [("emerald", 54), ("cepheus", 107)])
def test_large_states_with_little_entanglement_run(
    result: Result, ghz: Callable[[int], Circuit], name: str, qubits: int
) -> None:
    assert result(name, ghz(qubits), shots=10).measurements.shape == (10, qubits)


def test_fails_when_too_many_qubits_are_entangled(device: DeviceOf) -> None:
    randomness = np.random.default_rng(2)
    circuit = Circuit()
    for layer in range(12):
        for qubit in range(22):
            circuit.rx(qubit, float(randomness.uniform(0, 3))).rz(qubit, float(randomness.uniform(0, 3)))
        for qubit in range(layer % 2, 21, 2):
            circuit.cz(qubit, qubit + 1)
    capabilities = read_capabilities(device("forte").capabilities_json)
    errors = published_errors(device("forte").capabilities_json)

    with pytest.raises(TaskFailed, match="entangles 22 qubits too much"):
        run_circuit(str(circuit.to_ir(ir_type=IRType.OPENQASM).source), {}, 10, capabilities, errors, 1)


def test_fails_when_the_program_makes_no_sense_with_its_inputs(device: DeviceOf, action: Callable[..., str]) -> None:
    source = "input float a;\nbit[1] b;\nqubit[1] q;\nrx(1 / a) q[0];\nb[0] = measure q[0];"

    with pytest.raises(TaskFailed, match="could not be read with its inputs"):
        run(device("garnet"), action(source, {"a": 0.0}), 10, {}, 1)


NOTHING_TO_DO = [
    "bit[1] b;\nqubit[1] q;\nrx(0.0) q[0];\nb[0] = measure q[0];",
    "bit[1] b;\nqubit[1] q;\nx q[0];\nx q[0];\nb[0] = measure q[0];",
    "bit[1] b;\nqubit[1] q;\nb[0] = measure q[0];",
    "bit[1] b;\nqubit[1] q;\nrz(0.3) q[0];\nb[0] = measure q[0];",
    "bit[1] b;\n#pragma braket verbatim\nbox {\n}\nb[0] = measure $2;",
    "qubit[2] q;\nx q;\nx q;\n#pragma braket result expectation z(q[0])",
]


@pytest.mark.parametrize("source", NOTHING_TO_DO)
def test_circuits_without_native_gates_are_measured(result: Result, device: DeviceOf, qpu: str, source: str) -> None:
    found = result(qpu, source, shots=2000)

    readout = published_errors(device(qpu).capabilities_json).readout
    assert found.measurements.mean() < 2 * max(readout.values()) + 0.02
    assert found.measurements.shape == (2000, len(found.measured_qubits))


def test_the_readout_is_noisy_without_gates(device: DeviceOf) -> None:
    errors = published_errors(device("garnet").capabilities_json)

    rows = trajectories.sample(to_aer(add_noise(errors.emulator, [], [3])), 100_000, seed=1)

    assert rows.mean() == pytest.approx(errors.readout[3], rel=0.1)


def test_an_identity_gate_is_measured(result: Result) -> None:
    assert result("garnet", "bit[1] b;\nqubit[1] q;\ni q[0];\nb[0] = measure q[0];").measurements.mean() < 0.1
