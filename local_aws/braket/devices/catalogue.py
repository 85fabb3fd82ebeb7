"""Every device that GetDevice and SearchDevices know, by ARN.

Names are those that Braket answers (`Forte 1`, where the ARN and the documentation have Forte-1). Regions, prices and
the most shots of a task are contract/devices.py's, for the devices that stand there.
"""

from collections.abc import Callable
from decimal import Decimal

from contract.devices import SV1
from contract.devices import find_device as find_known
from local_aws.braket.devices import aqt, ionq, iqm, quera, rigetti, simulators
from local_aws.braket.devices.device import BraketDevice, Document
from local_aws.braket.devices.retired import RETIRED

Build = Callable[[BraketDevice], Document]


def _qpu(arn: str, name: str, provider: str, build: Build) -> BraketDevice:
    known = find_known(arn)
    return BraketDevice(
        arn,
        name,
        provider,
        "QPU",
        known.regions,
        build,
        usd_per_task=known.usd_per_task,
        usd_per_shot=known.usd_per_shot,
        max_shots=known.max_shots,
    )


def _simulator(name: str, path: str, build: Build) -> BraketDevice:
    """DM1 is offered where SV1 is, and costs the same."""
    return BraketDevice(
        f"arn:aws:braket:::device/quantum-simulator/amazon/{path}",
        name,
        "Amazon Braket",
        "SIMULATOR",
        SV1.regions,
        build,
        usd_per_minute=SV1.usd_per_minute,
        max_shots=SV1.max_shots,
    )


_AQUILA = BraketDevice(
    "arn:aws:braket:us-east-1::device/qpu/quera/Aquila",
    "Aquila",
    "QuEra",
    "QPU",
    ("us-east-1",),
    quera.aquila,
    usd_per_task=Decimal("0.30"),
    usd_per_shot=Decimal("0.01"),
    max_shots=1_000,
)
_ALL = (
    _simulator("SV1", "sv1", simulators.sv1),
    _simulator("dm1", "dm1", simulators.dm1),
    _qpu("arn:aws:braket:eu-north-1::device/qpu/aqt/Ibex-Q1", "IBEX Q1", "AQT", aqt.ibex),
    _qpu("arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1", "Forte 1", "IonQ", ionq.forte),
    _qpu(
        "arn:aws:braket:us-east-1::device/qpu/ionq/Forte-Enterprise-1",
        "Forte Enterprise 1",
        "IonQ",
        ionq.forte_enterprise,
    ),
    _qpu("arn:aws:braket:eu-north-1::device/qpu/iqm/Emerald", "Emerald", "IQM", iqm.emerald),
    _qpu("arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet", "Garnet", "IQM", iqm.garnet),
    _AQUILA,
    _qpu("arn:aws:braket:us-west-1::device/qpu/rigetti/Cepheus-1-108Q", "Cepheus-1-108Q", "Rigetti", rigetti.cepheus),
    *RETIRED,
)
DEVICES = {device.arn: device for device in _ALL}


def find_device(arn: str) -> BraketDevice | None:
    """The device of that ARN, which is case-sensitive; None if there is none."""
    return DEVICES.get(arn)
