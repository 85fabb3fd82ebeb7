"""job-submission end to end, against moto's S3 and the local account's Braket; a refusal leaves nothing behind."""

import json
from collections.abc import Callable
from typing import Any, Literal

import pytest
from botocore.exceptions import ClientError

from contract import keys
from contract.devices import EXACT_QAOA, SV1
from contract.errors import (
    CodeNotFound,
    DeviceUnavailable,
    InvalidPlan,
    InvalidProblem,
    InvalidRequest,
    OverBudget,
    PipelineError,
    PriceUnknown,
    ProblemNotFound,
    QpuNotAllowed,
    UnknownDevice,
)
from contract.planning import settle
from contract.problems import Problem, parse_problem
from contract.run_plan import RunPlan
from lambdas.job_submission.handler import handler
from local_aws.braket.conditions import Conditions
from local_aws.braket.models import BraketBackend

GARNET = "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet"
FORTE = "arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1"


@pytest.fixture
def data_key(account: Any, qubo: Problem) -> str:
    key: str = account.put_problem(qubo)
    return key


def test_a_job_is_created_and_noted(
    account: Any, context: Callable[..., Any], metrics: Callable[[], Any], data_key: str, qubo: Problem
) -> None:
    answer = handler({"data_key": data_key, "layers": 2, "max_cost_usd": 1}, context())
    body = json.loads(answer["body"])
    (job,) = account.jobs
    assert answer["statusCode"] == 200
    assert body["message"] == "Job submitted successfully"
    assert (body["job_name"], body["job_arn"]) == (job.name, job.arn)
    assert body["device_type"] == "simulator"
    assert body["plan"]["layers"] == 2
    assert body["quote"]["total_usd"] == "0.12"

    name = job.name
    assert account.listing()["runs-out"] == [keys.metadata(name), keys.script(name)]
    assert account.s3.get_object(Bucket="runs-out", Key=keys.script(name))["Body"].read() == b"the program"
    metadata = account.document(keys.metadata(name))
    assert {"job_name", "job_arn", "created_at", "problem_data", "device_config", "hyperparameters"} <= set(metadata)
    assert metadata["problem_data"] == {"bucket": "problems-in", "key": data_key, "problem_id": qubo.problem_id}
    assert metadata["hyperparameters"] == job.request["hyperParameters"]
    plan = RunPlan.from_hyperparameters(metadata["hyperparameters"])
    assert plan == RunPlan.parse(metadata["plan"], InvalidPlan, "plan") == settle(plan, qubo)
    assert (plan.layers, plan.algorithm, plan.optimizer, plan.device) == (2, "qaoa", "l-bfgs-b", EXACT_QAOA.arn)
    assert metadata["device_config"]["kind"] == "embedded"
    assert metadata["code"]["etag"]
    assert metrics() == [
        {"name": "JobsSubmitted", "value": [1.0], "dimensions": {"DeviceType": "simulator"}},
        {"name": "EstimatedCostUSD", "value": [0.12], "dimensions": {"DeviceType": "simulator"}},
    ]


def test_a_retried_invocation_makes_no_second_job(
    account: Any, context: Callable[..., Any], metrics: Callable[[], Any], data_key: str
) -> None:
    first = handler({"data_key": data_key}, context("request-1"))
    metrics()
    assert handler({"data_key": data_key}, context("request-1")) == first
    assert len(account.jobs) == 1
    assert metrics() == []
    handler({"data_key": data_key}, context("request-2"))
    assert len(account.jobs) == 2


def test_a_retry_leaves_the_code_of_the_first_try(account: Any, context: Callable[..., Any], data_key: str) -> None:
    name = json.loads(handler({"data_key": data_key}, context("request-1"))["body"])["job_name"]
    account.put(keys.CODE_ARCHIVE, b"deployed in between", bucket="code-here")
    handler({"data_key": data_key}, context("request-1"))
    script = account.s3.get_object(Bucket="runs-out", Key=keys.script(name))
    assert script["Body"].read() == b"the program"


def test_a_client_token_of_the_callers_own(account: Any, context: Callable[..., Any], data_key: str) -> None:
    event = {"data_key": data_key, "client_token": "mine-1"}
    first = handler(event, context("request-1"))
    assert handler(event, context("request-2")) == first
    before = account.listing()
    with pytest.raises(InvalidRequest, match="client_token was used for another job"):
        handler(event | {"layers": 1}, context("request-3"))
    assert len(account.jobs) == 1
    assert account.listing() == before  # the first job still finds its program


def _refused(account: Any, context: Callable[..., Any], event: Any, error: type[PipelineError]) -> str:
    before = account.listing()
    with pytest.raises(error) as fault:
        handler(event, context())
    assert type(fault.value) is error
    assert account.listing() == before
    assert account.jobs == []
    return str(fault.value)


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"device": "arn:aws:braket:::device/qpu/acme/Anvil"}, UnknownDevice, "acme/Anvil"),
        ({"device": "lightning.qubit"}, UnknownDevice, "known devices: local:quantum_code/exact_qaoa"),
        ({"device": GARNET}, QpuNotAllowed, "IQM Garnet is a quantum computer"),
        ({"device": GARNET, "allow_qpu": True, "max_cost_usd": 5}, OverBudget, "max_cost_usd is 5"),
        (
            {"device": GARNET, "allow_qpu": True, "max_cost_usd": 9999},
            DeviceUnavailable,
            "in eu-north-1, this pipeline",
        ),
        ({"device": SV1.arn, "max_cost_usd": 1}, OverBudget, "could cost up to 7.67 USD"),
        ({"instance_type": "ml.g4dn.xlarge"}, PriceUnknown, "no price is known for ml.g4dn.xlarge"),
        ({"image": "292282985366.dkr.ecr.eu-west-2.amazonaws.com/a:1"}, InvalidPlan, "must be in the job's region"),
        ({"layers": 0}, InvalidPlan, "layers"),
        ({"algorithm": "sampling"}, InvalidPlan, "algorithm: sampling does not solve optimization problems"),
        ({"device": SV1.arn, "shots": 5001, "optimizer": "l-bfgs-b", "evaluation": "shots"}, InvalidPlan, "l-bfgs-b"),
        ({"device": FORTE, "shots": 5001}, InvalidPlan, "shots: IonQ Forte-1 takes at most 5000"),
        ({"data_key": "problems/0000000000000000.json"}, ProblemNotFound, "s3://problems-in/problems/0000000000000000"),
        ({"data_key": "jobs/x/metadata.json"}, ProblemNotFound, "data-preparation answers the key as data_key"),
        ({"data_key": "../problems/x.json"}, ProblemNotFound, "data-preparation answers the key"),
        ({"input_bucket": "no-such-bucket"}, InvalidRequest, "no-such-bucket"),
        ({"output_bucket": "no-such-bucket"}, InvalidRequest, "no-such-bucket"),
        ({"code_bucket": "no-such-bucket"}, InvalidRequest, "no-such-bucket"),
        ({"code_bucket": "problems-in"}, CodeNotFound, "s3://problems-in/quantum-code/source.tar.gz"),
    ],
)
def test_a_refusal_leaves_nothing_behind(
    account: Any,
    context: Callable[..., Any],
    metrics: Callable[[], Any],
    data_key: str,
    fields: dict[str, Any],
    error: type[PipelineError],
    message: str,
) -> None:
    assert message in _refused(account, context, {"data_key": data_key} | fields, error)
    assert metrics() == []


@pytest.mark.parametrize(("status", "message"), [("OFFLINE", "the device is offline"), ("RETIRED", "retired")])
def test_a_device_that_takes_no_jobs(
    account: Any,
    context: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    data_key: str,
    status: Literal["OFFLINE", "RETIRED"],
    message: str,
) -> None:
    monkeypatch.setattr(BraketBackend, "conditions", Conditions(device_status={FORTE: status}))
    fields = {"data_key": data_key, "device": FORTE, "allow_qpu": True, "max_cost_usd": 99999}
    assert message in _refused(account, context, fields, DeviceUnavailable)


@pytest.mark.parametrize("event", [{}, None, [], {"problem_type": "optimization", "problem_size": 4}])
def test_an_event_that_is_no_request(account: Any, context: Callable[..., Any], event: Any) -> None:
    _refused(account, context, event, InvalidRequest)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"problem_type": "max_cut", "edges": []}'])
def test_a_key_that_holds_no_problem(account: Any, context: Callable[..., Any], content: bytes) -> None:
    account.put("problems/odd.json", content, "problems-in")
    _refused(account, context, {"data_key": "problems/odd.json"}, InvalidProblem)


def test_a_problem_larger_than_the_device(account: Any, context: Callable[..., Any]) -> None:
    key = account.put_problem(parse_problem({"problem_type": "optimization", "problem_size": 31}))
    message = _refused(account, context, {"data_key": key}, InvalidProblem)
    assert "takes 31 qubits, exact QAOA has 30" in message


def test_a_deployment_without_its_program(account: Any, context: Callable[..., Any], data_key: str) -> None:
    account.s3.delete_object(Bucket="code-here", Key=keys.CODE_ARCHIVE)
    assert "deploy the stack again" in _refused(account, context, {"data_key": data_key}, CodeNotFound)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ValidationException", InvalidPlan),
        ("DeviceOfflineException", DeviceUnavailable),
        ("DeviceRetiredException", DeviceUnavailable),
        ("ServiceQuotaExceededException", DeviceUnavailable),
        ("AccessDeniedException", DeviceUnavailable),
    ],
)
def test_brakets_refusals_become_typed_errors(
    account: Any,
    context: Callable[..., Any],
    data_key: str,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    error: type[Exception],
) -> None:
    """The service is made to answer each of its errors; what was written for the job is removed again."""
    from botocore.stub import Stubber

    from lambdas.job_submission import braket_jobs

    before = account.listing()
    with Stubber(braket_jobs._braket()) as stubber:
        stubber.add_client_error("create_job", code, "said Braket", http_status_code=400)
        with pytest.raises(error, match="said Braket"):
            handler({"data_key": data_key}, context())
    assert account.listing() == before


@pytest.mark.parametrize(
    ("code", "error"), [("ConflictException", InvalidRequest), ("InternalServiceException", ClientError)]
)
def test_after_an_answer_that_does_not_rule_out_a_job_its_code_stays(
    account: Any,
    context: Callable[..., Any],
    data_key: str,
    code: str,
    error: type[Exception],
) -> None:
    from botocore.stub import Stubber

    from lambdas.job_submission import braket_jobs

    with Stubber(braket_jobs._braket()) as stubber:
        stubber.add_client_error("create_job", code, "said Braket", http_status_code=500)
        with pytest.raises(error, match="said Braket"):
            handler({"data_key": data_key}, context())
    (left,) = account.listing()["runs-out"]
    assert left.endswith("/script/source.tar.gz")
