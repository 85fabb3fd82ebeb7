"""What job-submission takes."""

from typing import Any

import pytest

from contract.errors import InvalidPlan, InvalidRequest
from contract.run_plan import RunPlan
from lambdas.job_submission.request import SubmissionRequest

KEY = "problems/0123456789abcdef.json"


def test_the_recipes_request() -> None:
    event = {"input_bucket": "in-bucket", "output_bucket": "out-bucket", "code_bucket": "code-bucket", "data_key": KEY}
    request = SubmissionRequest.from_event(event)
    assert request.model_dump() == event | {"client_token": None, "plan": RunPlan().model_dump()}


def test_the_plans_fields_stand_beside_the_others() -> None:
    request = SubmissionRequest.from_event({"data_key": KEY, "client_token": "t-1", "layers": 2, "shots": 10})
    assert request.plan == RunPlan(layers=2, shots=10)
    assert request.client_token == "t-1"
    assert request.input_bucket is None


def test_a_resumed_run_needs_no_data_key() -> None:
    request = SubmissionRequest.from_event({"resume_from": "max-cut-0123abcd-0123456789ab", "max_iterations": 9})
    assert request.data_key is None
    assert request.plan.model_fields_set == {"resume_from", "max_iterations"}


@pytest.mark.parametrize(
    ("event", "error", "message"),
    [
        ({}, InvalidRequest, "data_key: missing"),
        ({"resume_from": None}, InvalidRequest, "data_key: missing"),
        ({"resume_from": "a run"}, InvalidPlan, "resume_from: String should match pattern"),
        ({"layers": 2}, InvalidRequest, "data_key: missing"),
        (None, InvalidRequest, "expected a JSON object, got NoneType"),
        ([], InvalidRequest, "expected a JSON object, got list"),
        ({"data_key": ""}, InvalidRequest, "data_key: String should match pattern"),
        ({"data_key": "k" * 1025}, InvalidRequest, "data_key: String should match pattern"),
        ({"data_key": 5}, InvalidRequest, "data_key: Input should be a valid string"),
        ({"data_key": KEY, "output_bucket": 5}, InvalidRequest, "output_bucket: Input should be a valid string"),
        ({"data_key": KEY, "client_token": ""}, InvalidRequest, "client_token: String should match pattern"),
        ({"data_key": KEY, "client_token": "a" * 65}, InvalidRequest, "client_token: String should match pattern"),
        ({"data_key": KEY, "client_token": "a b"}, InvalidRequest, "client_token: String should match pattern"),
        ({"data_key": KEY, "layers": 0}, InvalidPlan, "layers: Input should be greater"),
        ({"data_key": KEY, "layers": "4"}, InvalidPlan, "layers: Input should be a valid integer"),
        ({"data_key": KEY, "layer": 4}, InvalidPlan, "layer: Extra inputs are not permitted"),
        ({"data_key": KEY, "plan": {"layers": 4}}, InvalidPlan, "plan: Extra inputs are not permitted"),
        ({"data_key": KEY, "problem_type": "max_cut"}, InvalidPlan, "problem_type: Extra inputs are not permitted"),
    ],
)
def test_bad_requests(event: Any, error: type[InvalidRequest], message: str) -> None:
    with pytest.raises(error) as fault:
        SubmissionRequest.from_event(event)
    assert type(fault.value) is error
    assert message in str(fault.value)
