"""Gradient descent with moments, for gradients that are exact or estimated."""

import numpy as np
from pennylane import AdamOptimizer
from pennylane import numpy as differentiable

from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers.lbfgsb import LARGEST_GRADIENT
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Trace
from quantum_code.states import FloatArray, LimitReachedError

STEP = 0.05
"""Size of the first steps in each parameter, in radians; PennyLane's 0.01 takes hundreds of iterations to get about."""


def minimize_adam(
    state: RecordedState, start: FloatArray, limits: Limits, on_iteration: OnIteration, rng: np.random.Generator
) -> Minimum:
    """PennyLane's Adam (Kingma and Ba, arXiv:1412.6980).

    Exact gradients have converged when no component is larger than LARGEST_GRADIENT, as for L-BFGS-B. A gradient with
    noise tells nothing by being small once, so that with shots or random directions all iterations are done.
    """
    trace = Trace(state, limits, on_iteration)
    optimizer = AdamOptimizer(stepsize=STEP)
    parameters = start
    try:
        for iteration in range(limits.iterations):
            energy, gradient = trace.energy_with_gradient(parameters)
            if iteration:
                trace.end_iteration(parameters, energy.value)
            largest = float(np.abs(gradient).max())
            if state.exact_gradients and largest <= LARGEST_GRADIENT:
                message = f"no component of the gradient is larger than {LARGEST_GRADIENT:g}"
                return trace.minimum(converged=True, message=message)
            (moved,) = optimizer.apply_grad((gradient,), (differentiable.array(parameters, requires_grad=True),))
            parameters = np.array(moved, dtype=np.float64)
        trace.end_iteration(parameters, trace.energy(parameters).value)
    except LimitReachedError as limit:
        return trace.minimum(converged=False, message=str(limit))
    return trace.minimum(converged=False, message=f"stopped at the limit of {limits.iterations} iterations")
