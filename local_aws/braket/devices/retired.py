"""Devices that Braket has retired and GetDevice still knows.

An honest minimum: what they were (qubits, native gates), no action, no window and no price, because they take no task.
Their calibration and connectivity are not published any more, and nothing is made up for them. The schema demands a
range of shots: it is the documentation's for TN1 and Rigetti, Forte-1's for IonQ, and ASSUMED for Lucy.
"""

from collections.abc import Callable, Iterable

from local_aws.braket.devices.device import BraketDevice, Document
from local_aws.braket.devices.parts import gate_model, header, service

FEWEST_SHOTS = {"IonQ": 100, "Rigetti": 10}
ION_GATES, CZ_GATES, ISWAP_GATES = ["GPI", "GPI2", "MS"], ["rx", "rz", "cz", "cphaseshift", "xy"], ["rx", "rz", "iswap"]


def _was(schema: str, paradigm: Document) -> Callable[[BraketDevice], Document]:
    def build(device: BraketDevice) -> Document:
        fewest = FEWEST_SHOTS.get(device.provider, 1)
        return header(schema) | {
            "service": service(device, windows=(), fewest_shots=fewest),
            "action": {},
            "deviceParameters": {},
            "paradigm": paradigm,
        }

    return build


def _qpu(
    region: str, path: str, name: str, provider: str, qubits: int, gates: Iterable[str], shots: int
) -> BraketDevice:
    schema = path.split("/")[0]
    paradigm = gate_model(qubits, gates, {}, full=provider == "IonQ")
    return BraketDevice(
        f"arn:aws:braket:{region}::device/qpu/{path}",
        name,
        provider,
        "QPU",
        (region,),
        _was(f"{schema}.{schema}_device_capabilities", paradigm),
        status="RETIRED",
        max_shots=shots,
    )


TN1 = BraketDevice(
    "arn:aws:braket:::device/quantum-simulator/amazon/tn1",
    "TN1",
    "Amazon Braket",
    "SIMULATOR",
    ("us-east-1", "us-west-2", "eu-west-2"),
    _was(
        "simulators.gate_model_simulator_device_capabilities",
        header("simulators.gate_model_simulator_paradigm_properties") | {"qubitCount": 50},
    ),
    status="RETIRED",
    max_shots=1_000,
)
RETIRED = (
    TN1,
    _qpu("us-east-1", "ionq/Aria-1", "Aria 1", "IonQ", 25, ION_GATES, 5_000),
    _qpu("us-east-1", "ionq/Aria-2", "Aria 2", "IonQ", 25, ION_GATES, 5_000),
    _qpu("us-east-1", "ionq/Harmony", "Harmony", "IonQ", 11, ION_GATES, 5_000),
    _qpu("us-west-1", "rigetti/Ankaa-2", "Ankaa-2", "Rigetti", 84, ISWAP_GATES, 50_000),
    _qpu("us-west-1", "rigetti/Ankaa-3", "Ankaa-3", "Rigetti", 84, ISWAP_GATES, 50_000),
    _qpu("us-west-1", "rigetti/Aspen-M-3", "Aspen-M-3", "Rigetti", 80, CZ_GATES, 50_000),
    _qpu("eu-west-2", "oqc/Lucy", "Lucy", "OQC", 8, ["ecr", "i", "rz", "v", "x"], 10_000),
)
