"""The Ising form, the cost vector and the Hamiltonian all give the cost that the problem defines."""

import itertools
import math
from collections.abc import Callable

import networkx as nx
import numpy as np
import pennylane as qml
import pytest

from contract.problems import BinaryProblem, QuadraticForm
from quantum_code.devices.operators import sum_of_words
from quantum_code.problems.cost_vector import cost_vector
from quantum_code.problems.ising import Ising


def random_form(n: int, seed: int) -> QuadraticForm:
    rng = np.random.default_rng(seed)
    pairs = [pair for pair in itertools.combinations(range(n), 2) if rng.random() < 0.6]
    couplings = {pair: float(rng.normal(scale=3)) for pair in pairs}
    return QuadraticForm(float(rng.normal()), tuple(rng.normal(size=n).tolist()), couplings)


def assignments(n: int) -> list[tuple[int, ...]]:
    """In the order of their bitstrings: 00…0, 00…1, …"""
    return list(itertools.product((0, 1), repeat=n))


@pytest.mark.parametrize(("n", "seed"), [(2, 1), (3, 2), (5, 3), (7, 4), (7, 5)])
def test_every_form_of_a_cost_agrees_on_every_assignment(n: int, seed: int) -> None:
    form = random_form(n, seed)
    expected = np.array([form.cost(bits) for bits in assignments(n)])

    ising = Ising.from_quadratic(form)
    hamiltonian = qml.matrix(sum_of_words(ising), wire_order=range(n))

    np.testing.assert_allclose(cost_vector(form), expected, atol=1e-12)
    np.testing.assert_allclose(ising.energies(np.array(assignments(n), dtype=np.uint8)), expected, atol=1e-12)
    np.testing.assert_allclose(hamiltonian, np.diag(expected - ising.offset), atol=1e-12)


def test_the_leftmost_bit_is_the_most_significant_of_an_index() -> None:
    form = QuadraticForm(0.0, (4.0, 2.0, 1.0), {})

    assert cost_vector(form).tolist() == [0, 1, 2, 3, 4, 5, 6, 7]


def test_the_offset_is_the_mean_cost() -> None:
    form = random_form(6, seed=7)

    assert Ising.from_quadratic(form).offset == pytest.approx(cost_vector(form).mean())


def test_a_weighted_cut_has_no_fields(max_cut_of: Callable[[nx.Graph], BinaryProblem]) -> None:
    graph = nx.complete_graph(9)
    rng = np.random.default_rng(3)
    for edge in graph.edges:
        graph.edges[edge]["weight"] = rng.uniform(0.1, 0.7)

    ising = Ising.from_quadratic(max_cut_of(graph).quadratic_form())

    assert ising.fields == (0.0,) * 9
    assert len(ising.couplings) == 36


def test_the_strength_of_a_regular_graph_is_half_the_root_of_its_degree(
    max_cut_of: Callable[[nx.Graph], BinaryProblem],
) -> None:
    petersen = Ising.from_quadratic(max_cut_of(nx.petersen_graph()).quadratic_form())

    assert petersen.strength == pytest.approx(math.sqrt(3) / 2)


def test_isolated_nodes_do_not_dilute_the_strength(max_cut_of: Callable[[nx.Graph], BinaryProblem]) -> None:
    graph = nx.cycle_graph(5)
    graph.add_nodes_from(range(5, 12))

    assert Ising.from_quadratic(max_cut_of(graph).quadratic_form()).strength == pytest.approx(math.sqrt(2) / 2)


def test_the_values_of_its_basis_are_the_energy_without_the_offset() -> None:
    ising = Ising.from_quadratic(random_form(5, seed=9))
    bits = np.array(assignments(5), dtype=np.uint8)

    (basis,) = ising.bases()

    assert basis.rotations() == []
    np.testing.assert_allclose(ising.constant + basis.values(bits), ising.energies(bits), atol=1e-12)
    assert np.ptp(basis.values(bits)) <= basis.spread


def test_scaling_changes_units_and_offset() -> None:
    ising = Ising.from_quadratic(random_form(6, seed=8))
    bits = np.array(assignments(6), dtype=np.uint8)

    scaled = ising.scaled(2.5, 4.0)

    np.testing.assert_allclose(scaled.energies(bits), (ising.energies(bits) - 2.5) / 4)
    assert scaled.strength == pytest.approx(ising.strength / 4)
