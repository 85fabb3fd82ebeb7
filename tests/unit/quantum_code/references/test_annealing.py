"""Beyond enumeration: the heuristic finds optima that are known for other reasons, and says what it is."""

import importlib.metadata
import math
import sys
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from contract.errors import RunFailed
from contract.problems import BinaryProblem, parse_problem
from contract.run_result import Heuristic
from quantum_code.references.annealing import anneal
from quantum_code.references.enumeration import enumerate_optima
from quantum_code.references.ground_truth import ground_truth

MaxCutOf = Callable[[nx.Graph], BinaryProblem]


def binary(fields: dict[str, Any]) -> BinaryProblem:
    problem = parse_problem(fields)
    assert isinstance(problem, BinaryProblem)
    return problem


def dense(size: int, seed: int, ones: int | None = None) -> BinaryProblem:
    """A QUBO with Gaussian coefficients between all variables."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(size, size))
    return binary(
        {"problem_type": "optimization", "quadratic_matrix": (matrix + matrix.T).tolist(), "hamming_weight": ones}
    )


@pytest.mark.parametrize("ones", [None, 1, 4, 8, 15])
@pytest.mark.parametrize("seed", [1, 2])
def test_agrees_with_enumeration_where_both_are_possible(seed: int, ones: int | None) -> None:
    problem = dense(16, seed, ones)
    exact, _ = enumerate_optima(problem)

    found = anneal(problem, seed)

    assert found.minimum == exact.minimum
    assert found.optimal_bitstrings == exact.optimal_bitstrings


@pytest.mark.parametrize(
    ("graph", "cut"),
    [
        (nx.cycle_graph(30), 30),
        (nx.cycle_graph(45), 44),
        (nx.grid_2d_graph(6, 10), 104),
        (nx.complete_graph(40), 400),
        (nx.complete_bipartite_graph(25, 35), 875),
        (nx.hypercube_graph(6), 192),
    ],
    ids=["even ring", "odd ring", "grid", "complete", "bipartite", "hypercube"],
)
def test_known_largest_cuts(max_cut_of: MaxCutOf, graph: nx.Graph, cut: int) -> None:
    """All edges of a bipartite graph, all but one of an odd ring, and n²/4 of a complete graph of even size."""
    assert anneal(max_cut_of(graph), 1).minimum == -cut


@pytest.mark.parametrize(("size", "seed"), [(30, 1), (45, 2), (60, 3)])
def test_planted_ground_states(size: int, seed: int) -> None:
    """A sum of triangles that one assignment satisfies as well as can be has its minimum there (arXiv:1502.02098).

    Each triangle of spins has two couplings that the planted assignment satisfies and one, weaker, that it does not.
    """
    rng = np.random.default_rng(seed)
    planted, couplings, lowest = rng.choice([-1, 1], size), dict[tuple[int, int], float](), 0.0
    for _ in range(4 * size):
        nodes = sorted(rng.choice(size, 3, replace=False).tolist())
        pairs = [(nodes[0], nodes[1]), (nodes[0], nodes[2]), (nodes[1], nodes[2])]
        for (i, j), coupling in zip(rng.permutation(pairs).tolist(), (-1.0, -1.0, 0.75), strict=True):
            couplings[i, j] = couplings.get((i, j), 0.0) + coupling * float(planted[i] * planted[j])
        lowest -= 1.25
    terms = [[i, j, coupling] for (i, j), coupling in couplings.items()]

    found = anneal(binary({"problem_type": "ising", "problem_size": size, "couplings": terms}), seed)

    assert found.minimum == pytest.approx(lowest)


@pytest.mark.parametrize(("rows", "columns", "ones", "cut"), [(5, 6, 15, 49), (6, 6, 3, 12)])
def test_known_optima_with_a_fixed_number_of_ones(
    max_cut_of: MaxCutOf, rows: int, columns: int, ones: int, cut: int
) -> None:
    """Half of a grid cuts all its edges like a chessboard; a few ones cut four edges each, if they are apart inside."""
    grid = max_cut_of(nx.grid_2d_graph(rows, columns))

    found = anneal(binary(grid.to_dict() | {"hamming_weight": ones}), 1)

    assert found.minimum == -cut
    assert all(bitstring.count("1") == ones for bitstring in found.optimal_bitstrings)


def test_the_best_of_one_per_item_is_the_smallest() -> None:
    problem = binary(
        {"problem_type": "optimization", "linear_coefficients": [math.cos(i) for i in range(60)], "hamming_weight": 1}
    )

    assert anneal(problem, 3).minimum == min(math.cos(i) for i in range(60))


@pytest.mark.parametrize("ones", [None, 10])
def test_the_same_seed_gives_the_same_reference(ones: int | None) -> None:
    problem = dense(30, 5, ones)

    assert anneal(problem, 2**32 - 1) == anneal(problem, 2**32 - 1)


def test_it_is_labelled_with_what_found_it(max_cut_of: MaxCutOf) -> None:
    truth = ground_truth(max_cut_of(nx.cycle_graph(25)), seed=9)

    assert isinstance(truth.reference, Heuristic)
    assert truth.optimal_indices is None
    version = importlib.metadata.version("dwave-samplers")
    assert truth.reference.software.startswith(f"dwave-samplers {version}, simulated annealing ")
    assert truth.reference.software.endswith("seed 9")


def test_a_missing_package_is_named_with_its_remedy(max_cut_of: MaxCutOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dwave.samplers", None)

    with pytest.raises(RunFailed, match="pip install dwave-samplers"):
        ground_truth(max_cut_of(nx.cycle_graph(25)), seed=1)
