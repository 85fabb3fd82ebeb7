"""What to change next in a run on a binary problem, each piece of advice with the figures that call for it."""

from contract.run_result import BinaryResult, Enumeration, Heuristic
from lambdas.post_processing.binary.performance import BinaryPerformance
from lambdas.post_processing.binary.shot_advice import (
    SHALLOW,
    advise_imprecise,
    advise_missed,
    advise_oversampled,
    advise_scattered,
)
from lambdas.post_processing.binary.solution import method_name
from lambdas.post_processing.optimizer_advice import advise_overlong, advise_unconverged, more_layers
from lambdas.post_processing.wording import an, counted, number, percent, value


def recommend(result: BinaryResult, performance: BinaryPerformance) -> list[str]:
    """One sentence for each change that the figures call for, the most urgent first; never empty.

    The last one always says what the answer was or can be held against.
    """
    rules = (
        _unconverged,
        _shallow,
        advise_missed,
        advise_scattered,
        advise_imprecise,
        _noisy,
        _overlong,
        advise_oversampled,
        _local,
        _yardstick,
    )
    return [advice for rule in rules if (advice := rule(result, performance)) is not None]


def _unconverged(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    return advise_unconverged(result, performance, otherwise=_elsewhere(result))


def _overlong(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    return advise_overlong(result, performance)


def _shallow(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    efficiency = performance.optimization_efficiency
    if efficiency >= SHALLOW:
        return None
    mean = number(performance.random_guess_cost)
    if efficiency == 0:
        return f"The expected cost is no better than guessing at random ({mean}): {_elsewhere(result)}."
    targets = {"exact": "exact minimum", "best_known": "best known cost", "best_sample": "best sample"}
    target = targets[performance.efficiency_reference]
    found = f"The expectation has come {percent(efficiency)} of the way from random guessing ({mean}) to the {target}"
    if performance.optimizer_outcome == "stopped":
        return f"{found}: let the optimiser converge before adding layers."
    return f"{found}: {more_layers(result.plan.layers)}."


def _noisy(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    """Where noise costs more shots than it leaves."""
    if 2 * result.infeasible_shots <= result.plan.shots:
        return None
    return (
        f"{result.infeasible_shots} of {counted(result.plan.shots, 'shot')} have another number of ones than the "
        "problem asks for, which is noise: use fewer layers, or a device with fewer errors."
    )


def _local(result: BinaryResult, performance: BinaryPerformance) -> str | None:
    search = result.local_search
    if search is None or not search.moves:
        return None
    return (
        f"A classical local search took the best sample to {an(value(result.problem, search.cost))} in "
        f"{counted(search.moves, 'move')}: use that assignment, and count it as a classical answer."
    )


def _yardstick(result: BinaryResult, performance: BinaryPerformance) -> str:
    match result.reference:
        case Enumeration():
            return _against_enumeration(result, performance)
        case Heuristic() as reference:
            return (
                f"{method_name(reference).capitalize()} found {number(reference.minimum)} on a classical computer "
                f"({reference.software}); no minimum is proven, so hold both answers against an exact solver "
                "before relying on either."
            )
    return (
        f"Nothing exact is known at {result.problem.problem_size} variables: hold the best cost "
        f"({number(performance.best_cost)}) against a classical heuristic, such as simulated annealing, "
        "before relying on it."
    )


def _against_enumeration(result: BinaryResult, performance: BinaryPerformance) -> str:
    problem = result.problem
    n, k, count = problem.problem_size, problem.hamming_weight, problem.num_assignments
    many = f"all 2^{n} = {count} assignments" if k is None else f"all {count} assignments with {counted(k, 'one')}"
    settled = f"A classical computer settled this problem by trying {many}"
    if performance.optimum_found:
        return (
            f"{settled}: the optimum found is proven, and at this size a run tests the method rather than saves time."
        )
    return f"{settled}: use its optimum rather than this run's answer."


def _elsewhere(result: BinaryResult) -> str:
    """Another start than the one that led nowhere."""
    other = "interpolation" if result.plan.start != "interpolation" else "linear_ramp"
    depth = f"a number of layers other than {result.plan.layers}"
    if result.plan.algorithm == "vqe":
        return f"start elsewhere, with another seed than {result.plan.seed} or {depth}"
    return f"start elsewhere, with start {other} or {depth}"
