"""data-preparation: requests in every form, and nothing written for a bad one."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from contract import keys
from contract.errors import InvalidProblem, InvalidRequest, PipelineError
from contract.problems import Problem, parse_problem, read_problem
from lambdas.data_preparation.handler import handler
from lambdas.data_preparation.request import PreparationRequest

RECIPE = {"problem_type": "optimization", "problem_size": 4}
MOLECULE = {"problem_type": "chemistry", "molecule": "LiH"}
CIRCUIT = {"problem_type": "circuit", "program": "OPENQASM 3.0;\nqubit[2] q;\nh q[0];\ncnot q[0], q[1];\n"}
SPINS = {"problem_type": "ising", "couplings": [[0, 1, 1.0], [1, 2, -0.5]]}
GRAPH = {"problem_type": "max_cut", "edges": [[0, 1], [1, 2]]}
NAN = float("nan")


def test_the_recipes_request() -> None:
    event = {"input_bucket": "in-bucket", "output_bucket": "out-bucket", **RECIPE}
    request = PreparationRequest.from_event(event)
    assert (request.input_bucket, request.output_bucket) == ("in-bucket", "out-bucket")
    assert request.problem == parse_problem(RECIPE)
    assert event["problem_size"] == 4  # the event is left as it was


@pytest.mark.parametrize(
    "problem",
    [RECIPE, GRAPH, MOLECULE, CIRCUIT, SPINS, *(parse_problem(p).to_dict() for p in (GRAPH, MOLECULE, CIRCUIT))],
)
def test_a_whole_problem_and_its_fields_are_the_same(problem: dict[str, Any]) -> None:
    whole = PreparationRequest.from_event({"input_bucket": "in-bucket", "problem": problem})
    spread = PreparationRequest.from_event({"input_bucket": "in-bucket", **problem})
    assert whole == spread
    assert whole.output_bucket is None


BAD = [
    ({}, InvalidProblem, "no problem given"),
    ({"input_bucket": "problems-in"}, InvalidProblem, "no problem given"),
    ([], InvalidRequest, "expected a JSON object, got list"),
    (None, InvalidRequest, "expected a JSON object, got NoneType"),
    ({"problem_size": 4}, InvalidProblem, "problem_type is None"),
    ({"problem_type": "knapsack", "problem_size": 4}, InvalidProblem, "known types: optimization, ising, max_cut"),
    ({**RECIPE, "problem_size": 1}, InvalidProblem, "problem_size is 1"),
    ({**RECIPE, "problem_size": 10_000}, InvalidProblem, "problem_size is 10000"),
    ({**RECIPE, "quadratic_matrix": [[1, 2], [2, 1]]}, InvalidProblem, "quadratic_matrix has 2 rows for 4 variables"),
    ({**RECIPE, "linear_coefficients": [1, NAN, 3, 4]}, InvalidProblem, "linear_coefficients.1: "),
    ({**RECIPE, "code_bucket": "x"}, InvalidProblem, "code_bucket: Extra inputs are not permitted"),
    ({**MOLECULE, "molecule": "Unobtainium"}, InvalidProblem, "chemistry problem: "),
    ({"problem_type": "chemistry", "problem_size": 5}, InvalidProblem, "chemistry problem: "),
    ({**CIRCUIT, "program": "OPENQASM 3.0;"}, InvalidProblem, "circuit problem: "),
    ({**CIRCUIT, "program": 5}, InvalidProblem, "program: Input should be a valid string"),
    ({"problem": RECIPE, "problem_size": 4}, InvalidProblem, "problem_size stands beside a whole problem"),
    ({"problem": None}, InvalidProblem, "expected a JSON object, got NoneType"),
    ({"problem": "problem.json"}, InvalidProblem, "expected a JSON object, got str"),
    ({**RECIPE, "input_bucket": 5}, InvalidRequest, "input_bucket: Input should be a valid string"),
    ({**RECIPE, "input_bucket": "no-such-bucket"}, InvalidRequest, "no-such-bucket"),
    ({**RECIPE, "input_bucket": "Not A Bucket!"}, InvalidRequest, "input_bucket: String should match pattern"),
]


@pytest.mark.parametrize(("event", "error", "message"), BAD)
def test_bad_requests_write_nothing(
    account: Any,
    context: Callable[..., Any],
    metrics: Callable[[], Any],
    event: Any,
    error: type[PipelineError],
    message: str,
) -> None:
    before = account.listing()
    with pytest.raises(error) as fault:
        handler(event, context())
    assert message in str(fault.value)
    assert account.listing() == before
    assert metrics() == []


def test_a_problem_is_stored_under_its_id(
    account: Any, context: Callable[..., Any], metrics: Callable[[], Any], qubo: Problem
) -> None:
    answer = handler({"input_bucket": "problems-in", "output_bucket": "runs-out", **RECIPE}, context())
    assert answer["statusCode"] == 200
    key = keys.problem(qubo.problem_id)
    assert json.loads(answer["body"]) == {
        "message": "Data preparation completed successfully",
        "data_key": key,
        "problem_id": qubo.problem_id,
        "problem_type": "optimization",
        "problem_size": 4,
        "validation": {"valid": True, "error": None},
    }
    document = account.document(key, "problems-in")
    assert {"linear_coefficients", "quadratic_matrix", "problem_size", "problem_type", "created_at"} <= set(document)
    stored = read_problem(json.dumps(document))
    assert stored.problem_id == qubo.problem_id
    assert metrics() == [{"name": "ProblemsProcessed", "value": [1.0], "dimensions": {"ProblemType": "optimization"}}]


def test_buckets_default_to_the_deployed_ones(account: Any, context: Callable[..., Any]) -> None:
    body = json.loads(handler({"problem": GRAPH}, context())["body"])
    assert account.listing()["problems-in"] == [body["data_key"]]


def test_the_same_problem_twice_is_one_object(account: Any, context: Callable[..., Any]) -> None:
    first = json.loads(handler(GRAPH, context())["body"])
    etag = account.s3.head_object(Bucket="problems-in", Key=first["data_key"])["ETag"]
    again = {"problem_type": "max_cut", "edges": [[2, 1], [1, 0]], "created_at": "1999-12-31"}
    assert json.loads(handler(again, context())["body"]) == first
    assert account.s3.head_object(Bucket="problems-in", Key=first["data_key"])["ETag"] == etag


@pytest.mark.parametrize(("problem", "size"), [(MOLECULE, 12), (CIRCUIT, 2), (SPINS, 3)])
def test_every_kind_of_problem_is_stored_as_it_will_be_read(
    account: Any, context: Callable[..., Any], problem: dict[str, Any], size: int
) -> None:
    body = json.loads(handler(problem, context())["body"])

    stored = account.s3.get_object(Bucket="problems-in", Key=body["data_key"])["Body"].read()
    assert body["problem_size"] == size
    assert read_problem(stored).problem_id == body["problem_id"] == parse_problem(problem).problem_id


def test_a_molecule_by_name_is_stored_with_its_geometry(account: Any, context: Callable[..., Any]) -> None:
    key = json.loads(handler(MOLECULE, context())["body"])["data_key"]

    document = account.document(key, "problems-in")
    assert [atom[0] for atom in document["geometry"]] == ["Li", "H"]
    assert {"molecule", "bond_length", "basis_set", "charge", "active_space"} <= set(document)


def test_a_program_is_stored_unchanged(account: Any, context: Callable[..., Any]) -> None:
    key = json.loads(handler(CIRCUIT, context())["body"])["data_key"]

    assert account.document(key, "problems-in")["program"] == CIRCUIT["program"]
