"""job-monitoring end to end: the end of a run is noticed whoever tells of it, and noted once."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from contract import keys
from contract.errors import InvalidJobArn, InvalidRequest, JobNotFound
from contract.problems import Problem
from lambdas.job_monitoring.handler import handler
from lambdas.job_submission.handler import handler as submit

STRANGE_ARN = "arn:aws:braket:us-east-1:123456789012:job/00000000-0000-0000-0000-000000000000"
Invoke = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture
def monitor(context: Callable[..., Any]) -> Invoke:
    """The body of job-monitoring's answer."""

    def invoke(event: dict[str, Any]) -> dict[str, Any]:
        answer = handler(event, context())
        assert answer["statusCode"] == 200
        body: dict[str, Any] = json.loads(answer["body"])
        return body

    return invoke


@pytest.fixture
def job(account: Any, context: Callable[..., Any], qubo: Problem, capsys: pytest.CaptureFixture[str]) -> Any:
    """A submitted job, queued in Braket."""
    body = json.loads(submit({"data_key": account.put_problem(qubo)}, context())["body"])
    capsys.readouterr()
    return account.job(body["job_arn"])


def _event(job: Any) -> dict[str, Any]:
    return {"source": "aws.braket", "detail": {"jobArn": job.arn, "status": "who knows"}}


def _end(job: Any, status: str) -> None:
    """Moves the job through its states to the end."""
    job.move_to("RUNNING")
    if status == "CANCELLED":
        job.move_to("CANCELLING")
    assert job.move_to(status, "AlgorithmError: it broke" if status == "FAILED" else None)


def test_a_job_that_runs(account: Any, monitor: Invoke, metrics: Callable[[], Any], job: Any) -> None:
    queued = monitor({"job_arn": job.arn, "job_name": job.name, "output_bucket": "runs-out"})
    assert queued == {
        "status": "QUEUED",
        "message": "The job waits for its turn",
        "job_name": job.name,
        "job_arn": job.arn,
    }
    job.move_to("RUNNING")
    assert monitor({"job_arn": job.arn})["status"] == "RUNNING"
    status = account.document(keys.status(job.name))
    assert status["status"] == "RUNNING"
    assert "started_at" in status
    assert account.post_processing == []
    assert metrics() == []


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("COMPLETED", keys.completion_status),
        ("FAILED", keys.failure_status),
        ("CANCELLED", keys.cancellation_status),
    ],
)
def test_the_end_is_noted_once(
    account: Any,
    monitor: Invoke,
    metrics: Callable[[], Any],
    job: Any,
    status: str,
    mark: Callable[[str], str],
) -> None:
    _end(job, status)
    assert monitor(_event(job))["status"] == status
    assert account.document(keys.status(job.name))["status"] == status
    assert account.document(mark(job.name))["status"] == status
    emitted = metrics()
    assert [(metric["name"], metric["dimensions"]) for metric in emitted] == [
        ("JobStatusUpdate", {"JobStatus": status}),
        ("JobDuration", {"JobStatus": status}),
    ]
    assert emitted[0]["value"] == [1.0]
    assert emitted[1]["value"][0] >= 0
    expected = {"job_name": job.name, "output_bucket": "runs-out", "function": "post-processing"}
    assert account.post_processing == ([expected] if status == "COMPLETED" else [])

    before = account.listing()  # the event comes again, a person asks, and the sweep finds it
    monitor(_event(job))
    monitor({"job_arn": job.arn})
    assert metrics() == []
    assert len(account.post_processing) == (1 if status == "COMPLETED" else 0)
    assert account.listing() == before


def test_the_reason_of_a_failure_is_kept(account: Any, monitor: Invoke, job: Any) -> None:
    _end(job, "FAILED")
    assert monitor(_event(job))["message"] == "The job failed: AlgorithmError: it broke"
    mark = account.document(keys.failure_status(job.name))
    assert mark["failure_reason"] == "AlgorithmError: it broke"
    assert mark["failed_at"]


def test_a_completed_job_whose_results_are_missing_is_a_failed_run(account: Any, monitor: Invoke, job: Any) -> None:
    _end(job, "COMPLETED")
    assert monitor(_event(job))["status"] == "COMPLETED"
    account.put(keys.failure_status(job.name), b'{"status": "FAILED", "failure_reason": "ResultsMissing: nothing"}')
    answer = monitor({"job_arn": job.arn})
    assert answer["status"] == "FAILED"
    assert answer["message"] == "The job failed: ResultsMissing: nothing"
    assert account.document(keys.status(job.name))["status"] == "FAILED"
    assert len(account.post_processing) == 1


def test_an_answer_that_comes_late_changes_no_end(account: Any, monitor: Invoke, job: Any) -> None:
    ended = b'{"status": "COMPLETED", "job_name": "as another invocation wrote it"}'
    account.put(keys.status(job.name), ended)
    job.move_to("RUNNING")
    assert monitor(_event(job))["status"] == "RUNNING"
    assert account.document(keys.status(job.name)) == json.loads(ended)


def test_a_job_that_never_started_has_no_duration(
    account: Any, monitor: Invoke, metrics: Callable[[], Any], job: Any
) -> None:
    job.move_to("CANCELLING")
    job.move_to("CANCELLED")
    monitor(_event(job))
    assert [metric["name"] for metric in metrics()] == ["JobStatusUpdate"]
    assert "duration_s" not in account.document(keys.cancellation_status(job.name))


def test_an_event_of_anybody_elses_job_is_no_error(
    account: Any, monitor: Invoke, metrics: Callable[[], Any], job: Any
) -> None:
    other = dict(job.request) | {"clientToken": "other", "outputDataConfig": {"s3Path": "s3://problems-in/jobs/x"}}
    stranger = account.job(account.braket.create_job(**other)["jobArn"])
    _end(stranger, "COMPLETED")
    before = account.listing()
    assert monitor(_event(stranger))["message"] == "Not a job of this pipeline"
    with pytest.raises(JobNotFound, match="was not submitted through the pipeline of bucket runs-out"):
        monitor({"job_arn": stranger.arn})
    assert account.listing() == before
    assert account.post_processing == []
    assert metrics() == []


@pytest.mark.parametrize(
    ("event", "error", "message"),
    [
        ({}, InvalidJobArn, "job_arn is None"),
        ({"job_arn": "not-an-arn"}, InvalidJobArn, "job_arn is 'not-an-arn'"),
        ({"job_arn": STRANGE_ARN}, JobNotFound, f"Braket knows no job {STRANGE_ARN}"),
    ],
)
def test_bad_requests_write_nothing(
    account: Any, monitor: Invoke, job: Any, event: dict[str, Any], error: type[Exception], message: str
) -> None:
    before = account.listing()
    with pytest.raises(error) as fault:
        monitor(event)
    assert message in str(fault.value)
    assert account.listing() == before


def test_a_name_that_is_not_the_jobs(account: Any, monitor: Invoke, job: Any) -> None:
    before = account.listing()
    with pytest.raises(InvalidRequest, match="job_name is 'another', but job_arn is that of"):
        monitor({"job_arn": job.arn, "job_name": "another"})
    assert account.listing() == before


@pytest.mark.parametrize("status", ["COMPLETED", "FAILED", "CANCELLED"])
def test_reconcile_finds_an_end_that_no_event_told_of(
    account: Any, monitor: Invoke, metrics: Callable[[], Any], job: Any, status: str
) -> None:
    _end(job, status)
    assert monitor({"action": "reconcile"})["jobs"] == [job.name]
    assert len(account.post_processing) == (1 if status == "COMPLETED" else 0)
    assert len(metrics()) == 2
    account.put(keys.analysis_report(job.name), b"{}")
    assert monitor({"action": "reconcile"})["jobs"] == []
    assert metrics() == []


def test_reconcile_leaves_running_jobs_alone(account: Any, monitor: Invoke, job: Any) -> None:
    job.move_to("RUNNING")
    before = account.listing()
    assert monitor({"action": "reconcile"}) == {
        "status": "RECONCILED",
        "message": "Runs whose end was missed were handled",
        "jobs": [],
    }
    assert account.listing() == before


def test_reconcile_calls_post_processing_again_while_there_is_no_report(
    account: Any, monitor: Invoke, metrics: Callable[[], Any], job: Any
) -> None:
    _end(job, "COMPLETED")
    monitor(_event(job))
    metrics()
    assert monitor({"action": "reconcile"})["jobs"] == [job.name]
    assert len(account.post_processing) == 2
    assert metrics() == []  # the run ended once
    account.put(keys.failure_status(job.name), b"{}")  # post-processing found no results
    assert monitor({"action": "reconcile"})["jobs"] == []
    assert len(account.post_processing) == 2


def test_reconcile_leaves_other_peoples_jobs_alone(account: Any, monitor: Invoke, job: Any) -> None:
    other = dict(job.request) | {"clientToken": "other", "jobName": "stranger"}
    other |= {"outputDataConfig": {"s3Path": "s3://problems-in/jobs/stranger"}}
    _end(account.job(account.braket.create_job(**other)["jobArn"]), "COMPLETED")
    assert monitor({"action": "reconcile"})["jobs"] == []
