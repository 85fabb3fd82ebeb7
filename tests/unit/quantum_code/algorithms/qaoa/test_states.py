"""QAOA's states, from gates and without, against an independent state vector and closed forms from the literature."""

import functools
import itertools
import math
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from contract.devices import EXACT_QAOA, LIGHTNING
from contract.problems import BinaryProblem
from contract.run_result import BinaryResult
from quantum_code.problems.cost_vector import cost_vector
from quantum_code.problems.ising import Ising

Solve = Callable[..., BinaryResult]


@pytest.fixture(name="solve", params=[EXACT_QAOA, LIGHTNING], ids=lambda device: device.name)
def _solve(solve: Solve, request: pytest.FixtureRequest) -> Solve:
    """The result of QAOA on each of these devices."""
    return functools.partial(solve, device=request.param.arn)


@pytest.mark.parametrize(("size", "layers"), [(2, 1), (3, 2), (5, 3)])
def test_energies_match_an_independent_state_vector(
    solve: Solve,
    seeded_problem: Callable[..., BinaryProblem],
    dense_probabilities: Callable[..., NDArray[np.float64]],
    size: int,
    layers: int,
) -> None:
    problem = seeded_problem(size)
    angles = np.random.default_rng(size).uniform(-1.5, 1.5, 2 * layers)

    result = solve(problem, layers=layers, initial_parameters=tuple(angles), optimizer="none")

    probabilities = dense_probabilities(problem, angles)
    costs = cost_vector(problem.quadratic_form())
    assert result.final_cost == pytest.approx(float(probabilities @ costs), abs=1e-12)
    assert result.optimum_probability == pytest.approx(probabilities[costs.argmin()], abs=1e-12)
    assert result.optimized_parameters == pytest.approx(angles, abs=1e-14)


def one_layer_energy(ising: Ising, gamma: float, beta: float) -> float:
    """The energy of any Ising form after one layer: Ozaeta, van Dam and McMahon, arXiv:2012.03421.

    Without fields and with equal couplings it is the formula for MaxCut of Wang et al., arXiv:1706.02998.
    """
    n, h = ising.num_qubits, 2 * gamma * np.array(ising.fields)
    j = np.zeros((n, n))
    for pair, coupling in ising.couplings.items():
        j[pair] = j[pair[::-1]] = 2 * gamma * coupling
    energy = ising.offset
    for i, field in enumerate(ising.fields):
        energy += field * math.sin(2 * beta) * math.sin(h[i]) * math.prod(np.cos(j[i]))
    for (a, b), coupling in ising.couplings.items():
        others = [k for k in range(n) if k not in (a, b)]
        one_flip = math.cos(h[a]) * math.prod(np.cos(j[a, others])) + math.cos(h[b]) * math.prod(np.cos(j[b, others]))
        two_flips = math.cos(h[a] + h[b]) * math.prod(np.cos(j[a, others] + j[b, others]))
        two_flips -= math.cos(h[a] - h[b]) * math.prod(np.cos(j[a, others] - j[b, others]))
        energy += coupling * math.sin(4 * beta) / 2 * math.sin(j[a, b]) * one_flip
        energy -= coupling * math.sin(2 * beta) ** 2 / 2 * two_flips
    return float(energy)


@pytest.mark.parametrize(
    "graph", [nx.petersen_graph(), nx.house_x_graph(), nx.wheel_graph(6)], ids=lambda graph: str(graph.name)
)
@pytest.mark.parametrize("weighted", [False, True])
def test_one_layer_gives_the_closed_form_of_every_graph(
    solve: Solve, max_cut_of: Callable[[nx.Graph], BinaryProblem], graph: nx.Graph, weighted: bool
) -> None:
    graph, rng = graph.copy(), np.random.default_rng(5)
    for edge in graph.edges:
        graph.edges[edge]["weight"] = float(rng.normal()) if weighted else 1.0
    problem = max_cut_of(graph)

    result = solve(problem, layers=1, initial_parameters=(0.7, -0.35), optimizer="none")

    assert result.final_cost == pytest.approx(
        one_layer_energy(Ising.from_quadratic(problem.quadratic_form()), 0.7, -0.35), abs=1e-10
    )


def test_one_layer_gives_the_closed_form_with_fields(
    solve: Solve, seeded_problem: Callable[..., BinaryProblem]
) -> None:
    problem = seeded_problem(6)

    result = solve(problem, layers=1, initial_parameters=(0.3, -0.45), optimizer="none")

    assert result.final_cost == pytest.approx(
        one_layer_energy(Ising.from_quadratic(problem.quadratic_form()), 0.3, -0.45), abs=1e-10
    )


@pytest.mark.parametrize(("graph", "degree"), [(nx.cycle_graph(6), 2), (nx.cubical_graph(), 3)], ids=["ring", "cube"])
def test_one_layer_optimum_of_regular_graphs_without_triangles(
    solve: Solve, max_cut_of: Callable[[nx.Graph], BinaryProblem], graph: nx.Graph, degree: int
) -> None:
    """Also in arXiv:1706.02998: each edge is cut with probability 1/2 + (1 - 1/d)^((d-1)/2) / (2·√d)."""
    result = solve(max_cut_of(graph), layers=1)

    fraction = 0.5 + (1 - 1 / degree) ** ((degree - 1) / 2) / (2 * np.sqrt(degree))
    assert result.final_cost == pytest.approx(-fraction * graph.number_of_edges(), abs=1e-6)


@pytest.mark.parametrize(("layers", "fraction"), [(1, 3 / 4), (2, 5 / 6), (3, 7 / 8)])
def test_a_long_ring_reaches_the_known_fraction_at_every_depth(
    solve: Solve, max_cut_of: Callable[[nx.Graph], BinaryProblem], layers: int, fraction: float
) -> None:
    """(2p + 1)/(2p + 2) for a ring longer than 2p + 1 (Farhi et al., arXiv:1411.4028)."""
    result = solve(max_cut_of(nx.cycle_graph(10)), layers=layers)

    assert result.final_cost == pytest.approx(-10 * fraction, abs=1e-5)


def test_bits_are_read_from_the_left(solve: Solve, seeded_problem: Callable[..., BinaryProblem]) -> None:
    problem = type(seeded_problem(4)).model_validate(
        {"problem_type": "optimization", "linear_coefficients": [-3.0, 1.0, 2.0, 1.5]}
    )

    assert solve(problem, layers=2).best.bitstring == "1000"


def test_every_assignment_is_in_the_order_of_its_bitstring(seeded_problem: Callable[..., BinaryProblem]) -> None:
    form = seeded_problem(3).quadratic_form()

    costs = [form.cost(bits) for bits in itertools.product((0, 1), repeat=3)]

    np.testing.assert_allclose(cost_vector(form), costs, atol=1e-14)
