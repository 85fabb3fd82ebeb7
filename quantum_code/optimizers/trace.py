"""What every optimiser shares: hard limits, a history, and what it gives back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from contract.errors import InvalidPlan
from contract.run_plan import RunPlan
from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.states import Energy, FloatArray, LimitReachedError

OnIteration = Callable[[int, float], None]
"""Called with the iteration's number and cost: at the start (number 0) and after each iteration."""


@dataclass(frozen=True)
class Limits:
    """What an optimiser may spend; it never goes beyond either."""

    iterations: int
    evaluations: int


def limits_of(plan: RunPlan) -> Limits:
    """The limits of a plan, whose last evaluation is kept for the final measurement."""
    return Limits(plan.max_iterations, plan.max_evaluations - 1)


@dataclass(frozen=True)
class Minimum:
    """Where an optimiser stopped, and why."""

    parameters: FloatArray
    history: tuple[float, ...]  # the energy at the start, then where each iteration left the optimiser
    evaluations: int
    converged: bool  # the optimiser's own criterion was met
    message: str  # why it stopped, in its own words


class Optimizer(Protocol):
    """Minimises an energy from a starting point, within limits; `rng` decides what it draws."""

    def __call__(
        self,
        state: RecordedState,
        start: FloatArray,
        limits: Limits,
        on_iteration: OnIteration,
        rng: np.random.Generator,
    ) -> Minimum: ...


class Trace:
    """A state whose evaluations are counted, and the history of the iterations they belong to.

    The first point that is evaluated is the start, and starts the history. Limits are kept here because SciPy's own
    are soft: L-BFGS-B looks at its own between line searches only, and COBYLA spends at least a simplex.
    """

    def __init__(self, state: RecordedState, limits: Limits, on_iteration: OnIteration) -> None:
        self._state, self._limits, self._on_iteration = state, limits, on_iteration
        self._known: dict[bytes, Energy] = {}
        self._parameters: FloatArray | None = None  # of the last entry of the history
        self.evaluations = 0
        self.history: list[float] = []

    def energies(self, points: Sequence[FloatArray]) -> list[Energy]:
        """The energies at these points, from one call of the device.

        Raises:
            LimitReachedError: instead of evaluating more than is allowed. The start alone is evaluated even so.
        """
        try:
            self._check(len(points))
            energies = self._state.energies(points)
        except LimitReachedError:
            if not self.history and len(points) > 1:
                self.energies(points[:1])
            raise
        self._count(len(points), points[0], energies[0])
        return energies

    def energy(self, parameters: FloatArray) -> Energy:
        """The energy at one point, which `ask_ahead` may have asked for already."""
        known = self._known.pop(parameters.tobytes(), None)
        return known or self.energies([parameters])[0]

    def ask_ahead(self, points: Sequence[FloatArray]) -> list[Energy]:
        """Asks for energies in one call that an optimiser is going to ask for one by one."""
        energies = self.energies(points)
        self._known = {point.tobytes(): energy for point, energy in zip(points, energies, strict=True)}
        return energies

    def energy_with_gradient(self, parameters: FloatArray) -> tuple[Energy, FloatArray]:
        """The energy and its gradient; an evaluation like any other.

        Raises:
            LimitReachedError: instead of evaluating more than is allowed.
        """
        self._check(1)
        energy = self._state.energy_with_gradient(parameters)
        assert energy.gradient is not None, "it was asked for"
        self._count(1, parameters, energy)
        return energy, energy.gradient

    def end_iteration(self, parameters: FloatArray, value: float) -> None:
        """Ends an iteration, which left the optimiser at these parameters."""
        self._parameters = parameters.copy()
        self._on_iteration(len(self.history), value)
        self.history.append(value)

    def stay(self) -> None:
        """Ends an iteration that found nothing better than where the optimiser stands."""
        assert self._parameters is not None, "the start was evaluated"
        self.end_iteration(self._parameters, self.history[-1])

    def minimum(self, *, converged: bool, message: str) -> Minimum:
        """Where the last iteration left the optimiser.

        Raises:
            InvalidPlan: not even the start could be evaluated.
        """
        if self._parameters is None:
            raise InvalidPlan(f"max_circuits: is too small for the energy at the start: {message}; raise it")
        return Minimum(self._parameters, tuple(self.history), self.evaluations, converged, message)

    def _check(self, evaluations: int) -> None:
        if self.evaluations + evaluations > self._limits.evaluations:
            raise LimitReachedError(f"stopped at the limit of {self._limits.evaluations} evaluations")

    def _count(self, evaluations: int, first: FloatArray, energy: Energy) -> None:
        self.evaluations += evaluations
        if not self.history:
            self.end_iteration(first, energy.value)
