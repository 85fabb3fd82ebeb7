"""What an algorithm asks of a device, and nothing more.

An algorithm brings an ansatz and an observable; a device answers with energies, gradients, overlaps and shots of the
states that the ansatz prepares. Most of `quantum_code.devices` answer through PennyLane, from the ansatz's gates; the
exact QAOA engine answers from the ansatz's data, so that its runs do without PennyLane. Algorithms see a device through
`RecordedState` (quantum_code/checkpoints), which keeps a record of all its answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BitArray = NDArray[np.uint8]
"""Measured bits, shape (shots, n): a row a shot, column i is qubit i."""

Word = tuple[tuple[int, str], ...]
"""A Pauli word: the qubits it acts on, ascending, each with its letter X, Y or Z."""

Operation = Any
"""A PennyLane operator; PennyLane is published without types."""


class Ansatz(Protocol):
    """A parametrised circuit on qubits 0 to num_qubits - 1, which starts from |0…0⟩."""

    @property
    def num_qubits(self) -> int: ...

    @property
    def num_parameters(self) -> int: ...

    def operations(self, parameters: Any) -> list[Operation]:
        """The PennyLane gates for parameters of shape (num_parameters,); a pure function, no queue involved.

        Only angles depend on the parameters, and each on one: it is a multiple of it, plus a constant.
        """


class MeasurementBasis(Protocol):
    """A way to measure part of an observable: rotate, then measure every qubit."""

    def rotations(self) -> list[Operation]:
        """The gates that turn this basis into the computational one; none for what is diagonal already."""

    @property
    def spread(self) -> float:
        """No two values differ by more: twice the sum of the coefficients' magnitudes, or less."""

    def values(self, bits: BitArray) -> FloatArray:
        """The part's value for each measured row, shape (shots,)."""


class Observable(Protocol):
    """The Hermitian operator `constant` + Σ coefficient · word; the values of all its bases sum up to those of Σ."""

    @property
    def num_qubits(self) -> int: ...

    @property
    def constant(self) -> float: ...

    @property
    def terms(self) -> Mapping[Word, float]:
        """The words and their coefficients, without the identity."""

    def bases(self) -> Sequence[MeasurementBasis]: ...


@dataclass(frozen=True)
class Energy:
    """What is minimised at one point: the observable's expectation, or its CVaR."""

    value: float
    stderr: float = 0.0  # standard error; 0 where the value is exact
    gradient: FloatArray | None = None  # by the parameters, same shape; None unless it was asked for


class DeviceState(Protocol):
    """The states of one ansatz on one device, and one observable; `rng` decides outcomes that are simulated here.

    All points of a call are sent to the device together, so that they wait in its queue once. Each method raises
    LimitReachedError instead of running a circuit more than the run's allowance.
    """

    def energies(self, points: Sequence[FloatArray], rng: np.random.Generator) -> list[Energy]:
        """The energy at each point, without gradients."""

    def energy_with_gradient(self, parameters: FloatArray, rng: np.random.Generator) -> Energy:
        """The energy and its gradient, by the method that the plan names."""

    def overlaps(self, parameters: FloatArray, others: Sequence[FloatArray], rng: np.random.Generator) -> list[float]:
        """The fidelity |⟨ψ(parameters)|ψ(other)⟩|² for each other point, in [0, 1]."""

    def probabilities(self, parameters: FloatArray) -> FloatArray | None:
        """The 2ⁿ outcome probabilities, bit 0 most significant in the index; None where the device keeps them."""

    def sample(self, parameters: FloatArray, shots: int, rng: np.random.Generator) -> BitArray:
        """Measures every qubit `shots` times in the computational basis."""


class StateFactory(Protocol):
    """Puts an ansatz and an observable on the device that was chosen for the run."""

    def __call__(self, ansatz: Ansatz, observable: Observable, *, tail: float = 1.0) -> DeviceState:
        """`tail` below 1 makes every energy the CVaR of a diagonal observable: the mean of that share of best shots."""


class LimitReachedError(Exception):
    """Raised instead of an evaluation or a circuit that is one too many; the message says which limit."""
