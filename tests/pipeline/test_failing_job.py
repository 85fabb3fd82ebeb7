"""Jobs as the container plays them: what fails, what is stopped, and what a program finds around it."""

import io
import json
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.pipeline.deployed import Deployed, Run
from tests.waiting import until

SLEEPING = """
import os, subprocess, time
def main():
    child = subprocess.Popen(["sleep", "600"])
    print("pids", os.getpid(), child.pid, flush=True)
    time.sleep(600)
"""
TELLING = """
import json, os, pathlib, sys
def main():
    environment = {name: value for name, value in os.environ.items() if name.startswith("AMZN_BRAKET_")}
    data = pathlib.Path(environment["AMZN_BRAKET_INPUT_DIR"])
    checkpoints = pathlib.Path(environment["AMZN_BRAKET_CHECKPOINT_DIR"])
    told = {
        "environment": environment,
        "hyperparameters": json.loads(pathlib.Path(environment["AMZN_BRAKET_HP_FILE"]).read_text()),
        "input": {str(f.relative_to(data)): f.read_text() for f in data.rglob("*") if f.is_file()},
        "checkpoints": {str(f.relative_to(checkpoints)): f.read_text() for f in checkpoints.rglob("*") if f.is_file()},
        "cwd": os.getcwd(),
        "path": sys.path,
    }
    (checkpoints / "step-2").mkdir()
    (checkpoints / "step-2" / "state.json").write_text("two")
    print("told " + json.dumps(told), flush=True)
"""


def test_a_program_that_raises_fails_with_its_reason(deployed: Deployed, failed_run: Run) -> None:
    job = deployed.job(failed_run.arn)
    reason = (
        "AlgorithmError: FileNotFoundError: [Errno 2] No such file or directory: 'fake_file', exit code: 1"  # Braket's
    )
    assert (job["status"], job["failureReason"]) == ("FAILED", reason)
    assert [event["eventType"] for event in job["events"]][-1] == "FAILED"
    assert "FileNotFoundError" in deployed.log(failed_run)

    mark = deployed.document(failed_run.key("failure_status.json"))
    assert (mark["schema"], mark["version"]) == ("quantum-pipeline/run-status", 1)
    assert (mark["status"], mark["failure_reason"]) == ("FAILED", reason)
    assert datetime.fromisoformat(mark["failed_at"]) == job["endedAt"]
    assert deployed.document(failed_run.key("status.json"))["failure_reason"] == reason
    assert deployed.names(failed_run) == {
        "script/source.tar.gz",
        "metadata.json",
        "status.json",
        "failure_status.json",
    }


def test_a_failure_is_counted_once(deployed: Deployed) -> None:
    failed, all_ends = deployed.metric("JobStatusUpdate", JobStatus="FAILED"), deployed.metric("JobStatusUpdate")
    run = deployed.run_job({"program.py": "def main():\n    raise SystemExit(3)\n"})
    deployed.answer("JobMonitoring", {"job_arn": run.arn})
    assert deployed.job(run.arn)["failureReason"].endswith("exit code: 3")
    assert deployed.metric("JobStatusUpdate", JobStatus="FAILED").sum == failed.sum + 1
    assert deployed.metric("JobStatusUpdate").sum == all_ends.sum + 1


def test_a_cancelled_job_leaves_its_mark_and_no_process(deployed: Deployed) -> None:
    run = deployed.create_job({"program.py": SLEEPING})
    until(lambda: "pids" in _log(deployed, run), 60, "the job's first line")
    pids = [int(word) for word in _log(deployed, run).split("pids ")[1].split()[:2]]
    assert all(_is_alive(pid) for pid in pids)
    assert deployed.busy()
    assert deployed.answer("JobMonitoring", {"job_arn": run.arn})["status"] == "RUNNING"
    cancelled = deployed.metric("JobStatusUpdate", JobStatus="CANCELLED").sum

    answer = deployed.client("braket").cancel_job(jobArn=run.arn)
    assert answer["cancellationStatus"] in ("CANCELLING", "CANCELLED")
    assert deployed.wait_for_end(run.arn, 20)["status"] == "CANCELLED"
    until(lambda: not any(_is_alive(pid) for pid in pids), 5, "the end of the job's processes")
    deployed.settle()

    mark = deployed.document(run.key("cancellation_status.json"))
    assert mark["status"] == "CANCELLED"
    assert datetime.fromisoformat(mark["cancelled_at"]) == deployed.job(run.arn)["endedAt"]
    assert not {"completion_status.json", "failure_status.json", "analysis_report.json"} & deployed.names(run)
    assert deployed.metric("JobStatusUpdate", JobStatus="CANCELLED").sum == cancelled + 1


def test_a_job_is_stopped_at_its_maximum_runtime(deployed: Deployed) -> None:
    run = deployed.run_job({"program.py": SLEEPING}, stoppingCondition={"maxRuntimeInSeconds": 1})
    job = deployed.job(run.arn)
    assert job["status"] == "FAILED"
    assert job["failureReason"] == "MaxRuntimeExceeded: the job ran longer than 1 seconds"
    assert "MAX_RUNTIME_EXCEEDED" in [event["eventType"] for event in job["events"]]
    pids = [int(word) for word in deployed.log(run).split("pids ")[1].split()[:2]]
    until(lambda: not any(_is_alive(pid) for pid in pids), 5, "the end of the job's processes")
    assert deployed.document(run.key("failure_status.json"))["failure_reason"] == job["failureReason"]


def test_a_program_finds_what_the_job_was_given(deployed: Deployed) -> None:
    folder = f"jobs/custom-inputs-{uuid4().hex[:8]}"
    for key, text in {"data/one.json": "1", "data/deep/two.json": "2", "checkpoints/step-1.json": "one"}.items():
        deployed.put(f"{folder}/{key}", text.encode())
    location = f"s3://{deployed.output_bucket}/{folder}"
    run = deployed.run_job(
        {"package/program.py": TELLING, "package/__init__.py": ""},
        entry_point="package.program:main",
        hyperParameters={"layers": "3", "allow_qpu": "False"},
        inputDataConfig=[_channel("files", f"{location}/data"), _channel("single", f"{location}/data/one.json")],
        checkpointConfig={"s3Uri": f"{location}/checkpoints", "localPath": "/opt/jobs/checkpoints"},
        **_elsewhere(deployed),
    )
    assert deployed.job(run.arn)["status"] == "COMPLETED"
    told = _told(deployed, run)
    assert told["hyperparameters"] == {"layers": "3", "allow_qpu": "False"}
    assert told["input"] == {"files/one.json": "1", "files/deep/two.json": "2", "single/one.json": "1"}
    assert told["checkpoints"] == {"step-1.json": "one"}
    assert deployed.get(f"{folder}/checkpoints/step-2/state.json") == b"two"
    assert deployed.get(f"{folder}/checkpoints/step-1.json") == b"one"
    expected = {
        "JOB_NAME": run.name,
        "DEVICE_ARN": "local:pennylane/lightning.qubit",
        "OUT_S3_BUCKET": deployed.output_bucket,
        "SCRIPT_ENTRY_POINT": "package.program:main",
        "SCRIPT_COMPRESSION_TYPE": "GZIP",
        "SCRIPT_S3_URI": f"s3://{deployed.output_bucket}/{run.key('script/source.tar.gz')}",
        "TASK_RESULTS_S3_URI": f"s3://{deployed.output_bucket}/{run.key('tasks')}",
    }
    assert expected.items() <= {k.removeprefix("AMZN_BRAKET_"): v for k, v in told["environment"].items()}.items()
    assert told["path"][-1] == told["cwd"]
    assert not Path(told["cwd"]).exists(), "the job's directory is left behind"


def test_hyperparameters_are_bound_to_arguments_as_the_container_binds_them(deployed: Deployed) -> None:
    program = "def main(layers: int, rate: float, name):\n    print('bound', repr((layers, rate, name)))\n"
    values = {"layers": "3", "rate": "0.5", "name": "x"}
    run = deployed.run_job({"program.py": program}, hyperParameters=values, **_elsewhere(deployed))
    assert "bound (3, 0.5, 'x')" in deployed.log(run)


def test_a_job_can_import_its_own_archive_only(deployed: Deployed) -> None:
    program = """
import importlib.util
def main():
    print("found", [name for name in ("contract", "lambdas", "local_aws", "cli") if importlib.util.find_spec(name)])
    import quantum_code
"""
    run = deployed.run_job({"program.py": program})
    reason = "AlgorithmError: ModuleNotFoundError: No module named 'quantum_code', exit code: 1"
    assert deployed.job(run.arn)["failureReason"] == reason
    assert "found []" in deployed.log(run)


def test_an_archive_that_is_none_fails_the_job(deployed: Deployed) -> None:
    script = f"jobs/damaged-{uuid4().hex[:8]}.tar.gz"
    deployed.put(script, b"no archive")
    place = {
        "entryPoint": "program:main",
        "s3Uri": f"s3://{deployed.output_bucket}/{script}",
        "compressionType": "GZIP",
    }
    run = deployed.run_job({}, algorithmSpecification={"scriptModeConfig": place})
    job = deployed.job(run.arn)
    assert job["status"] == "FAILED"
    assert job["failureReason"].startswith(
        "AlgorithmError: Got an exception while trying to unpack archive: /opt/braket/"
    )


def test_a_function_can_import_its_own_zip_only(deployed: Deployed) -> None:
    for module in ("quantum_code", "contract", "pydantic", "moto"):
        error = _invoke(deployed, f"import {module}\ndef handler(event, context): return event\n")
        assert error["errorType"] == "Runtime.ImportModuleError"
        assert error["errorMessage"] == f"Unable to import module 'program': No module named '{module}'"


def test_a_function_finds_lambdas_own_boto3(deployed: Deployed) -> None:
    source = "import boto3, sys\ndef handler(event, context): return [event, boto3.__name__, context.function_name]\n"
    answer = _invoke(deployed, source)
    assert answer[:2] == [{"a": 1}, "boto3"]


def test_a_function_is_stopped_at_its_timeout(deployed: Deployed) -> None:
    error = _invoke(deployed, "import time\ndef handler(event, context): time.sleep(60)\n", Timeout=1)
    assert error["errorType"] == "Sandbox.Timedout"
    assert "Task timed out after 1.00 seconds" in error["errorMessage"]


def _invoke(deployed: Deployed, source: str, **settings: Any) -> Any:
    """What a function of this one file answers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("program.py", source)
    functions, name = deployed.client("lambda"), f"test-{uuid4().hex[:8]}"
    functions.create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=deployed.outputs["JobRoleArn"],
        Handler="program.handler",
        Code={"ZipFile": buffer.getvalue()},
        **settings,
    )
    try:
        return json.loads(functions.invoke(FunctionName=name, Payload=b'{"a": 1}')["Payload"].read())
    finally:
        functions.delete_function(FunctionName=name)


def _elsewhere(deployed: Deployed) -> dict[str, Any]:
    """Makes a job nobody's concern but Braket's: the pipeline would miss the results of one that completes."""
    return {"outputDataConfig": {"s3Path": f"s3://{deployed.output_bucket}/elsewhere/{uuid4().hex[:8]}"}}


def _channel(name: str, uri: str) -> dict[str, Any]:
    return {"channelName": name, "dataSource": {"s3DataSource": {"s3Uri": uri}}}


def _told(deployed: Deployed, run: Run) -> dict[str, Any]:
    line = next(line for line in deployed.log(run).splitlines() if line.startswith("told "))
    told: dict[str, Any] = json.loads(line.removeprefix("told "))
    return told


def _log(deployed: Deployed, run: Run) -> str:
    """The job's log, also while it is not there yet."""
    streams = deployed.client("logs")
    try:
        found = streams.describe_log_streams(logGroupName="/aws/braket/jobs", logStreamNamePrefix=f"{run.name}/")
    except streams.exceptions.ResourceNotFoundException:
        return ""
    return deployed.log(run) if found["logStreams"] else ""


def _is_alive(pid: int) -> bool:
    """Whether the process is there, and not only waiting to be noticed as ended."""
    state = subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return state.stdout.strip() not in ("", "Z")
