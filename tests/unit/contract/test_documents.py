"""Every document survives being written and read, and refuses another schema, version or field."""

import json
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from contract.documents import Document, decode
from contract.errors import InvalidPlan, InvalidProblem, InvalidRequest, PipelineError, ResultsUnreadable
from contract.problems import BinaryProblem, MaxCut, Optimization, Problem, parse_problem, read_problem
from contract.run_plan import RunPlan
from contract.run_request import read_request
from contract.run_result import BinaryResult, Enumeration, Sample, parse_result, read_result

GRAPH = {"problem_type": "max_cut", "nodes": ["a", "b", "ß 3"], "edges": [["a", "b", -2.5], ["b", "ß 3"]]}
QUBO = {"problem_type": "optimization", "problem_size": 3, "seed": 5, "created_at": "2026-01-02T03:04:05+00:00"}
SPARSE = {"problem_type": "optimization", "problem_size": 3, "quadratic_terms": [[0, 1, 1e-300], [2, 2, 0.1]]}
PLANS = [
    RunPlan(),
    RunPlan(
        layers=64,
        device="arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet",
        shots=100_000,
        max_iterations=10_000,
        seed=2**32 - 1,
        instance_type="ml.m5.4xlarge",
        image="292282985366.dkr.ecr.eu-north-1.amazonaws.com/own@sha256:0a1b",
        max_runtime_s=432_000,
        allow_qpu=True,
        max_cost_usd=Decimal("12.50"),
    ),
]


def _result(problem: Problem, **changes: Any) -> BinaryResult:
    fields: dict[str, Any] = {
        "job_name": "run-1",
        "problem": problem,
        "plan": PLANS[1],
        "cost_history": (0.1, -1 / 3),
        "optimized_parameters": (0.25, 1e-17),
        "final_cost": -1 / 3,
        "expectation": -1 / 3,
        "convergence_achieved": False,
        "termination": "limit",
        "evaluations": 3,
        "samples": (Sample(bitstring="010", count=2, cost=-1.5),),
        "distinct_samples": 1,
        "reference": Enumeration(minimum=-1.5, maximum=1.0, optimal_bitstrings=("010",), num_optimal=1),
        "optimum_probability": 0.125,
        "duration_s": 0.5,
        "software": {"numpy": "2.2.6"},
    }
    return BinaryResult(**(fields | changes))


@pytest.mark.parametrize("data", [GRAPH, QUBO, SPARSE])
def test_problems_survive_being_written(data: dict[str, Any]) -> None:
    problem = parse_problem(data)
    again = read_problem(problem.to_json())
    assert again == problem
    assert type(again) is type(problem)
    assert again.problem_id == problem.problem_id
    assert again.created_at == problem.created_at
    assert read_problem(problem.to_json().encode()) == problem
    assert json.loads(problem.to_json()) == problem.to_dict()


@pytest.mark.parametrize("plan", PLANS)
def test_plans_survive_being_written(plan: RunPlan) -> None:
    assert RunPlan.from_json(plan.to_json(), InvalidPlan, "plan") == plan


@pytest.mark.parametrize("data", [GRAPH, QUBO, SPARSE])
def test_results_survive_being_written(data: dict[str, Any]) -> None:
    result = _result(parse_problem(data))
    again = read_result(result.to_json())
    assert again == result
    assert isinstance(again, BinaryResult)
    assert isinstance(again.problem, MaxCut | Optimization)
    assert isinstance(result.problem, BinaryProblem)
    assert again.problem.quadratic_form() == result.problem.quadratic_form()
    assert again.best == result.samples[0]


def test_a_result_without_reference_survives_being_written() -> None:
    result = _result(parse_problem(GRAPH), reference=None, optimum_probability=None)
    assert "reference" not in result.to_dict()
    assert read_result(result.to_json()) == result


@pytest.mark.parametrize(
    ("document", "schema"),
    [
        (parse_problem(GRAPH), "quantum-pipeline/problem"),
        (PLANS[0], "quantum-pipeline/run-plan"),
        (_result(parse_problem(GRAPH)), "quantum-pipeline/run-result"),
    ],
)
def test_documents_are_labelled(document: Document, schema: str) -> None:
    written = document.to_dict()
    assert written["schema"] == schema
    assert written["version"] == document.VERSION
    assert list(written)[:2] == ["schema", "version"]


@pytest.mark.parametrize("label", [{"schema": "quantum-pipeline/run-plan"}, {"version": 2}, {"version": "1"}])
def test_another_schema_or_version_is_refused(label: dict[str, Any]) -> None:
    written = parse_problem(GRAPH).to_dict() | label
    with pytest.raises(InvalidProblem, match="this code reads 'quantum-pipeline/problem' version 1"):
        parse_problem(written)
    with pytest.raises(ResultsUnreadable, match="this code reads"):
        parse_result(_result(parse_problem(GRAPH)).to_dict() | {"version": 9})


def test_the_problem_inside_a_result_is_checked_too() -> None:
    written = _result(parse_problem(GRAPH)).to_dict()
    written["problem"]["edges"][0][2] = "heavy"
    with pytest.raises(ResultsUnreadable, match="edges"):
        parse_result(written)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"final_cost": float("nan")}, "final_cost"),
        ({"cost_history": [0.0, float("inf")]}, "cost_history.1"),
        ({"cost_history": []}, "cost_history"),
        ({"samples": []}, "samples"),
        ({"samples": [{"bitstring": "012", "count": 1, "cost": 0}]}, "samples.0.bitstring"),
        ({"samples": [{"bitstring": "01", "count": 0, "cost": 0}]}, "samples.0.count"),
        ({"optimum_probability": 1.5}, "optimum_probability"),
        ({"plan": {"layers": 0}}, "plan.layers"),
        ({"reference": {"minimum": 0, "maximum": 1, "optimal_bitstrings": [], "num_optimal": 1}}, "reference"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_results_name_the_field(changes: dict[str, Any], where: str) -> None:
    written = _result(parse_problem(GRAPH)).to_dict() | changes
    with pytest.raises(ResultsUnreadable, match=where):
        parse_result(written)


def test_documents_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        PLANS[0].layers = 3  # type: ignore[misc]  # what is tried


def test_json_faults_name_the_document_and_the_position() -> None:
    with pytest.raises(InvalidRequest, match=r"request: is not JSON: .*line 2 column 1"):
        decode("{\n", InvalidRequest, "request")


def test_any_error_of_the_tree_can_be_asked_for() -> None:
    with pytest.raises(PipelineError, match=r"^thing: layers: "):
        RunPlan.parse({"layers": "many"}, PipelineError, "thing")


def test_a_request_file_is_a_problem_and_a_plan() -> None:
    problem, plan = read_request(json.dumps({"problem": GRAPH, "layers": 2, "max_cost_usd": 3}))
    assert problem == parse_problem(GRAPH)
    assert plan == {"layers": 2, "max_cost_usd": 3}


@pytest.mark.parametrize("text", [json.dumps(GRAPH), parse_problem(GRAPH).to_json()])
def test_a_request_file_may_be_a_problem_alone(text: str) -> None:
    assert read_request(text) == (parse_problem(GRAPH), {})


def test_a_plans_fields_may_stand_beside_a_problems() -> None:
    assert read_request(json.dumps(GRAPH | {"layers": 2, "seed": 3})) == (
        parse_problem(GRAPH),
        {"layers": 2, "seed": 3},
    )
    drawn = {"problem_type": "optimization", "problem_size": 4}
    problem, plan = read_request(json.dumps(drawn | {"seed": 3, "shots": 10}))
    assert problem == parse_problem(drawn | {"seed": 3})  # the seed draws the instance, and seeds the run
    assert plan == {"seed": 3, "shots": 10}


@pytest.mark.parametrize("start", ["", "\n", "  "])
def test_a_request_file_may_begin_with_space(start: str) -> None:
    assert read_request(f"{start}2 1\n1 2 3\n")[0] == read_request("2 1\n1 2 3\n")[0]


def test_a_request_file_may_be_a_rudy_graph() -> None:
    problem, plan = read_request("2 1\n1 2 3\n")
    assert isinstance(problem, MaxCut)
    assert problem.edges == ((0, 1, 3.0),)
    assert plan == {}


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("{", InvalidRequest, "request file: is not JSON"),
        ("[]", InvalidRequest, "expected a JSON object"),
        (json.dumps({"layers": 2}), InvalidProblem, "problem_type is None"),
        (json.dumps({"problem": GRAPH, "layers": 0}), InvalidPlan, "request file: layers: "),
        (json.dumps({"problem": GRAPH, "layer": 2}), InvalidRequest, "request file: layer: no"),
        (json.dumps({"problem": GRAPH, "schema": "x"}), InvalidRequest, "schema: no"),
        (json.dumps({"problem": None}), InvalidProblem, "expected a JSON object, got NoneType"),
        (json.dumps({"problem": GRAPH | {"edges": []}, "layers": 2}), InvalidProblem, "edges is empty"),
    ],
)
def test_bad_request_files(text: str, error: type[InvalidRequest], message: str) -> None:
    with pytest.raises(error) as fault:
        read_request(text)
    assert type(fault.value) is error
    assert message in str(fault.value)
