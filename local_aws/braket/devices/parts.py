"""What the capabilities of different devices have in common, as JSON in the form of braket.device_schema."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from local_aws.braket.devices.device import BraketDevice, Document

Window = tuple[str, str, str]
"""A day or group of days, and the first and last second (UTC) at which tasks run."""

ALWAYS: tuple[Window, ...] = (("Everyday", "00:00:00", "23:59:59"),)


def header(schema: str, version: str = "1") -> Document:
    """The mark by which the SDK finds the class that reads a document."""
    return {"braketSchemaHeader": {"name": f"braket.device_schema.{schema}", "version": version}}


def service(device: BraketDevice, *, windows: Iterable[Window], fewest_shots: int, **published: Any) -> Document:
    """The `service` part: when, with how many shots and for which price tasks run.

    Args:
        published: `documentation` (a pair: summary, page), `image` (URL), `location`, `updated_at`, `poll_ms`; each
            absent where Braket publishes none.
    """
    unit, price = ("minute", device.usd_per_minute) if device.usd_per_minute else ("shot", device.usd_per_shot)
    summary, page = published.get("documentation", (None, None))
    about = {"imageUrl": published.get("image", ""), "summary": summary, "externalDocumentationUrl": page}
    part = header("device_service_properties") | {
        "executionWindows": [
            {"executionDay": day, "windowStartHour": start, "windowEndHour": end} for day, start, end in windows
        ],
        "shotsRange": [fewest_shots, device.max_shots],
        "deviceCost": {"price": float(price), "unit": unit} if price else None,
        "deviceDocumentation": about if summary else None,
        "deviceLocation": published.get("location"),
        "updatedAt": published.get("updated_at"),
        "getTaskPollIntervalMillis": published.get("poll_ms"),
    }
    return {name: value for name, value in part.items() if value is not None}


def gate_model(qubits: int, native_gates: Iterable[str], graph: Mapping[str, list[str]], *, full: bool) -> Document:
    """The `paradigm` part of a gate-model QPU.

    Args:
        graph: each qubit's neighbours, by label.
        full: whether every qubit is connected with every other, whatever the graph says.
    """
    return header("gate_model_qpu_paradigm_properties") | {
        "connectivity": {"fullyConnected": full, "connectivityGraph": dict(graph)},
        "qubitCount": qubits,
        "nativeGateSet": list(native_gates),
    }


def parameters_schema(parameters: Any) -> Document:
    """The `deviceParameters` part: the JSON schema of the class that reads a task's parameters."""
    schema: Document = json.loads(parameters.schema_json())
    return schema
