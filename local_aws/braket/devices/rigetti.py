"""Rigetti's Cepheus-1-108Q, from its calibration table: 107 qubits in use, of labels 0 to 107 without 8.

Left out are the properties for pulse control (ports, frames and waveforms, two thirds of the published document), which
this emulation cannot play. Each measurement carries the day's time of publication instead of its own.
"""

from collections.abc import Callable, Iterable

from local_aws.braket.devices import tables
from local_aws.braket.devices.actions import GATES, OPENQASM, PROGRAM_SET, program_set, qpu_openqasm
from local_aws.braket.devices.device import BraketDevice, Document
from local_aws.braket.devices.parts import Window, gate_model, header, parameters_schema, service

FEWEST_SHOTS = 10
NATIVE_GATES = ["rx", "rz", "cz", "barrier"]
UNSUPPORTED = {"cy", "ecr", "v", "vi", "xx", "yy", "zz"}
WINDOWS: tuple[Window, ...] = (
    ("Everyday", "00:00:00", "06:59:59"),
    ("Everyday", "09:00:00", "19:00:00"),
    ("Everyday", "21:00:00", "23:59:59"),
)
AS_OF = "2026-05-05T21:32:03+00:00"
LOGO = "http://d1.awsstatic.com/logos/Rigetti_logo_rgb_teal.0cbe3c0653e755ab97c04ec56f3611f53e2a780c.png"
Table = dict[str, tables.Row]


def cepheus(device: BraketDevice) -> Document:
    from braket.device_schema.rigetti import RigettiDeviceParameters

    operations = [*(gate for gate in GATES if gate not in UNSUPPORTED), "barrier"]
    qubits, edges = tables.read("rigetti_cepheus_1_qubits"), tables.read("rigetti_cepheus_1_edges")
    return header("rigetti.rigetti_device_capabilities", "2") | {
        "service": service(
            device,
            windows=WINDOWS,
            fewest_shots=FEWEST_SHOTS,
            documentation=(
                "Universal gate-model QPU based on superconducting qubits",
                "https://qcs.rigetti.com/qpus/",
            ),
            image=LOGO,
            location="California, USA",
            updated_at=AS_OF,
            poll_ms=200,
        ),
        "action": {
            OPENQASM: qpu_openqasm(device, operations, fewest_shots=FEWEST_SHOTS, forbids_gradient=True),
            PROGRAM_SET: program_set(),
        },
        "deviceParameters": parameters_schema(RigettiDeviceParameters),
        "paradigm": gate_model(len(qubits), NATIVE_GATES, tables.connectivity(qubits, edges), full=False),
        "provider": header("rigetti.rigetti_provider_properties", "2")
        | {"specs": {"name": device.name, **_specs(qubits, edges)}},
        "standardized": header("standardized_gate_model_qpu_device_properties")
        | {
            "oneQubitProperties": {label: _one_qubit(row) for label, row in qubits.items()},
            "twoQubitProperties": {label: _two_qubit(row) for label, row in edges.items()},
        },
    }


def _one_qubit(row: tables.Row) -> Document:
    return {
        "T1": {"value": row["T1"], "unit": "S"},
        "T2": {"value": row["T2"], "unit": "S"},
        "oneQubitFidelity": [
            _fidelity("RANDOMIZED_BENCHMARKING", row, "fRB"),
            _fidelity("SIMULTANEOUS_RANDOMIZED_BENCHMARKING", row, "fRB_simultaneous"),
            {"fidelityType": {"name": "READOUT"}, "fidelity": row["fRO"]},
        ],
    }


def _two_qubit(row: tables.Row) -> Document:
    return {
        "twoQubitGateFidelity": [{"gateName": "CZ", **_fidelity("INTERLEAVED_RANDOMIZED_BENCHMARKING", row, "fCZ")}]
    }


def _fidelity(kind: str, row: tables.Row, column: str) -> Document:
    return {"fidelityType": {"name": kind}, "fidelity": row[column], "standardError": row[f"{column}_std_err"]}


def _specs(qubits: Table, edges: Table) -> Document:
    """Rigetti's own form of the same numbers, its instruction set architecture.

    https://docs.api.qcs.rigetti.com/#operation/GetInstructionSetArchitecture
    """
    simultaneous = [_value("fRB", row, "fRB_simultaneous") | {"node_ids": _nodes(at)} for at, row in qubits.items()]
    together = {"node_ids": [int(label) for label in qubits], "characteristics": simultaneous}
    return {
        "architecture": {
            "family": "Ankaa",
            "nodes": [{"node_id": int(label)} for label in qubits],
            "edges": [{"node_ids": _nodes(label)} for label in edges],
        },
        "benchmarks": [
            _operation("randomized_benchmark_1q", 1, _sites(qubits, lambda row: [_value("fRB", row)])),
            _operation("randomized_benchmark_simultaneous_1q", len(qubits), [together]),
            _operation("FreeInversionRecovery", 1, _sites(qubits, lambda row: [_value("T1", row)])),
            _operation("FreeInductionDecay", 1, _sites(qubits, lambda row: [_value("T2", row)])),
        ],
        "instructions": [
            _operation("I", 1, _sites(qubits)),
            _operation("RX", 1, _sites(qubits), ["theta"]),
            _operation("RZ", 1, _sites(qubits), ["theta"]),
            _operation("MEASURE", 1, _sites(qubits, lambda row: [_value("fRO", row)])),
            _operation("CZ", 2, _sites(edges, lambda row: [_value("fCZ", row)])),
        ],
    }


def _operation(name: str, nodes: int, sites: list[Document], parameters: Iterable[str] = ()) -> Document:
    named = [{"name": parameter} for parameter in parameters]
    return {"name": name, "node_count": nodes, "parameters": named, "sites": sites, "characteristics": []}


def _sites(table: Table, measured: Callable[[tables.Row], list[Document]] = lambda _: []) -> list[Document]:
    return [{"node_ids": _nodes(label), "characteristics": measured(row)} for label, row in table.items()]


def _value(name: str, row: tables.Row, column: str | None = None) -> Document:
    column = column or name
    error = {"error": row[f"{column}_std_err"]} if f"{column}_std_err" in row else {}
    return {"name": name, "value": row[column], **error, "parameter_values": [], "timestamp": AS_OF}


def _nodes(label: str) -> list[int]:
    return [int(qubit) for qubit in label.split("-")]
