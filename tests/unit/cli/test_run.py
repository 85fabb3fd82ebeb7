"""What a person follows of a run, in the words of its problem; the pipeline here answers at once."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from rich.console import Console

from cli import run
from cli.deployed_pipeline import DeployedPipeline, Progression
from cli.progress import Progress
from contract import keys
from contract.errors import JobNotFound
from contract.problems import Problem, parse_problem

BELL = {"problem_type": "circuit", "program": "OPENQASM 3.0; qubit[1] q; h q[0];"}


class Pipeline:
    """A pipeline whose job goes through the given states, one each time it is asked for."""

    remote = False
    output_bucket = "runs-out"

    def __init__(self, states: list[str], progressions: list[Progression]) -> None:
        self._states, self._progressions = states, progressions
        self.objects = {
            keys.completion_status("run-1"): json.dumps({"status": "COMPLETED", "duration_s": 3.0}).encode(),
            keys.analysis_report("run-1"): b"{}",
            keys.convergence_plot("run-1"): b"plot",
            keys.report("run-1"): b"page",
        }

    def prepare(self, problem: dict[str, Any]) -> dict[str, Any]:
        return {"problem_type": problem["problem_type"], "data_key": "problems/abc.json"}

    def problem_of(self, job_name: str) -> Problem:
        assert job_name == "run-0"
        return parse_problem({"problem_type": "chemistry", "molecule": "H2"})

    def submit(self, data_key: str | None, plan: dict[str, Any]) -> dict[str, Any]:
        assert (data_key is None) == ("resume_from" in plan)
        return {"job_name": "run-1", "job_arn": "arn", "quote": {"total_usd": "0.01"}, "plan": {"device": "sv"}}

    def job(self, job_arn: str) -> dict[str, Any]:
        status = self._states.pop(0) if len(self._states) > 1 else self._states[0]
        return {"status": status, "jobName": "run-1", "failureReason": "out of memory"}

    def progressions(self, job: dict[str, Any]) -> Iterator[Progression]:
        yield from self._progressions

    def object(self, key: str) -> bytes | None:
        return self.objects.get(key)


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """Runs a problem and returns what was printed."""
    monkeypatch.setattr(run, "POLL_S", 0)
    monkeypatch.setattr(run, "summarise", lambda report, folder: "the answer")

    def call(problem: dict[str, Any] | None, states: list[str], *progressions: Progression) -> str:
        output = io.StringIO()
        progress = Progress(Console(file=output, highlight=False, force_terminal=False, width=200))
        pipeline: Any = Pipeline(states, list(progressions))
        plan = {} if problem else {"resume_from": "run-0"}
        run.run_problem(pipeline, parse_problem(problem) if problem else None, plan, tmp_path, progress)
        assert (tmp_path / "run-1" / "report.html").read_bytes() == b"page"
        return output.getvalue()

    return call


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield


@pytest.mark.parametrize(
    ("problem", "size", "end"),
    [
        ({"problem_type": "max_cut", "edges": [[0, 1]]}, "max_cut, 2 variables, ", "iteration 7, cost -1.2346"),
        ({"problem_type": "chemistry", "molecule": "H2"}, "chemistry, 4 qubits, ", "iteration 7, energy -1.234568 Ha"),
    ],
)
def test_an_optimisation_is_followed_by_its_iterations(
    follow: Callable[..., str], problem: dict[str, Any], size: str, end: str
) -> None:
    printed = follow(problem, ["QUEUED", "RUNNING", "COMPLETED"], Progression(3, -1.0), Progression(7, -1.23456789))
    assert size in printed
    assert "queued" in printed
    assert f"completed after {end}" in printed
    assert "the answer" in printed


def test_a_circuit_has_no_iterations(follow: Callable[..., str]) -> None:
    printed = follow(BELL, ["RUNNING", "RUNNING", "COMPLETED"])
    assert "circuit, 1 qubit, " in printed
    assert "running" in printed
    assert "completed" in printed
    assert "after iteration" not in printed


def test_an_earlier_run_goes_on_by_its_name(follow: Callable[..., str]) -> None:
    printed = follow(None, ["RUNNING", "COMPLETED"], Progression(7, -1.23456789))
    assert "run-0: chemistry, 4 qubits" in printed
    assert "data-preparation" not in printed
    assert "completed after iteration 7, energy -1.234568 Ha" in printed


class Lambda:
    """Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def invoke(self, **arguments: Any) -> dict[str, Any]:
        self.asked = json.loads(arguments["Payload"])
        return {"Payload": io.BytesIO(json.dumps({"body": "{}"}).encode())}


def test_the_problem_of_an_earlier_run_is_found(aws: None) -> None:
    functions, s3 = Lambda(), boto3.client("s3")
    pipeline = DeployedPipeline(
        {"OutputBucket": "runs-out", "JobSubmissionFunction": "submit"},
        lambda service: functions if service == "lambda" else s3,
    )
    for bucket in ("runs-out", "elsewhere"):
        s3.create_bucket(Bucket=bucket)
    with pytest.raises(JobNotFound, match="no run named run-0 in this account; give the job_name of an earlier run"):
        pipeline.problem_of("run-0")

    s3.put_object(Bucket="elsewhere", Key="problems/abc.json", Body=json.dumps(BELL))
    where = {"problem_data": {"bucket": "elsewhere", "key": "problems/abc.json"}}
    s3.put_object(Bucket="runs-out", Key=keys.metadata("run-0"), Body=json.dumps(where))

    assert pipeline.problem_of("run-0") == parse_problem(BELL)
    pipeline.submit(None, {"resume_from": "run-0"})
    assert functions.asked.keys() == {"client_token", "resume_from"}


def test_a_job_that_failed_says_why(follow: Callable[..., str]) -> None:
    with pytest.raises(run.RunEndedBadly, match="run-1 FAILED: out of memory"):
        follow(BELL, ["RUNNING", "FAILED"])
