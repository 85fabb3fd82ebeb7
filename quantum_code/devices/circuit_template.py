"""An ansatz in the gates of one device, ready to be given parameters at little cost.

Decomposing a circuit takes PennyLane far longer than simulating it when qubits are few. So it is done once: each angle
of the decomposed circuit is a multiple of one parameter plus a constant, and those numbers are found by decomposing the
ansatz at a few points.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pennylane as qml
from numpy.typing import NDArray
from pennylane.operation import ParameterFrequenciesUndefinedError, StatePrepBase
from pennylane.ops.functions import bind_new_parameters

from quantum_code.states import Ansatz, FloatArray, Operation

Compile = Callable[[list[Operation]], list[Operation]]
"""Rewrites gates into those that a device takes."""

STEP = 0.25
"""Distance of the points at which angles are read off; a power of 2, so that dividing by it rounds nothing."""

TOLERANCE = 1e-9
"""Angles (radians) may miss a straight line by the rounding of a decomposition, which adds up a few angles."""


@dataclass(frozen=True)
class CircuitTemplate:
    """Gates whose angle j is `factors[j] * parameters[owners[j]] + offsets[j]`, for the gates at `places[j]`."""

    gates: tuple[Operation, ...]
    places: tuple[int, ...]
    owners: NDArray[np.intp]
    factors: FloatArray
    offsets: FloatArray
    num_parameters: int

    @classmethod
    def of(cls, ansatz: Ansatz, compile_gates: Compile) -> Self:
        """The template of an ansatz.

        Raises:
            ValueError: an angle is not a multiple of one parameter plus a constant, or the gates themselves depend on
                the parameters.
        """
        count = ansatz.num_parameters
        here = np.full(count, STEP)

        def compiled(parameters: FloatArray) -> list[Operation]:
            with qml.QueuingManager.stop_recording():
                return compile_gates(differentiable(ansatz.operations(parameters)))

        gates = compiled(here)
        start, along = _angles(gates), _angles(compiled(2 * here))
        # The same direction with another step for each parameter tells which of them an angle belongs to.
        apart = _angles(compiled(here * np.arange(2, count + 2)))
        if not len(start) == len(along) == len(apart):
            raise ValueError("the ansatz has other gates for other parameters; give it the same gates for all")
        moving = np.flatnonzero(along != start)
        steps = (along - start)[moving]
        owners = np.rint((apart - start)[moving] / steps).astype(np.intp) - 1
        factors = steps / STEP
        template = cls(
            gates=tuple(gates),
            places=tuple(np.flatnonzero([_has_angle(gate) for gate in gates])[moving].tolist()),
            owners=owners,
            factors=factors,
            offsets=start[moving] - factors * STEP,
            num_parameters=count,
        )
        probe = np.random.default_rng(count).uniform(-1, 1, count)
        in_range = np.all((owners >= 0) & (owners < count))
        if not in_range or np.abs(_angles(compiled(probe))[moving] - template.angles(probe)).max(initial=0) > TOLERANCE:
            raise ValueError("an angle of the ansatz is not a multiple of one parameter plus a constant")
        return template

    def angles(self, parameters: FloatArray) -> FloatArray:
        """The angles that depend on parameters, in the order of the gates, in radians."""
        angles: FloatArray = self.factors * np.asarray(parameters, dtype=np.float64)[self.owners] + self.offsets
        return angles

    def bind(self, parameters: FloatArray) -> list[Operation]:
        """The circuit for parameters of shape (num_parameters,)."""
        return self.with_angles(self.angles(parameters))

    def with_angles(self, angles: FloatArray) -> list[Operation]:
        """The circuit whose angles are given one by one, shape (len(places),)."""
        circuit = list(self.gates)
        with qml.QueuingManager.stop_recording():
            for place, angle in zip(self.places, angles.tolist(), strict=True):
                circuit[place] = bind_new_parameters(circuit[place], (angle,))
        return circuit

    def pull_back(self, slopes: FloatArray) -> FloatArray:
        """The gradient by the parameters from that by the angles: the chain rule."""
        gradient = np.bincount(self.owners, weights=self.factors * slopes, minlength=self.num_parameters)
        return np.asarray(gradient, dtype=np.float64)

    @property
    def trainable(self) -> list[int]:
        """The indices of the angles among all parameters of the circuit's gates, as PennyLane counts them."""
        first = np.cumsum([0, *(gate.num_params for gate in self.gates)])
        return [int(first[place]) for place in self.places]


def differentiable(gates: Sequence[Operation]) -> list[Operation]:
    """The same circuit in gates with at most one angle, whose shift rule is known; prepared states become gates.

    A global phase changes no measurement and is left out.
    """
    flat: list[Operation] = []
    for gate in gates:
        if isinstance(gate, qml.GlobalPhase):
            continue
        if isinstance(gate, StatePrepBase) or not _is_differentiable(gate):
            flat += differentiable(gate.decomposition())
        else:
            flat.append(gate)
    return flat


def _is_differentiable(gate: Operation) -> bool:
    if not all(np.ndim(value) == 0 for value in gate.data):
        return True  # a matrix: a constant
    if gate.num_params != 1:
        return bool(gate.num_params == 0)
    try:
        return len(gate.parameter_frequencies) == 1
    except ParameterFrequenciesUndefinedError:
        return False


def _has_angle(gate: Operation) -> bool:
    return bool(gate.num_params == 1 and np.ndim(gate.data[0]) == 0)


def _angles(gates: Sequence[Operation]) -> FloatArray:
    return np.array([float(gate.data[0]) for gate in gates if _has_angle(gate)], dtype=np.float64)
