"""A device's published fidelities as the SDK's emulator reads them: for the noise, and to choose qubits by."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any

from braket.circuits.noise_model import GateCriteria
from braket.circuits.noise_model.measure_criteria import MeasureCriteria
from braket.emulation.local_emulator import LocalEmulator


class PublishedErrors:
    """Probabilities of the channels in the emulator's noise model: depolarizing after gates, a flip before readout."""

    def __init__(self, emulator: LocalEmulator) -> None:
        self.emulator = emulator

    @cached_property
    def one_qubit(self) -> dict[int, float]:
        return {qubit: p for (qubit,), p in self._channels(GateCriteria, 1)}

    @cached_property
    def two_qubit(self) -> dict[tuple[int, int], float]:
        """In both directions."""
        return {(a, b): p for (a, b), p in self._channels(GateCriteria, 2)}

    @cached_property
    def readout(self) -> dict[int, float]:
        return {qubit: p for (qubit,), p in self._channels(MeasureCriteria, 1)}

    def best_qubits(self, count: int) -> list[int]:
        """The qubits with the lowest errors, for devices that connect all of them."""
        return sorted(sorted(self.one_qubit, key=lambda q: self.one_qubit[q] + self.readout[q])[:count])

    def target(self, labels: Sequence[int], basis: Iterable[str]) -> Any:
        """Qiskit's description of these qubits of the device, with errors to lay circuits out by."""
        from qiskit.circuit import Measure, Parameter
        from qiskit.circuit.library import get_standard_gate_name_mapping
        from qiskit.transpiler import InstructionProperties, Target

        index = {label: i for i, label in enumerate(labels)}
        one = {(index[q],): InstructionProperties(error=p) for q, p in self.one_qubit.items() if q in index}
        two = {
            (index[a], index[b]): InstructionProperties(error=p)
            for (a, b), p in self.two_qubit.items()
            if a in index and b in index
        }
        readout = {(index[q],): InstructionProperties(error=p) for q, p in self.readout.items() if q in index}
        target = Target(num_qubits=len(labels))
        known = get_standard_gate_name_mapping()
        for name in basis:
            gate = known[name]
            gate = gate.base_class(*(Parameter(f"angle_{i}") for i in range(len(gate.params))))
            target.add_instruction(gate, one if gate.num_qubits == 1 else two)
        target.add_instruction(Measure(), readout)
        return target

    def _channels(self, criteria: Any, size: int) -> Iterable[tuple[tuple[int, ...], float]]:
        for item in self.emulator.noise_model.instructions:
            if isinstance(item.criteria, criteria) and item.noise.qubit_count == size:
                for target in item.criteria.to_dict()["qubits"]:
                    qubits = tuple(target) if isinstance(target, list | tuple) else (int(target),)
                    yield tuple(int(q) for q in qubits), float(item.noise.probability)


@lru_cache(maxsize=8)
def published_errors(capabilities_json: str) -> PublishedErrors:
    """What the SDK's emulator makes of a device's capabilities."""
    return PublishedErrors(LocalEmulator.from_json(capabilities_json))
