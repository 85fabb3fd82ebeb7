"""What the simulators need to know about a device: its capabilities, as GetDevice answers them."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Protocol


class Device(Protocol):
    """Anything that says which device it is; the emulated Braket's own devices do."""

    @property
    def arn(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def capabilities_json(self) -> str: ...


@dataclass(frozen=True)
class TaskDevice:
    """A device, for whoever has no other object that describes one."""

    arn: str
    kind: str
    """SIMULATOR or QPU."""

    capabilities_json: str


@dataclass(frozen=True)
class Capabilities:
    """The parts of a device's capabilities that decide what runs on it and how."""

    document: dict[str, Any]

    @cached_property
    def vendor(self) -> str:
        """iqm, ionq, rigetti, aqt, quera or simulators; from the name of the capabilities' schema."""
        return str(self.document["braketSchemaHeader"]["name"]).split(".")[2]

    @cached_property
    def is_simulator(self) -> bool:
        return self.vendor == "simulators"

    @cached_property
    def actions(self) -> dict[str, dict[str, Any]]:
        return dict(self.document["action"])

    @cached_property
    def openqasm(self) -> dict[str, Any]:
        """What the device says of OpenQASM programs; empty where it takes none."""
        return self.actions.get("braket.ir.openqasm.program", {})

    @cached_property
    def shots_range(self) -> tuple[int, int]:
        low, high = self.document["service"]["shotsRange"]
        return int(low), int(high)

    @cached_property
    def qubit_count(self) -> int:
        return int(self.document["paradigm"]["qubitCount"])

    @cached_property
    def operations(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.openqasm.get("supportedOperations", ()))

    @cached_property
    def native_gates(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.document["paradigm"].get("nativeGateSet", ()))

    @cached_property
    def edges(self) -> frozenset[tuple[int, int]] | None:
        """The connected pairs of qubits, in both directions; None where all are connected."""
        connectivity = self.document["paradigm"].get("connectivity", {"fullyConnected": True})
        if connectivity["fullyConnected"]:
            return None
        pairs = {(int(a), int(b)) for a, others in connectivity["connectivityGraph"].items() for b in others}
        return frozenset(pairs | {(b, a) for a, b in pairs})

    @cached_property
    def qubits(self) -> frozenset[int]:
        """The labels of the device's qubits; those of some devices start at 1 or have gaps."""
        if self.edges is not None:
            return frozenset(qubit for edge in self.edges for qubit in edge)
        graph = self.document["paradigm"].get("connectivity", {}).get("connectivityGraph") or {}
        return frozenset(int(label) for label in graph) or frozenset(range(self.qubit_count))


@lru_cache(maxsize=16)
def read_capabilities(capabilities_json: str) -> Capabilities:
    return Capabilities(json.loads(capabilities_json))
