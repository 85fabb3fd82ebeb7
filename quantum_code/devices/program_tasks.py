"""OpenQASM programs on Braket's managed simulators and QPUs, in as few tasks as the device allows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from braket.aws import AwsDevice
from braket.device_schema import DeviceActionType
from braket.ir.openqasm import Program
from braket.program_sets import ProgramSet
from braket.tracking import Tracker

from contract.devices import Device
from contract.errors import InvalidProblem
from contract.problems import Circuit
from contract.run_result import Spent
from quantum_code.allowance import Allowance
from quantum_code.devices.braket_tasks import MAX_PARALLEL, POLL_INTERVAL_S
from quantum_code.measurements import Counts
from quantum_code.problems.openqasm import read_circuit

WAITING: Mapping[str, Any] = {"poll_interval_seconds": POLL_INTERVAL_S}


class ProgramTasks:
    """A device of Braket; `aws_session` is a `braket.aws.AwsSession`, or None for one from the environment."""

    def __init__(self, device: Device, allowance: Allowance, aws_session: Any = None) -> None:
        self._name, self._allowance = device.name, allowance
        self._device = AwsDevice(device.arn, aws_session=aws_session)
        self._program_set = self._device.properties.action.get(DeviceActionType.OPENQASM_PROGRAM_SET)

    def run(self, problem: Circuit, repetitions: int, shots: int, rng: np.random.Generator) -> list[Counts]:
        """Measured by the device, whose randomness is its own; tasks that were made are counted if one fails, too."""
        self._allowance.check(repetitions)
        with Tracker() as tracker:
            try:
                if self._program_set is not None:
                    return self._run_sets(problem, repetitions, shots)
                return self._run_batch(problem, repetitions, shots)
            except Exception as fault:
                if (reason := _refusal(fault)) is None:
                    raise
                raise InvalidProblem(f"program: {self._name} does not take it: {reason}") from fault
            finally:
                tasks = len(tracker.tracked_resources())
                self._allowance.add(Spent(tasks=tasks, circuits=repetitions, shots=repetitions * shots))

    def _run_sets(self, problem: Circuit, repetitions: int, shots: int) -> list[Counts]:
        """One program set after the other, each as large as the device takes; usually there is one."""
        most = max(1, min(self._program_set.maximumExecutables, self._program_set.maximumTotalShots // shots))
        # As a circuit: the SDK of Braket's container (1.125) takes no program text in a set.
        circuit = read_circuit(problem)
        counts = []
        for start in range(0, repetitions, most):
            circuits = [circuit] * min(most, repetitions - start)
            task = self._device.run(ProgramSet(circuits, shots_per_executable=shots), **WAITING)
            counts += [_sorted(executable.counts) for (executable,) in task.result()]
        return counts

    def _run_batch(self, problem: Circuit, repetitions: int, shots: int) -> list[Counts]:
        program = Program(source=problem.program, inputs=dict(problem.inputs) or None)
        batch = self._device.run_batch([program] * repetitions, shots=shots, max_parallel=MAX_PARALLEL, **WAITING)
        return [_sorted(result.measurement_counts) for result in batch.results(fail_unsuccessful=True)]


def _refusal(fault: Exception) -> str | None:
    """The service's reason where it refuses a program as invalid; boto3's errors carry its answer."""
    error = getattr(fault, "response", {}).get("Error", {})
    return str(error["Message"]) if error.get("Code") == "ValidationException" else None


def _sorted(counts: Mapping[str, int]) -> Counts:
    return {bitstring: int(counts[bitstring]) for bitstring in sorted(counts)}
