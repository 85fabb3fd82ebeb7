"""Braket's managed simulators and QPUs: circuits become quantum tasks, through the Braket plugin for PennyLane.

A batch becomes as few tasks as its device allows: program sets where a QPU takes them, else tasks side by side.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import numpy as np
import pennylane as qml
from braket.device_schema import DeviceActionType
from braket.tracking import Tracker
from pennylane.devices import ExecutionConfig
from pennylane.tape import QuantumScript

from contract.devices import Device
from contract.errors import InvalidPlan, RunFailed
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.devices.backend import Circuit
from quantum_code.devices.circuit_template import CircuitTemplate
from quantum_code.devices.simulator import compiled
from quantum_code.measurements import bits_from_counts
from quantum_code.states import BitArray, FloatArray, Operation

MAX_PARALLEL = 10
"""Tasks of a batch that run at the same time, well within the concurrent tasks that an account has by default."""

POLL_INTERVAL_S = 0.5
"""Between two looks at a task. A small circuit takes SV1 about a second, and Braket answers 100 looks a second."""

PLUGIN, OLDEST_PLUGIN = "amazon-braket-pennylane-plugin", (1, 36)


class BraketTasks:
    """A device of Braket; `aws_session` is a `braket.aws.AwsSession`, or None for one from the environment."""

    takes_matrices = False

    def __init__(self, device: Device, num_qubits: int, allowance: Allowance, aws_session: Any = None) -> None:
        self._name, self._num_qubits, self._allowance = device.name, num_qubits, allowance
        _check_plugin()
        self._device = qml.device(
            "braket.aws.qubit",
            wires=num_qubits,
            device_arn=device.arn,
            aws_session=aws_session,
            parallel=True,
            max_parallel=MAX_PARALLEL,
            poll_interval_seconds=POLL_INTERVAL_S,
        )
        self._preprocess = self._device.preprocess_transforms(ExecutionConfig())
        # The plugin keeps what Braket says of the device to itself, and asking again would be one more call.
        actions = self._device._device.properties.action
        self._program_set = actions.get(DeviceActionType.OPENQASM_PROGRAM_SET)

    def compile(self, gates: Circuit) -> Circuit:
        return compiled(gates, self._preprocess)

    def expectations(self, circuits: Sequence[Circuit], operator: Operation) -> list[float]:
        with self._spending(len(circuits)):
            scripts = [QuantumScript(circuit, [qml.expval(operator)]) for circuit in circuits]
            return [float(value) for value in self._device.execute(scripts)]

    def adjoint(
        self, template: CircuitTemplate, parameters: FloatArray, operator: Operation
    ) -> tuple[float, FloatArray]:
        """The value comes with its derivatives: one task in all, where PennyLane's QNodes may take two (#223)."""
        script = QuantumScript(template.bind(parameters), [qml.expval(operator)], trainable_params=template.trainable)
        # Asked beforehand, as the plugin would else fall back to the shift rule: two more tasks for each gate.
        if not self._device.supports_derivatives(ExecutionConfig(gradient_method="adjoint"), script):
            raise InvalidPlan(f"gradient: {self._name} lacks the adjoint method; use parameter-shift or spsa")
        with self._spending(1):
            values, slopes = self._device.execute_and_compute_derivatives(
                [script], ExecutionConfig(gradient_method="adjoint")
            )
            return float(np.squeeze(values[0])), np.array(slopes, dtype=np.float64).reshape(-1)

    def measure(
        self, circuits: Sequence[Circuit], bases: Sequence[Circuit], shots: int, rng: np.random.Generator
    ) -> list[list[BitArray]]:
        """Measured by the device, whose randomness is its own."""
        rotations = [self.compile(basis) for basis in bases]
        scripts = [
            QuantumScript(circuit + rotation, [qml.counts(wires=range(self._num_qubits))], shots=shots)
            for circuit in circuits
            for rotation in rotations
        ]
        self._fit_program_sets(shots)
        with self._spending(len(scripts), shots):
            bits = [bits_from_counts(counts) for counts in self._device.execute(scripts)]
        return [bits[start : start + len(bases)] for start in range(0, len(bits), len(bases))]

    def probabilities(self, circuits: Sequence[Circuit], *, counted: bool = True) -> None:
        """None: a QPU does not know them, and 2ⁿ numbers do not fit through a simulator's result."""

    def _fit_program_sets(self, shots: int) -> None:
        """Keeps a program set to the shots that the device takes in all; the plugin 1.36.1 counts programs only."""
        if self._program_set is not None:
            most = self._program_set.maximumTotalShots // shots
            self._device._max_program_set_executables = max(1, min(self._program_set.maximumExecutables, most))

    @contextmanager
    def _spending(self, circuits: int, shots: int = 0) -> Iterator[None]:
        """Counts what is executed inside; the tasks as they were made, also when one of them fails."""
        self._allowance.check(circuits)
        with Tracker() as tracker:
            try:
                yield
            finally:
                tasks = len(tracker.tracked_resources())
                self._allowance.add(Spent(tasks=tasks, circuits=circuits, shots=circuits * shots))


def _check_plugin() -> None:
    """The plugin's interface changed with 1.36, and Braket's container holds an older one before it installs ours."""
    found = version(PLUGIN)
    if tuple(map(int, found.split(".")[:2])) < OLDEST_PLUGIN:
        raise RunFailed(
            f"{PLUGIN} {found} is installed, tasks need {'.'.join(map(str, OLDEST_PLUGIN))}: the container could not "
            "install quantum_code/requirements.txt, as the job's log tells; give it a way to PyPI, or your own image"
        )
