"""The yardstick: all costs, and the chance of guessing an optimum."""

from collections import Counter
from typing import Any

import pytest

from contract.problems import BinaryProblem, parse_problem
from lambdas.post_processing.binary.guessing import MAX_ENUMERATED, all_costs, chance_of_guessing


def binary(fields: dict[str, Any]) -> BinaryProblem:
    problem = parse_problem(fields)
    assert isinstance(problem, BinaryProblem)
    return problem


def test_all_costs_of_the_graph_are_its_cuts(graph: BinaryProblem) -> None:
    costs = all_costs(graph)
    assert costs is not None
    counts = Counter(costs.tolist())
    assert (len(costs), min(counts), max(counts), counts[-6.0], counts[0.0]) == (64, -6, 0, 10, 2)
    assert costs.mean() == graph.quadratic_form().mean


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ones", [None, 2])
def test_all_costs_equal_the_problems_own(seed: int, ones: int | None) -> None:
    fields = {"problem_type": "optimization", "problem_size": 5, "seed": seed, "hamming_weight": ones}
    problem = binary(fields)
    form = problem.quadratic_form()
    assignments = [[k >> i & 1 for i in range(5)] for k in range(32)]
    expected = sorted(form.cost(bits) for bits in assignments if ones is None or sum(bits) == ones)
    assert sorted(all_costs(problem)) == pytest.approx(expected)  # type: ignore[arg-type]  # 5 bits are enumerated


def test_the_constant_counts() -> None:
    problem = binary({"problem_type": "ising", "local_fields": [1, 2], "constant": 10})
    assert sorted(all_costs(problem)) == [7, 9, 11, 13]  # type: ignore[arg-type]  # 2 bits are enumerated


def test_too_many_assignments_are_not_counted() -> None:
    size = MAX_ENUMERATED + 1
    assert all_costs(binary({"problem_type": "ising", "local_fields": [1] * size})) is None


@pytest.mark.parametrize(
    ("num_optimal", "size", "guesses", "chance"),
    [(1, 1, 1, 0.5), (1, 1, 2, 0.75), (10, 6, 1, 10 / 64), (10, 6, 2, 1 - (54 / 64) ** 2), (1, 60, 1000, 1000 / 2**60)],
)
def test_chance_of_guessing(num_optimal: int, size: int, guesses: int, chance: float) -> None:
    assert chance_of_guessing(num_optimal, 2**size, guesses) == pytest.approx(chance)


def test_many_guesses_are_never_called_certain() -> None:
    assert 0.999 < chance_of_guessing(10, 64, 100_000) < 1
