"""The descent from a sample ends where no single move improves it."""

import itertools
from typing import Any

import numpy as np
import pytest

from contract.problems import BinaryProblem, parse_problem
from quantum_code.references.local_search import local_search


def qubo(size: int, seed: int = 42, **fields: Any) -> BinaryProblem:
    problem = parse_problem({"problem_type": "optimization", "problem_size": size, "seed": seed, **fields})
    assert isinstance(problem, BinaryProblem)
    return problem


def neighbours(bitstring: str, ones: int | None) -> list[list[int]]:
    """All assignments one flip away, or one swap if the number of ones is fixed."""
    bits = [int(bit) for bit in bitstring]
    flips = [(i,) for i in range(len(bits))] if ones is None else itertools.combinations(range(len(bits)), 2)
    changed = [[bit ^ (i in flip) for i, bit in enumerate(bits)] for flip in flips]
    return [other for other in changed if ones is None or sum(other) == ones]


@pytest.mark.parametrize("ones", [None, 1, 4, 9])
@pytest.mark.parametrize("seed", range(5))
def test_no_single_move_improves_its_end(seed: int, ones: int | None) -> None:
    problem = qubo(10, seed, hamming_weight=ones)
    form, rng = problem.quadratic_form(), np.random.default_rng(seed)
    start = rng.permutation([1] * (ones or 5) + [0] * (10 - (ones or 5)))

    found = local_search(problem, "".join(map(str, start)))

    assert found.cost == form.cost([int(bit) for bit in found.bitstring]) <= form.cost(start.tolist())
    assert all(form.cost(other) >= found.cost - form.resolution for other in neighbours(found.bitstring, ones))
    assert ones is None or found.bitstring.count("1") == ones
    assert (found.moves == 0) == (found.bitstring == "".join(map(str, start)))


def test_it_takes_the_steepest_move_first() -> None:
    problem = parse_problem({"problem_type": "optimization", "linear_coefficients": [-1.0, -3.0, 2.0]})
    assert isinstance(problem, BinaryProblem)

    found = local_search(problem, "001")

    assert (found.bitstring, found.cost, found.moves) == ("110", -4.0, 3)


def test_a_local_minimum_stays() -> None:
    problem = parse_problem({"problem_type": "max_cut", "edges": [[0, 1], [1, 2], [2, 3], [3, 0]]})
    assert isinstance(problem, BinaryProblem)

    found = local_search(problem, "0101")

    assert (found.bitstring, found.cost, found.moves) == ("0101", -4.0, 0)


def test_it_ends_where_costs_differ_by_rounding_only() -> None:
    """Weights that do not add up exactly: no move gains more than rounding, so none is taken twice."""
    edges = [[i, j, 0.1 * (1 + (i * j) % 3)] for i, j in itertools.combinations(range(12), 2)]
    problem = parse_problem({"problem_type": "max_cut", "edges": edges})
    assert isinstance(problem, BinaryProblem)

    assert local_search(problem, "0" * 12).moves < 12
