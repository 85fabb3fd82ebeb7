"""Simultaneous perturbation along the natural gradient, whose metric is estimated from overlaps of states."""

from typing import Any

import numpy as np
from pennylane import QNSPSAOptimizer
from pennylane import numpy as differentiable

from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers.spsa import CALIBRATIONS
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Trace
from quantum_code.states import Energy, FloatArray, LimitReachedError

FIRST_STEP = 0.05
"""How far each parameter's step goes where the energy is as steep as at the start and the metric is 1, in radians."""

DISTANCE = 0.1
"""Distance of the points that are compared, in radians: PennyLane's 0.01 drowns in the noise of shots."""

REGULARIZATION = 0.01
"""Added to the metric, so that directions that do not move the state do not move the parameters without bounds."""


class BatchedQNSPSA(QNSPSAOptimizer):  # type: ignore[misc]
    """PennyLane's QN-SPSA, asking a state instead of a QNode: all energies or overlaps of a step at once."""

    def __init__(self, state: RecordedState, trace: Trace, rng: np.random.Generator) -> None:
        super().__init__(stepsize=FIRST_STEP, finite_diff_step=DISTANCE, regularization=REGULARIZATION)
        self._state, self._trace, self.rng = state, trace, rng
        self.energy: Energy  # where the latest step ended

    def _step_core(self, cost: Any, args: tuple[Any], kwargs: dict[str, Any]) -> Any:
        """The next parameters, before it is decided whether they are taken."""
        here, distance = np.asarray(args[0]), self.finite_diff_step
        slope, first, second = self.rng.choice([-1.0, 1.0], size=(3, *here.shape))
        gradient = self._gradient(here, slope)
        corners = [first + second, first, second - first, -first]
        overlaps = self._state.overlaps(here, [here + distance * corner for corner in corners])
        # PennyLane reads the overlap as the first of all outcomes' probabilities.
        tensor = self._post_process_tensor([np.array([overlap, 1 - overlap]) for overlap in overlaps], (first, second))
        self._update_tensor(tensor)
        return self._get_next_params(args, [gradient])[0]

    def _gradient(self, here: FloatArray, direction: FloatArray) -> FloatArray:
        """The estimated gradient; more directions in the first step tell how steep the energy is."""
        directions = [direction]
        if self.k == 1:
            directions += list(self.rng.choice([-1.0, 1.0], size=(CALIBRATIONS - 1, *here.shape)))
        points = [here + sign * self.finite_diff_step * direction for direction in directions for sign in (1, -1)]
        values = np.array([energy.value for energy in self._trace.energies(points)]).reshape(-1, 2)
        slopes = (values[:, 0] - values[:, 1]) / (2 * self.finite_diff_step)
        steepness = float(np.abs(slopes).mean())
        if self.k == 1 and steepness:
            self.stepsize = FIRST_STEP / steepness
        gradient: FloatArray = (slopes[:, np.newaxis] * directions).mean(axis=0)
        return gradient

    def _apply_blocking(
        self, cost: Any, args: tuple[Any], kwargs: dict[str, Any], params_next: Any
    ) -> tuple[Any, float]:
        """Takes the step unless it raises the energy by more than twice what the last ones scattered."""
        here, following = self._trace.energies([np.asarray(args[0]), np.asarray(params_next)])
        done = self.k - 1  # PennyLane has counted this step already
        self.last_n_steps[(done - 1) % self.last_n_steps.size] = here.value
        scatter = float(self.last_n_steps[: min(done, self.last_n_steps.size)].std())
        blocked = here.value + 2 * scatter < following.value
        self.energy = here if blocked else following
        return (args[0] if blocked else params_next), here.value


def minimize_qn_spsa(
    state: RecordedState, start: FloatArray, limits: Limits, on_iteration: OnIteration, rng: np.random.Generator
) -> Minimum:
    """PennyLane's QN-SPSA (Gacon, Zoufal, Carleo and Woerner, arXiv:2103.09232).

    Four energies and four overlaps, in three calls, are an iteration; the first takes more, as SPSA's does. There is
    no criterion of convergence.
    """
    trace = Trace(state, limits, on_iteration)
    optimizer = BatchedQNSPSA(state, trace, rng)
    parameters = start
    try:
        trace.energy(start)
        for _ in range(limits.iterations):
            moved, _ = optimizer.step_and_cost(None, differentiable.array(parameters, requires_grad=True))
            parameters = np.array(moved, dtype=np.float64)
            trace.end_iteration(parameters, optimizer.energy.value)
    except LimitReachedError as limit:
        return trace.minimum(converged=False, message=str(limit))
    return trace.minimum(converged=False, message=f"did its {limits.iterations} iterations, the limit that was set")
