"""What the functions refuse: each with the error's type, a message that names the fault, and nothing written."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from tests.pipeline.deployed import Deployed, FunctionError, Run, Stored

DATA_KEY, LARGE, DAMAGED, FAILED_NAME, FAILED_ARN, INPUT = (
    "<data>",
    "<large>",
    "<damaged>",
    "<name>",
    "<arn>",
    "<input>",
)
"""Stand in an event for what is known only once the stack is deployed."""

NAN = float("nan")
GARNET = "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet"
SV1 = "arn:aws:braket:::device/quantum-simulator/amazon/sv1"
NO_SUCH_JOB = "arn:aws:braket:us-east-1:123456789012:job/00000000-0000-0000-0000-000000000000"
NO_SUCH_BUCKET = "no-such-bucket-anywhere"
AT_WORK = 2
"""Events sent at a time."""


def qubo(**fields: Any) -> dict[str, Any]:
    return {"problem_type": "optimization", **fields}


def graph(**fields: Any) -> dict[str, Any]:
    return {"problem_type": "max_cut", **fields}


def job(**fields: Any) -> dict[str, Any]:
    return {"data_key": DATA_KEY, **fields}


@dataclass(frozen=True)
class Refusal:
    """An event that a function refuses: the error's type, and a part of its message."""

    function: str
    event: Any
    error: str
    fragment: str

    def for_stack(self, names: Mapping[str, str]) -> Any:
        if not isinstance(self.event, dict):
            return self.event
        return {key: names.get(value, value) if isinstance(value, str) else value for key, value in self.event.items()}


PREPARATION, SUBMISSION = "DataPreparation", "JobSubmission"
MONITORING, PROCESSING = "JobMonitoring", "PostProcessing"

REFUSALS = {
    # data-preparation: what is no request
    "preparation: empty": Refusal(PREPARATION, {}, "InvalidProblem", "no problem given"),
    "preparation: list": Refusal(PREPARATION, [1, 2], "InvalidRequest", "expected a JSON object, got list"),
    "preparation: string": Refusal(PREPARATION, "solve it", "InvalidRequest", "expected a JSON object, got str"),
    "preparation: type of no problem": Refusal(
        PREPARATION, {"problem_type": "sudoku", "problem_size": 4}, "InvalidProblem", "problem_type is 'sudoku'"
    ),
    "preparation: field beside a whole problem": Refusal(
        PREPARATION, {"problem": qubo(problem_size=4), "seed": 1}, "InvalidProblem", "seed stands beside"
    ),
    "preparation: no such bucket": Refusal(
        PREPARATION, qubo(problem_size=4, input_bucket=NO_SUCH_BUCKET), "InvalidRequest", repr(NO_SUCH_BUCKET)
    ),
    "preparation: bucket is a number": Refusal(
        PREPARATION, qubo(problem_size=4, input_bucket=5), "InvalidRequest", "input_bucket"
    ),
    # data-preparation: sizes
    "problem: size 1": Refusal(PREPARATION, qubo(problem_size=1), "InvalidProblem", "problem_size is 1; it must be"),
    "problem: size 10 000": Refusal(
        PREPARATION, qubo(problem_size=10_000), "InvalidProblem", "problem_size is 10000; it must be"
    ),
    "problem: size as text": Refusal(PREPARATION, qubo(problem_size="4"), "InvalidProblem", "problem_size"),
    # data-preparation: coefficients
    "problem: too few rows": Refusal(
        PREPARATION,
        qubo(problem_size=3, quadratic_matrix=[[0, 1], [1, 0]]),
        "InvalidProblem",
        "quadratic_matrix has 2 rows for 3 variables",
    ),
    "problem: ragged matrix": Refusal(
        PREPARATION,
        qubo(quadratic_matrix=[[0, 1], [1]]),
        "InvalidProblem",
        "row 1 has 1 entries for 2 variables",
    ),
    "problem: NaN in the matrix": Refusal(
        PREPARATION,
        qubo(linear_coefficients=[1, 2], quadratic_matrix=[[0, NAN], [NAN, 0]]),
        "InvalidProblem",
        "quadratic_matrix.0.1: Input should be a finite number",
    ),
    "problem: infinity in the vector": Refusal(
        PREPARATION,
        qubo(linear_coefficients=[1, float("inf")]),
        "InvalidProblem",
        "linear_coefficients.1: Input should be a finite number",
    ),
    "problem: number as text": Refusal(
        PREPARATION, qubo(linear_coefficients=["1", 2]), "InvalidProblem", "linear_coefficients.0"
    ),
    "problem: not symmetric": Refusal(
        PREPARATION, qubo(quadratic_matrix=[[0, 1], [2, 0]]), "InvalidProblem", "not symmetric"
    ),
    "problem: unknown field": Refusal(
        PREPARATION, qubo(linear_coefficients=[1, 2], quadratic=[[0]]), "InvalidProblem", "quadratic: Extra inputs"
    ),
    "problem: constant": Refusal(PREPARATION, qubo(linear_coefficients=[0, 0]), "InvalidProblem", "same cost"),
    # data-preparation: graphs
    "graph: self-loop": Refusal(PREPARATION, graph(edges=[[0, 1], [1, 1]]), "InvalidProblem", "joined to itself"),
    "graph: unknown node": Refusal(
        PREPARATION, graph(nodes=["a", "b"], edges=[["a", "c"]]), "InvalidProblem", "'c' is neither a name"
    ),
    "graph: NaN as weight": Refusal(
        PREPARATION, graph(edges=[[0, 1, NAN]]), "InvalidProblem", "edges.0.2: Input should be a finite number"
    ),
    # job-submission: what is no request
    "submission: empty": Refusal(SUBMISSION, {}, "InvalidRequest", "data_key: missing"),
    "submission: list": Refusal(SUBMISSION, [], "InvalidRequest", "expected a JSON object, got list"),
    "submission: string": Refusal(SUBMISSION, "go", "InvalidRequest", "expected a JSON object, got str"),
    "submission: token with a space": Refusal(SUBMISSION, job(client_token="a b"), "InvalidRequest", "client_token"),
    # job-submission: what is not there
    "submission: no such problem": Refusal(
        SUBMISSION, {"data_key": "problems/0123456789abcdef.json"}, "ProblemNotFound", "problems/0123456789abcdef.json"
    ),
    "submission: key outside problems/": Refusal(
        SUBMISSION, {"data_key": "../secrets.json"}, "ProblemNotFound", "../secrets.json"
    ),
    "submission: key is a number": Refusal(SUBMISSION, {"data_key": 7}, "InvalidRequest", "data_key"),
    "submission: damaged problem": Refusal(SUBMISSION, {"data_key": DAMAGED}, "InvalidProblem", "is not JSON"),
    "submission: no code": Refusal(SUBMISSION, job(code_bucket=INPUT), "CodeNotFound", "quantum-code/source.tar.gz"),
    "submission: no such input bucket": Refusal(
        SUBMISSION, job(input_bucket=NO_SUCH_BUCKET), "InvalidRequest", repr(NO_SUCH_BUCKET)
    ),
    "submission: no such output bucket": Refusal(
        SUBMISSION, job(output_bucket=NO_SUCH_BUCKET), "InvalidRequest", NO_SUCH_BUCKET
    ),
    # job-submission: the plan
    "plan: unknown field": Refusal(SUBMISSION, job(iterations=5), "InvalidPlan", "iterations: Extra inputs"),
    "plan: no layers": Refusal(SUBMISSION, job(layers=0), "InvalidPlan", "layers"),
    "plan: layers as text": Refusal(SUBMISSION, job(layers="3"), "InvalidPlan", "layers: Input should be a valid int"),
    "plan: unknown algorithm": Refusal(SUBMISSION, job(algorithm="guess"), "InvalidPlan", "algorithm"),
    "plan: instance that Braket lacks": Refusal(
        SUBMISSION, job(instance_type="ml.m5.huge"), "PriceUnknown", "ml.m5.huge"
    ),
    # job-submission: devices and money
    "device: unknown": Refusal(
        SUBMISSION, job(device="arn:aws:braket:::device/qpu/acme/one"), "UnknownDevice", "known devices"
    ),
    "device: too small": Refusal(SUBMISSION, {"data_key": LARGE}, "InvalidProblem", "31 qubits"),
    "device: QPU without permission": Refusal(SUBMISSION, job(device=GARNET), "QpuNotAllowed", "allow_qpu"),
    "device: QPU without a budget": Refusal(
        SUBMISSION, job(device=GARNET, allow_qpu=True), "QpuNotAllowed", "max_cost_usd"
    ),
    "device: permission as text": Refusal(SUBMISSION, job(device=GARNET, allow_qpu="yes"), "InvalidPlan", "allow_qpu"),
    "device: QPU over budget": Refusal(
        SUBMISSION, job(device=GARNET, allow_qpu=True, max_cost_usd=1), "OverBudget", "max_cost_usd is 1"
    ),
    "device: more shots than it takes": Refusal(
        SUBMISSION, job(device=GARNET, allow_qpu=True, max_cost_usd=10**6, shots=50_000), "InvalidPlan", "at most 20000"
    ),
    "device: QPU, which this account lacks": Refusal(
        SUBMISSION, job(device=GARNET, allow_qpu=True, max_cost_usd=10**6), "DeviceUnavailable", "Garnet"
    ),
    "device: simulator over budget": Refusal(SUBMISSION, job(device=SV1, max_cost_usd=0.5), "OverBudget", "max_cost"),
    "device: budget without a price": Refusal(
        SUBMISSION, job(instance_type="ml.g4dn.xlarge", max_cost_usd=5), "PriceUnknown", "ml.g4dn.xlarge"
    ),
    # job-monitoring
    "monitoring: empty": Refusal(MONITORING, {}, "InvalidJobArn", "job_arn is None"),
    "monitoring: list": Refusal(MONITORING, [], "InvalidRequest", "expected a JSON object, got list"),
    "monitoring: string": Refusal(MONITORING, NO_SUCH_JOB, "InvalidRequest", "expected a JSON object, got str"),
    "monitoring: malformed ARN": Refusal(MONITORING, {"job_arn": "job/1"}, "InvalidJobArn", "job_arn is 'job/1'"),
    "monitoring: ARN of a quantum task": Refusal(
        MONITORING, {"job_arn": NO_SUCH_JOB.replace(":job/", ":quantum-task/")}, "InvalidJobArn", "quantum-task"
    ),
    "monitoring: no such job": Refusal(MONITORING, {"job_arn": NO_SUCH_JOB}, "JobNotFound", NO_SUCH_JOB),
    "monitoring: another job's name": Refusal(
        MONITORING, {"job_arn": FAILED_ARN, "job_name": "another"}, "InvalidRequest", "job_name is 'another'"
    ),
    "monitoring: another pipeline's bucket": Refusal(
        MONITORING, {"job_arn": FAILED_ARN, "output_bucket": INPUT}, "JobNotFound", "not submitted through"
    ),
    "monitoring: unknown field": Refusal(
        MONITORING, {"job_arn": FAILED_ARN, "wait": True}, "InvalidRequest", "wait: Extra inputs"
    ),
    "monitoring: event without a job": Refusal(
        MONITORING, {"source": "aws.braket", "detail": {}}, "InvalidJobArn", "job_arn is None"
    ),
    # post-processing
    "processing: empty": Refusal(PROCESSING, {}, "InvalidRequest", "job_name: Field required"),
    "processing: list": Refusal(PROCESSING, ["a"], "InvalidRequest", "post-processing request"),
    "processing: no such run": Refusal(PROCESSING, {"job_name": "never-was"}, "JobNotFound", "no run never-was"),
    "processing: path as name": Refusal(PROCESSING, {"job_name": "../jobs"}, "InvalidRequest", "job_name"),
    "processing: failed run": Refusal(PROCESSING, {"job_name": FAILED_NAME}, "RunFailed", "ended FAILED"),
    "processing: no such bucket": Refusal(
        PROCESSING, {"job_name": FAILED_NAME, "output_bucket": NO_SUCH_BUCKET}, "InvalidRequest", NO_SUCH_BUCKET
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What came of sending all the events above."""

    errors: Mapping[str, FunctionError | None]
    before: set[Stored | str]
    after: set[Stored | str]


@pytest.fixture(scope="module")
def outcome(deployed: Deployed, failed_run: Run) -> Outcome:
    """Sends every event, a few at a time, as each starts a process of its own."""
    damaged = "problems/damaged.json"
    deployed.client("s3").put_object(Bucket=deployed.input_bucket, Key=damaged, Body=b'{"problem_type": ')
    names = {
        DATA_KEY: deployed.prepare(qubo(problem_size=4))["data_key"],
        LARGE: deployed.prepare(qubo(problem_size=31))["data_key"],
        DAMAGED: damaged,
        FAILED_NAME: failed_run.name,
        FAILED_ARN: failed_run.arn,
        INPUT: deployed.input_bucket,
    }
    before = deployed.everything()
    with ThreadPoolExecutor(AT_WORK) as pool:
        errors = pool.map(lambda refusal: _send(deployed, refusal, names), REFUSALS.values())
        found = dict(zip(REFUSALS, errors, strict=True))
    deployed.settle()
    return Outcome(found, before, deployed.everything())


def _send(deployed: Deployed, refusal: Refusal, names: Mapping[str, str]) -> FunctionError | None:
    try:
        deployed.call(refusal.function, refusal.for_stack(names))
    except FunctionError as error:
        return error
    return None


@pytest.mark.parametrize("name", REFUSALS)
def test_bad_input_is_refused_with_a_typed_error(name: str, outcome: Outcome) -> None:
    error = outcome.errors[name]
    assert error is not None, "the function took it"
    assert error.type == REFUSALS[name].error, error.message
    assert REFUSALS[name].fragment in error.message


def test_bad_input_writes_nothing(outcome: Outcome) -> None:
    assert outcome.after == outcome.before
    assert len(outcome.before) > 5


SAVE = """
import os, pathlib
def main():
    pathlib.Path(os.environ["AMZN_BRAKET_JOB_RESULTS_DIR"], "{}").write_text("{}")
"""
EMPTY_HANDED = {
    "no archive": ("def main(): pass\n", "ResultsMissing", "completed without results"),
    "no results in it": (
        SAVE.format("notes.txt", "nothing found"),
        "ResultsMissing",
        "model.tar.gz has no results.json at its root; it holds",
    ),
    "no JSON": (SAVE.format("results.json", "cost: low"), "ResultsUnreadable", "results.json: is not JSON"),
}
"""Programs that complete without a result: the program, and what post-processing says."""


@pytest.fixture(scope="module")
def empty_handed(deployed: Deployed) -> dict[str, Run]:
    """The finished runs of those programs, each counted as failed, once."""
    failed, ended = deployed.metric("JobStatusUpdate", JobStatus="FAILED"), deployed.metric("JobStatusUpdate")
    runs = {name: deployed.create_job({"program.py": program}) for name, (program, *_) in EMPTY_HANDED.items()}
    for run in runs.values():
        assert deployed.wait_for_end(run.arn)["status"] == "COMPLETED"
    deployed.settle()
    assert deployed.metric("JobStatusUpdate", JobStatus="FAILED").sum == failed.sum + len(runs)
    assert deployed.metric("JobStatusUpdate").sum == ended.sum + 2 * len(runs), "Braket's end, and the pipeline's"
    return runs


@pytest.mark.parametrize("name", EMPTY_HANDED)
def test_a_completed_job_without_a_result_is_a_failed_run(
    name: str, empty_handed: dict[str, Run], deployed: Deployed
) -> None:
    run, (_, error, fragment) = empty_handed[name], EMPTY_HANDED[name]
    mark = deployed.document(run.key("failure_status.json"))
    assert (mark["job_name"], mark["status"]) == (run.name, "FAILED")
    assert mark["failure_reason"].startswith(f"{error}: ")
    assert fragment in mark["failure_reason"]
    assert not {"analysis_report.json", "convergence_plot.png", "report.html"} & deployed.names(run)

    failures = deployed.metric("JobStatusUpdate", JobStatus="FAILED")
    with pytest.raises(FunctionError) as caught:
        deployed.call("PostProcessing", {"job_name": run.name})
    assert caught.value.type == error
    assert fragment in caught.value.message
    assert deployed.document(run.key("failure_status.json")) == mark
    assert deployed.metric("JobStatusUpdate", JobStatus="FAILED") == failures


def test_an_archive_that_is_none_is_refused(empty_handed: dict[str, Run], deployed: Deployed) -> None:
    run = empty_handed["no archive"]
    deployed.put(run.key("output/model.tar.gz"), b"these bytes are no archive")
    with pytest.raises(FunctionError, match="damaged or not a gzip-compressed tar") as caught:
        deployed.call("PostProcessing", {"job_name": run.name})
    assert caught.value.type == "ResultsUnreadable"
    assert "analysis_report.json" not in deployed.names(run)
