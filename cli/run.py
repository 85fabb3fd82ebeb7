"""One run from problem to report, as a person follows it."""

import json
import time
from pathlib import Path
from typing import Any

from cli.deployed_pipeline import DeployedPipeline
from cli.progress import Progress
from cli.summary import summarise
from contract import keys
from contract.problems import BinaryProblem, Chemistry, Problem

POLL_S = 0.5
REPORT_TIMEOUT_S = 300
TERMINAL = ("COMPLETED", "FAILED", "CANCELLED")


class RunEndedBadly(RuntimeError):
    """The job did not complete, or left no report; the message says why."""


def run_problem(
    pipeline: DeployedPipeline, problem: Problem | None, plan: dict[str, Any], results: Path, progress: Progress
) -> None:
    """Takes a problem through the four functions and the job, and leaves its report below `results`.

    Without a problem, the run that the plan's `resume_from` names goes on.

    Raises:
        JobNotFound: when there is no such run.
        FunctionFailed: when a function refuses it.
        RunEndedBadly: when the job or its post-processing failed.
    """
    progress.title("Run")
    data_key = None
    if problem is None:
        problem = pipeline.problem_of(plan["resume_from"])
        progress.done("resuming", f"{plan['resume_from']}: {problem.problem_type}, {_size(problem)}")
    else:
        progress.step("data-preparation")
        prepared = pipeline.prepare(problem.to_dict())
        data_key = prepared["data_key"]
        progress.done("data-preparation", f"{prepared['problem_type']}, {_size(problem)}, {data_key}")
    progress.step("job-submission")
    submitted = pipeline.submit(data_key, plan)
    price = f"at most {submitted['quote']['total_usd']} USD on AWS"
    progress.done("job-submission", f"{submitted['job_name']} on {submitted['plan']['device']}, {price}")
    try:
        _watch(pipeline, submitted["job_arn"], problem, progress)
        report = _await_report(pipeline, submitted["job_name"], progress)
    except KeyboardInterrupt:
        if pipeline.remote:
            progress.failed(f"the job goes on; end it with: aws braket cancel-job --job-arn {submitted['job_arn']}")
        raise
    folder = _fetch(pipeline, submitted["job_name"], results)
    progress.title("Answer")
    progress.console.print(summarise(report, folder), soft_wrap=True, markup=False)


def _size(problem: Problem) -> str:
    """How large the problem is, in its own terms."""
    noun = "variable" if isinstance(problem, BinaryProblem) else "qubit"
    return f"{problem.problem_size} {noun}{'s' * (problem.problem_size != 1)}"


def _watch(pipeline: DeployedPipeline, job_arn: str, problem: Problem, progress: Progress) -> None:
    """Follows the job to its end."""
    progress.step("hybrid job")
    while True:
        job = pipeline.job(job_arn)
        latest = max(pipeline.progressions(job), key=lambda progression: progression.iteration, default=None)
        step = _step(latest.iteration, latest.cost, problem) if latest else ""
        if job["status"] in TERMINAL:
            break
        progress.state((step or "running") if job["status"] == "RUNNING" else job["status"].lower())
        time.sleep(POLL_S)
    if job["status"] != "COMPLETED":
        raise RunEndedBadly(f"{job['jobName']} {job['status']}: {job.get('failureReason', 'no reason given')}")
    progress.done("hybrid job", f"completed after {step}" if step else "completed")


def _step(iteration: int, cost: float, problem: Problem) -> str:
    """How far the optimiser is; six decimals of an energy are a microhartree."""
    if isinstance(problem, Chemistry):
        return f"iteration {iteration}, energy {cost:.6f} Ha"
    return f"iteration {iteration}, cost {cost:.4f}"


def _await_report(pipeline: DeployedPipeline, name: str, progress: Progress) -> dict[str, Any]:
    """Waits for job-monitoring and post-processing, which Braket's event sets going; the report."""
    progress.step("job-monitoring")
    mark = _await(pipeline, keys.completion_status(name), name)
    progress.done("job-monitoring", f"{mark['status']} after {mark['duration_s']:.0f} s")
    progress.step("post-processing")
    report = _await(pipeline, keys.analysis_report(name), name)
    progress.done("post-processing", "report written")
    return report


def _await(pipeline: DeployedPipeline, key: str, name: str) -> dict[str, Any]:
    """The document that a function writes under a key of the run, as soon as it is there."""
    deadline = time.monotonic() + REPORT_TIMEOUT_S
    while time.monotonic() < deadline:
        content = pipeline.object(key)
        if content is not None:
            document: dict[str, Any] = json.loads(content)
            return document
        failure = pipeline.object(keys.failure_status(name))
        if failure is not None:
            raise RunEndedBadly(f"{name}: {json.loads(failure)['failure_reason']}")
        time.sleep(POLL_S)
    raise RunEndedBadly(f"{name}: no {key} after {REPORT_TIMEOUT_S} s; see the functions' logs")


def _fetch(pipeline: DeployedPipeline, name: str, results: Path) -> Path:
    """Copies the run's report to a folder of its own."""
    folder = results / name
    folder.mkdir(parents=True, exist_ok=True)
    for key in (keys.analysis_report(name), keys.convergence_plot(name), keys.report(name)):
        content = pipeline.object(key)
        if content is None:
            raise RunEndedBadly(f"{name}: {key} is missing in bucket {pipeline.output_bucket}")
        (folder / Path(key).name).write_bytes(content)
    return folder
