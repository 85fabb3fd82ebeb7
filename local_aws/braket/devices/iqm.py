"""IQM's Garnet and Emerald, from their calibration tables.

Both as published but for Emerald's gates and shots: its table is of November 2025, and since then Braket publishes
`barrier`, as for Garnet, and at most 20 000 shots instead of 200 000
(https://docs.aws.amazon.com/braket/latest/developerguide/braket-quotas.html).
"""

from local_aws.braket.devices import tables
from local_aws.braket.devices.actions import GATES, OPENQASM, PROGRAM_SET, program_set, qpu_openqasm
from local_aws.braket.devices.device import BraketDevice, Document
from local_aws.braket.devices.parts import Window, gate_model, header, parameters_schema, service

DYNAMIC = ["cc_prx", "measure_ff"]
"""Measurement and feed-forward, which a task must enable as experimental capabilities."""

NATIVE_GATES = ["cz", "prx", *DYNAMIC, "barrier"]
GARNET_WINDOWS: tuple[Window, ...] = (
    ("Weekdays", "00:00:00", "01:29:59"),
    ("Weekdays", "03:15:00", "15:29:59"),
    ("Weekdays", "17:15:00", "23:59:59"),
)
EMERALD_WINDOWS: tuple[Window, ...] = (
    ("Monday", "22:00:00", "23:59:59"),
    ("Tuesday", "00:00:00", "03:59:59"),
    ("Tuesday", "07:00:00", "16:59:59"),
    ("Tuesday", "20:00:00", "23:59:59"),
    ("Wednesday", "00:00:00", "03:59:59"),
    ("Wednesday", "07:00:00", "16:59:59"),
    ("Wednesday", "20:00:00", "23:59:59"),
    ("Thursday", "00:00:00", "03:59:59"),
    ("Thursday", "07:00:00", "16:59:59"),
    ("Thursday", "20:00:00", "21:59:59"),
)


def garnet(device: BraketDevice) -> Document:
    return _capabilities(device, "iqm_garnet", GARNET_WINDOWS, "Espoo, Finland", "2026-05-05T16:45:26.355472+00:00")


def emerald(device: BraketDevice) -> Document:
    return _capabilities(device, "iqm_emerald", EMERALD_WINDOWS, "Munich, Germany", "2025-11-06T21:04:31.777315+00:00")


def _capabilities(
    device: BraketDevice, table: str, windows: tuple[Window, ...], location: str, updated_at: str
) -> Document:
    from braket.device_schema.iqm import IqmDeviceParameters

    qubits, edges = tables.read(f"{table}_qubits"), tables.read(f"{table}_edges")
    return header("iqm.iqm_device_capabilities") | {
        "service": service(
            device,
            windows=windows,
            fewest_shots=1,
            documentation=(
                "Universal gate-model QPU based on superconducting qubits",
                "https://www.iqmacademy.com/qpu/",
            ),
            location=location,
            updated_at=updated_at,
        ),
        "action": {
            OPENQASM: qpu_openqasm(device, [*GATES, "prx", *DYNAMIC, "barrier"], fewest_shots=1),
            PROGRAM_SET: program_set(),
        },
        "deviceParameters": parameters_schema(IqmDeviceParameters),
        "paradigm": gate_model(len(qubits), NATIVE_GATES, tables.connectivity(qubits, edges), full=False),
        "provider": header("iqm.iqm_provider_properties")
        | {"properties": {"one_qubit": {label: _published(row) for label, row in qubits.items()}, "two_qubit": edges}},
        "standardized": header("standardized_gate_model_qpu_device_properties")
        | {
            "oneQubitProperties": {label: _one_qubit(row) for label, row in qubits.items()},
            "twoQubitProperties": {label: _two_qubit(row) for label, row in edges.items()},
        },
    }


def _published(row: tables.Row) -> tables.Row:
    # The readout's standard error is the one value that stands in the standardized properties only.
    return {name: value for name, value in row.items() if name != "fRO_std_err"}


def _one_qubit(row: tables.Row) -> Document:
    return {
        "T1": {"value": row["T1"], "standardError": row["T1_std_err"], "unit": "S"},
        # Where T2 was not measured, the published standardized value is 0, without an error.
        "T2": {"value": row["T2"], "standardError": row["T2_std_err"], "unit": "S"}
        if "T2" in row
        else {"value": 0.0, "unit": "S"},
        "oneQubitFidelity": [
            _fidelity("SIMULTANEOUS_RANDOMIZED_BENCHMARKING", row, "f1Q_simultaneous_RB"),
            _fidelity("READOUT_ERROR_0_TO_1", row, "readout_error_0_to_1"),
            _fidelity("READOUT_ERROR_1_TO_0", row, "readout_error_1_to_0"),
            _fidelity("READOUT", row, "fRO"),
        ],
    }


def _two_qubit(row: tables.Row) -> Document:
    gates = (("CZ", "fCZ"), ("Two_Qubit_Clifford", "f2Q_simultaneous_RB_Clifford"))
    kind = "SIMULTANEOUS_INTERLEAVED_RANDOMIZED_BENCHMARKING"
    return {"twoQubitGateFidelity": [{"gateName": gate, **_fidelity(kind, row, column)} for gate, column in gates]}


def _fidelity(kind: str, row: tables.Row, column: str) -> Document:
    error = {"standardError": row[f"{column}_std_err"]} if f"{column}_std_err" in row else {}
    return {"fidelityType": {"name": kind}, "fidelity": row[column], **error}
