"""The Braket SDK's own view of a job: AwsQuantumJob against this account."""

import math
from pathlib import Path
from typing import Any

import boto3
import pytest
from braket.aws import AwsQuantumJob, AwsSession

from local_aws.account import LocalAccount
from tests.service.braket_calls import control
from tests.service.hybrid_jobs import BUCKET, HybridJobs

PROGRAM = """
from braket.jobs import get_checkpoint_dir, save_job_checkpoint, save_job_result, load_job_checkpoint, get_job_name
from braket.jobs.metrics import log_metric
import os

def main(steps: int):
    before = load_job_checkpoint(os.environ["SM_HP_FROM"]) if "SM_HP_FROM" in os.environ else {"step": 0}
    for step in range(before["step"], steps):
        log_metric(metric_name="cost", value=-step / 2, iteration_number=step)
        save_job_checkpoint({"step": step + 1})
    save_job_result({"steps": steps, "from": before["step"], "name": get_job_name()})

def resume(steps: int, **rest):
    main(steps)

def sleep():
    import time
    print("sleeping", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def session(account: LocalAccount, monkeypatch: pytest.MonkeyPatch) -> AwsSession:
    """As a person has it who exported the account's variables."""
    for name, value in account.environment.items():
        monkeypatch.setenv(name, value)
    return AwsSession(boto_session=boto3.Session(), default_bucket=BUCKET)


@pytest.fixture
def create(session: AwsSession, jobs: HybridJobs, tmp_path: Path) -> Any:
    """Makes jobs of the program; they are not waited for."""
    source = tmp_path / "algorithm.py"
    source.write_text(PROGRAM)

    def make(entry_point: str = "algorithm:main", **changes: Any) -> AwsQuantumJob:
        arguments = {"device": "local:none/none", "role_arn": jobs.role, "aws_session": session} | changes
        return AwsQuantumJob.create(source_module=str(source), entry_point=entry_point, **arguments)

    return make


def test_a_job_from_its_creation_to_its_results(
    create: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    job = create(hyperparameters={"steps": 4}, tags={"project": "sdk"})
    result = job.result(poll_timeout_seconds=90, poll_interval_seconds=0.2)
    assert result == {"steps": 4, "from": 0, "name": job.name}
    assert job.state() == "COMPLETED"
    assert job.metadata()["tags"] == {"project": "sdk"}
    assert job.queue_position().queue_position is None
    metrics = job.metrics()
    rows = sorted(zip(metrics["iteration_number"], metrics["cost"], strict=True))
    assert rows == [(step, -step / 2) for step in range(4)]
    assert not any(map(math.isnan, metrics["timestamp"]))
    capsys.readouterr()
    job.logs(wait=True, poll_interval_seconds=0)
    printed = capsys.readouterr().out
    assert "Beginning Setup" in printed
    assert printed.count("Metrics - ") == 4
    job.download_result(extract_to=str(tmp_path / "results"))
    assert (tmp_path / "results" / job.name / "results.json").exists()


def test_metrics_are_those_of_the_job_alone_at_any_time(create: Any, account: LocalAccount) -> None:
    control(account, "POST", "clock", advance_s=10_000)
    first, second = create(hyperparameters={"steps": 2}), create(hyperparameters={"steps": 3})
    for job in (first, second):
        job.result(poll_timeout_seconds=90, poll_interval_seconds=0.2)
    assert (len(first.metrics()["cost"]), len(second.metrics()["cost"])) == (2, 3)


def test_a_job_goes_on_from_the_checkpoints_of_another(create: Any) -> None:
    first = create(hyperparameters={"steps": 2})
    first.result(poll_timeout_seconds=90, poll_interval_seconds=0.2)
    values = {"steps": 5, "from": first.name}
    second = create("algorithm:resume", hyperparameters=values, copy_checkpoints_from_job=first.arn)
    assert second.result(poll_timeout_seconds=90, poll_interval_seconds=0.2)["from"] == 2


def test_cancelling(create: Any, jobs: HybridJobs) -> None:
    job = create("algorithm:sleep")
    jobs.wait_for(job.arn, "sleeping")
    assert job.cancel() in ("CANCELLING", "CANCELLED")
    assert job.result(poll_timeout_seconds=30, poll_interval_seconds=0.2) == {}
    assert job.state() == "CANCELLED"
