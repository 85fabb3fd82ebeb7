"""Hybrid jobs: how their state moves, and how they are described."""

import re
from typing import Any

import pytest

from local_aws.braket.clock import Clock
from local_aws.braket.jobs import HybridJob
from local_aws.braket.lifecycle import TERMINAL

STATES = [state for state in HybridJob.MOVES if state]
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
