"""IonQ's Forte-1 and Forte-Enterprise-1: 36 ions, each connected with each, so that averages are all there is.

Forte-Enterprise-1 is as published on 2026-05-03 (amazon-braket-examples,
`test/integ_tests/default_data/ionq_forte_enterprise_device_capabilities.json`), with one addition: that file had no
program sets, which the documentation lists for every gate-model QPU.

Of Forte-1 no complete properties are published. Published are its place, qubits, gates, prices and shots, which but for
the place are those of its twin; its fidelities and times are ASSUMED to be its twin's too, and its hours all hours. It
is ONLINE here; the live device was OFFLINE in September 2026.
"""

from local_aws.braket.devices.actions import OPENQASM, PROGRAM_SET, program_set, qpu_openqasm
from local_aws.braket.devices.device import BraketDevice, Document
from local_aws.braket.devices.parts import ALWAYS, Window, gate_model, header, parameters_schema, service

QUBITS = 36
FEWEST_SHOTS = 100
MITIGATION = {"braket.device_schema.error_mitigation.debias.Debias": {"minimumShots": 2500}}
GATES = ["x", "y", "z", "h", "s", "si", "t", "ti", "v", "vi", "rx", "ry", "rz", "cnot", "swap", "xx", "yy", "zz"]
NATIVE_GATES = ["GPI", "GPI2", "ZZ"]
LOGO = "http://d1.awsstatic.com/re19/Braket/IonQ%20Logo.59ea92b40cff5a2c2e90d9d981b864c2f424c5a8.png"
AS_OF = "2026-05-03T00:00:00+00:00"
FIDELITY = {"1Q": 0.9999, "2Q": 0.9925, "spam": 0.9955}
SECONDS = {"T1": 188.0, "T2": 0.95, "1Q": 6.3e-05, "2Q": 0.00065, "readout": 0.00025, "reset": 0.00015}
WHOLE_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Friday", "Saturday")
ENTERPRISE_WINDOWS: tuple[Window, ...] = (
    *((day, "00:00:00", "23:59:59") for day in WHOLE_DAYS),
    ("Thursday", "00:00:00", "10:59:59"),
    ("Thursday", "17:00:00", "23:59:59"),
)


def forte_enterprise(device: BraketDevice) -> Document:
    return _capabilities(device, ENTERPRISE_WINDOWS, "Basel, Switzerland", "forte-enterprise")


def forte(device: BraketDevice) -> Document:
    return _capabilities(device, ALWAYS, "Maryland, USA", "forte")


def _capabilities(device: BraketDevice, windows: tuple[Window, ...], location: str, page: str) -> Document:
    from braket.device_schema.ionq import IonqDeviceParameters

    labels = [str(qubit) for qubit in range(QUBITS)]
    everyone_else = {label: sorted(other for other in labels if other != label) for label in labels}
    openqasm = qpu_openqasm(
        device,
        GATES,
        fewest_shots=FEWEST_SHOTS,
        version="1",
        forbids_gradient=True,
        partial_verbatim_box=False,
        unassigned_measurements=True,
    )
    return header("ionq.ionq_device_capabilities") | {
        "service": service(
            device,
            windows=windows,
            fewest_shots=FEWEST_SHOTS,
            documentation=(
                "Universal gate-model QPU based on trapped ions",
                f"https://ionq.com/quantum-systems/{page}",
            ),
            image=LOGO,
            location=location,
            updated_at=AS_OF,
        ),
        "action": {OPENQASM: openqasm, PROGRAM_SET: program_set()},
        "deviceParameters": parameters_schema(IonqDeviceParameters),
        "paradigm": gate_model(QUBITS, NATIVE_GATES, everyone_else, full=True),
        "provider": header("ionq.ionq_provider_properties")
        | {
            "fidelity": {name: {"mean": mean} for name, mean in FIDELITY.items()},
            "timing": SECONDS,
            "errorMitigation": MITIGATION,
        },
        "standardized": _standardized(),
    }


def _standardized() -> Document:
    times = {
        "T1": "T1",
        "T2": "T2",
        "readoutDuration": "readout",
        "singleQubitGateDuration": "1Q",
        "twoQubitGateDuration": "2Q",
        "activeResetDuration": "reset",
    }
    readout = "Average readout fidelity is estimated with one-qubit randomized benchmarking."
    gate = (
        "Average gate fidelities for a maximally entangling two-qubit native gate. It is regularly measured by IonQ on "
        "the device using Direct Randomized Benchmarking"
    )
    return (
        header("standardized_gate_model_qpu_device_properties", "3")
        | {name: {"value": SECONDS[column], "unit": "s"} for name, column in times.items()}
        | {
            "readoutFidelity": [_benchmarked(FIDELITY["spam"], readout)],
            # The published standard error is 0: it was not estimated, and is not to be taken for exactness.
            "twoQubitGateFidelity": [_benchmarked(FIDELITY["2Q"], gate) | {"standardError": 0.0}],
            "updatedAt": AS_OF,
        }
    )


def _benchmarked(fidelity: float, how: str) -> Document:
    kind = {"name": "RANDOMIZED_BENCHMARKING", "description": how}
    return {"fidelityType": kind, "fidelity": fidelity, "unit": "fraction"}
