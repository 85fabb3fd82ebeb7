"""A result is read as the kind that its problem calls for, whole or not at all."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from contract.errors import ResultsUnreadable
from contract.problems import parse_problem
from contract.run_result import (
    BinaryResult,
    CircuitResult,
    FullConfigurationInteraction,
    Heuristic,
    Interval,
    MoleculeResult,
    RunResult,
    parse_result,
    read_result,
    result_type,
)

GRAPH = {"problem_type": "max_cut", "edges": [[0, 1]]}
HYDROGEN = {"problem_type": "chemistry", "molecule": "H2"}
BELL = {"problem_type": "circuit", "program": "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"}

COURSE = {
    "cost_history": [-0.5, -1.0],
    "optimized_parameters": [0.1],
    "final_cost": -1.0,
    "convergence_achieved": True,
    "termination": "done",
    "evaluations": 3,
}
BINARY = COURSE | {
    "problem": GRAPH,
    "expectation": -1.0,
    "samples": [{"bitstring": "01", "count": 5, "cost": -1.0}],
    "distinct_samples": 1,
}
MOLECULE = COURSE | {"problem": HYDROGEN, "hartree_fock_energy": -0.9, "num_terms": 15, "num_bases": 5}
CIRCUIT = {"problem": BELL, "measurement_counts": [{"00": 3, "11": 2}, {"00": 1, "11": 4}]}

KINDS = [(BinaryResult, BINARY), (MoleculeResult, MOLECULE), (CircuitResult, CIRCUIT)]


def data(fields: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"job_name": "run-1", "plan": {}, "duration_s": 1.0} | fields | changes


@pytest.mark.parametrize(("kind", "fields"), KINDS)
def test_a_result_is_read_as_its_own_kind(kind: type[RunResult], fields: dict[str, Any]) -> None:
    result = parse_result(data(fields))
    assert type(result) is kind is result_type(result.problem)
    assert read_result(result.to_json()) == result
    assert result.to_dict()["version"] == 2
    assert result.to_dict()["problem"]["problem_type"] == fields["problem"]["problem_type"]


@pytest.mark.parametrize("problem_type", ["optimization", "ising"])
def test_all_problems_over_bits_have_binary_results(problem_type: str) -> None:
    fields = {"linear_coefficients": [1, 2]} if problem_type == "optimization" else {"local_fields": [1, 2]}
    assert result_type(parse_problem({"problem_type": problem_type, **fields})) is BinaryResult


@pytest.mark.parametrize(
    ("kind", "fields", "other"),
    [(BinaryResult, BINARY, BELL), (MoleculeResult, MOLECULE, GRAPH), (CircuitResult, CIRCUIT, GRAPH)],
)
def test_a_kind_refuses_the_problems_of_others(
    kind: type[RunResult], fields: dict[str, Any], other: dict[str, Any]
) -> None:
    with pytest.raises(ResultsUnreadable, match="results: problem: "):
        kind.parse(data(fields, problem=other), ResultsUnreadable, "results")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, "expected a JSON object, got NoneType"),
        ({}, "job_name: Field required"),
        (data(BINARY, problem=None), "problem: "),
        (data(BINARY, problem={"problem_type": "knapsack"}), "problem_type is 'knapsack'"),
        (data(BINARY, version=1), "version 1; this code reads"),
        (data(BINARY, samples=[]), "samples: "),
        (data(BINARY, samples=[{"bitstring": "0x", "count": 1, "cost": 0.0}]), "samples.0.bitstring: "),
        (data(BINARY, reference={"method": "guessing", "minimum": 0.0}), "reference: "),
        (data(BINARY, final_cost=float("nan")), "final_cost: "),
        (data(BINARY, optimum_probability_interval={"low": 0.5, "high": 0.4}), "low .0.5. is above high .0.4."),
        (data(MOLECULE, num_bases=0), "num_bases: "),
        (data(CIRCUIT, measurement_counts=[]), "measurement_counts: "),
        (data(CIRCUIT, measurement_counts=[{"0a": 1}]), "measurement_counts.0.0a"),
        (data(CIRCUIT, measurement_counts=[{"00": 0}]), "measurement_counts.0.00: "),
        (data(CIRCUIT, spent={"shots": -1}), "spent.shots: "),
    ],
)
def test_what_is_no_result_is_refused_with_its_fault(given: Any, message: str) -> None:
    with pytest.raises(ResultsUnreadable, match=message):
        parse_result(given)


def test_text_that_is_not_json_is_refused() -> None:
    with pytest.raises(ResultsUnreadable, match="results: is not JSON"):
        read_result("{")


def test_counts_of_all_repetitions_together_most_frequent_first() -> None:
    result = parse_result(data(CIRCUIT))
    assert isinstance(result, CircuitResult)
    assert list(result.total_counts.items()) == [("11", 6), ("00", 4)]


def test_equal_counts_stand_in_order_of_their_bits() -> None:
    result = parse_result(data(CIRCUIT, measurement_counts=[{"11": 2, "00": 2, "01": 3}]))
    assert isinstance(result, CircuitResult)
    assert list(result.total_counts) == ["01", "00", "11"]


def test_the_error_of_an_energy_is_in_millihartree_and_positive_above() -> None:
    exact = FullConfigurationInteraction(minimum=-1.0016, determinants=4).model_dump()
    result = parse_result(data(MOLECULE, reference=exact))
    assert isinstance(result, MoleculeResult)
    assert result.error_mha == pytest.approx(1.6)
    unproven = parse_result(data(MOLECULE))
    assert isinstance(unproven, MoleculeResult)
    assert unproven.error_mha is None


def test_a_heuristic_is_told_from_an_enumeration_by_its_method() -> None:
    known = Heuristic(minimum=-1.0, optimal_bitstrings=("01",), software="annealer 1.0")
    result = parse_result(json.loads(json.dumps(data(BINARY, reference=known.model_dump()))))
    assert isinstance(result, BinaryResult)
    assert result.reference == known
    assert result.best.bitstring == "01"


def test_an_interval_says_how_sure_it_is() -> None:
    assert Interval(low=0.0, high=0.0).confidence == 0.95
    with pytest.raises(ValidationError, match="less than 1"):
        Interval(low=0, high=1, confidence=1)
