"""Simulators inside the job: PennyLane's state vectors, and the Braket SDK's local simulators through its plugin."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pennylane as qml
from pennylane.devices import ExecutionConfig
from pennylane.devices.qubit import apply_operation
from pennylane.measurements import StateMP
from pennylane.tape import QuantumScript

from contract.errors import InvalidPlan
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.devices.backend import Circuit
from quantum_code.devices.circuit_template import CircuitTemplate
from quantum_code.measurements import draw_bits
from quantum_code.states import BitArray, FloatArray, Operation

NOISE_FREE = "You are running a noise-free circuit on the density matrix simulator"


class Simulator:
    """A PennyLane device that holds the whole state; shots are drawn from its exact probabilities.

    `name` is the device's in PennyLane; further options go to it.
    """

    def __init__(self, name: str, num_qubits: int, allowance: Allowance, **options: Any) -> None:
        self._num_qubits, self._allowance = num_qubits, allowance
        self._device = qml.device(name, wires=num_qubits, **options)
        self._differentiates: bool = self._device.supports_derivatives(ExecutionConfig(gradient_method="adjoint"))
        wanted = ExecutionConfig(gradient_method="adjoint" if self._differentiates else None)
        self._config = self._device.setup_execution_config(wanted)
        self._preprocess = self._device.preprocess_transforms(self._config)

    @property
    def takes_matrices(self) -> bool:
        return self._differentiates  # PennyLane's own do both, Braket's neither

    def compile(self, gates: Circuit) -> Circuit:
        return compiled(gates, self._preprocess)

    def expectations(self, circuits: Sequence[Circuit], operator: Operation) -> list[float]:
        self._allowance.check(len(circuits))
        values = self._execute([QuantumScript(circuit, [qml.expval(operator)]) for circuit in circuits])
        self._allowance.add(Spent(circuits=len(circuits)))
        return [float(value) for value in values]

    def adjoint(
        self, template: CircuitTemplate, parameters: FloatArray, operator: Operation
    ) -> tuple[float, FloatArray]:
        if not self._differentiates:
            raise InvalidPlan(
                f"gradient: {self._device.name} lacks the adjoint method; use parameter-shift, or lightning.qubit"
            )
        self._allowance.check(1)
        script = QuantumScript(template.bind(parameters), [qml.expval(operator)], trainable_params=template.trainable)
        if template.places:
            values, slopes = self._device.execute_and_compute_derivatives([script], self._config)
        else:
            values, slopes = self._device.execute([script], self._config), ()
        self._allowance.add(Spent(circuits=1))
        return float(np.squeeze(values[0])), np.array(slopes, dtype=np.float64).reshape(-1)

    def measure(
        self, circuits: Sequence[Circuit], bases: Sequence[Circuit], shots: int, rng: np.random.Generator
    ) -> list[list[BitArray]]:
        self._allowance.check(len(circuits) * len(bases))
        bits = [
            [draw_bits(probabilities, shots, rng) for probabilities in self._in_bases(circuit, bases)]
            for circuit in circuits
        ]
        executed = len(circuits) * len(bases)
        self._allowance.add(Spent(circuits=executed, shots=executed * shots))
        return bits

    def probabilities(self, circuits: Sequence[Circuit], *, counted: bool = True) -> list[FloatArray]:
        executed = len(circuits) if counted else 0
        self._allowance.check(executed)
        found = self._probabilities(circuits)
        self._allowance.add(Spent(circuits=executed))
        return found

    def _probabilities(self, circuits: Sequence[Circuit]) -> list[FloatArray]:
        wires = range(self._num_qubits)
        scripts = [QuantumScript(circuit, [qml.probs(wires=wires)]) for circuit in circuits]
        return [np.asarray(found, dtype=np.float64) for found in self._execute(scripts)]

    def _in_bases(self, circuit: Circuit, bases: Sequence[Circuit]) -> list[FloatArray]:
        """The outcome probabilities in each basis; the circuit is simulated once, and rotated for each of them."""
        n = self._num_qubits
        (amplitudes,) = self._execute([QuantumScript(circuit, [StateMP(wires=qml.wires.Wires(range(n)))])])
        prepared = np.reshape(amplitudes, (2,) * n)
        found = []
        for basis in bases:
            state = prepared
            for rotation in basis:
                state = apply_operation(rotation, state)
            found.append(np.square(np.abs(state)).ravel())
        return found

    def _execute(self, scripts: list[QuantumScript]) -> Sequence[Any]:
        results: Sequence[Any] = self._device.execute(scripts, self._config)
        return results


class DensityMatrixSimulator(Simulator):
    """Braket's local density matrix: a state with as many columns as rows, of which only the diagonal is asked for."""

    def _in_bases(self, circuit: Circuit, bases: Sequence[Circuit]) -> list[FloatArray]:
        return self._probabilities([circuit + self.compile(basis) for basis in bases])

    def _execute(self, scripts: list[QuantumScript]) -> Sequence[Any]:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=NOISE_FREE)  # it was chosen on purpose
            return super()._execute(scripts)


def compiled(gates: Circuit, preprocess: Any) -> Circuit:
    """A circuit after a device's own preprocessing, which PennyLane defines for whole scripts only."""
    if not gates:
        return []
    scripts, _ = preprocess([QuantumScript(gates, [qml.expval(qml.Z(gates[0].wires[0]))])])
    (script,) = scripts
    return [gate for gate in script.operations if not isinstance(gate, qml.GlobalPhase)]
