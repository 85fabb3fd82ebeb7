"""Aquila: the SDK's simulator of Rydberg atoms, exact and without noise, for as many atoms as it can take."""

import warnings
from typing import Any

import numpy as np

from local_aws.simulators.errors import TaskFailed
from local_aws.simulators.results import plain, schema_header, task_metadata, timestamp

MAX_ATOMS = 12
"""Half a minute for the longest program that Aquila takes; each atom more doubles that at least."""

STEPS = 400
"""At which the evolution is computed; 10 ns for the longest program."""


def run_analog(device_arn: str, content: Any, shots: int, seed: int | None, task_arn: str) -> dict[str, Any]:
    """The result of an analog Hamiltonian simulation.

    Raises:
        TaskFailed: when there are too many atoms for this machine.
    """
    from braket.analog_hamiltonian_simulator.rydberg.rydberg_simulator import RydbergAtomSimulator

    created_at = timestamp()
    atoms = sum(content.setup.ahs_register.filling)
    if atoms > MAX_ATOMS:
        raise TaskFailed(
            f"The program has {atoms} atoms; this local account simulates up to {MAX_ATOMS}, exactly. "
            "Aquila itself runs up to 256."
        )
    before = np.random.get_state()  # the simulator draws from numpy's global state
    try:
        np.random.seed(seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = RydbergAtomSimulator().run(content, shots=shots, steps=STEPS)
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as fault:
        raise TaskFailed(f"The program could not be simulated: {fault}") from fault
    finally:
        np.random.set_state(before)
    return {
        "braketSchemaHeader": schema_header("braket.task_result.analog_hamiltonian_simulation_task_result"),
        "taskMetadata": task_metadata(task_arn, device_arn, shots, created_at),
        "measurements": plain([plain(measurement) for measurement in result.measurements]),
        "additionalMetadata": {
            "action": plain(content),
            "queraMetadata": {
                "braketSchemaHeader": schema_header("braket.task_result.quera_metadata"),
                "numSuccessfulShots": shots,
            },
        },
    }
