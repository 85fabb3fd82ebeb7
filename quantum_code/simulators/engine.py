"""What evolves a state through the layers of QAOA; `exact_qaoa` asks, and everything else it derives from the state."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from quantum_code.states import FloatArray

Real = np.floating[Any]
Reals = NDArray[Real]
"""In the precision of the engine, float64 or float32."""

State = Reals
"""Amplitudes, shape (2, 2ᵐ): the real parts, then the imaginary parts, in the engine's own order."""


@dataclass(frozen=True)
class Tail:
    """The diagonal quantile + min(cost - quantile, 0)/share, whose expectation is a CVaR at the right quantile."""

    quantile: float
    share: float


class Engine(Protocol):
    """Applies e^{-iγ₁C}, e^{-iβ₁B}, …, e^{-iγₚC}, e^{-iβₚB} to |+…+⟩ on m qubits, with C a given diagonal.

    B is the sum of X over the qubits. A mirrored engine has one term more, X on all qubits at once, which swaps the
    amplitudes of an assignment and of its complement: it holds the half of a state that is the same under a flip of
    all bits (`exact_qaoa`). Angles are in radians, arrays of shape (p,).
    """

    @property
    def costs(self) -> Reals:
        """C's diagonal, in the engine's own order of assignments."""

    def in_order(self, values: FloatArray) -> FloatArray:
        """Values of all assignments, from the engine's own order to that of their indices."""

    def energy(self, gammas: FloatArray, betas: FloatArray) -> float:
        """⟨C⟩ at the end."""

    def energy_with_gradient(
        self, gammas: FloatArray, betas: FloatArray, tail: Tail | None = None
    ) -> tuple[float, FloatArray, FloatArray]:
        """⟨C⟩, or the expectation of the tail's diagonal, and its derivatives by each γ and each β."""

    def state(self, gammas: FloatArray, betas: FloatArray) -> State:
        """The amplitudes at the end; the engine may overwrite them in its next call."""
