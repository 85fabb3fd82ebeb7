"""Request files: where the problem ends and the plan begins."""

import json

import pytest

from contract.errors import InvalidPlan, InvalidProblem, InvalidRequest
from contract.problems import BinaryProblem
from contract.run_request import read_request

SQUARE = {"problem_type": "max_cut", "edges": [[0, 1], [1, 2], [2, 3], [3, 0]]}


def test_a_request_holds_the_problem_and_fields_of_the_plan() -> None:
    problem, fields = read_request(json.dumps({"problem": SQUARE, "layers": 3, "seed": 1}))
    assert problem

    assert problem.problem_type == "max_cut"
    assert fields == {"layers": 3, "seed": 1}


def test_a_flat_request_draws_its_instance_with_its_seed() -> None:
    plain, _ = read_request('{"problem_type": "optimization", "problem_size": 4}')
    drawn, fields = read_request('{"problem_type": "optimization", "problem_size": 4, "seed": 7, "shots": 50}')
    assert plain
    assert drawn

    assert fields == {"seed": 7, "shots": 50}
    assert drawn.problem_id != plain.problem_id


def test_a_constrained_instance_is_drawn_with_the_same_seed() -> None:
    drawn, _ = read_request('{"problem_type": "optimization", "problem_size": 4, "seed": 7}')
    constrained, _ = read_request('{"problem_type": "optimization", "problem_size": 4, "seed": 7, "hamming_weight": 2}')

    assert isinstance(drawn, BinaryProblem)
    assert isinstance(constrained, BinaryProblem)
    assert constrained.quadratic_form() == drawn.quadratic_form()
    assert constrained.hamming_weight == 2


def test_a_molecule_of_a_size_is_not_drawn_and_the_seed_is_the_plans() -> None:
    problem, fields = read_request('{"problem_type": "chemistry", "problem_size": 4, "seed": 7}')
    assert problem

    assert problem.problem_type == "chemistry"
    assert fields == {"seed": 7}


def test_the_seed_beside_a_given_problem_is_the_plans() -> None:
    problem, fields = read_request(json.dumps(SQUARE | {"seed": 7}))
    same, _ = read_request(json.dumps(SQUARE))
    assert problem
    assert same

    assert fields == {"seed": 7}
    assert problem.problem_id == same.problem_id


def test_a_request_that_resumes_a_run_needs_no_problem() -> None:
    assert read_request('{"resume_from": "run-1", "max_iterations": 300}') == (
        None,
        {"resume_from": "run-1", "max_iterations": 300},
    )
    problem, _ = read_request(json.dumps({"problem": SQUARE, "resume_from": "run-1"}))
    assert problem


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ('{"resume_from": "run-1", "layer": 2}', InvalidRequest, "layer: not fields of a plan"),
        ('{"resume_from": null}', InvalidProblem, "known types"),
        ("[1, 2]", InvalidRequest, "expected a JSON object, got list"),
        ("{", InvalidRequest, "is not JSON"),
        ('{"problem": {"problem_type": "riddle"}}', InvalidProblem, "'riddle'; known types"),
        ("4 4\n1 2", InvalidProblem, "promises 4 edges"),
        ('{"problem": {}, "layer": 3}', InvalidRequest, "layer: not fields of a plan"),
        (json.dumps(SQUARE | {"layers": 0}), InvalidPlan, "layers: "),
    ],
)
def test_what_is_not_a_request_is_refused(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read_request(text)


def test_a_rudy_text_is_a_problem_without_a_plan() -> None:
    problem, fields = read_request("\n 3 2\n1 2 1\n2 3 -1\n")
    assert problem

    assert (problem.problem_size, fields) == (3, {})
