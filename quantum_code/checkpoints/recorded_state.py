"""A device's state whose answers are recorded, and replayed when the run is resumed."""

from collections.abc import Sequence

import numpy as np

from quantum_code.checkpoints.record import Record
from quantum_code.states import BitArray, DeviceState, Energy, FloatArray


class RecordedState:
    """What algorithms and optimisers ask; the same questions as a `DeviceState`'s, without its randomness.

    `exact_gradients` says that gradients have no error, neither from shots nor from random directions.
    """

    def __init__(self, state: DeviceState, record: Record, *, exact_gradients: bool = True) -> None:
        self._state, self._record = state, record
        self.exact_gradients = exact_gradients

    def energies(self, points: Sequence[FloatArray]) -> list[Energy]:
        """The energy at each point, all in one call of the device."""

        def ask(rng: np.random.Generator) -> list[list[float]]:
            return [[float(energy.value), float(energy.stderr)] for energy in self._state.energies(points, rng)]

        answer = self._record.answer("energies", [point.tolist() for point in points], ask)
        return [Energy(value, stderr) for value, stderr in answer]

    def energy(self, parameters: FloatArray) -> Energy:
        return self.energies([parameters])[0]

    def energy_with_gradient(self, parameters: FloatArray) -> Energy:
        def ask(rng: np.random.Generator) -> list[object]:
            energy = self._state.energy_with_gradient(parameters, rng)
            assert energy.gradient is not None, "it was asked for"
            return [float(energy.value), float(energy.stderr), energy.gradient.tolist()]

        value, stderr, gradient = self._record.answer("energy_with_gradient", parameters.tolist(), ask)
        return Energy(value, stderr, np.array(gradient, dtype=np.float64))

    def overlaps(self, parameters: FloatArray, others: Sequence[FloatArray]) -> list[float]:
        """The fidelity with the state at each other point, all in one call of the device."""

        def ask(rng: np.random.Generator) -> list[float]:
            return [float(overlap) for overlap in self._state.overlaps(parameters, others, rng)]

        question = [parameters.tolist(), [other.tolist() for other in others]]
        overlaps: list[float] = self._record.answer("overlaps", question, ask)
        return overlaps

    def probabilities(self, parameters: FloatArray) -> FloatArray | None:
        """Not recorded: where they can be had, they cost nothing and are exact."""
        return self._state.probabilities(parameters)

    def sample(self, parameters: FloatArray, shots: int) -> BitArray:
        """Measured bits, rows in ascending order: which shot came first is not kept."""

        def ask(rng: np.random.Generator) -> dict[str, int]:
            rows, counts = np.unique(self._state.sample(parameters, shots, rng), axis=0, return_counts=True)
            return {"".join(map(str, row)): count for row, count in zip(rows.tolist(), counts.tolist(), strict=True)}

        question = {"parameters": parameters.tolist(), "shots": shots}
        counts = self._record.answer("sample", question, ask)
        rows = np.array([[int(bit) for bit in bitstring] for bitstring in counts], dtype=np.uint8)
        return np.repeat(rows, list(counts.values()), axis=0)
