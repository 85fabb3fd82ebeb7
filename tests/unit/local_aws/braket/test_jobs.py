"""Hybrid jobs: how their state moves, what is refused, and how they are found."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local_aws.braket.exceptions import (
    ConflictException,
    DeviceOfflineException,
    ResourceNotFoundException,
    ValidationException,
)
from local_aws.braket.clock import Clock
from local_aws.braket.jobs import MOVES, TERMINAL, HybridJob
from local_aws.braket.models import BraketBackend
from local_aws.braket.search import matches

STATES = [state for state in MOVES if state]
WAYS = {
    "QUEUED": ["QUEUED"],
    "RUNNING": ["QUEUED", "RUNNING"],
    "CANCELLING": ["QUEUED", "CANCELLING"],
    "COMPLETED": ["QUEUED", "RUNNING", "COMPLETED"],
    "FAILED": ["QUEUED", "RUNNING", "FAILED"],
    "CANCELLED": ["QUEUED", "CANCELLING", "CANCELLED"],
}
"""How each state is reached."""

REQUEST: dict[str, Any] = {
    "clientToken": "token-1",
    "jobName": "run-1",
    "roleArn": "arn:aws:iam::123456789012:role/job-role",
    "algorithmSpecification": {"scriptModeConfig": {"entryPoint": "a:b", "s3Uri": "s3://bucket/a.tar.gz"}},
    "deviceConfig": {"device": "local:pennylane/lightning.qubit"},
    "instanceConfig": {"instanceType": "ml.m5.large", "volumeSizeInGb": 30},
    "outputDataConfig": {"s3Path": "s3://bucket/jobs/run-1"},
}


def _job(*, announced: list[str] | None = None) -> HybridJob:
    told = [] if announced is None else announced
    return HybridJob("123456789012", "us-east-1", REQUEST, lambda job: told.append(job.status), Clock())


def _in(state: str) -> HybridJob:
    job = _job()
    for step in WAYS[state]:
        assert job.move_to(step)
    return job


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("target", STATES)
def test_only_the_documented_moves_happen(state: str, target: str) -> None:
    documented = {
        ("QUEUED", "RUNNING"),
        ("QUEUED", "CANCELLING"),
        ("QUEUED", "FAILED"),
        ("RUNNING", "COMPLETED"),
        ("RUNNING", "FAILED"),
        ("RUNNING", "CANCELLING"),
        ("CANCELLING", "CANCELLED"),
    }
    job = _in(state)
    moved = job.move_to(target)
    assert moved is ((state, target) in documented)
    assert job.status == (target if moved else state)


def test_every_move_is_announced_once() -> None:
    announced: list[str] = []
    job = _job(announced=announced)
    for step in ("QUEUED", "RUNNING", "QUEUED", "COMPLETED", "FAILED"):
        job.move_to(step)
    assert announced == ["QUEUED", "RUNNING", "COMPLETED"]


@pytest.mark.parametrize("state", STATES)
def test_times_and_descriptions(state: str) -> None:
    job = _in(state)
    answer = job.describe()
    assert answer["status"] == state
    assert job.is_terminal is (state in TERMINAL)
    assert ("endedAt" in answer) is (state in TERMINAL)
    assert ("startedAt" in answer) is ("RUNNING" in WAYS[state])
    assert ("billableDuration" in answer) is (state in ("COMPLETED", "FAILED"))
    assert "clientToken" not in answer
    assert "queueInfo" not in answer
    assert True
    assert job.summary()["device"] == REQUEST["deviceConfig"]["device"]


def test_a_failure_reason_is_kept_as_long_as_braket_keeps_it() -> None:
    job = _in("RUNNING")
    job.move_to("FAILED", "x" * 2000)
    assert job.describe()["failureReason"] == "x" * 1024


def test_the_last_twenty_events_are_answered() -> None:
    job = _in("RUNNING")
    for i in range(25):
        job.log_event("RUNNING", str(i))
    assert [event["message"] for event in job.describe()["events"]] == [str(i) for i in range(5, 25)]


def test_arns_are_brakets() -> None:
    assert re.fullmatch(r"arn:aws:braket:us-east-1:123456789012:job/[0-9a-f-]{36}", _job().arn)


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the jobs that were started."""
    names: list[str] = []
    monkeypatch.setattr(BraketBackend, "launch_job", staticmethod(lambda job: names.append(job.name)), raising=False)
    monkeypatch.setattr(BraketBackend, "announce_job", staticmethod(lambda job: None), raising=False)
    return names


@pytest.fixture
def backend(launched: list[str]) -> BraketBackend:
    """Braket in one account and region, without anything that runs jobs."""
    return BraketBackend("us-east-1", "123456789012")


def _request(**changes: Any) -> dict[str, Any]:
    return REQUEST | changes


def test_the_same_token_gives_the_same_job(backend: BraketBackend, launched: list[str]) -> None:
    job = backend.create_job(_request())
    assert backend.create_job(_request()) is job
    assert launched == ["run-1"]
    with pytest.raises(ConflictException, match="token-1"):
        backend.create_job(_request(jobName="run-2"))
    assert backend.create_job(_request(clientToken="token-2")) is not job


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"deviceConfig": {"device": "local:lightning"}}, ValidationException, "local:<provider>/<simulator>"),
        ({"deviceConfig": {"device": "arn:aws:braket:::device/qpu/acme/Anvil"}}, ValidationException, "does not exist"),
        (
            {"deviceConfig": {"device": "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet"}},
            DeviceOfflineException,
            "IQM Garnet",
        ),
        ({"algorithmSpecification": {}}, ValidationException, "scriptModeConfig"),
        (
            {
                "algorithmSpecification": REQUEST["algorithmSpecification"]
                | {"containerImage": {"uri": "1.dkr.ecr.eu-west-2.amazonaws.com/a:1"}}
            },
            ValidationException,
            "must be in the job's region",
        ),
        *(({"hyperParameters": {"h": f"a{bad}b"}}, ValidationException, "Hyperparameter h") for bad in "\n\r$(&`"),
        *(
            ({"checkpointConfig": {"s3Uri": "s3://b/c", "localPath": path}}, ValidationException, "reserved path")
            for path in ("/opt/ml/x", "/opt/braket/checkpoints", "/tmp", "/usr/local/nvidia")
        ),
        (
            {"instanceConfig": REQUEST["instanceConfig"] | {"instanceCount": 2}},
            ValidationException,
            "several instances",
        ),
        ({"associations": [{"arn": "a", "type": "b"}]}, ValidationException, "Reservations"),
    ],
)
def test_what_the_service_refuses(
    backend: BraketBackend, launched: list[str], changes: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as fault:
        backend.create_job(_request(**changes))
    assert message in str(fault.value)
    assert backend.jobs == {}
    assert launched == []


@pytest.mark.parametrize("device", ["local:braket/default", "arn:aws:braket:::device/quantum-simulator/amazon/sv1"])
def test_devices_that_run_here(backend: BraketBackend, device: str) -> None:
    assert backend.create_job(_request(deviceConfig={"device": device})).status == "QUEUED"


@pytest.mark.parametrize("state", STATES)
def test_cancelling(backend: BraketBackend, state: str) -> None:
    job = backend.create_job(_request())
    for step in WAYS[state][1:]:
        job.move_to(step)
    if state in TERMINAL:
        with pytest.raises(ConflictException, match=state):
            backend.cancel_job(job.arn)
        assert job.status == state
    else:
        assert backend.cancel_job(job.arn).status == "CANCELLING"


@pytest.mark.parametrize("use", [BraketBackend.get_job, BraketBackend.cancel_job])
def test_a_job_that_is_not_there(backend: BraketBackend, use: Callable[[BraketBackend, str], HybridJob]) -> None:
    with pytest.raises(ResourceNotFoundException, match="not found"):
        use(backend, _job().arn)


def test_pages_newest_first(backend: BraketBackend) -> None:
    for i in range(5):
        backend.create_job(_request(clientToken=f"t-{i}", jobName=f"run-{i}"))
    found, token, pages = [], None, 0
    while pages == 0 or token:
        jobs, token = backend.search_jobs(filters=[], max_results=2, next_token=token)
        found += [job.name for job in jobs]
        pages += 1
    assert found == ["run-4", "run-3", "run-2", "run-1", "run-0"]
    assert pages == 3
    with pytest.raises(ValidationException, match="nextToken"):
        backend.search_jobs(filters=[], max_results=2, next_token="abc")


NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
EARLIER, LATER = (NOW - timedelta(hours=1)).isoformat(), (NOW + timedelta(hours=1)).isoformat()


@pytest.mark.parametrize(
    ("name", "operator", "values", "expected"),
    [
        ("jobArn", "EQUAL", ["job/1"], True),
        ("jobArn", "EQUAL", ["job/2", "job/1"], True),
        ("jobArn", "EQUAL", ["job/"], False),
        ("jobArn", "CONTAINS", ["b/1"], True),
        ("jobArn", "CONTAINS", ["b/2"], False),
        ("createdAt", "GT", [EARLIER], True),
        ("createdAt", "GT", [NOW.isoformat()], False),
        ("createdAt", "GTE", [NOW.isoformat()], True),
        ("createdAt", "GTE", [LATER], False),
        ("createdAt", "LT", [LATER], True),
        ("createdAt", "LT", [NOW.isoformat()], False),
        ("createdAt", "LTE", [NOW.isoformat()], True),
        ("createdAt", "EQUAL", ["2026-01-02T12:00:00Z"], True),
        ("createdAt", "EQUAL", ["2026-01-02T12:00:00"], True),
        ("createdAt", "EQUAL", ["2026-01-02T13:00:00+01:00"], True),
        ("createdAt", "BETWEEN", [EARLIER, LATER], True),
        ("createdAt", "BETWEEN", [LATER, EARLIER], False),
    ],
)
def test_filters(name: str, operator: str, values: list[str], expected: bool) -> None:
    assert matches({"name": name, "operator": operator, "values": values}, "job/1", NOW) is expected


@pytest.mark.parametrize(
    ("name", "operator", "values", "message"),
    [
        ("jobArn", "GT", ["x"], "does not take the operator GT"),
        ("createdAt", "CONTAINS", ["2026"], "does not take the operator CONTAINS"),
        ("status", "EQUAL", ["FAILED"], "Filter status"),
        ("createdAt", "GT", ["yesterday"], "not an ISO 8601 time"),
        ("createdAt", "GT", [EARLIER, LATER], "got 2 values"),
        ("createdAt", "BETWEEN", [EARLIER], "got 1 values"),
    ],
)
def test_filters_that_braket_does_not_have(name: str, operator: str, values: list[str], message: str) -> None:
    with pytest.raises(ValidationException, match=message):
        matches({"name": name, "operator": operator, "values": values}, "job/1", NOW)
