"""OpenQASM programs on simulators inside the job: shots are drawn from exact probabilities with the run's seed."""

import warnings
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pennylane as qml
from braket.circuits import Instruction
from braket.devices import LocalSimulator
from scipy.linalg import fractional_matrix_power

from contract.devices import Device
from contract.errors import InvalidProblem
from contract.problems import Circuit
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.devices.simulator import NOISE_FREE, Simulator
from quantum_code.measurements import Counts, counts_of, draw_bits
from quantum_code.problems.openqasm import Program, read_program
from quantum_code.states import FloatArray, Operation


class ProgramRunner(Protocol):
    """Runs a program as it is, several times over."""

    def run(self, problem: Circuit, repetitions: int, shots: int, rng: np.random.Generator) -> list[Counts]:
        """The counts of each repetition; `rng` decides outcomes that are simulated here.

        Raises:
            InvalidProblem: the program cannot be read, or not be run on this device.
            LimitReachedError: the repetitions are more circuits than the run's allowance.
        """


class SimulatedPrograms:
    """Programs on a simulator inside the job; subclasses know the probabilities."""

    def __init__(self, device: Device, name: str, allowance: Allowance) -> None:
        """`name` is what the simulator's own library calls it."""
        self._device, self._name, self._allowance = device, name, allowance

    def run(self, problem: Circuit, repetitions: int, shots: int, rng: np.random.Generator) -> list[Counts]:
        self._allowance.check(repetitions)
        program = read_program(problem)
        if program.noisy and not self._device.noise:
            raise InvalidProblem(f"program: has noise, and {self._device.name} simulates none; use braket_dm or DM1")
        probabilities = self.probabilities(program)
        counts = [counts_of(draw_bits(probabilities, shots, rng)) for _ in range(repetitions)]
        self._allowance.add(Spent(circuits=repetitions, shots=repetitions * shots))
        return counts

    def probabilities(self, program: Program) -> FloatArray:
        """Of all outcomes of the measured qubits, the first of them most significant in the index."""
        raise NotImplementedError


class BraketPrograms(SimulatedPrograms):
    """Programs on the Braket SDK's local simulators."""

    def probabilities(self, program: Program) -> FloatArray:
        return outcome_probabilities(program, self._name)


class PennyLanePrograms(SimulatedPrograms):
    """Programs on PennyLane's simulators, which take each gate as its matrix."""

    def probabilities(self, program: Program) -> FloatArray:
        wires = {qubit: wire for wire, qubit in enumerate(program.qubits)}
        gates = [_unitary(instruction, wires) for instruction in program.instructions]
        simulator = Simulator(self._name, len(wires), Allowance())  # the run's own counts repetitions
        gates = simulator.compile([gate for gate in gates if gate is not None])
        measured = [wires[qubit] for qubit in program.measured]
        (probabilities,) = simulator.probabilities([gates])
        return _marginal(probabilities, measured)


def outcome_probabilities(program: Program, backend: str) -> FloatArray:
    """The exact probabilities of a program by one of the SDK's simulators, braket_sv or braket_dm.

    They are asked for in ascending order of the qubits, as the simulators permute any other the wrong way round.
    """
    circuit, ascending = program.circuit, sorted(program.measured)
    for qubit in ascending:
        circuit.i(qubit)  # the SDK tells nothing of qubits without a gate
    circuit.probability(target=ascending)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=NOISE_FREE)
        result = LocalSimulator(backend).run(circuit, shots=0).result()
    probabilities = np.asarray(result.values[0], dtype=np.float64)
    return _marginal(probabilities, [ascending.index(qubit) for qubit in program.measured])


def _unitary(instruction: Instruction, wires: dict[int, int]) -> Operation | None:
    """A gate with its modifiers (`ctrl`, `negctrl`, `pow`, `inv`) as one matrix; None for a global phase."""
    matrix = np.asarray(instruction.operator.to_matrix(), dtype=np.complex128)
    if instruction.power != 1:
        matrix = fractional_matrix_power(matrix, instruction.power)
    qubits = [int(qubit) for qubit in (*instruction.control, *instruction.target)]
    if not qubits:
        return None
    states = instruction.control_state.as_tuple if instruction.control else ()
    start = int("".join(map(str, states)) or "0", 2) * len(matrix)
    controlled = np.eye(2 ** len(qubits), dtype=np.complex128)
    controlled[start : start + len(matrix), start : start + len(matrix)] = matrix
    return qml.QubitUnitary(controlled, wires=[wires[qubit] for qubit in qubits])


def _marginal(probabilities: FloatArray, measured: Sequence[int]) -> FloatArray:
    """The probabilities of some qubits, in their order, from those of all."""
    n = len(probabilities).bit_length() - 1
    tensor = probabilities.reshape((2,) * n)
    summed = tensor.sum(axis=tuple(wire for wire in range(n) if wire not in measured))
    kept = sorted(measured)
    return np.asarray(summed.transpose([kept.index(wire) for wire in measured]).ravel(), dtype=np.float64)
