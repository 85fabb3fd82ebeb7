"""The counts of a circuit in words, with what is known about how good they are."""

from typing import Any

from contract.run_result import CircuitResult
from lambdas.post_processing.circuit.outcomes import wilson_interval
from lambdas.post_processing.circuit.performance import CircuitPerformance
from lambdas.post_processing.wording import counted, number, percent


def describe_solution(result: CircuitResult, performance: CircuitPerformance) -> dict[str, Any]:
    """The `solution` section of the analysis report, as JSON values."""
    counts, reference = result.total_counts, result.reference
    bitstring, count = next(iter(counts.items()))
    return {
        "title": result.problem.title,
        "measure": ["share of the most frequent outcome", count / performance.shots],
        "bitstring": bitstring,
        "share": count / performance.shots,
        "share_interval": wilson_interval(count, performance.shots).to_dict(),
        "samples": performance.shots,
        "repetitions": len(result.measurement_counts),
        "distinct_samples": len(counts),
        "total_counts": counts,
        "reference": reference.to_dict() if reference else None,
        "verdict": verdict(result, performance),
    }


def verdict(result: CircuitResult, performance: CircuitPerformance) -> str:
    """What the counts are worth, in two or three sentences without praise."""
    bitstring, count = next(iter(result.total_counts.items()))
    shots = counted(performance.shots, "shot")
    found = f"{shots} gave {bitstring} most often, {percent(count / performance.shots)} of the time"
    distance, expected = performance.total_variation, performance.expected_total_variation
    if distance is None or expected is None:
        return (
            f"Unproven: {found}. The exact distribution is not known, "
            "so nothing holds the counts against an ideal device."
        )
    held = (
        f"The counts lie {_rounded(distance)} from the exact distribution in total variation, "
        f"where ideal shots would lie {_rounded(expected)} on average"
    )
    if performance.within_shot_noise:
        return f"Within shot noise: {found}. {held}."
    if performance.impossible_shots:
        return f"Beyond shot noise: {found}. {held}; {_impossible(performance.impossible_shots)}."
    bound = _rounded(performance.shot_noise_bound or 0.0)
    return f"Beyond shot noise: {found}. {held} and above {bound} in less than 5% of cases."


def _impossible(shots: int) -> str:
    """What no shot noise explains."""
    return f"{counted(shots, 'shot')} gave outcomes that an ideal device never gives"


def _rounded(distance: float) -> str:
    return number(float(f"{distance:.3g}"))
