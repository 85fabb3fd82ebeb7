"""How well a run on a binary problem did; notation as in `post_processing.performance`.

Further, e is the expectation of the cost at the optimised parameters, which is f unless the objective was CVaR, and m
the mean cost of all assignments there are.
"""

from dataclasses import dataclass
from typing import Literal

from contract.run_result import BinaryResult, Enumeration, Heuristic, Interval
from lambdas.post_processing.performance import Course, course_of, share

EQUAL = 1e-9
"""Share of the range between best and worst cost below which two costs are the same but for rounding."""


@dataclass(frozen=True, kw_only=True)
class BinaryPerformance(Course):
    """The figures of one run; None where there is nothing to measure against.

    Attributes:
        optimization_efficiency: (m - e) / (m - target), clipped to [0, 1]; 0 is no better than guessing uniformly at
            random, 1 is always the target. The target is named by efficiency_reference.
        efficiency_reference: "exact" when the target is the exact minimum, "best_known" when it is the better of a
            classical heuristic's cost and the best measured one, "best_sample" when it is only the latter, which
            flatters a run whose samples are all poor.
        expectation: e.
        approximation_ratio: (worst - e) / (worst - minimum) over the exact range of the cost, in [0, 1].
        approximation_ratio_interval: the same ratio at the bounds of e's interval; None where e is exact.
        best_cost: cost of the best measured assignment.
        best_approximation_ratio: the same ratio for best_cost.
        gap_to_optimum: best_cost - minimum, 0 or more, in units of the cost; 0 means that an optimum was measured.
        gap_to_best_known: best_cost - cost of the heuristic's best, in units of the cost; below 0 it was beaten. None
            where the exact minimum is known, or nothing.
        random_guess_cost: m.
        optimum_probability: chance that one shot gives an optimum, in [0, 1].
    """

    optimization_efficiency: float
    efficiency_reference: Literal["exact", "best_known", "best_sample"]
    expectation: float
    approximation_ratio: float | None
    approximation_ratio_interval: Interval | None
    best_cost: float
    best_approximation_ratio: float | None
    gap_to_optimum: float | None
    gap_to_best_known: float | None
    random_guess_cost: float
    optimum_probability: float | None

    @property
    def optimum_found(self) -> bool | None:
        """Whether an optimum is among the samples; None when the minimum is not known."""
        return None if self.gap_to_optimum is None else self.gap_to_optimum == 0


def measure(result: BinaryResult) -> BinaryPerformance:
    """The figures of a run."""
    reference, best = result.reference, result.best.cost
    exact = reference if isinstance(reference, Enumeration) else None
    heuristic = reference if isinstance(reference, Heuristic) else None
    mean, target = result.problem.mean_cost, _target(result)
    return BinaryPerformance(
        **course_of(result),
        optimization_efficiency=share(mean - result.expectation, mean - target),
        efficiency_reference="exact" if exact else "best_known" if heuristic else "best_sample",
        expectation=result.expectation,
        approximation_ratio=_ratio(exact, result.expectation),
        approximation_ratio_interval=_ratio_interval(exact, result.expectation_interval),
        best_cost=best,
        best_approximation_ratio=_ratio(exact, best),
        gap_to_optimum=max(0.0, _gap(result, best - exact.minimum)) if exact else None,
        gap_to_best_known=_gap(result, best - heuristic.minimum) if heuristic else None,
        random_guess_cost=mean,
        optimum_probability=result.optimum_probability,
    )


def is_optimal(result: BinaryResult, cost: float) -> bool:
    """Whether a cost is the exact minimum, but for rounding; never without an exact reference."""
    reference = result.reference
    return isinstance(reference, Enumeration) and _gap(result, cost - reference.minimum) <= 0


def _target(result: BinaryResult) -> float:
    reference, best = result.reference, result.best.cost
    match reference:
        case Enumeration():
            return reference.minimum
        case Heuristic():
            return min(reference.minimum, best)
    return best


def _ratio(exact: Enumeration | None, cost: float) -> float | None:
    return share(exact.maximum - cost, exact.maximum - exact.minimum) if exact else None


def _ratio_interval(exact: Enumeration | None, costs: Interval | None) -> Interval | None:
    if exact is None or costs is None:
        return None
    low, high = (share(exact.maximum - cost, exact.maximum - exact.minimum) for cost in (costs.high, costs.low))
    return Interval(low=low, high=high, confidence=costs.confidence)


def _gap(result: BinaryResult, gap: float) -> float:
    """The gap, with what is only rounding set to 0.

    The range of the cost is the exact one, or without it its upper bound, the sum of the coefficients' sizes.
    """
    reference = result.reference
    if isinstance(reference, Enumeration):
        cost_range = reference.maximum - reference.minimum
    else:
        form = result.problem.quadratic_form()
        cost_range = sum(map(abs, form.linear)) + sum(map(abs, form.couplings.values()))
    return gap if abs(gap) > EQUAL * cost_range else 0.0
