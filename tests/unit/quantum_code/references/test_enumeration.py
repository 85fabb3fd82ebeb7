"""The exact optimum is the one that trying every assignment finds."""

import itertools
import math
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from contract.problems import BinaryProblem, parse_problem
from quantum_code.references.enumeration import enumerate_optima


def qubo(size: int, seed: int = 42, **fields: Any) -> BinaryProblem:
    problem = parse_problem({"problem_type": "optimization", "problem_size": size, "seed": seed, **fields})
    assert isinstance(problem, BinaryProblem)
    return problem


@pytest.mark.parametrize(("size", "ones"), [(2, None), (3, None), (6, None), (9, None), (2, 1), (5, 2), (7, 6), (9, 4)])
def test_minimum_maximum_and_optimum_of_seeded_problems(size: int, ones: int | None) -> None:
    problem = qubo(size, size, hamming_weight=ones)
    form = problem.quadratic_form()
    every = [bits for bits in itertools.product((0, 1), repeat=size) if ones is None or sum(bits) == ones]
    costs = {"".join(map(str, bits)): form.cost(bits) for bits in every}
    best = min(costs, key=lambda bitstring: costs[bitstring])

    reference, optimal = enumerate_optima(problem)

    assert reference.minimum == costs[best]
    assert reference.maximum == max(costs.values())
    assert reference.optimal_bitstrings == (best,)
    assert reference.num_optimal == 1
    assert optimal.tolist() == [int(best, 2)]


def test_known_largest_cuts(florentine_families: BinaryProblem, six_nodes: BinaryProblem) -> None:
    families, _ = enumerate_optima(florentine_families)
    six, _ = enumerate_optima(six_nodes)

    assert (families.minimum, families.maximum) == (-17, 0)
    assert (six.minimum, six.num_optimal) == (-6, 10)
    assert all(six_nodes.describe(list(map(int, bits)))["cut"] == 6 for bits in six.optimal_bitstrings)


def test_a_cut_and_its_mirror_image_are_both_optimal_when_weights_round(
    max_cut_of: Callable[[nx.Graph], BinaryProblem],
) -> None:
    graph = nx.complete_graph(10)
    rng = np.random.default_rng(3)
    for edge in graph.edges:
        graph.edges[edge]["weight"] = rng.uniform(0.1, 0.7)

    reference, optimal = enumerate_optima(max_cut_of(graph))

    assert reference.num_optimal == 2
    assert optimal.sum() == 2**10 - 1


def test_only_the_first_few_of_many_optima_are_named() -> None:
    # x₀ = 1 is all that counts, so 2⁵ assignments are optimal.
    problem = parse_problem({"problem_type": "optimization", "problem_size": 6, "linear_terms": [[0, -1.0]]})
    assert isinstance(problem, BinaryProblem)

    reference, _ = enumerate_optima(problem)

    assert reference.num_optimal == 32
    assert reference.optimal_bitstrings == tuple(f"1{rest:05b}" for rest in range(8))


@pytest.mark.parametrize("ones", [None, 12, 3])
def test_24_variables_take_seconds(max_cut_of: Callable[[nx.Graph], BinaryProblem], ones: int | None) -> None:
    """A ring has two alternating optima with 12 ones; with 3 of them, 6 edges are cut if no two are neighbours."""
    problem = parse_problem(max_cut_of(nx.cycle_graph(24)).to_dict() | {"hamming_weight": ones})
    assert isinstance(problem, BinaryProblem)
    started = time.perf_counter()

    reference, optimal = enumerate_optima(problem)

    # One to three seconds when nothing else runs; an implementation in Python would take minutes.
    assert time.perf_counter() - started < 30
    if ones == 3:
        assert reference.minimum == -6
        # n/(n - k) · C(n - k, k) ways to choose k nodes of a ring of which no two are neighbours
        assert reference.num_optimal == len(optimal) == 24 * math.comb(21, 3) // 21
    else:
        assert reference.minimum == -24
        assert reference.optimal_bitstrings == ("01" * 12, "10" * 12)
