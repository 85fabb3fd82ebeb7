"""One device of Braket: what it is, what it costs, and its capabilities once somebody asks for them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from local_aws.braket.devices.windows import contain

if TYPE_CHECKING:  # a seventh of a second to import, and only who asks for capabilities needs it
    from braket.device_schema import DeviceCapabilities, DeviceExecutionWindow

Document = dict[str, Any]
"""Capabilities as JSON, in the form that the device's own schema prescribes; absent where there is no value."""


@dataclass(frozen=True)
class BraketDevice:
    """A device, under the names of GetDevice's answer.

    What the capabilities say (shots, qubits, actions, windows) is read from them and stands nowhere else. Prices are in
    US dollars, and those of contract/devices.py for a device that is there.
    """

    arn: str
    name: str
    provider: str
    kind: Literal["QPU", "SIMULATOR"]
    regions: tuple[str, ...]
    build: Callable[["BraketDevice"], Document] = field(repr=False, compare=False)
    """Makes the capabilities of this device."""

    status: Literal["ONLINE", "OFFLINE", "RETIRED"] = "ONLINE"
    usd_per_task: Decimal = Decimal(0)
    usd_per_shot: Decimal = Decimal(0)
    usd_per_minute: Decimal = Decimal(0)
    max_shots: int = 1
    """Of a task; the upper end of the capabilities' `shotsRange`."""

    @cached_property
    def capabilities_json(self) -> str:
        """What GetDevice answers as deviceCapabilities."""
        return json.dumps(self.build(self))

    @cached_property
    def capabilities(self) -> "DeviceCapabilities":
        """The capabilities as an object of the device's own schema, the same one at every call.

        Not to be given to `LocalEmulator.from_device_properties`, which rewrites what it gets; `from_json` does not.
        """
        from braket.schema_common import BraketSchemaBase

        return BraketSchemaBase.parse_raw_schema(self.capabilities_json)

    @property
    def qubit_count(self) -> int:
        return int(self.capabilities.paradigm.qubitCount)

    @property
    def actions(self) -> list[str]:
        """The kinds of programs it takes, as in `braket.ir.openqasm.program`."""
        return [str(getattr(kind, "value", kind)) for kind in self.capabilities.action]

    @property
    def execution_windows(self) -> list["DeviceExecutionWindow"]:
        return list(self.capabilities.service.executionWindows)

    def is_open(self, moment: datetime) -> bool:
        """Whether tasks run at that moment, by the published windows; a device without windows is never open.

        Raises:
            ValueError: if the moment has no time zone.
        """
        return contain(self.execution_windows, moment)
