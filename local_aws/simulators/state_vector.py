"""SV1 and DM1: the SDK's own simulators, whose results the service's equal up to chance."""

import time
import warnings
from typing import Any

import numpy as np
from braket.default_simulator import DensityMatrixSimulator, StateVectorSimulator
from braket.default_simulator.simulation import Simulation

from local_aws.simulators.actions import OPENQASM
from local_aws.simulators.errors import TaskFailed
from local_aws.simulators.memory import require
from local_aws.simulators.openqasm import separate_pragmas
from local_aws.simulators.results import with_values
from local_aws.simulators.target_order import in_target_order

BYTES_PER_AMPLITUDE = 16
WORKING_COPIES = 4
"""Of the state while a gate is applied and while outcomes are drawn."""


class _StateVector(StateVectorSimulator):  # type: ignore[misc]  # published without types
    """SV1, with memory that is there and outcomes that can be repeated."""

    def __init__(self, seed: int | None) -> None:
        super().__init__()
        self._seed = seed

    def initialize_simulation(self, **options: Any) -> Simulation:
        qubits = options["qubit_count"]
        require(BYTES_PER_AMPLITUDE * WORKING_COPIES * 2**qubits, f"A state vector of {qubits} qubits")
        simulation = super().initialize_simulation(**options)
        simulation._rng_generator = np.random.default_rng(self._seed)  # the simulators have no seed of their own
        return simulation


class _DensityMatrix(DensityMatrixSimulator):  # type: ignore[misc]  # published without types
    """DM1, likewise."""

    def __init__(self, seed: int | None) -> None:
        super().__init__()
        self._seed = seed

    def initialize_simulation(self, **options: Any) -> Simulation:
        qubits = options["qubit_count"]
        require(BYTES_PER_AMPLITUDE * WORKING_COPIES * 4**qubits, f"A density matrix of {qubits} qubits")
        simulation = super().initialize_simulation(**options)
        simulation._rng_generator = np.random.default_rng(self._seed)
        return simulation


def run_program(
    action_type: str, content: Any, shots: int, seed: int | None, *, density_matrix: bool
) -> dict[str, Any]:
    """Runs a program; answers the parts of its result document that are the simulator's.

    Raises:
        TaskFailed: when it cannot be run after all, for memory or for what its inputs make of it.
    """
    simulator = _DensityMatrix(seed) if density_matrix else _StateVector(seed)
    program = content
    if action_type == OPENQASM:  # the line break: the simulator takes a source that ends with .qasm for a file's name
        program = content.copy(update={"source": f"{separate_pragmas(content.source)}\n"})
    start = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # DM1 without noise is the user's choice
            result = simulator.run(program, shots=shots)
    except TaskFailed:
        raise
    except MemoryError as fault:
        raise TaskFailed("The simulation ran out of this machine's memory") from fault
    except (ArithmeticError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError) as fault:
        raise TaskFailed(f"The program could not be run: {fault}") from fault
    parts: dict[str, Any] = {"metadata": simulator_metadata(time.perf_counter() - start)}
    if not shots:
        return parts | {"result_types": [in_target_order(item) for item in result.resultTypes]}
    measurements = np.array(result.measurements, dtype=np.uint8)
    qubits = [int(qubit) for qubit in result.measuredQubits]
    requested = result.resultTypes if action_type == OPENQASM else content.results
    values = with_values(requested or [], measurements, qubits, shots)
    return parts | {"result_types": values, "measurements": measurements, "measured_qubits": qubits}


def simulator_metadata(seconds: float) -> dict[str, Any]:
    """What the service says of a simulation, and its price is computed from."""
    header = {"name": "braket.task_result.simulator_metadata", "version": "1"}
    return {"simulatorMetadata": {"braketSchemaHeader": header, "executionDuration": max(1, round(seconds * 1000))}}
