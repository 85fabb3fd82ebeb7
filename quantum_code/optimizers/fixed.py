"""No optimisation: the energy at the start."""

import numpy as np

from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Trace
from quantum_code.states import FloatArray, LimitReachedError


def evaluate_start(
    state: RecordedState, start: FloatArray, limits: Limits, on_iteration: OnIteration, rng: np.random.Generator
) -> Minimum:
    """Evaluates the start and stays there; nothing was to be optimised, so nothing is left to converge."""
    trace = Trace(state, limits, on_iteration)
    try:
        trace.energy(start)
    except LimitReachedError as limit:
        return trace.minimum(converged=False, message=str(limit))
    return trace.minimum(converged=True, message="the starting point is the answer: no optimisation was asked for")
