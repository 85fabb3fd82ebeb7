"""Numbers and answers as they are read."""

import pytest

from contract.problems import BinaryProblem, parse_problem
from contract.run_result import Interval
from lambdas.post_processing.wording import (
    an,
    energy,
    estimate,
    millihartree,
    number,
    percent,
    percent_estimate,
    shortened,
    value,
)

MINUS, PLUS_MINUS = "\N{MINUS SIGN}", "\N{PLUS-MINUS SIGN}"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (-6.0, "\N{MINUS SIGN}6"),
        (-0.0, "0"),
        (1234567.0, "1234567"),
        (1 / 3, "0.333333"),
        (-2.5e12, "\N{MINUS SIGN}2.5e+12"),
        (1e-9, "1e-09".replace("-", "\N{MINUS SIGN}")),
    ],
)
def test_number(given: float, text: str) -> None:
    assert number(given) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.5, "50%"),
        (0.12345, "12.3%"),
        (0.9949, "99.49%"),
        (0.000001, "less than 0.01%"),
        (0.9999999, "more than 99.99%"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_graph_in_words(graph: BinaryProblem) -> None:
    assert graph.title == "Maximum cut of a graph with 6 nodes and 8 edges"
    assert value(graph, -6.0) == "cut of 6"
    assert graph.groups([0, 1, 1, 1, 0, 0]) == {"Part A": ["0", "4", "5"], "Part B": ["1", "2", "3"]}


def test_a_graph_of_one_edge_has_one_edge() -> None:
    assert parse_problem({"problem_type": "max_cut", "edges": [[0, 1]]}).title.endswith("2 nodes and 1 edge")


def test_a_qubo_in_words() -> None:
    problem = parse_problem({"problem_type": "optimization", "problem_size": 4})
    assert isinstance(problem, BinaryProblem)
    assert problem.title == "Minimum of a quadratic cost over 4 binary variables"
    assert value(problem, -1.25) == "cost of \N{MINUS SIGN}1.25"
    assert problem.groups([1, 0, 0, 1]) == {"Variables set to 1": ["x0", "x3"]}


@pytest.mark.parametrize(
    ("given", "low", "high", "text"),
    [
        (-5.5, -5.598, -5.402, f"{MINUS}5.500 {PLUS_MINUS} 0.098"),
        (-5.5, -7.5, -3.5, f"{MINUS}5.5 {PLUS_MINUS} 2.0"),
        (1234.6, 1200, 1269.2, f"1235 {PLUS_MINUS} 35"),
        (0.4, 0.31, 0.52, "0.40 [0.31, 0.52]"),
        (2e12, 1e12, 3e12, f"2e+12 {PLUS_MINUS} 1e+12"),
        (1e-20, 0.9e-20, 1.1e-20, f"1e{MINUS}20 {PLUS_MINUS} 1e{MINUS}21"),
        (3, 3, 3, "3"),
    ],
)
def test_an_estimate_has_the_digits_that_its_interval_leaves(given: float, low: float, high: float, text: str) -> None:
    assert estimate(given, Interval(low=low, high=high)) == text


def test_what_is_exact_has_no_interval() -> None:
    assert estimate(-5.5, None) == f"{MINUS}5.5"
    assert percent_estimate(0.5, None) == "50%"
    assert percent_estimate(0.5, Interval(low=0.4, high=0.6)) == "50% [40%, 60%]"


def test_energies_show_microhartrees_or_what_shots_leave() -> None:
    assert energy(-1.1372838345) == f"{MINUS}1.137284 Ha"
    assert energy(-1.1332, Interval(low=-1.1373, high=-1.1291)) == f"{MINUS}1.1332 {PLUS_MINUS} 0.0041 Ha"


@pytest.mark.parametrize(
    ("given", "text"),
    [(0, "0 mHa"), (1.6, "1.6 mHa"), (-62.716, f"{MINUS}62.7 mHa"), (0.0002, "less than 0.001 mHa")],
)
def test_millihartree(given: float, text: str) -> None:
    assert millihartree(given) == text


@pytest.mark.parametrize(("phrase", "text"), [("energy of 1", "an energy of 1"), ("cut of 2", "a cut of 2")])
def test_the_article_follows_the_sound(phrase: str, text: str) -> None:
    assert an(phrase) == text


def test_only_long_bitstrings_are_shortened() -> None:
    assert shortened("01" * 12) == "01" * 12
    assert shortened("0" * 20 + "1" * 20) == "0" * 11 + "\N{HORIZONTAL ELLIPSIS}" + "1" * 11
