"""The course of an optimisation in numbers: each with its formula, its range, and what negative costs do to it.

Lower cost is better everywhere. Notation: c_0 ... c_n are the recorded costs (c_0 before the first iteration), f is the
final cost. Ratios do not change when a constant is added to the cost or when it is multiplied by a positive number.
"""

import math
from dataclasses import asdict, dataclass
from statistics import pstdev
from typing import Any, Literal

from contract.run_result import Interval, VariationalResult

SETTLED = 0.01
"""Share of the total improvement within which a cost counts as equal to the final cost."""

WINDOW = 10
"""How many of the last costs say whether the run had come to rest."""

RATINGS = ((0.8, "Excellent"), (0.6, "Good"), (0.4, "Fair"))
"""Lowest optimization_efficiency of each rating; below the last it is Poor."""


Outcome = Literal["converged", "completed", "stopped", "not_optimised"]


@dataclass(frozen=True, kw_only=True)
class Performance:
    """The figures that every kind of run has; all of them None where nothing was optimised.

    Attributes:
        initial_cost: c_0, at the starting parameters.
        final_cost: f, at the optimised parameters.
        cost_reduction: c_0 - f; positive is better.
        cost_reduction_percent: 100 (c_0 - f) / |c_0|; None when c_0 is 0. Depends on where the cost's zero lies.
        convergence_achieved: the optimiser's own criterion was met.
        optimizer_outcome: "converged"; "completed" when an optimiser without a criterion, such as SPSA, did all its
            iterations; "stopped" by a limit or a fault before either; "not_optimised" when that was not asked for.
        convergence_rate: mean share of the remaining gap to f that an iteration closes, in [0, 1]; 0 is no progress.
        stability_metric: calm of the last costs, in [0, 1]; 1 is at rest, 0 swings over the whole history's range.
        optimization_efficiency: how far the run has come from no quantum computer at all (0) to its target (1); each
            kind says what these are.
        total_iterations: n; the starting point is not an iteration.
        convergence_iteration: the first iteration from which on all costs lie within 1% of |c_0 - f|, or within two
            standard errors where that is more, of f; n when even the last one does not.
    """

    initial_cost: float | None = None
    final_cost: float | None = None
    cost_reduction: float | None = None
    cost_reduction_percent: float | None = None
    convergence_achieved: bool | None = None
    optimizer_outcome: Outcome | None = None
    convergence_rate: float | None = None
    stability_metric: float | None = None
    optimization_efficiency: float | None = None
    total_iterations: int | None = None
    convergence_iteration: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values; those that are None stay in, as null."""
        return {
            name: figure.to_dict() if isinstance(figure, Interval) else figure for name, figure in asdict(self).items()
        }


@dataclass(frozen=True, kw_only=True)
class Course(Performance):
    """The figures of a run that optimised something."""

    initial_cost: float
    final_cost: float
    cost_reduction: float
    convergence_achieved: bool
    optimizer_outcome: Outcome
    convergence_rate: float
    stability_metric: float
    total_iterations: int
    convergence_iteration: int


def course_of(result: VariationalResult) -> dict[str, Any]:
    """The values of a Course, its optimization_efficiency apart."""
    history, final = result.cost_history, result.final_cost
    return {
        "initial_cost": history[0],
        "final_cost": final,
        "cost_reduction": history[0] - final,
        "cost_reduction_percent": 100 * (history[0] - final) / abs(history[0]) if history[0] else None,
        "convergence_achieved": result.convergence_achieved,
        "optimizer_outcome": _outcome(result),
        "convergence_rate": _convergence_rate(history, final),
        "stability_metric": _stability(history),
        "total_iterations": len(history) - 1,
        "convergence_iteration": _convergence_iteration(history, final, result.final_cost_stderr),
    }


def _outcome(result: VariationalResult) -> Outcome:
    plan = result.plan
    if plan.optimizer == "none":
        return "not_optimised"
    if result.convergence_achieved:
        return "converged"
    done = len(result.cost_history) - 1
    return "completed" if not plan.has_criterion and done >= plan.max_iterations else "stopped"


def succeeded(course: Course, *, better: bool, reached: bool = False) -> bool | None:
    """Whether the optimisation did what it was for; None when there was none.

    Args:
        course: how it went.
        better: it ended in something better than no optimisation at all.
        reached: the answer is proven to be good enough, however the optimiser ended.
    """
    if course.optimizer_outcome == "not_optimised":
        return None
    return better and (reached or course.optimizer_outcome != "stopped")


def share(part: float, whole: float) -> float:
    """part / whole, clipped to [0, 1]; 0 when there is no whole."""
    return min(1.0, max(0.0, part / whole)) if whole > 0 else 0.0


def rate(efficiency: float) -> str:
    """Excellent from 0.8, Good from 0.6, Fair from 0.4, else Poor."""
    return next((rating for lowest, rating in RATINGS if efficiency >= lowest), "Poor")


def _convergence_rate(history: tuple[float, ...], final: float) -> float:
    """g_0 / (g_0 + g_1 + ... + g_n) with the gaps g_k = max(0, c_k - f), in [0, 1].

    This is the mean of the shares (g_k - g_k+1) / g_k that the iterations close, each weighted with its gap. When every
    iteration closes the share r, so that g_k = g_0 (1 - r)^k, it is r. Costs that rise on the way lower it. Without an
    iteration, or without progress, it is 0.
    """
    gaps = [max(0.0, cost - final) for cost in history]
    if len(history) == 1 or gaps[0] <= _rounding(history, final):
        return 0.0
    return gaps[0] / sum(gaps)


def _convergence_iteration(history: tuple[float, ...], final: float, stderr: float) -> int:
    tolerance = max(SETTLED * abs(history[0] - final), 2 * stderr, _rounding(history, final))
    away = [k for k, cost in enumerate(history) if abs(cost - final) > tolerance]
    return min(away[-1] + 1, len(history) - 1) if away else 0


def _stability(history: tuple[float, ...]) -> float:
    """1 - 2 s / R, in [0, 1]: s is the standard deviation of the last costs, R the range of the whole history.

    The last costs are the last 10, or the last half of a shorter history, so that a quick descent does not count as
    unrest. As s is at most R / 2, no clipping is needed. A history that never moved is at rest: 1.
    """
    spread = max(history) - min(history)
    if spread <= _rounding(history, history[0]):
        return 1.0
    last = history[-min(WINDOW, math.ceil(len(history) / 2)) :]
    return share(spread - 2 * pstdev(last), spread)


def _rounding(history: tuple[float, ...], final: float) -> float:
    """Differences below this are rounding, not progress."""
    return 1e-12 * max(abs(final), *map(abs, history))
