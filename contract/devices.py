"""The devices this pipeline knows: where they are, how large, and what they cost.

Sizes, regions and prices as published in September 2026 (https://aws.amazon.com/braket/pricing/ and each device's
page). Prices are in US dollars and without guarantee: they serve to quote an upper bound before money is spent.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from contract.errors import UnknownDevice

PRICES_AS_OF = "2026-09-24"

MAX_PARALLEL = 10
"""Tasks of one call that run at the same time on a managed simulator; each of them is billed by its own time."""


class DeviceKind(StrEnum):
    """What a device is, which decides what a run on it costs."""

    EMBEDDED = "embedded"  # a simulator inside the job container: the instance is the whole bill
    MANAGED = "managed"  # Braket's simulators, billed by the minute of each task
    QPU = "qpu"  # a quantum computer, billed by the task and the shot


@dataclass(frozen=True)
class Device:
    """One device of the catalogue."""

    arn: str
    name: str
    kind: DeviceKind
    qubits: int
    regions: tuple[str, ...] = ()
    usd_per_task: Decimal = Decimal(0)
    usd_per_shot: Decimal = Decimal(0)
    usd_per_minute: Decimal = Decimal(0)
    max_shots: int = 100_000
    adjoint_gradient: bool = False  # exact gradients for about the price of two energies
    noise: bool = False  # takes noise in programs, as a density matrix
    gates: bool = True  # runs circuits; else QAOA with mixer x only, whose cost it takes as a diagonal

    @property
    def metric_type(self) -> str:
        """The value of the DeviceType dimension: `simulator` or `qpu`."""
        return "qpu" if self.kind is DeviceKind.QPU else "simulator"

    @property
    def simulator(self) -> tuple[str, str]:
        """The library of an embedded simulator and its name there, from `local:<library>/<name>`."""
        library, _, name = self.arn.removeprefix("local:").partition("/")
        return library, name


def _qpu(region: str, path: str, name: str, qubits: int, usd_per_shot: str, max_shots: int) -> Device:
    arn = f"arn:aws:braket:{region}::device/qpu/{path}"
    return Device(
        arn, name, DeviceKind.QPU, qubits, (region,), Decimal("0.30"), Decimal(usd_per_shot), max_shots=max_shots
    )


def _embedded(
    arn: str, name: str, qubits: int, *, adjoint_gradient: bool = False, noise: bool = False, gates: bool = True
) -> Device:
    return Device(arn, name, DeviceKind.EMBEDDED, qubits, adjoint_gradient=adjoint_gradient, noise=noise, gates=gates)


def _managed(path: str, name: str, qubits: int, *, adjoint_gradient: bool = False, noise: bool = False) -> Device:
    return Device(
        f"arn:aws:braket:::device/quantum-simulator/amazon/{path}",
        name,
        DeviceKind.MANAGED,
        qubits,
        ("us-east-1", "us-west-1", "us-west-2", "eu-west-2"),
        usd_per_minute=Decimal("0.075"),
        adjoint_gradient=adjoint_gradient,
        noise=noise,
    )


EXACT_QAOA = _embedded("local:quantum_code/exact_qaoa", "exact QAOA", 30, adjoint_gradient=True, gates=False)
"""QAOA without gates. What it takes is decided by the instance's memory: a job that lacks it refuses with the bytes."""
EXACT_QAOA_SINGLE = _embedded(
    "local:quantum_code/exact_qaoa_single", "exact QAOA in single precision", 30, adjoint_gradient=True, gates=False
)
"""The same in half the memory, with energies to 1e-5 of the largest cost."""
LIGHTNING = _embedded("local:pennylane/lightning.qubit", "PennyLane lightning.qubit", 26, adjoint_gradient=True)
DEFAULT_QUBIT = _embedded("local:pennylane/default.qubit", "PennyLane default.qubit", 20, adjoint_gradient=True)
BRAKET_SV = _embedded("local:braket/braket_sv", "Braket's local state vector", 20)
BRAKET_DM = _embedded("local:braket/braket_dm", "Braket's local density matrix", 10, noise=True)
SV1 = _managed("sv1", "Amazon SV1", 34, adjoint_gradient=True)
DM1 = _managed("dm1", "Amazon DM1", 17, noise=True)
DEVICES = (
    EXACT_QAOA,
    EXACT_QAOA_SINGLE,
    LIGHTNING,
    DEFAULT_QUBIT,
    BRAKET_SV,
    BRAKET_DM,
    SV1,
    DM1,
    _qpu("eu-north-1", "aqt/Ibex-Q1", "AQT IBEX-Q1", 12, "0.0235", 2_000),
    _qpu("eu-north-1", "iqm/Garnet", "IQM Garnet", 20, "0.00145", 20_000),
    _qpu("eu-north-1", "iqm/Emerald", "IQM Emerald", 54, "0.0016", 20_000),
    _qpu("us-east-1", "ionq/Forte-1", "IonQ Forte-1", 36, "0.08", 5_000),
    _qpu("us-east-1", "ionq/Forte-Enterprise-1", "IonQ Forte-Enterprise-1", 36, "0.08", 5_000),
    _qpu("us-west-1", "rigetti/Cepheus-1-108Q", "Rigetti Cepheus-1-108Q", 107, "0.000425", 50_000),
)
LARGEST = max(DEVICES, key=lambda device: device.qubits)

USD_PER_INSTANCE_HOUR = {
    "ml.m5.large": Decimal("0.115"),
    "ml.m5.2xlarge": Decimal("0.461"),
    "ml.m5.4xlarge": Decimal("0.922"),
}
"""Price of the job's instance, for the types whose price is known."""


def find_device(arn: str) -> Device:
    """The device with that ARN (or `local:` name).

    Raises:
        UnknownDevice: with the devices that are known.
    """
    for device in DEVICES:
        if device.arn == arn:
            return device
    known = "; ".join(device.arn for device in DEVICES)
    raise UnknownDevice(f"device {arn!r} is not known here; known devices: {known}")
