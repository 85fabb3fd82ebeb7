"""The documents that Braket writes as a task's results.json, in the form that the SDK reads."""

import json
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

COMPLETED = "COMPLETED"


def schema_header(name: str) -> dict[str, str]:
    return {"name": name, "version": "1"}


def timestamp() -> str:
    """Now, as results have it: UTC with milliseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def task_metadata(task_arn: str, device_arn: str, shots: int, created_at: str) -> dict[str, Any]:
    """What every result says of its task, which ends now; `created_at` is as from `timestamp`."""
    return {
        "braketSchemaHeader": schema_header("braket.task_result.task_metadata"),
        "id": task_arn,
        "shots": shots,
        "deviceId": device_arn,
        "createdAt": created_at,
        "endedAt": timestamp(),
        "status": COMPLETED,
    }


def gate_model_document(
    *,
    task_arn: str,
    device_arn: str,
    shots: int,
    created_at: str,
    action: dict[str, Any],
    metadata: dict[str, Any],
    result_types: list[Any],
    measurements: NDArray[Any] | None = None,
    measured_qubits: list[int] | None = None,
) -> dict[str, Any]:
    """The result of a circuit.

    Args:
        task_arn: becomes the result's id.
        device_arn: where it ran.
        shots: of the task.
        created_at: as from `timestamp`.
        action: the program as it was sent.
        metadata: the device's own, such as iqmMetadata.
        result_types: with values, as the schemas' ResultTypeValue.
        measurements: a row for each shot, a column for each of `measured_qubits`.
        measured_qubits: as the program numbers them.
    """
    document: dict[str, Any] = {
        "braketSchemaHeader": schema_header("braket.task_result.gate_model_task_result"),
        "resultTypes": [{"type": plain(item.type), "value": plain(item.value)} for item in result_types],
        "taskMetadata": task_metadata(task_arn, device_arn, shots, created_at),
        "additionalMetadata": {"action": action} | metadata,
    }
    if measurements is not None:
        document |= {"measurements": measurements.tolist(), "measuredQubits": measured_qubits}
    return document


def with_values(results: list[Any], measurements: NDArray[Any], measured_qubits: list[int], shots: int) -> list[Any]:
    """The result types with what the measurements give for them, computed as the SDK does for every QPU."""
    if not results:
        return []
    from braket.task_result import AdditionalMetadata, GateModelTaskResult, TaskMetadata
    from braket.tasks import GateModelQuantumTaskResult

    result = GateModelTaskResult.construct(
        taskMetadata=TaskMetadata(id="values", shots=shots, deviceId="values"),
        additionalMetadata=AdditionalMetadata(),
        measurements=measurements.tolist(),
        measuredQubits=measured_qubits,
        resultTypes=results,
    )
    return list(GateModelQuantumTaskResult.from_object(result).result_types)


def plain(value: Any) -> Any:
    """The value in JSON's types; complex numbers become pairs, as in all of Braket's results."""
    if hasattr(value, "json"):
        return json.loads(value.json(exclude_none=True))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return [value.real, value.imag] if isinstance(value, complex) else value
