"""Checks that every kind of result passes, and the error that names a contradiction."""

from contract.errors import ResultsUnreadable
from contract.run_result import Interval, VariationalResult


def contradiction(what: str) -> ResultsUnreadable:
    """The error to raise for a result that contradicts itself."""
    return ResultsUnreadable(
        f"results.json contradicts itself: {what}; the job program and this function disagree on the problem, "
        "its bit order or its sign: deploy both from the same version and run the job again"
    )


def check_interval(name: str, value: float, interval: Interval | None, *, rounding: float) -> None:
    """Raises when an interval does not hold the value that it was estimated with."""
    if interval is not None and not interval.low - rounding <= value <= interval.high + rounding:
        raise contradiction(
            f"{name} {value:.9g} lies outside its own interval, {interval.low:.9g} to {interval.high:.9g}"
        )


def check_precision(result: VariationalResult) -> None:
    """Raises when a final cost is called exact and uncertain at once."""
    exact = result.plan.evaluation == "exact"
    if exact and (result.final_cost_stderr > 0 or result.final_cost_interval is not None):
        raise contradiction("the plan evaluates exactly, but final_cost has a standard error or an interval")
