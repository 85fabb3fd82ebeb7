"""The figures of a run on a binary problem, as a table to read."""

from contract.run_result import BinaryResult, Enumeration, Heuristic
from lambdas.post_processing.analysis import KeyNumber
from lambdas.post_processing.binary.performance import BinaryPerformance
from lambdas.post_processing.binary.solution import method_name
from lambdas.post_processing.common_numbers import optimizer_numbers, spent_number
from lambdas.post_processing.wording import confidence, estimate, number, percent, percent_estimate

TARGETS = {
    "exact": "the exact minimum",
    "best_known": "the best cost known, which is not proven to be the minimum",
    "best_sample": "the best sample, as the minimum is not known",
}
"""What an efficiency of 100% stands for, by its reference."""


def key_numbers(result: BinaryResult, performance: BinaryPerformance) -> list[KeyNumber]:
    """The rows, the answer's first, then the circuit's, then the optimiser's; without those that are not known."""
    what = objective_name(result)
    course = optimizer_numbers(
        result,
        performance,
        start=number(performance.initial_cost),
        end=number(performance.final_cost),
        meaning=f"{what[0].upper()}{what[1:]} at the first and at the optimised parameters.",
    )
    return [
        *_of_the_answer(result, performance),
        *_of_the_circuit(result, performance),
        *course,
        spent_number(result),
    ]


def objective_name(result: BinaryResult) -> str:
    """What was minimised."""
    if result.plan.objective == "cvar":
        return f"CVaR of the cost (mean of the best {percent(result.plan.cvar_alpha)} of shots)"
    return "expectation of the cost"


def _of_the_answer(result: BinaryResult, performance: BinaryPerformance) -> list[KeyNumber]:
    rows = [KeyNumber("Best cost measured", number(performance.best_cost), "Lowest cost among all shots: the answer.")]
    match result.reference:
        case Enumeration() as reference:
            meaning = "Lowest cost there is, from trying every assignment."
            rows.append(KeyNumber("Exact minimum", number(reference.minimum), meaning))
            meaning = "Where the answer lies between the worst (0%) and the best (100%) cost there is."
            rows.append(
                KeyNumber("Quality of the answer", percent(performance.best_approximation_ratio or 0.0), meaning)
            )
        case Heuristic() as reference:
            meaning = f"Lowest cost that {method_name(reference)} found ({reference.software}); not proven."
            rows.append(KeyNumber("Best known cost", number(reference.minimum), meaning))
    if result.infeasible_shots:
        meaning = "Measured with another number of ones than the problem asks for, and left out."
        share = percent(result.infeasible_shots / result.plan.shots)
        rows.append(KeyNumber("Shots lost", f"{result.infeasible_shots} ({share})", meaning))
    return rows


def _of_the_circuit(result: BinaryResult, performance: BinaryPerformance) -> list[KeyNumber]:
    meaning, interval = "Mean over the optimised circuit", result.expectation_interval
    meaning += f", with {confidence(interval)}." if interval else "."
    rows = [KeyNumber("Expected cost of a shot", estimate(performance.expectation, interval), meaning)]
    if result.plan.objective == "cvar":
        meaning = f"The {objective_name(result)}: what was minimised."
        figure = estimate(performance.final_cost, result.final_cost_interval)
        rows.append(KeyNumber("Final CVaR", figure, meaning))
    rows += [
        KeyNumber("Mean cost of guessing", number(performance.random_guess_cost), "What a uniform random guess costs."),
        KeyNumber(
            "Efficiency",
            percent(performance.optimization_efficiency),
            "How far the expected cost has come from guessing (0%) to "
            f"{TARGETS[performance.efficiency_reference]} (100%).",
        ),
    ]
    if performance.approximation_ratio is not None:
        meaning = "Where the expected cost lies between the worst (0%) and the best (100%) cost there is."
        figure = percent_estimate(performance.approximation_ratio, performance.approximation_ratio_interval)
        rows.append(KeyNumber("Approximation ratio", figure, meaning))
    return [*rows, *_of_the_optimum(result, performance)]


def _of_the_optimum(result: BinaryResult, performance: BinaryPerformance) -> list[KeyNumber]:
    if performance.optimum_probability is None:
        return []
    interval = result.optimum_probability_interval
    meaning = "Chance that a single shot gives an optimal assignment"
    meaning += f": the share of the shots, with {confidence(interval)}." if interval else "."
    figure = percent_estimate(performance.optimum_probability, interval)
    return [KeyNumber("Optimum in one shot", figure, meaning)]
