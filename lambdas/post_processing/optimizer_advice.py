"""Advice on the optimiser, alike for everything that is optimised."""

import math

from contract.run_result import VariationalResult
from lambdas.post_processing.performance import Course
from lambdas.post_processing.wording import counted

MAX_LAYERS, MAX_ITERATIONS, MAX_SHOTS = 64, 10_000, 100_000
"""The plan's own limits: nothing beyond them is advised."""


def advise_unconverged(result: VariationalResult, course: Course, *, otherwise: str) -> str | None:
    """What to do about an optimiser that stopped before it converged; `otherwise` when no limit of the plan did it."""
    if result.convergence_achieved:
        return None
    done, limit, why = course.total_iterations, result.plan.max_iterations, result.termination.rstrip(".")
    if "max_circuits" in why:
        return (
            f"The optimiser had not converged after {counted(done, 'iteration')} ({why}): raise max_circuits from "
            f"{result.plan.max_circuits}, or save circuits with another optimizer or gradient."
        )
    if done >= limit and limit < MAX_ITERATIONS:
        higher = min(2 * limit, MAX_ITERATIONS)
        if course.optimizer_outcome == "completed":
            return (
                f"The optimizer {result.plan.optimizer} has no criterion of convergence, so that more iterations may "
                f"end lower: raise max_iterations from {limit} to {higher}."
            )
        return (
            f"The optimiser had not converged after {counted(done, 'iteration')} ({why}): "
            f"raise max_iterations from {limit} to {higher}."
        )
    return (
        f"The optimiser stopped after {done} of {counted(limit, 'iteration')} without converging ({why}): {otherwise}."
    )


def advise_overlong(result: VariationalResult, course: Course) -> str | None:
    """That fewer iterations would have done."""
    done, enough = course.total_iterations, max(10, math.ceil(1.5 * course.convergence_iteration))
    if not result.convergence_achieved or 2 * enough > done:
        return None
    at = course.convergence_iteration
    return (
        f"The cost had settled by iteration {at} of {done}: max_iterations {enough} would give nearly the same, sooner."
    )


def more_layers(layers: int) -> str:
    """The advice to deepen the circuit, as far as a plan may."""
    if layers == MAX_LAYERS:
        return f"{layers} layers are the most allowed, so try another algorithm or device"
    return f"raise layers from {layers} to {min(2 * layers, MAX_LAYERS)}"
