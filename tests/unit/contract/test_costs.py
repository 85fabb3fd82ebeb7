"""The quadratic form of every problem type against the plain formula, over all assignments."""

import itertools
from typing import Any

import numpy as np
import pytest

from contract.problems import BinaryProblem, parse_problem, read_problem

CASES = [(size, seed) for size in (2, 3, 5, 8) for seed in (0, 1, 2)]


def _binary(data: Any) -> BinaryProblem:
    problem = parse_problem(data)
    assert isinstance(problem, BinaryProblem)
    return problem


def _dense(size: int, seed: int) -> tuple[Any, Any, BinaryProblem]:
    random = np.random.default_rng(seed)
    c = random.normal(size=size)
    a = random.normal(size=(size, size))
    q = (a + a.T) / 2
    data = {"problem_type": "optimization", "linear_coefficients": c.tolist(), "quadratic_matrix": q.tolist()}
    return c, q, _binary(data)


def _sparse(c: Any, q: Any, *, order: int) -> BinaryProblem:
    """The same cost as terms, each pair once, in an order and orientation of their own."""
    size = len(c)
    linear = [[i, float(c[i])] for i in range(size)]
    pairs = [[j, i, float(q[i, j] + q[j, i])] for i in range(size) for j in range(i + 1, size)]
    squares = [[i, i, float(q[i, i])] for i in range(size)]
    random = np.random.default_rng(order)
    terms = [pairs[k] for k in random.permutation(len(pairs))] + squares
    return _binary(
        {
            "problem_type": "optimization",
            "problem_size": size,
            "linear_terms": [linear[k] for k in random.permutation(size)],
            "quadratic_terms": terms,
        }
    )


def _graph(size: int, seed: int) -> tuple[list[tuple[int, int, float]], BinaryProblem]:
    random = np.random.default_rng(seed)
    pairs = list(itertools.combinations(range(size), 2))
    chosen = [pairs[k] for k in random.permutation(len(pairs))[: max(1, len(pairs) * 2 // 3)]]
    edges = [(i, j, float(random.normal())) for i, j in chosen]
    data = {"problem_type": "max_cut", "problem_size": size, "edges": [list(edge) for edge in edges]}
    return edges, _binary(data)


def _assignments(size: int) -> list[tuple[int, ...]]:
    return list(itertools.product((0, 1), repeat=size))


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_dense_cost_is_c_x_plus_x_q_x(size: int, seed: int) -> None:
    c, q, problem = _dense(size, seed)
    form = problem.quadratic_form()
    for bits in _assignments(size):
        x = np.array(bits)
        assert form.cost(bits) == pytest.approx(c @ x + x @ q @ x, abs=1e-12)


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_dense_and_sparse_forms_have_the_same_cost(size: int, seed: int) -> None:
    c, q, dense = _dense(size, seed)
    sparse = _sparse(c, q, order=1)
    for bits in _assignments(size):
        assert sparse.quadratic_form().cost(bits) == pytest.approx(dense.quadratic_form().cost(bits), abs=1e-12)


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_max_cut_cost_is_minus_the_weight_between_the_parts(size: int, seed: int) -> None:
    edges, problem = _graph(size, seed)
    form = problem.quadratic_form()
    for bits in _assignments(size):
        cut = sum(weight for i, j, weight in edges if bits[i] != bits[j])
        assert form.cost(bits) == pytest.approx(-cut, abs=1e-12)
        name, measured = problem.measure(form.cost(bits))
        assert name == "cut"
        assert measured == pytest.approx(cut, abs=1e-12)
        assert problem.describe(bits)["cut"] == pytest.approx(cut, abs=1e-12)


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_mean_is_the_mean_of_all_costs(size: int, seed: int) -> None:
    for problem in (_dense(size, seed)[2], _graph(size, seed)[1]):
        form = problem.quadratic_form()
        costs = [form.cost(bits) for bits in _assignments(size)]
        assert form.mean == pytest.approx(np.mean(costs), abs=1e-12)


def test_a_cost_by_hand() -> None:
    problem = _binary(
        {"problem_type": "optimization", "linear_coefficients": [1, -2], "quadratic_matrix": [[10, 3], [3, 100]]}
    )
    costs = {bits: problem.quadratic_form().cost(bits) for bits in _assignments(2)}
    assert costs == {(0, 0): 0.0, (1, 0): 11.0, (0, 1): 98.0, (1, 1): 115.0}


def test_a_cost_needs_a_bit_for_each_variable() -> None:
    problem = _binary({"problem_type": "optimization", "problem_size": 4})
    with pytest.raises(ValueError, match="zip"):
        problem.quadratic_form().cost((0, 1))


def test_a_cut_of_nothing_is_plus_zero() -> None:
    problem = _binary({"problem_type": "max_cut", "edges": [[0, 1]]})
    _, cut = problem.measure(problem.quadratic_form().cost((0, 0)))
    assert str(cut) == "0.0"


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_the_order_of_sparse_terms_does_not_change_the_id(size: int, seed: int) -> None:
    c, q, dense = _dense(size, seed)
    one, other = _sparse(c, q, order=1), _sparse(c, q, order=2)
    assert one.problem_id == other.problem_id
    assert one.problem_id != dense.problem_id  # the id is that of the document: another form, another id


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_the_order_of_edges_does_not_change_the_id(size: int, seed: int) -> None:
    edges, problem = _graph(size, seed)
    turned = [[j, i, weight] for i, j, weight in reversed(edges)]
    other = _binary({"problem_type": "max_cut", "problem_size": size, "edges": turned})
    assert other == problem
    assert other.problem_id == problem.problem_id


def test_names_and_positions_describe_the_same_graph() -> None:
    nodes = ["a", "b", "c"]
    by_name = _binary({"problem_type": "max_cut", "nodes": nodes, "edges": [["c", "a", 2], ["a", "b", 1]]})
    by_position = _binary({"problem_type": "max_cut", "nodes": nodes, "edges": [[0, 1], [2, 0, 2.0]]})
    assert by_name.problem_id == by_position.problem_id


@pytest.mark.parametrize(
    "changed",
    [
        {"edges": [[0, 1, 2], [1, 2]]},
        {"edges": [[0, 1], [0, 2]]},
        {"problem_size": 4},
        {"nodes": ["0", "1", "two"]},
    ],
)
def test_another_graph_has_another_id(changed: dict[str, Any]) -> None:
    data = {"problem_type": "max_cut", "edges": [[0, 1], [1, 2]]}
    assert _binary(data | changed).problem_id != _binary(data).problem_id


def test_the_time_of_preparation_does_not_change_the_id() -> None:
    data = {"problem_type": "optimization", "problem_size": 3}
    assert _binary(data | {"created_at": "2026-01-01"}).problem_id == _binary(data).problem_id


def test_an_id_can_stand_in_a_key_and_a_job_name() -> None:
    problem_id = _binary({"problem_type": "optimization", "problem_size": 4}).problem_id
    assert len(problem_id) == 16
    assert set(problem_id) <= set("0123456789abcdef")


def test_rudy_text_and_edges_describe_the_same_graph() -> None:
    text = "3 2\n1 2 4\n2 3\n\n"
    as_edges = _binary({"problem_type": "max_cut", "nodes": ["1", "2", "3"], "edges": [[0, 1, 4], [1, 2]]})
    assert read_problem(text) == as_edges
    assert read_problem(text.encode()) == as_edges
    assert read_problem(text.replace("\n", "\r\n")) == as_edges
    assert _binary({"problem_type": "max_cut", "rudy": text}) == as_edges


def test_isolated_nodes_count() -> None:
    problem = _binary({"problem_type": "max_cut", "problem_size": 5, "edges": [[0, 1]]})
    assert problem.problem_size == 5
    assert problem.groups((1, 0, 0, 0, 1)) == {"Part A": ["1", "2", "3"], "Part B": ["0", "4"]}


def test_groups_follow_the_bit_order() -> None:
    problem = _binary({"problem_type": "max_cut", "nodes": ["a", "b", "c"], "edges": [["a", "b"], ["b", "c"]]})
    assert problem.describe((0, 1, 0)) == {"cut": 2.0, "partition": [["a", "c"], ["b"]]}
    qubo = _binary({"problem_type": "optimization", "problem_size": 3})
    assert qubo.describe((0, 0, 1)) == {"chosen_variables": [2]}
