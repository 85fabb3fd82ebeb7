"""Going on from an earlier run: its problem, plan and checkpoints; only limits, money and machine may change."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from contract import keys
from contract.devices import LIGHTNING, SV1, Device
from contract.errors import (
    CheckpointNotFound,
    DeviceUnavailable,
    InvalidPlan,
    InvalidRequest,
    JobNotFound,
    PipelineError,
    QpuNotAllowed,
)
from contract.problems import Problem, parse_problem
from contract.run_plan import RunPlan
from lambdas.job_submission import braket_jobs
from lambdas.job_submission.handler import handler

Submit = Callable[..., dict[str, Any]]


@pytest.fixture
def submit(account: Any, context: Callable[..., Any]) -> Submit:
    """Submits a request as an invocation of its own, and gives the answer's body."""
    count = iter(range(100))

    def submit(**event: Any) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(handler(event, context(f"request-{next(count)}"))["body"])
        return body

    return submit


@pytest.fixture
def earlier(account: Any, submit: Submit, qubo: Problem) -> str:
    """The name of a run that has left a checkpoint of two files."""
    name: str = submit(data_key=account.put_problem(qubo), layers=2, seed=5)["job_name"]
    leave_checkpoint(account, name)
    return name


def leave_checkpoint(account: Any, name: str) -> None:
    for file in (keys.CHECKPOINT_RECORD, "folder/another file"):
        account.put(f"{keys.checkpoints(name)}/{file}", f"{file} of {name}".encode())


def _checkpoints(account: Any, name: str) -> dict[str, bytes]:
    prefix = f"{keys.checkpoints(name)}/"
    found = [key for key in account.listing()["runs-out"] if key.startswith(prefix)]
    return {key.removeprefix(prefix): account.s3.get_object(Bucket="runs-out", Key=key)["Body"].read() for key in found}


def test_the_earlier_runs_name_is_all_it_takes(account: Any, submit: Submit, earlier: str, qubo: Problem) -> None:
    body = submit(resume_from=earlier)

    name = body["job_name"]
    before, after = (account.document(keys.metadata(run)) for run in (earlier, name))
    assert name != earlier
    assert after["problem_data"] == before["problem_data"]
    assert after["plan"] == before["plan"] | {"resume_from": earlier}
    assert _checkpoints(account, name) == _checkpoints(account, earlier)
    assert len(_checkpoints(account, name)) == 2

    job = account.job(body["job_arn"])
    plan = RunPlan.from_hyperparameters(job.request["hyperParameters"])
    assert (plan.layers, plan.seed, plan.resume_from) == (2, 5, earlier)
    assert job.request["checkpointConfig"]["s3Uri"] == f"s3://runs-out/jobs/{name}/checkpoints"
    channel = job.request["inputDataConfig"][0]["dataSource"]["s3DataSource"]["s3Uri"]
    assert channel == f"s3://problems-in/{keys.problem(qubo.problem_id)}"


@pytest.mark.parametrize("device", [LIGHTNING, SV1], ids=lambda device: device.name)
def test_it_stays_on_its_device_whatever_is_the_fastest_now(
    account: Any, submit: Submit, qubo: Problem, device: Device
) -> None:
    name = submit(data_key=account.put_problem(qubo), device=device.arn)["job_name"]
    leave_checkpoint(account, name)

    assert submit(resume_from=name)["plan"]["device"] == device.arn


def test_limits_money_and_machine_may_change(submit: Submit, earlier: str) -> None:
    changes = {
        "max_iterations": 300,
        "max_runtime_s": 60,
        "instance_type": "ml.m5.2xlarge",
        "max_cost_usd": "1.5",
        "max_circuits": 50,
    }

    plan = submit(resume_from=earlier, **changes)["plan"]

    assert {name: plan[name] for name in changes} == changes
    assert plan["layers"] == 2


def test_what_is_the_same_may_be_said_again(submit: Submit, earlier: str, qubo: Problem) -> None:
    key = keys.problem(qubo.problem_id)

    assert submit(resume_from=earlier, data_key=key, layers=2, optimizer="l-bfgs-b")["plan"]["layers"] == 2


def test_a_resumed_run_can_be_resumed(account: Any, submit: Submit, earlier: str) -> None:
    second = submit(resume_from=earlier, max_iterations=250)["job_name"]

    third = submit(resume_from=second)

    assert third["plan"]["resume_from"] == second
    assert third["plan"]["max_iterations"] == 250
    assert _checkpoints(account, third["job_name"]) == _checkpoints(account, earlier)


@pytest.mark.parametrize(
    ("submitted", "changes", "circuits"),
    [
        ({}, {}, 811),
        ({}, {"max_iterations": 300}, 4 * 300 + 11),  # the limit had followed from the iterations, and follows them
        ({}, {"max_iterations": 300, "max_circuits": 900}, 900),
        ({"max_circuits": 77}, {"max_iterations": 300}, 77),  # the limit was chosen
        ({"max_circuits": 77}, {"max_circuits": 78}, 78),
    ],
)
def test_more_iterations_come_with_their_circuits(
    account: Any, submit: Submit, qubo: Problem, submitted: Any, changes: Any, circuits: int
) -> None:
    name = submit(data_key=account.put_problem(qubo), device=SV1.arn, **submitted)["job_name"]
    leave_checkpoint(account, name)

    assert submit(resume_from=name, **changes)["plan"]["max_circuits"] == circuits


def _refused(account: Any, submit: Submit, error: type[PipelineError], **event: Any) -> str:
    before, jobs = account.listing(), len(account.jobs)
    with pytest.raises(error) as fault:
        submit(**event)
    assert type(fault.value) is error
    assert account.listing() == before
    assert len(account.jobs) == jobs
    return str(fault.value)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"layers": 3}, "layers"),
        ({"seed": 6}, "seed"),
        ({"shots": 999, "optimizer": "adam"}, "optimizer, shots"),
        ({"device": SV1.arn}, "device"),
        ({"algorithm": "vqe"}, "algorithm"),
    ],
)
def test_what_decides_the_trajectory_may_not_change(
    account: Any, submit: Submit, earlier: str, changes: Any, fields: str
) -> None:
    message = _refused(account, submit, InvalidPlan, resume_from=earlier, **changes)
    assert message.startswith(f"{fields}: decides every step of a run, so {earlier} cannot go on with another value")


def test_the_iterations_that_a_schedule_was_made_for_may_not_change(
    account: Any, submit: Submit, qubo: Problem
) -> None:
    name = submit(data_key=account.put_problem(qubo), optimizer="spsa")["job_name"]
    leave_checkpoint(account, name)

    assert "max_iterations: decides" in _refused(account, submit, InvalidPlan, resume_from=name, max_iterations=201)


def test_another_problem_is_refused(account: Any, submit: Submit, earlier: str) -> None:
    key = account.put_problem(parse_problem({"problem_type": "optimization", "problem_size": 5}))

    message = _refused(account, submit, InvalidRequest, resume_from=earlier, data_key=key)
    assert f"data_key: is {key}, {earlier} ran on problems/" in message


def test_a_run_that_is_not_known(account: Any, submit: Submit) -> None:
    message = _refused(account, submit, JobNotFound, resume_from="max-cut-0-0")
    assert "no run named max-cut-0-0, as there is no s3://runs-out/jobs/max-cut-0-0/metadata.json" in message


def test_a_run_without_a_checkpoint(account: Any, submit: Submit, qubo: Problem) -> None:
    name = submit(data_key=account.put_problem(qubo))["job_name"]

    message = _refused(account, submit, CheckpointNotFound, resume_from=name)
    assert f"{name} left no checkpoint at s3://runs-out/jobs/{name}/checkpoints/; submit it as a new run" in message


def test_a_run_of_an_older_pipeline(account: Any, submit: Submit, earlier: str) -> None:
    metadata = account.document(keys.metadata(earlier))
    metadata["plan"]["learning_rate"] = 0.1
    account.put(keys.metadata(earlier), json.dumps(metadata).encode())

    message = _refused(account, submit, InvalidPlan, resume_from=earlier)
    assert f"resume_from: plan in the metadata of {earlier}: learning_rate: Extra inputs" in message


def test_the_permission_to_spend_is_not_inherited(account: Any, submit: Submit, earlier: str) -> None:
    """The earlier run is made one on a QPU, of another region, where this pipeline could not have submitted it."""
    metadata = account.document(keys.metadata(earlier))
    garnet = {"device": "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet", "evaluation": "shots"}
    spending = {"optimizer": "cobyla", "max_circuits": 3, "allow_qpu": True, "max_cost_usd": "100"}
    metadata["plan"] |= garnet | spending
    del metadata["plan"]["gradient"]
    account.put(keys.metadata(earlier), json.dumps(metadata).encode())

    assert "could cost up to 5.37 USD" in _refused(account, submit, QpuNotAllowed, resume_from=earlier)
    with_word = {"resume_from": earlier, "allow_qpu": True, "max_cost_usd": 6}
    assert "in eu-north-1, this pipeline" in _refused(account, submit, DeviceUnavailable, **with_word)


@pytest.mark.parametrize(
    ("code", "error", "left"),
    [
        ("ValidationException", InvalidPlan, False),
        ("DeviceOfflineException", DeviceUnavailable, False),
        ("ConflictException", InvalidRequest, True),  # there may be a job that needs them
        ("InternalServiceException", ClientError, True),
    ],
)
def test_the_copies_are_removed_when_braket_refuses_the_job(
    account: Any, submit: Submit, earlier: str, code: str, error: type[Exception], left: bool
) -> None:
    before = account.listing()
    with Stubber(braket_jobs._braket()) as stubber:
        stubber.add_client_error("create_job", code, "said Braket", http_status_code=400)
        with pytest.raises(error, match="said Braket"):
            submit(resume_from=earlier)

    more = set(account.listing()["runs-out"]) - set(before["runs-out"])
    assert len(more) == (3 if left else 0)


def test_a_retry_copies_nothing_again(account: Any, context: Callable[..., Any], earlier: str) -> None:
    event = {"resume_from": earlier, "client_token": "mine-1"}
    first = handler(event, context("one"))
    account.put(f"{keys.checkpoints(earlier)}/{keys.CHECKPOINT_RECORD}", b"written in between")

    assert handler(event, context("two")) == first
    name = json.loads(first["body"])["job_name"]
    assert b"written in between" not in _checkpoints(account, name).values()
