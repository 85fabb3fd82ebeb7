"""Gradient-free minimisation by a simplex that moves and shrinks."""

import numpy as np
from scipy.optimize import OptimizeResult, minimize

from quantum_code.checkpoints.recorded_state import RecordedState
from quantum_code.optimizers.cobyla import FIRST_STEP, LAST_STEP, LAST_STEP_WITH_SHOTS
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Trace
from quantum_code.states import FloatArray, LimitReachedError

LAST_DIFFERENCE = 1e-8
"""Largest difference of exact energies in a simplex that has converged; as small as a step of LAST_STEP makes it."""


def minimize_nelder_mead(
    state: RecordedState, start: FloatArray, limits: Limits, on_iteration: OnIteration, rng: np.random.Generator
) -> Minimum:
    """SciPy's Nelder-Mead, its coefficients adapted to the dimension (Gao and Han, doi:10.1007/s10589-010-9329-3).

    It has converged when no corner of the simplex is further from the best than the last step, and no energy by more
    than what can be told apart: LAST_DIFFERENCE, or with shots the standard error at the start. The history holds the
    best energy so far: it never rises, and with shots it is biased low by their luck.
    """
    trace = Trace(state, limits, on_iteration)
    simplex = np.vstack([start, start + FIRST_STEP * np.eye(len(start))])

    def after_iteration(intermediate_result: OptimizeResult) -> None:
        trace.end_iteration(np.asarray(intermediate_result.x), float(intermediate_result.fun))

    try:
        stderr = trace.ask_ahead(list(simplex))[0].stderr
        options = {
            "initial_simplex": simplex,
            "adaptive": True,
            "maxiter": limits.iterations + 1,  # SciPy counts the first simplex as one
            "xatol": LAST_STEP_WITH_SHOTS if stderr else LAST_STEP,
            "fatol": stderr or LAST_DIFFERENCE,
        }
        result = minimize(
            lambda parameters: trace.energy(parameters).value,
            start,
            method="Nelder-Mead",
            callback=after_iteration,
            options=options,
        )
    except LimitReachedError as limit:
        return trace.minimum(converged=False, message=str(limit))
    return trace.minimum(converged=bool(result.success), message=str(result.message))
