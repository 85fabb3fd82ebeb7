"""Quasi-Newton minimisation for energies that are exact and come with a gradient."""

import numpy as np
from scipy.optimize import OptimizeResult, minimize

from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Trace
from quantum_code.states import FloatArray, LimitReachedError

RELATIVE_DECREASE = 1e-9
"""Converged when an iteration lowers the energy by less than this fraction of it (of 1, if it is smaller), …"""

LARGEST_GRADIENT = 1e-5
"""… or when no component of the gradient is larger than this."""


def minimize_lbfgsb(
    state: RecordedState, start: FloatArray, limits: Limits, on_iteration: OnIteration, rng: np.random.Generator
) -> Minimum:
    """SciPy's L-BFGS-B, unbounded (Byrd, Lu, Nocedal and Zhu, doi:10.1137/0916069).

    Every iteration lowers the energy, so the history falls and its last entry is the energy at the minimum.
    """
    trace = Trace(state, limits, on_iteration)

    def value_and_gradient(parameters: FloatArray) -> tuple[float, FloatArray]:
        energy, gradient = trace.energy_with_gradient(parameters)
        return energy.value, gradient

    def after_iteration(intermediate_result: OptimizeResult) -> None:
        trace.end_iteration(np.asarray(intermediate_result.x), float(intermediate_result.fun))

    options = {
        "maxiter": limits.iterations,
        "maxfun": limits.evaluations,
        "ftol": RELATIVE_DECREASE,
        "gtol": LARGEST_GRADIENT,
    }
    try:
        result = minimize(
            value_and_gradient, start, jac=True, method="L-BFGS-B", callback=after_iteration, options=options
        )
    except LimitReachedError as limit:
        return trace.minimum(converged=False, message=str(limit))
    return trace.minimum(converged=bool(result.success), message=str(result.message))
