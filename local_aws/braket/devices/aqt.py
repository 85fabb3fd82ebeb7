"""AQT's IBEX-Q1: 12 ions, each connected with each.

Braket's own repositories hold no properties of this device. These are GetDevice's answer of 2026-09-23 as published in
github.com/s-sasaki-earthsea-wizard/shor-braket, and agree with Braket's documentation where that speaks (gates, shots,
price, place). A program set may have 10 000 shots in all here, where the other devices say 200 000. Nothing is assumed.
"""

from statistics import mean, median

from local_aws.braket.devices import tables
from local_aws.braket.devices.actions import GATES, OPENQASM, PROGRAM_SET, program_set, qpu_openqasm
from local_aws.braket.devices.device import BraketDevice, Document
from local_aws.braket.devices.parts import Window, gate_model, header, parameters_schema, service

NATIVE_GATES = ["prx", "xx", "rz"]
WINDOWS: tuple[Window, ...] = (
    ("Monday", "11:00:00", "15:00:00"),
    ("Tuesday", "08:00:00", "15:00:00"),
    ("Wednesday", "08:00:00", "15:00:00"),
    ("Friday", "08:00:00", "15:00:00"),
)
AS_OF = "2026-09-15T15:05:16+00:00"
TWO_QUBIT_PERCENT = {"value": 98.16, "uncertainty": 0.37}
SPAM_PERCENT = 99.78
T1_S = {"value": 1.12, "uncertainty": 0.07}
T2_S = {"value": 0.1632, "uncertainty": 0.0442}
MICROSECONDS = {"readout": 1000.0, "one": 45.0, "two": 335.0}


def ibex(device: BraketDevice) -> Document:
    from braket.device_schema.common.gate_model_device_parameters_v1 import GateModelDeviceParameters

    qubits = tables.read("aqt_ibex_q1_qubits")
    return header("aqt.aqt_device_capabilities") | {
        "service": service(
            device,
            windows=WINDOWS,
            fewest_shots=1,
            documentation=("universal gate-model ion-trap QPU", "https://www.aqt.eu/products/ibex-q1/"),
            location="Innsbruck, Austria",
            updated_at=AS_OF,
        ),
        "action": {
            OPENQASM: qpu_openqasm(device, [*GATES, "prx"], fewest_shots=1),
            PROGRAM_SET: program_set(version="1.0", total_shots=10_000),
        },
        "deviceParameters": parameters_schema(GateModelDeviceParameters),
        # Fully connected with an empty graph: so it is published, and not as IonQ's devices are.
        "paradigm": gate_model(len(qubits), NATIVE_GATES, {}, full=True),
        "provider": header("aqt.aqt_provider_properties") | {"properties": _characterisation(qubits)},
        "standardized": _standardized(qubits),
    }


def _characterisation(qubits: dict[str, tables.Row]) -> Document:
    """AQT's own form: fidelities in per cent, gates in microseconds."""
    return {
        "single_qubit_gate_fidelity": {
            label: {"value": row["single_qubit_gate_fidelity"], "uncertainty": row["uncertainty"]}
            for label, row in qubits.items()
        },
        "mean_two_qubit_gate_fidelity": TWO_QUBIT_PERCENT,
        "spam_fidelity_lower_bound": SPAM_PERCENT,
        "t2_coherence_time_s": T2_S,
        "t1_s": T1_S,
        "readout_time_micros": MICROSECONDS["readout"],
        "single_qubit_gate_duration_micros": MICROSECONDS["one"],
        "two_qubit_gate_duration_micros": MICROSECONDS["two"],
        "updated_at": AS_OF,
    }


def _standardized(qubits: dict[str, tables.Row]) -> Document:
    """Braket's form of the same: fractions of 1."""
    one_qubit = {
        label: _benchmarked(row["single_qubit_gate_fidelity"], row["uncertainty"]) for label, row in qubits.items()
    }
    fidelities = [found["fidelity"] for found in one_qubit.values()]
    return header("standardized_gate_model_qpu_device_properties", "3") | {
        "oneQubitProperties": {label: {"oneQubitFidelity": [found]} for label, found in one_qubit.items()},
        "T1": {"value": T1_S["value"], "standardError": T1_S["uncertainty"], "unit": "s"},
        "T2": {"value": T2_S["value"], "standardError": T2_S["uncertainty"], "unit": "s"},
        "readoutFidelity": [{"fidelity": _fraction(SPAM_PERCENT), "unit": "fraction"}],
        "readoutDuration": {"value": MICROSECONDS["readout"], "unit": "us"},
        "singleQubitGateDuration": {"value": MICROSECONDS["one"], "unit": "us"},
        "singleQubitFidelity": [
            {
                "fidelityType": {"name": "RANDOMIZED_BENCHMARKING"},
                "fidelity": mean(fidelities),
                "median": median(fidelities),
                "unit": "fraction",
            }
        ],
        "twoQubitGateFidelity": [_benchmarked(TWO_QUBIT_PERCENT["value"], TWO_QUBIT_PERCENT["uncertainty"])],
        "twoQubitGateDuration": {"value": MICROSECONDS["two"], "unit": "us"},
        "updatedAt": AS_OF,
    }


def _benchmarked(percent: float, uncertainty: float) -> Document:
    return {
        "fidelityType": {"name": "RANDOMIZED_BENCHMARKING"},
        "fidelity": _fraction(percent),
        "standardError": _fraction(uncertainty),
        "unit": "fraction",
    }


def _fraction(percent: float) -> float:
    """Rounded to the digits that are published, so that a percentage does not end in binary dust."""
    return round(percent / 100, 9)
