"""The findings of a circuit's run."""

from typing import Any, NamedTuple

from contract.run_result import CircuitResult
from lambdas.post_processing.analysis import Analysis
from lambdas.post_processing.circuit.caveats import list_caveats
from lambdas.post_processing.circuit.key_numbers import key_numbers
from lambdas.post_processing.circuit.outcomes import most_frequent
from lambdas.post_processing.circuit.performance import CircuitPerformance, measure
from lambdas.post_processing.circuit.plot import draw_plot
from lambdas.post_processing.circuit.recommendations import recommend
from lambdas.post_processing.circuit.solution import describe_solution
from lambdas.post_processing.wording import counted, percent, percent_estimate

SHOWN_OUTCOMES = 16

SHOWN_LINES = 60


def analyse_circuit(result: CircuitResult) -> Analysis:
    """Everything that the report says about the run."""
    performance = measure(result)
    return Analysis(
        kind="circuit",
        result=result,
        performance=performance.to_dict(),
        solution=describe_solution(result, performance),
        successful=None,
        rating=None,
        key_numbers=key_numbers(result, performance),
        recommendations=recommend(result, performance),
        caveats=list_caveats(result),
        plot_description="Share of shots by outcome, beside the exact probabilities.",
        draw=lambda: draw_plot(result, performance),
        page=_page(result, performance),
    )


class OutcomeRow(NamedTuple):
    """One outcome as the table shows it."""

    bitstring: str
    shots: int
    share: str
    repetitions: str
    ideal: str


def _page(result: CircuitResult, performance: CircuitPerformance) -> dict[str, Any]:
    bitstring, count = next(iter(result.total_counts.items()))
    fidelity, lines = performance.hellinger_fidelity, result.problem.program.splitlines()
    return {
        "answer": bitstring,
        "share": f"{percent(count / performance.shots)} of {counted(performance.shots, 'shot')}",
        "fidelity": None if fidelity is None else percent(fidelity),
        "within_shot_noise": performance.within_shot_noise,
        "outcomes": _rows(result),
        "distinct_outcomes": performance.distinct_outcomes,
        "repetitions": len(result.measurement_counts),
        "program": "\n".join(lines[:SHOWN_LINES]),
        "lines_left_out": max(0, len(lines) - SHOWN_LINES),
    }


def _rows(result: CircuitResult) -> list[OutcomeRow]:
    return [
        OutcomeRow(
            outcome.bitstring,
            outcome.count,
            percent_estimate(outcome.share, outcome.interval),
            f"{percent(outcome.lowest)} to {percent(outcome.highest)}",
            "" if outcome.ideal is None else percent(outcome.ideal),
        )
        for outcome in most_frequent(result, SHOWN_OUTCOMES)
    ]
