"""The price list in the shape of the AWS Price List's offer file, which `braket.tracking.Tracker` reads.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-an-offer.html: five rows of metadata, then the
columns. The amounts are the catalogue's, in US dollars.
"""

import csv
import io
from collections.abc import Iterator

from contract.devices import PRICES_AS_OF
from local_aws.braket.devices import DEVICES, BraketDevice

COLUMNS = (
    "Region Code",
    "DeviceName",
    "Device Name",
    "Product Family",
    "Version",
    "operation",
    "PricePerUnit",
    "Currency",
    "Unit",
)


def price_list() -> str:
    """The list as CSV."""
    text = io.StringIO()
    metadata = {
        "FormatVersion": "v1.0",
        "Disclaimer": "Estimates of a local emulator",
        "Publication Date": PRICES_AS_OF,
    }
    metadata |= {"Version": PRICES_AS_OF, "OfferCode": "AmazonBraket"}
    plain = csv.writer(text)
    plain.writerows(metadata.items())
    table = csv.DictWriter(text, COLUMNS, restval="")
    table.writeheader()
    for device in DEVICES.values():
        if device.status != "RETIRED":
            table.writerows(_qpu_rows(device) if device.kind == "QPU" else _simulator_rows(device))
    return text.getvalue()


def _qpu_rows(device: BraketDevice) -> Iterator[dict[str, str]]:
    """Tasks and shots, alone and inside jobs, where the name's column has another spelling."""
    name = _price_name(device.arn)
    families = {
        "DeviceName": ("Quantum Task", "Quantum Task-Shot"),
        "Device Name": ("Braket Managed Jobs QPU Task", "Braket Managed Jobs QPU Task Shot"),
    }
    for region in device.regions:
        for column, (task, shot) in families.items():
            place = {"Region Code": region, column: name, "Currency": "USD"}
            yield place | {"Product Family": task, "PricePerUnit": str(device.usd_per_task), "Unit": "Task"}
            yield place | {"Product Family": shot, "PricePerUnit": str(device.usd_per_shot), "Unit": "Shot"}


def _simulator_rows(device: BraketDevice) -> Iterator[dict[str, str]]:
    families = {"Simulator Task": "CompleteTask", "Braket Managed Jobs Simulator Task": "Managed-Jobs"}
    for region in device.regions:
        for family, operation in families.items():
            yield {
                "Region Code": region,
                "Version": device.arn.rpartition("/")[2].upper(),
                "Product Family": family,
                "operation": operation,
                "PricePerUnit": str(device.usd_per_minute),
                "Currency": "USD",
                "Unit": "minutes",
            }


def _price_name(arn: str) -> str:
    """A QPU's name in the price list: the last part of its ARN, as the SDK's tracker spells it."""
    name = arn.rpartition("/")[2]
    return (name[0].upper() + name[1:]).replace("Ibex", "IBEX")
