"""Gradient-free minimisation by a linear model in a trust region."""

import numpy as np
from scipy.optimize import minimize

from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Trace
from quantum_code.states import FloatArray, LimitReachedError

FIRST_STEP = 0.25
"""Radius of the first trust region, in radians: about the spread of the starting angles."""

LAST_STEP = 1e-4
"""Radius at which it has converged; energies are then within about its square of the minimum, …"""

LAST_STEP_WITH_SHOTS = 0.01
"""… or with shots: such a step changes the energy by less than shots can tell."""


def minimize_cobyla(
    state: RecordedState, start: FloatArray, limits: Limits, on_iteration: OnIteration, rng: np.random.Generator
) -> Minimum:
    """SciPy's COBYLA (Powell, doi:10.1007/978-94-015-8330-5_4).

    Each evaluation after the first is an iteration, and leaves the optimiser at the lowest energy measured so far.
    The history therefore never rises, and with shots its entries are biased low by their luck: measure the minimum
    once more for an unbiased estimate.
    """
    allowed = min(limits.iterations + 1, limits.evaluations)
    trace = Trace(state, Limits(limits.iterations, allowed), on_iteration)

    def value(parameters: FloatArray) -> float:
        measured = trace.energy(parameters).value
        if trace.evaluations > 1:
            if measured < trace.history[-1]:
                trace.end_iteration(parameters, measured)
            else:
                trace.stay()
        return measured

    try:
        (at_start,) = trace.ask_ahead([start])
        # SciPy insists on being allowed a simplex of evaluations; the trace, which does not, is the limit that holds.
        options = {"rhobeg": FIRST_STEP, "maxiter": max(allowed, len(start) + 2) + 1}
        last_step = LAST_STEP_WITH_SHOTS if at_start.stderr else LAST_STEP
        result = minimize(value, start, method="COBYLA", tol=last_step, options=options)
    except LimitReachedError as limit:
        by_iterations = trace.evaluations == limits.iterations + 1
        message = f"stopped at the limit of {limits.iterations} iterations" if by_iterations else str(limit)
        return trace.minimum(converged=False, message=message)
    return trace.minimum(converged=bool(result.success), message=str(result.message))
