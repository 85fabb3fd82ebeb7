"""The answer in the problem's words, and the verdict on it."""

import json
from collections.abc import Callable

import pytest

from contract.problems import BinaryProblem, parse_problem
from contract.run_result import BinaryResult
from lambdas.post_processing.binary.performance import measure
from lambdas.post_processing.binary.solution import describe_solution

Make = Callable[..., BinaryResult]


def test_a_found_optimum_with_its_partition_by_name(make_result: Make) -> None:
    result = make_result()
    solution = describe_solution(result, measure(result))
    assert solution["bitstring"] == "011100"
    assert solution["cost"] == -6
    assert solution["description"] == {"cut": 6, "partition": [["0", "4", "5"], ["1", "2", "3"]]}
    assert solution["reference"] == {
        "method": "enumeration",
        "label": "exact",
        "minimum": -6,
        "measure": ["cut", 6],
        "num_optimal": 10,
        "optimal": [
            {"bitstring": "011100", "description": {"cut": 6, "partition": [["0", "4", "5"], ["1", "2", "3"]]}},
            {"bitstring": "100011", "description": {"cut": 6, "partition": [["1", "2", "3"], ["0", "4", "5"]]}},
        ],
    }
    assert (solution["is_optimal"], solution["samples"], solution["distinct_samples"]) == (True, 100, 3)
    assert solution["chance_by_guessing"] == pytest.approx(1 - (54 / 64) ** 100)
    assert solution["verdict"] == (
        "Optimal: the best of 100 shots reaches a cut of 6, and none of the 64 assignments is better. "
        "As many uniform random guesses would have found an optimum with probability more than 99.99%."
    )


def test_a_missed_optimum_is_said_with_its_gap(make_missed_result: Make) -> None:
    result = make_missed_result()
    solution = describe_solution(result, measure(result))
    assert solution["is_optimal"] is False
    assert solution["verdict"].startswith(
        "Not optimal: the best of 100 shots reaches a cut of 4, the exact optimum is a cut of 6, 2 better."
    )


def test_without_a_reference_nothing_is_claimed(make_unproven_result: Make) -> None:
    result = make_unproven_result()
    solution = describe_solution(result, measure(result))
    assert [solution[name] for name in ("reference", "is_optimal", "chance_by_guessing")] == [None] * 3
    assert "optimal" not in solution["verdict"].split(".")[0]
    assert "exact minimum is not known at 6 variables" in solution["verdict"]


def test_the_answer_of_a_qubo_names_its_variables(make_unproven_result: Make) -> None:
    problem = parse_problem({"problem_type": "optimization", "problem_size": 4})
    assert isinstance(problem, BinaryProblem)
    cost = problem.quadratic_form().cost([1, 0, 0, 1])
    result = make_unproven_result(problem=problem, samples=({"bitstring": "1001", "count": 7, "cost": cost},))
    solution = describe_solution(result, measure(result))
    assert solution["description"] == {"chosen_variables": [0, 3]}
    assert json.loads(json.dumps(solution, allow_nan=False)) == solution


@pytest.mark.parametrize(
    ("best", "cost", "start"),
    [
        (
            "011100",
            -6,
            "As good as the best known: the best of 100 shots reaches a cut of 6, and simulated annealing found",
        ),
        (
            "011000",
            -4,
            "Not as good as the best known: the best of 100 shots reaches a cut of 4, simulated annealing found",
        ),
    ],
)
def test_against_a_heuristic_nothing_is_called_optimal(
    make_heuristic_result: Make, best: str, cost: float, start: str
) -> None:
    result = make_heuristic_result(samples=({"bitstring": best, "count": 100, "cost": cost},))
    solution = describe_solution(result, measure(result))
    assert solution["verdict"].startswith(start)
    assert solution["verdict"].endswith("Nothing proves that there is no better one.")
    assert (solution["is_optimal"], solution["chance_by_guessing"]) == (None, None)
    assert solution["reference"]["label"] == "simulated annealing, not proven"
    assert solution["reference"]["best_known"][0]["bitstring"] == "011100"
    assert "optimal" not in json.dumps(solution["reference"]["best_known"])


def test_a_heuristic_can_be_beaten(make_heuristic_result: Make) -> None:
    known = make_heuristic_result().reference
    assert known is not None
    result = make_heuristic_result(reference=known.model_copy(update={"minimum": -5}))
    assert describe_solution(result, measure(result))["verdict"].startswith(
        "Better than simulated annealing: the best of 100 shots reaches a cut of 6, which found a cut of 5 at best."
    )


def test_a_local_search_stands_apart(make_missed_result: Make) -> None:
    result = make_missed_result(local_search={"bitstring": "011100", "cost": -6, "moves": 1})
    solution = describe_solution(result, measure(result))
    assert (solution["cost"], solution["is_optimal"]) == (-4, False)
    assert (solution["local_search"]["cost"], solution["local_search"]["moves"]) == (-6, 1)
    assert solution["local_search"]["measure"] == ["cut", 6]


def test_a_fixed_number_of_ones_leaves_fewer_assignments(make_result: Make, graph: BinaryProblem) -> None:
    result = make_result(problem=graph.model_copy(update={"hamming_weight": 3}))
    solution = describe_solution(result, measure(result))
    assert "none of the 20 assignments is better" in solution["verdict"]
    assert solution["chance_by_guessing"] == pytest.approx(1 - 0.5**100)
