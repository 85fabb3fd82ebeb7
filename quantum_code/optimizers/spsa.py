"""Simultaneous perturbation: two energies give a gradient, however many parameters there are."""

from typing import Any

import numpy as np
from pennylane import SPSAOptimizer
from pennylane import numpy as differentiable

from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Trace
from quantum_code.states import Energy, FloatArray, LimitReachedError

FIRST_STEP = 0.1
"""How far the first step moves each parameter on average, in radians: the steps then suit energies in any unit."""

CALIBRATIONS = 5
"""Directions that are tried at the start, to learn how steep the energy is there."""


class BatchedSPSA(SPSAOptimizer):  # type: ignore[misc]
    """PennyLane's SPSA, asking for all energies of a step at once, and drawing from a generator of its own.

    PennyLane's draws from NumPy's global state, which is neither seeded by the plan nor restored on resume; and its
    first step is a fixed multiple of the gradient, which diverges for one problem and hardly moves for another.
    """

    def __init__(self, rng: np.random.Generator, max_iterations: int) -> None:
        super().__init__(maxiter=max_iterations)
        self._rng = rng
        self.energy: Energy  # where the latest step began

    def compute_grad(self, objective_fn: Any, args: tuple[Any], kwargs: dict[str, Any]) -> tuple[FloatArray]:
        """The estimated gradient at `args`; `objective_fn` takes a list of points and gives their energies."""
        here = np.asarray(args[0])
        distance = self.c / self.k**self.gamma
        directions = self._rng.choice([-1.0, 1.0], size=(CALIBRATIONS if self.k == 1 else 1, *here.shape))
        points = [here + sign * distance * direction for direction in directions for sign in (1, -1)]
        self.energy, *energies = objective_fn([here, *points], **kwargs)
        values = np.array([energy.value for energy in energies]).reshape(-1, 2)
        slopes = (values[:, 0] - values[:, 1]) / (2 * distance)
        steepness = float(np.abs(slopes).mean())
        if self.k == 1 and steepness:
            self.a = FIRST_STEP * (self.A + 1) ** self.alpha / steepness
        return ((slopes[:, np.newaxis] * directions).mean(axis=0),)


def minimize_spsa(
    state: RecordedState, start: FloatArray, limits: Limits, on_iteration: OnIteration, rng: np.random.Generator
) -> Minimum:
    """PennyLane's SPSA with Spall's schedule of steps (doi:10.1109/7.705889), over all its iterations.

    Three energies in one call are an iteration: the two that the gradient takes, and the one where the step begins,
    for the history. The first iteration takes more directions, from which the size of the steps is chosen (Spall's
    own advice, doi:10.1109/7.705889, section III). The last energy is measured after the last step. There is no
    criterion of convergence.
    """
    trace = Trace(state, limits, on_iteration)
    optimizer = BatchedSPSA(rng, limits.iterations)
    parameters = start
    try:
        for iteration in range(limits.iterations):
            moved = optimizer.step(trace.energies, differentiable.array(parameters, requires_grad=True))
            if iteration:
                trace.end_iteration(parameters, optimizer.energy.value)
            parameters = np.array(moved, dtype=np.float64)
        trace.end_iteration(parameters, trace.energy(parameters).value)
    except LimitReachedError as limit:
        return trace.minimum(converged=False, message=str(limit))
    return trace.minimum(converged=False, message=f"did its {limits.iterations} iterations, the limit of its schedule")
