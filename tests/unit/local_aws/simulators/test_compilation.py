"""Compiled circuits do what their sources do, in native gates on connected qubits."""

import math
import random
from collections.abc import Callable

import numpy as np
import pytest
from braket.circuits import Circuit, Instruction, gates
from braket.devices import LocalSimulator
from numpy.typing import NDArray

from local_aws.simulators import Device, TaskFailed
from local_aws.simulators.compilation import NativeCircuit, compile_circuit
from local_aws.simulators.device import read_capabilities
from local_aws.simulators.published_errors import published_errors

QUBITS = 4
ONE = (gates.H, gates.S, gates.T, gates.X, gates.Y, gates.Z)
ROTATIONS = (gates.Rx, gates.Ry, gates.Rz)
TWO = (gates.CNot, gates.CZ, gates.Swap, gates.ISwap)


def _random_circuit(seed: int) -> Circuit:
    randomness = random.Random(seed)
    circuit = Circuit()
    for _ in range(14):
        first, second, third = randomness.sample(range(QUBITS), 3)
        kind = randomness.randrange(4)
        if kind == 0:
            circuit.add_instruction(Instruction(randomness.choice(ONE)(), first))
        elif kind == 1:
            circuit.add_instruction(Instruction(randomness.choice(ROTATIONS)(randomness.uniform(-7, 7)), first))
        elif kind == 2:
            circuit.add_instruction(Instruction(randomness.choice(TWO)(), [first, second]))
        else:
            circuit.ccnot(first, second, third).cphaseshift(second, third, randomness.uniform(-7, 7))
    return circuit


def _compile(device: Device, circuit: Circuit, *, physical: bool = False) -> NativeCircuit:
    capabilities = read_capabilities(device.capabilities_json)
    errors = published_errors(device.capabilities_json)
    qubits = [int(qubit) for qubit in sorted(circuit.qubits)]
    instructions = list(circuit.instructions)
    return compile_circuit(instructions, qubits, capabilities, errors, physical=physical, seed=3)


def _probabilities(instructions: list[Instruction], qubits: list[int]) -> NDArray[np.float64]:
    """Of the outcomes of these qubits, the first most significant; ideal."""
    others = sorted({int(qubit) for item in instructions for qubit in item.target} - set(qubits))
    number = {qubit: i for i, qubit in enumerate([*qubits, *others])}
    circuit = Circuit([Instruction(gates.I(), i) for i in number.values()])
    for item in instructions:
        circuit.add_instruction(item.copy(target=[number[int(qubit)] for qubit in item.target]))
    circuit.probability(target=list(range(len(qubits))))
    found: NDArray[np.float64] = LocalSimulator("braket_sv").run(circuit, shots=0).result().values[0]
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_gives_the_same_probabilities(device: Callable[[str], Device], qpu: str, seed: int) -> None:
    circuit = _random_circuit(seed)
    qubits = [int(qubit) for qubit in sorted(circuit.qubits)]

    native = _compile(device(qpu), circuit)

    places = [native.place[qubit] for qubit in qubits]
    assert np.allclose(_probabilities(native.gates, places), _probabilities(list(circuit.instructions), qubits))


def test_uses_native_gates_on_connected_qubits(device: Callable[[str], Device], qpu: str) -> None:
    native = _compile(device(qpu), _random_circuit(4))

    published_errors(device(qpu).capabilities_json).emulator.validate(Circuit().add_verbatim_box(Circuit(native.gates)))


def test_rigetti_rotates_by_half_pi_and_pi_only(device: Callable[[str], Device]) -> None:
    native = _compile(device("cepheus"), _random_circuit(5))

    angles = {item.operator.angle for item in native.gates if isinstance(item.operator, gates.Rx)}
    assert angles <= {math.pi / 2, math.pi}


def test_physical_qubits_stay(device: Callable[[str], Device], qpu: str) -> None:
    edges = read_capabilities(device(qpu).capabilities_json).edges or {(1, 2)}
    first, second = min(edges)
    circuit = Circuit().h(second).cnot(second, first).rx(first, 0.3)

    native = _compile(device(qpu), circuit, physical=True)

    assert native.place == {first: first, second: second}
    expected = _probabilities(list(circuit.instructions), [first, second])
    assert np.allclose(_probabilities(native.gates, [first, second]), expected)


def test_physical_qubits_that_are_apart_are_refused(device: Callable[[str], Device]) -> None:
    with pytest.raises(TaskFailed, match="could not be compiled for the device"):
        _compile(device("garnet"), Circuit().ccnot(1, 9, 20), physical=True)


def test_verbatim_gates_stay_as_they_are(device: Callable[[str], Device]) -> None:
    box = [Instruction(gates.PRx(0.1, 0.2), 1), Instruction(gates.PRx(0.3, 0.2), 1), Instruction(gates.CZ(), [1, 2])]
    circuit = Circuit().h(1).add_verbatim_box(Circuit(box)).h(2)

    native = _compile(device("garnet"), circuit, physical=True)

    assert [item for item in native.gates if item in box] == box
    assert len(native.gates) > len(box)


def test_prefers_qubits_with_low_errors(device: Callable[[str], Device]) -> None:
    errors = published_errors(device("garnet").capabilities_json)
    circuit = Circuit().h(0).cnot(0, 1)

    native = _compile(device("garnet"), circuit)

    pair = (native.place[0], native.place[1])
    assert errors.two_qubit[pair] < np.median(list(errors.two_qubit.values()))
