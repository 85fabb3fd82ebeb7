"""Program sets on QPUs: many executables in one task, each of them a circuit with its own inputs."""

from typing import Any

from local_aws.simulators.device import Capabilities, Device, read_capabilities
from local_aws.simulators.emulated_qpu import Outcome, run_circuit, vendor_metadata
from local_aws.simulators.errors import TaskFailed
from local_aws.simulators.program_set_rules import executable_inputs
from local_aws.simulators.published_errors import PublishedErrors, published_errors
from local_aws.simulators.results import COMPLETED, plain, schema_header, timestamp

SEED_STEP = 7919
"""Between executables, so that none repeats another's random numbers."""


def run_program_set(device: Device, content: Any, shots: int, seed: int | None, task_arn: str) -> dict[str, Any]:
    """Runs all executables; those that fail are reported in the result, beside those that do not.

    Args:
        device: a QPU.
        content: the IR's program set.
        shots: over all executables.
        seed: of the first executable; None for fresh ones.
        task_arn: the id in the result.
    """
    created_at = timestamp()
    capabilities = read_capabilities(device.capabilities_json)
    errors = published_errors(device.capabilities_json)
    shots_each = shots // content.num_executables
    results, metadata, failed, done = [], [], 0, 0
    for program in content.programs:
        executables = []
        compiled = ""
        for index, inputs in enumerate(executable_inputs(program.inputs)):
            own_seed = None if seed is None else seed + SEED_STEP * done
            executable, outcome = _run_one(program.source, inputs, index, shots_each, capabilities, errors, own_seed)
            executables.append(executable)
            compiled = compiled or (outcome.compiled if outcome else "")
            failed, done = failed + (outcome is None), done + 1
        results.append(_program_result(program, executables, compiled, capabilities))
        metadata.append({"executables": [item.get("failureMetadata", {}) for item in executables]})
    if failed == done:
        raise TaskFailed("All executables of the program set failed")
    return {
        "braketSchemaHeader": schema_header("braket.task_result.program_set_task_result"),
        "programResults": results,
        "taskMetadata": {
            "braketSchemaHeader": schema_header("braket.task_result.program_set_task_metadata"),
            "id": task_arn,
            "deviceId": device.arn,
            "requestedShots": shots,
            "successfulShots": shots_each * (done - failed),
            "programMetadata": metadata,
            "totalFailedExecutables": failed,
            "createdAt": created_at,
            "endedAt": timestamp(),
            "status": COMPLETED,
        },
    }


def _run_one(
    source: str,
    inputs: dict[str, Any],
    index: int,
    shots: int,
    capabilities: Capabilities,
    errors: PublishedErrors,
    seed: int | None,
) -> tuple[dict[str, Any], Outcome | None]:
    try:
        outcome = run_circuit(source, inputs, shots, capabilities, errors, seed)
    except TaskFailed as fault:
        failure = {"failureReason": str(fault), "retryable": False, "category": "COMPILATION"}
        header = schema_header("braket.task_result.program_set_executable_failure")
        return {"braketSchemaHeader": header, "inputsIndex": index, "failureMetadata": failure}, None
    document = {
        "braketSchemaHeader": schema_header("braket.task_result.program_set_executable_result"),
        "inputsIndex": index,
        "measurements": outcome.measurements.tolist(),
        "measuredQubits": outcome.measured_qubits,
    }
    return document, outcome


def _program_result(
    program: Any, executables: list[dict[str, Any]], compiled: str, capabilities: Capabilities
) -> dict[str, Any]:
    return {
        "braketSchemaHeader": schema_header("braket.task_result.program_result"),
        "executableResults": executables,
        "source": plain(program),
        "additionalMetadata": vendor_metadata(compiled, capabilities.vendor) if compiled else {},
    }
