"""The answer of a run in the problem's own words, with what is known about how good it is."""

from collections.abc import Sequence
from typing import Any

from contract.problems import BinaryProblem
from contract.run_result import BinaryResult, Enumeration, Heuristic, LocalSearch
from lambdas.post_processing.binary.guessing import chance_of_guessing
from lambdas.post_processing.binary.performance import BinaryPerformance
from lambdas.post_processing.wording import an, counted, number, percent, value


def describe_solution(result: BinaryResult, performance: BinaryPerformance) -> dict[str, Any]:
    """The `solution` section of the analysis report, as JSON values.

    `samples` is the number of shots. `is_optimal` and `chance_by_guessing` are None when the exact minimum is not
    known; `chance_by_guessing` is the chance that as many uniform guesses would have held an optimum. `reference` is
    None when nothing is known. `local_search` is a classical step after the run, and none of the run's figures.
    """
    problem, reference, best = result.problem, result.reference, result.best
    return {
        "title": problem.title,
        "measure": list(problem.measure(best.cost)),
        "groups": problem.groups(bits_of(best.bitstring)),
        "bitstring": best.bitstring,
        "cost": best.cost,
        "description": _describe(problem, best.bitstring),
        "reference": _reference(problem, reference) if reference else None,
        "is_optimal": performance.optimum_found,
        "samples": result.plan.shots,
        "distinct_samples": result.distinct_samples,
        "infeasible_shots": result.infeasible_shots,
        "chance_by_guessing": _chance(result, reference) if isinstance(reference, Enumeration) else None,
        "optimum_probability_interval": interval.to_dict()
        if (interval := result.optimum_probability_interval)
        else None,
        "local_search": _local_search(problem, result.local_search) if result.local_search else None,
        "verdict": verdict(result, performance),
    }


def verdict(result: BinaryResult, performance: BinaryPerformance) -> str:
    """What the answer is worth, in two or three sentences without praise."""
    problem, reference = result.problem, result.reference
    reached = f"the best of {counted(result.plan.shots, 'shot')} reaches {an(value(problem, result.best.cost))}"
    match reference:
        case Enumeration():
            return _proven(result, performance, reference, reached)
        case Heuristic():
            return _against_heuristic(problem, reference, performance.gap_to_best_known or 0.0, reached)
    return (
        f"Unproven: {reached}. The exact minimum is not known at {problem.problem_size} variables, "
        "so how far this is from optimal is not known either."
    )


def _proven(result: BinaryResult, performance: BinaryPerformance, reference: Enumeration, reached: str) -> str:
    problem = result.problem
    chance = percent(_chance(result, reference))
    guess = f"As many uniform random guesses would have found an optimum with probability {chance}."
    if performance.optimum_found:
        return f"Optimal: {reached}, and none of the {problem.num_assignments} assignments is better. {guess}"
    gap, optimum = number(performance.gap_to_optimum or 0.0), an(value(problem, reference.minimum))
    return f"Not optimal: {reached}, the exact optimum is {optimum}, {gap} better. {guess}"


def _against_heuristic(problem: BinaryProblem, reference: Heuristic, gap: float, reached: str) -> str:
    method, known = method_name(reference), an(value(problem, reference.minimum))
    unproven = "Nothing proves that there is no better one."
    if gap > 0:
        return f"Not as good as the best known: {reached}, {method} found {known}, {number(gap)} better. {unproven}"
    if gap < 0:
        return f"Better than {method}: {reached}, which found {known} at best. {unproven}"
    return f"As good as the best known: {reached}, and {method} found nothing better. {unproven}"


def method_name(reference: Enumeration | Heuristic) -> str:
    """How the reference was found, for a reader."""
    return reference.method.replace("_", " ")


def bits_of(bitstring: str) -> list[int]:
    """The bits of a bitstring, bit 0 first."""
    return [int(bit) for bit in bitstring]


def _describe(problem: BinaryProblem, bitstring: str) -> dict[str, Any]:
    return problem.describe(bits_of(bitstring))


def _reference(problem: BinaryProblem, reference: Enumeration | Heuristic) -> dict[str, Any]:
    proven = isinstance(reference, Enumeration)
    return {
        "method": reference.method,
        "label": "exact" if proven else f"{method_name(reference)}, not proven",
        "minimum": reference.minimum,
        "measure": list(problem.measure(reference.minimum)),
        "num_optimal": reference.num_optimal if isinstance(reference, Enumeration) else None,
        "optimal" if proven else "best_known": _listed(problem, reference.optimal_bitstrings),
    }


def _listed(problem: BinaryProblem, bitstrings: Sequence[str]) -> list[dict[str, Any]]:
    return [{"bitstring": bits, "description": _describe(problem, bits)} for bits in bitstrings]


def _local_search(problem: BinaryProblem, search: LocalSearch) -> dict[str, Any]:
    return {
        "bitstring": search.bitstring,
        "cost": search.cost,
        "measure": list(problem.measure(search.cost)),
        "moves": search.moves,
        "description": _describe(problem, search.bitstring),
    }


def _chance(result: BinaryResult, reference: Enumeration) -> float:
    return chance_of_guessing(reference.num_optimal, result.problem.num_assignments, result.plan.shots)
