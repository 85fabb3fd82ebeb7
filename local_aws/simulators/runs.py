"""Runs an accepted task on the device that it names."""

from typing import Any

from local_aws.simulators.actions import ANALOG, OPENQASM, PROGRAM_SET, read_action
from local_aws.simulators.device import Capabilities, Device, read_capabilities
from local_aws.simulators.errors import ProgramRejected, TaskFailed
from local_aws.simulators.results import gate_model_document, plain, timestamp

UNNAMED_TASK = "task"
MAX_SEED = 2**31
"""Below it, every library used here takes a number as a seed."""


def run(
    device: Device,
    action: str,
    shots: int,
    device_parameters: dict[str, Any],
    seed: int | None,
    *,
    task_arn: str = UNNAMED_TASK,
) -> dict[str, Any]:
    """Runs a task that `check` has accepted; answers what results.json is to hold.

    Args:
        device: where it runs.
        action: the request's `action`, JSON.
        shots: for a program set, over all its executables.
        device_parameters: the request's, parsed. Physical qubits are kept whether or not they disable rewiring, and a
            register's are placed by the compiler, as they say nothing of where.
        seed: makes the outcome repeatable; None for a fresh one.
        task_arn: the id in the result.

    Raises:
        TaskFailed: with the task's failureReason.
    """
    del device_parameters
    seed = None if seed is None else seed % MAX_SEED
    try:
        action_type, content = read_action(action)
        capabilities = read_capabilities(device.capabilities_json)
        created_at = timestamp()
        if action_type == PROGRAM_SET:
            from local_aws.simulators.program_sets import run_program_set

            return run_program_set(device, content, shots, seed, task_arn)
        if action_type == ANALOG:
            from local_aws.simulators.analog import run_analog

            return run_analog(device.arn, content, shots, seed, task_arn)
        parts = _run_circuit(action_type, content, shots, capabilities, device, seed)
    except ProgramRejected as fault:
        raise TaskFailed(fault.message) from fault
    return gate_model_document(
        task_arn=task_arn,
        device_arn=device.arn,
        shots=shots,
        created_at=created_at,
        action=plain(content),
        **parts,
    )


def _run_circuit(
    action_type: str, content: Any, shots: int, capabilities: Capabilities, device: Device, seed: int | None
) -> dict[str, Any]:
    if not capabilities.is_simulator:
        from local_aws.simulators.emulated_qpu import qpu_parts, run_circuit
        from local_aws.simulators.published_errors import published_errors

        errors = published_errors(device.capabilities_json)
        return qpu_parts(
            run_circuit(content.source, content.inputs or {}, shots, capabilities, errors, seed), shots, capabilities
        )
    if action_type == OPENQASM and "adjoint_gradient" in content.source:
        from local_aws.simulators.adjoint_gradient import run_gradient

        return run_gradient(content.source, content.inputs or {})
    from local_aws.simulators.state_vector import run_program

    return run_program(action_type, content, shots, seed, density_matrix="dm1" in device.arn)
