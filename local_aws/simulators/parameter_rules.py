"""A task's deviceParameters, against the schema that the device publishes for them.

The classes are the SDK's own, of which the capabilities hold the JSON schemas; those of a simulator are taken by every
device, for the SDK sends them to IQM's and AQT's (braket.aws.aws_quantum_task, _circuit_device_params_from_dict). Of a
device without a schema nothing is said. Whatever is absent has its default.
"""

from importlib import import_module
from typing import Any

from local_aws.simulators.device import Capabilities
from local_aws.simulators.errors import ProgramRejected

ERROR_MITIGATION = "errorMitigation"
"""Checked by itself: the SDK's class would import whatever module the request names."""

SIMULATORS = {"name": "braket.device_schema.simulators.gate_model_simulator_device_parameters", "version": "1"}


def check_parameters(parameters: dict[str, Any], capabilities: Capabilities) -> None:
    """Raises ProgramRejected unless the parameters have the device's header, all that is required, and its types."""
    schema = capabilities.document.get("deviceParameters") or {}
    expected = ((schema.get("properties") or {}).get("braketSchemaHeader") or {}).get("const")
    if not parameters or not expected:
        return
    header = parameters.get("braketSchemaHeader", expected)
    if header not in (expected, SIMULATORS):
        raise ProgramRejected(f"deviceParameters must have the braketSchemaHeader {expected}, not {str(header)[:200]}.")
    plain = {name: value for name, value in parameters.items() if name != ERROR_MITIGATION}
    try:
        module = import_module(f"{header['name']}_v{header['version']}")
        getattr(module, schema["title"] if header == expected else "GateModelSimulatorDeviceParameters").parse_obj(
            plain
        )
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as fault:
        details = fault.errors() if hasattr(fault, "errors") else [{"loc": (), "msg": str(fault)}]
        lines = [f"{'.'.join(str(part) for part in detail['loc'])}: {detail['msg']}" for detail in details]
        raise ProgramRejected(f"deviceParameters are not valid: {'; '.join(lines)[:500]}") from fault
    rewiring = (parameters.get("paradigmParameters") or {}).get("disableQubitRewiring", False)
    if not isinstance(rewiring, bool):
        raise ProgramRejected("deviceParameters are not valid: paradigmParameters.disableQubitRewiring: not a boolean")
    count = parameters["paradigmParameters"]["qubitCount"]
    if count > capabilities.qubit_count:
        raise ProgramRejected(f"deviceParameters ask for {count} qubits; the device has {capabilities.qubit_count}.")
