"""The devices of the emulated Braket: what GetDevice tells of each, built from published facts."""

from local_aws.braket.devices.catalogue import DEVICES, find_device
from local_aws.braket.devices.device import BraketDevice

__all__ = ["DEVICES", "BraketDevice", "find_device"]
