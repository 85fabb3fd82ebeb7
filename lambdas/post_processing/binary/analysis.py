"""The findings of a run on a binary problem."""

from typing import Any, NamedTuple

from contract.problems import BinaryProblem
from contract.run_result import BinaryResult, Enumeration, Heuristic, LocalSearch
from lambdas.post_processing.analysis import Analysis
from lambdas.post_processing.binary.caveats import list_caveats
from lambdas.post_processing.binary.key_numbers import key_numbers
from lambdas.post_processing.binary.performance import BinaryPerformance, is_optimal, measure
from lambdas.post_processing.binary.plot import draw_plot
from lambdas.post_processing.binary.recommendations import recommend
from lambdas.post_processing.binary.solution import bits_of, describe_solution
from lambdas.post_processing.performance import rate, succeeded
from lambdas.post_processing.wording import an, counted, number, value

SHOWN_SAMPLES = 10


def analyse_binary(result: BinaryResult) -> Analysis:
    """Everything that the report says about the run."""
    performance = measure(result)
    return Analysis(
        kind="binary",
        result=result,
        performance=performance.to_dict(),
        solution=describe_solution(result, performance),
        successful=succeeded(performance, better=performance.optimization_efficiency > 0),
        rating=rate(performance.optimization_efficiency),
        key_numbers=key_numbers(result, performance),
        recommendations=recommend(result, performance),
        caveats=list_caveats(result, performance),
        plot_description="Cost by iteration, and share of shots by cost.",
        draw=lambda: draw_plot(result, performance),
        page=_page(result, performance),
    )


class SampleRow(NamedTuple):
    """One measured assignment as the table shows it."""

    bitstring: str
    cost: str
    shots: int
    share: str
    optimal: bool


def _page(result: BinaryResult, performance: BinaryPerformance) -> dict[str, Any]:
    problem, best, search = result.problem, result.best, result.local_search
    return {
        "answer": value(problem, best.cost),
        "groups": problem.groups(bits_of(best.bitstring)),
        "reference": _reference(result, performance),
        "missed_groups": _missed_groups(result, performance),
        "local_search": None if search is None else _local_search(problem, search),
        "samples": _samples(result),
        "distinct_samples": result.distinct_samples,
    }


def _local_search(problem: BinaryProblem, search: LocalSearch) -> str:
    if not search.moves:
        return "No single move improves the best sample"
    return f"{an(value(problem, search.cost)).capitalize()}, {counted(search.moves, 'move')} from the best sample"


def _reference(result: BinaryResult, performance: BinaryPerformance) -> dict[str, Any]:
    """What stands beside the answer: a title, a value, whether it was reached (None if unknown), and a note."""
    match result.reference:
        case Enumeration() as reference:
            note = counted(reference.num_optimal, "optimal assignment")
            reached = performance.optimum_found
            title = "Exact optimum"
        case Heuristic() as reference:
            note = f"by {reference.software}, not proven"
            reached = (performance.gap_to_best_known or 0.0) <= 0
            title = "Best known"
        case None:
            return {"title": "Exact optimum", "value": "Not known at this size", "reached": None, "note": ""}
    return {"title": title, "value": value(result.problem, reference.minimum), "reached": reached, "note": note}


def _missed_groups(result: BinaryResult, performance: BinaryPerformance) -> dict[str, list[str]]:
    """An optimal assignment, when no shot gave one."""
    if result.reference is None or not performance.gap_to_optimum:
        return {}
    return result.problem.groups(bits_of(result.reference.optimal_bitstrings[0]))


def _samples(result: BinaryResult) -> list[SampleRow]:
    """The best measured assignments; without an exact reference none is marked optimal."""
    shots = result.plan.shots
    return [
        SampleRow(
            sample.bitstring,
            number(sample.cost),
            sample.count,
            f"{sample.count / shots:.1%}",
            is_optimal(result, sample.cost),
        )
        for sample in result.samples[:SHOWN_SAMPLES]
    ]
