"""Every fault of a problem is refused with one sentence that names the field and says what is wrong with it."""

import math
from typing import Any

import pytest

from contract.errors import InvalidProblem
from contract.problems import MAX_SIZE, parse_problem, read_problem

NAN, INF = math.nan, math.inf
SIZES = f"must be from 2 to {MAX_SIZE} variables"
SQUARE = [[0.0, 1.0], [1.0, 0.0]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "expected a JSON object, got NoneType"),
        ([], "expected a JSON object, got list"),
        ("max_cut", "expected a JSON object, got str"),
        ({}, "problem_type is None; known types: optimization, ising, max_cut"),
        ({"problem_type": "tsp"}, "problem_type is 'tsp'; known types: optimization, ising, max_cut"),
        ({"problem_type": ["max_cut"]}, "problem_type is ['max_cut']; known types"),
    ],
)
def test_what_is_no_problem(data: object, message: str) -> None:
    with pytest.raises(InvalidProblem) as fault:
        parse_problem(data)
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        # nothing, or only a size, and that one wrong
        ({}, "give the coefficients, or a whole number as problem_size"),
        ({"problem_size": 1}, f"problem_size is 1; it {SIZES}"),
        ({"problem_size": 0}, f"problem_size is 0; it {SIZES}"),
        ({"problem_size": -3}, f"problem_size is -3; it {SIZES}"),
        ({"problem_size": 10_000}, f"problem_size is 10000; it {SIZES}"),
        ({"problem_size": MAX_SIZE + 1}, f"problem_size is {MAX_SIZE + 1}; it {SIZES}"),
        ({"problem_size": "4"}, "whole number as problem_size"),
        ({"problem_size": 4.0}, "whole number as problem_size"),
        ({"problem_size": True}, "whole number as problem_size"),
        ({"problem_size": 4, "seed": -1}, "seed is -1"),
        ({"problem_size": 4, "seed": 2**32}, "seed is 4294967296"),
        ({"problem_size": 4, "seed": "1"}, "seed is '1'"),
        ({"problem_size": 4, "seed": True}, "seed is True"),
        ({"linear_coefficients": [1, 2], "seed": 42}, "seed draws an instance"),
        # fields that are not part of it
        ({"problem_size": 4, "sise": 4}, "sise: Extra inputs are not permitted"),
        ({"linear_coefficients": [1, 2], "edges": [[0, 1]]}, "edges: Extra inputs are not permitted"),
        # dense: numbers
        ({"linear_coefficients": [1, "2"]}, "linear_coefficients.1: Input should be a valid number"),
        ({"linear_coefficients": [1, True]}, "linear_coefficients.1: Input should be a valid number"),
        ({"linear_coefficients": [1, None]}, "linear_coefficients.1: Input should be a valid number"),
        ({"linear_coefficients": [1, NAN]}, "linear_coefficients.1: Input should be a finite number"),
        ({"linear_coefficients": [-INF, 1]}, "linear_coefficients.0: Input should be a finite number"),
        ({"linear_coefficients": "12"}, "linear_coefficients: Input should be a valid tuple"),
        ({"quadratic_matrix": [[0, NAN], [NAN, 0]]}, "quadratic_matrix.0.1: Input should be a finite number"),
        ({"quadratic_matrix": [[0, "1"], ["1", 0]]}, "quadratic_matrix.0.1: Input should be a valid number"),
        ({"quadratic_matrix": [[0, True], [True, 0]]}, "quadratic_matrix.0.1: Input should be a valid number"),
        ({"quadratic_matrix": [1, 2]}, "quadratic_matrix.0: Input should be a valid tuple"),
        ({"linear_coefficients": [1e308, 1e308]}, "so scale all of them"),
        ({"quadratic_matrix": [[0, 1e308], [1e308, 0]]}, "so scale all of them"),
        ({"linear_coefficients": [0, 0], "quadratic_matrix": [[0, 0], [0, 0]]}, "every assignment has the same cost"),
        # dense: shapes
        ({"linear_coefficients": [1]}, f"problem_size is 1; it {SIZES}"),
        ({"linear_coefficients": [1, 2, 3], "problem_size": 4}, "linear_coefficients has 3 entries for 4 variables"),
        ({"quadratic_matrix": SQUARE, "problem_size": 3}, "quadratic_matrix has 2 rows for 3 variables"),
        (
            {"linear_coefficients": [1, 2, 3], "quadratic_matrix": SQUARE},
            "quadratic_matrix has 2 rows for 3 variables",
        ),
        ({"quadratic_matrix": [[0, 1], [1]]}, "quadratic_matrix: row 1 has 1 entries for 2 variables"),
        ({"quadratic_matrix": [[0, 1, 2], [1, 0, 3]]}, "quadratic_matrix: row 0 has 3 entries for 2 variables"),
        ({"quadratic_matrix": [[0, 1], [2, 0]]}, "quadratic_matrix is not symmetric: [1][0] is 2.0, [0][1] is 1.0"),
        ({"linear_coefficients": [1, 2], "problem_size": "2"}, "problem_size: Input should be a valid integer"),
        ({"linear_coefficients": [1, 2], "problem_size": 2.0}, "problem_size: Input should be a valid integer"),
        # sparse
        ({"linear_terms": [[0, 1]]}, "problem_size: Field required"),
        ({"linear_terms": [[0, 1]], "problem_size": "2"}, "problem_size: Input should be a valid integer"),
        ({"linear_terms": [[0, 1]], "problem_size": True}, "problem_size: Input should be a valid integer"),
        ({"linear_terms": [[0, 1]], "problem_size": 10_000}, f"problem_size is 10000; it {SIZES}"),
        ({"linear_terms": [[0, 1], [0, 2]], "problem_size": 2}, "linear_terms names a variable twice"),
        ({"linear_terms": [[2, 1]], "problem_size": 2}, "variable 2 is beyond problem_size 2"),
        (
            {"linear_terms": [[-1, 1]], "problem_size": 2},
            "linear_terms.0.0: Input should be greater than or equal to 0",
        ),
        ({"linear_terms": [[0.5, 1]], "problem_size": 2}, "linear_terms.0.0: Input should be a valid integer"),
        ({"linear_terms": [["0", 1]], "problem_size": 2}, "linear_terms.0.0: Input should be a valid integer"),
        ({"linear_terms": [[True, 1]], "problem_size": 2}, "linear_terms.0.0: Input should be a valid integer"),
        ({"linear_terms": [[0, 1, 2]], "problem_size": 2}, "linear_terms.0: Tuple should have at most 2 items"),
        (
            {"quadratic_terms": [[0, 1, 1], [1, 0, 2]], "problem_size": 2},
            "quadratic_terms: the pair 0–1 is given twice",
        ),
        ({"quadratic_terms": [[0, 5, 1]], "problem_size": 2}, "variable 5 is beyond problem_size 2"),
        ({"quadratic_terms": [[0, 1, NAN]], "problem_size": 2}, "quadratic_terms.0.2: Input should be a finite number"),
        ({"quadratic_terms": [[0, 1, "1"]], "problem_size": 2}, "quadratic_terms.0.2: Input should be a valid number"),
        ({"linear_coefficients": [1, 2], "linear_terms": [[0, 1]]}, "or linear_terms and quadratic_terms, not both"),
    ],
)
def test_optimization(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem) as fault:
        parse_problem({"problem_type": "optimization", **fields})
    assert str(fault.value).startswith("optimization problem: ")
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "edges: Field required"),
        ({"problem_size": 4}, "edges: Field required"),
        ({"edges": []}, "edges is empty"),
        ({"edges": "0-1"}, "edges: Input should be a valid tuple"),
        ({"edges": {"a": "b"}}, "edges: Input should be a valid tuple"),
        ({"edges": [0, 1]}, "edges.0: expected [u, v] or [u, v, weight], got 0"),
        ({"edges": [[0, 1], [1]]}, "edges.1: expected [u, v] or [u, v, weight], got [1]"),
        ({"edges": [[0, 1, 1, 1]]}, "edges.0: expected [u, v] or [u, v, weight]"),
        # weights
        ({"edges": [[0, 1, NAN]]}, "edges.0.2: Input should be a finite number"),
        ({"edges": [[0, 1, INF]]}, "edges.0.2: Input should be a finite number"),
        ({"edges": [[0, 1, "1"]]}, "edges.0.2: Input should be a valid number"),
        ({"edges": [[0, 1, True]]}, "edges.0.2: Input should be a valid number"),
        ({"edges": [[0, 1, 0]]}, "every assignment has the same cost"),
        ({"edges": [[0, 1, 1e308]]}, "so scale all of them"),
        # ends
        ({"nodes": ["a", "b"], "edges": [["a", "a"]]}, "edges: 'a' is joined to itself; a self-loop is never cut"),
        ({"edges": [[0, 1], [1, 1]]}, "edges: '1' is joined to itself"),
        ({"edges": [[0, 1], [1, 0]]}, "edges: the pair 0–1 is given twice"),
        ({"nodes": ["a", "b"], "edges": [["a", "b"], [1, 0]]}, "edges: the pair 0–1 is given twice"),
        ({"edges": [["a", "b"]]}, "nodes is missing"),
        ({"edges": [[True, False]]}, "edges.0: True is neither a name in nodes nor a position from 0 to 1"),
        ({"nodes": ["a", "b"], "edges": [["a", "c"]]}, "edges.0: 'c' is neither a name in nodes nor a position"),
        ({"nodes": ["a", "b"], "edges": [[0, 2]]}, "edges.0: 2 is neither a name in nodes nor a position from 0 to 1"),
        ({"nodes": ["a", "b"], "edges": [[0, -1]]}, "edges.0: -1 is neither a name in nodes nor a position"),
        ({"nodes": ["a", "b"], "edges": [[0, 1.0]]}, "edges.0: 1.0 is neither a name in nodes nor a position"),
        ({"edges": [[0, 1], [0, None]]}, "nodes is missing"),
        # names
        ({"nodes": ["a", "b", "b"], "edges": [["a", "b"]]}, "nodes: a name stands twice"),
        ({"nodes": ["a", ""], "edges": [[0, 1]]}, "nodes.1: String should have at least 1 character"),
        ({"nodes": ["a", "b" * 101], "edges": [[0, 1]]}, "nodes.1: String should have at most 100 characters"),
        ({"nodes": [1, 2], "edges": [[0, 1]]}, "nodes.0: Input should be a valid string"),
        ({"nodes": "ab", "edges": [[0, 1]]}, "nodes: Input should be a valid tuple"),
        # sizes; the large ones must be refused before a list of that length is made
        ({"nodes": ["a"], "edges": [["a", "a"]]}, f"problem_size is 1; it {SIZES}"),
        ({"edges": [[0, 1]], "problem_size": 1}, f"problem_size is 1; it {SIZES}"),
        ({"edges": [[0, 1]], "problem_size": -5}, f"problem_size is -5; it {SIZES}"),
        ({"edges": [[0, 1]], "problem_size": 10_000}, f"problem_size is 10000; it {SIZES}"),
        ({"edges": [[0, 10**15]]}, f"problem_size is {10**15 + 1}; it {SIZES}"),
        ({"edges": [[0, 1]], "problem_size": 10**15}, f"problem_size is {10**15}; it {SIZES}"),
        ({"rudy": f"{10**15} 1\n1 2 1"}, f"problem_size is {10**15}; it {SIZES}"),
        ({"edges": [[0, 1]], "problem_size": "2"}, "problem_size: Input should be a valid integer"),
        ({"edges": [[0, 1]], "problem_size": 2.0}, "problem_size: Input should be a valid integer"),
        ({"edges": [[0, 1]], "problem_size": True}, "problem_size is True"),
        ({"nodes": ["a", "b", "c"], "edges": [[0, 1]], "problem_size": 2}, "problem_size is 2 but nodes has 3 names"),
        ({"edges": [[0, 1]], "weights": [1]}, "weights: Extra inputs are not permitted"),
    ],
)
def test_max_cut(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem) as fault:
        parse_problem({"problem_type": "max_cut", **fields})
    assert str(fault.value).startswith("max_cut problem: ")
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "give local_fields (a number for each spin), couplings ([i, j, J] for each pair), or both"),
        ({"constant": 1.0}, "give local_fields (a number for each spin), couplings"),
        ({"couplings": []}, "give local_fields"),
        ({"problem_size": 3}, "every assignment has the same cost"),
        ({"problem_size": 3, "couplings": []}, "every assignment has the same cost"),
        ({"local_fields": [0, 0, 0]}, "every assignment has the same cost"),
        # sizes
        ({"local_fields": [1.0]}, f"problem_size is 1; it {SIZES}"),
        ({"couplings": [[0, 10**15, 1]]}, f"problem_size is {10**15 + 1}; it {SIZES}"),
        ({"couplings": [[0, 1, 1]], "problem_size": 2.0}, "problem_size: Input should be a valid integer"),
        ({"couplings": [[0, 1, 1]], "problem_size": True}, "problem_size: Input should be a valid integer"),
        ({"couplings": [[0, 1, 1]], "problem_size": None}, "problem_size: Input should be a valid integer"),
        ({"local_fields": [1, 2], "problem_size": 3}, "local_fields has 2 entries for 3 spins"),
        ({"couplings": [[0, 5, 1]], "problem_size": 2}, "couplings: spin 5 is beyond problem_size 2; spins count from"),
        ({"couplings": [[0, 5, 1]], "local_fields": [1, 2]}, "couplings: spin 5 is beyond problem_size 2"),
        # numbers and shapes
        ({"local_fields": [1, NAN]}, "local_fields.1: Input should be a finite number"),
        ({"local_fields": [1, "2"]}, "local_fields.1: Input should be a valid number"),
        ({"local_fields": "12"}, "give local_fields"),
        ({"couplings": {"0": 1}}, "give local_fields"),
        ({"couplings": [[0, 1, INF]]}, "couplings.0.2: Input should be a finite number"),
        ({"couplings": [[0, 1]], "problem_size": 2}, "couplings.0.2: Field required"),
        ({"couplings": [[0, 1, 1, 1]], "problem_size": 2}, "couplings.0: Tuple should have at most 3 items"),
        ({"couplings": [[-1, 1, 1]]}, "couplings.0.0: Input should be greater than or equal to 0"),
        ({"couplings": [["a", 1, 1]]}, "give local_fields"),
        ({"couplings": [[0, 1, 1e308]]}, "so scale all of them"),
        ({"local_fields": [1, 2], "constant": INF}, "constant: Input should be a finite number"),
        # pairs
        ({"couplings": [[1, 1, 1]]}, "couplings: spin 1 is coupled to itself; z² is 1"),
        ({"couplings": [[0, 1, 1], [1, 0, 1]]}, "couplings: the pair 0–1 is given twice"),
        ({"local_fields": [1, 2], "edges": [[0, 1]]}, "edges: Extra inputs are not permitted"),
    ],
)
def test_ising(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem) as fault:
        parse_problem({"problem_type": "ising", **fields})
    assert str(fault.value).startswith("ising problem: ")
    assert message in str(fault.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"problem_type": "optimization", "problem_size": 4},
        {"problem_type": "ising", "couplings": [[0, 1, 1], [1, 2, 1], [2, 3, 1]]},
        {"problem_type": "max_cut", "edges": [[0, 1], [1, 2], [2, 3]]},
    ],
    ids=["optimization", "ising", "max_cut"],
)
@pytest.mark.parametrize(
    ("weight", "message"),
    [
        (0, "hamming_weight is 0; with 4 variables it must be from 1 to 3"),
        (4, "hamming_weight is 4; with 4 variables it must be from 1 to 3"),
        (-1, "hamming_weight is -1; with 4 variables it must be from 1 to 3"),
        (2.0, "hamming_weight: Input should be a valid integer"),
        ("2", "hamming_weight: Input should be a valid integer"),
        (True, "hamming_weight: Input should be a valid integer"),
    ],
)
def test_hamming_weight(fields: dict[str, Any], weight: object, message: str) -> None:
    with pytest.raises(InvalidProblem) as fault:
        parse_problem(fields | {"hamming_weight": weight})
    assert message in str(fault.value)


@pytest.mark.parametrize(
    "fields",
    [
        # xᵢ counted once each, so that a fixed number of ones fixes the cost
        {"problem_type": "optimization", "linear_coefficients": [0.1, 0.1, 0.1], "hamming_weight": 2},
        # (Σx)² and any field that is the same everywhere
        {"problem_type": "ising", "local_fields": [2, 2, 2], "couplings": [[0, 1, 1], [0, 2, 1], [1, 2, 1]]},
        # half of a complete graph, and half of a star
        {"problem_type": "max_cut", "edges": [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]},
        {"problem_type": "max_cut", "edges": [[0, 1], [0, 2], [0, 3]]},
    ],
)
def test_nothing_to_optimise_among_the_assignments_with_so_many_ones(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidProblem, match="every assignment has the same cost"):
        parse_problem({"hamming_weight": 2, **fields})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rudy": 5}, "rudy: expected the graph as one text"),
        ({"rudy": "2 1\n1 2 1", "edges": [[0, 1]]}, "give rudy, or nodes and edges, not both"),
        ({"rudy": "2 1\n1 2 1", "nodes": ["a", "b"]}, "give rudy, or nodes and edges, not both"),
        ({"rudy": "3 1\n1 2 1", "problem_size": 7}, "problem_size is 7 but nodes has 3 names"),
        ({"rudy": ""}, "rudy: the first line must hold the number of nodes and the number of edges"),
        ({"rudy": "2\n1 2"}, "rudy: the first line must hold"),
        ({"rudy": "a 1\n1 2"}, "rudy: line 1: 'a' is not a whole number"),
        ({"rudy": "2 2\n1 2 1"}, "rudy: the first line promises 2 edges, there are 1"),
        ({"rudy": "2 0"}, "edges is empty"),
        ({"rudy": "2 1\n1"}, "rudy: line 2 must hold two node numbers and a weight"),
        ({"rudy": "2 1\n1 2 1 1"}, "rudy: line 2 must hold two node numbers and a weight"),
        ({"rudy": "2 1\n1 3 1"}, "rudy: line 2 names node 3; nodes count from 1 to 2"),
        ({"rudy": "2 1\n\n0 1 1"}, "rudy: line 3 names node 0; nodes count from 1 to 2"),
        ({"rudy": "2 1\n1.5 2 1"}, "rudy: line 2: '1.5' is not a whole number"),
        ({"rudy": "2 1\n1 2 heavy"}, "rudy: line 2: 'heavy' is not a number"),
        ({"rudy": "2 1\n1 2 nan"}, "edges.0.2: Input should be a finite number"),
        ({"rudy": "2 1\n1 1 1"}, "edges: '1' is joined to itself"),
        ({"rudy": "2 2\n1 2 1\n2 1 1"}, "edges: the pair 0–1 is given twice"),
        ({"rudy": "1 1\n1 1 1"}, f"problem_size is 1; it {SIZES}"),
        ({"rudy": "800 1\n1 2 1"}, f"problem_size is 800; it {SIZES}"),
    ],
)
def test_rudy(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem) as fault:
        parse_problem({"problem_type": "max_cut", **fields})
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"2 1\n1 2 \xff", "line 2"),
        ("[" * 100_000, "is not JSON"),
        ('{"problem_type": ' + "9" * 5000 + "}", "is not JSON"),
        ("null", "expected a JSON object"),
        ('{"problem_type": "optimization", "linear_coefficients": [1, NaN]}', "linear_coefficients.1"),
        ("3 1\n1 4", "rudy: line 2 names node 4"),
    ],
)
def test_text_that_is_no_problem(text: str | bytes, message: str) -> None:
    with pytest.raises(InvalidProblem) as fault:
        read_problem(text)
    assert message in str(fault.value)


def test_several_faults_are_all_named() -> None:
    with pytest.raises(InvalidProblem) as fault:
        parse_problem({"problem_type": "optimization", "linear_coefficients": ["a", 1, NAN], "colour": "red"})
    for where in ("linear_coefficients.0: ", "linear_coefficients.2: ", "colour: "):
        assert where in str(fault.value)
