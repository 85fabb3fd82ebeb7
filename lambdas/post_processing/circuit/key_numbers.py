"""The figures of a circuit's run, as a table to read."""

from contract.run_result import CircuitResult
from lambdas.post_processing.analysis import KeyNumber
from lambdas.post_processing.circuit.outcomes import wilson_interval
from lambdas.post_processing.circuit.performance import CircuitPerformance
from lambdas.post_processing.common_numbers import spent_number
from lambdas.post_processing.wording import confidence, counted, percent, percent_estimate, shortened


def key_numbers(result: CircuitResult, performance: CircuitPerformance) -> list[KeyNumber]:
    """The rows, the outcomes' first; without those that are not known."""
    bitstring, count = next(iter(result.total_counts.items()))
    interval = wilson_interval(count, performance.shots)
    share = percent_estimate(count / performance.shots, interval)
    repetitions = counted(len(result.measurement_counts), "repetition")
    return [
        KeyNumber("Most frequent outcome", shortened(bitstring), "Qubit 0 is leftmost."),
        KeyNumber("Its share", share, f"Of all shots, with {confidence(interval)}."),
        KeyNumber("Different outcomes", str(performance.distinct_outcomes), f"Of 2^{len(bitstring)} bitstrings."),
        KeyNumber("Shots counted", str(performance.shots), f"In {repetitions} of {result.plan.shots}."),
        *_against_exact(performance),
        spent_number(result),
    ]


def _against_exact(performance: CircuitPerformance) -> list[KeyNumber]:
    if performance.hellinger_fidelity is None:
        return []
    figures = (
        (
            "Hellinger fidelity",
            performance.hellinger_fidelity,
            "Overlap of counts and exact distribution: 100% is equal; shot noise alone lowers it a little.",
        ),
        ("Total variation", performance.total_variation, "Largest difference in any event's probability: 0% is equal."),
        (
            "Of ideal shots",
            performance.expected_total_variation,
            "The total variation that shot noise alone gives on average.",
        ),
        ("Shot noise at most", performance.shot_noise_bound, "Ideal shots exceed this in less than 5% of cases."),
    )
    return [KeyNumber(name, percent(figure), meaning) for name, figure, meaning in figures if figure is not None]
