"""A result is held against the problem it carries."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from contract.errors import ResultsUnreadable
from contract.problems import BinaryProblem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Enumeration, Heuristic, LocalSearch, Sample
from lambdas.post_processing.binary.verification import verify_binary

Make = Callable[..., BinaryResult]

EXACT = RunPlan(algorithm="qaoa", shots=100, evaluation="exact")


def sample(bitstring: str, cost: float, count: int = 1) -> Sample:
    return Sample(bitstring=bitstring, count=count, cost=cost)


def reference(**changes: Any) -> Enumeration:
    fields: dict[str, Any] = {
        "minimum": -6, "maximum": 0, "optimal_bitstrings": ("011100",), "num_optimal": 10
    }  # fmt: skip  # one line is easier to read
    return Enumeration(**(fields | changes))


def test_a_sound_result_passes(make_result: Make, make_unproven_result: Make, make_missed_result: Make) -> None:
    for make in (make_result, make_unproven_result, make_missed_result):
        verify_binary(make())


def test_sound_extras_pass(make_result: Make, make_heuristic_result: Make, graph: BinaryProblem) -> None:
    verify_binary(make_heuristic_result())
    verify_binary(make_result(local_search=LocalSearch(bitstring="011100", cost=-6, moves=0)))
    problem = graph.model_copy(update={"hamming_weight": 3})
    verify_binary(make_result(problem=problem, samples=(sample("011100", -6, 90),), infeasible_shots=10))


@pytest.mark.parametrize("seed", range(20))
def test_shots_that_follow_their_expectation_pass(make_result: Make, seed: int) -> None:
    # Half of the shots cost -6 and half -3, on average.
    draw = random.Random(seed)
    found = sum(draw.random() < 0.5 for _ in range(100))
    samples = (sample("011100", -6, found), sample("010000", -3, 100 - found))
    verify_binary(make_result(samples=samples, distinct_samples=2, final_cost=-4.5))


def test_rounding_is_no_contradiction(make_result: Make) -> None:
    verify_binary(make_result(samples=(sample("011100", -6.000001),)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"samples": (sample("0111", -6),)}, "assignment 0111 has 4 bits, the problem has 6 variables"),
        ({"samples": (sample("001110", -6),)}, "recorded with cost -6, the problem gives it -5"),
        ({"samples": (sample("011100", 6),)}, "recorded with cost 6, the problem gives it -6"),
        ({"samples": (sample("011100", -6.001),)}, "recorded with cost -6.001, the problem gives it -6"),
        ({"samples": (sample("011000", -4), sample("011100", -6))}, "not in order of cost"),
        ({"samples": (sample("011100", -6, 101),)}, "count 101 shots, the plan had 100"),
        ({"samples": (sample("011100", -6), sample("011100", -6))}, "stands twice"),
        ({"distinct_samples": 2}, "3 samples are listed, distinct_samples says 2"),
        ({"reference": reference(optimal_bitstrings=("011000",))}, "assignment 011000 is recorded with cost -6"),
        ({"reference": reference(minimum=-4, optimal_bitstrings=("011000",))}, "less than the reference minimum -4"),
        ({"reference": reference(maximum=-6)}, "maximum -6 is not above its minimum -6"),
        ({"reference": reference(num_optimal=64)}, "num_optimal is 64, of which 1 are listed"),
        (
            {"local_search": LocalSearch(bitstring="011000", cost=-6, moves=1)},
            "assignment 011000 is recorded with cost",
        ),
        (
            {"local_search": LocalSearch(bitstring="011000", cost=-4, moves=1)},
            "local search ends at -4, above its start -6",
        ),
        ({"infeasible_shots": 1, "samples": (sample("011100", -6),)}, "the problem allows every assignment"),
        ({"expectation": 8.0}, "expectation is 8, but the mean cost of 100 shots is -4.8"),
        ({"expectation_interval": {"low": -5.4, "high": -5.3}}, "expectation -5.5 lies outside its own interval"),
        ({"final_cost_interval": {"low": -5.4, "high": -5.3}}, "final_cost -5.5 lies outside its own interval"),
        ({"plan": EXACT, "final_cost_stderr": 0.1}, "evaluates exactly, but final_cost has a standard error"),
        (
            {"reference": Heuristic(minimum=-6, optimal_bitstrings=("011000",), software="x")},
            "assignment 011000 is recorded with cost -6",
        ),
        (
            {"reference": reference(optimal_bitstrings=("011100", "100011"), num_optimal=1)},
            "num_optimal is 1, of which 2 are listed",
        ),
    ],
)
def test_each_contradiction_is_named_with_what_to_do(make_result: Make, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ResultsUnreadable, match=f"{message}.*deploy both from the same version"):
        verify_binary(make_result(**changes))


@pytest.mark.parametrize(
    ("samples", "message"),
    [((sample("011000", -4, 60),), "assignment 011000 has 2 ones, the problem asks for 3"),
     ((sample("011100", -6, 95),), "the samples count 105 shots, the plan had 100")],
)  # fmt: skip  # one line each is easier to read
def test_a_fixed_number_of_ones_is_checked(
    make_result: Make, graph: BinaryProblem, samples: tuple[Sample, ...], message: str
) -> None:
    problem = graph.model_copy(update={"hamming_weight": 3})
    with pytest.raises(ResultsUnreadable, match=message):
        verify_binary(make_result(problem=problem, samples=samples, distinct_samples=1, infeasible_shots=10))
