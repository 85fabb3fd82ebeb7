"""What a job's program starts, reads and removes, and how a job ends that cannot start."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from local_aws.jobs.environment import container_environment
from local_aws.sandbox import lifeline
from tests.service.hybrid_jobs import BUCKET, HybridJobs

READING = """
import subprocess, sys
def main():
    print("TOLD " + repr([sys.stdin.read()]).replace("'", '"'), flush=True)
    print("child", subprocess.run(["cat"], capture_output=True), flush=True)
    input()
"""
LEAVING = """
import json, subprocess
def main():
    apart = subprocess.Popen(["sleep", "300"], start_new_session=True)
    orphan = subprocess.run(["sh", "-c", "setsid sleep 300 >/dev/null 2>&1 & echo $!"], capture_output=True, text=True)
    print("TOLD " + json.dumps([apart.pid, int(orphan.stdout)]), flush=True)
"""


def test_standard_input_is_empty(jobs: HybridJobs) -> None:
    job = jobs.run(READING)
    assert job["failureReason"] == "AlgorithmError: EOFError: EOF when reading a line, exit code: 1"
    assert jobs.told(job) == [""]
    assert any(line.startswith("child ") and "returncode=0" in line for line in jobs.log(job))


@pytest.mark.skipif(not lifeline.KNOWS_MARKS, reason="other processes' environments are not known here")
@pytest.mark.parametrize("end", ["", "    raise ValueError\n", "    import time; time.sleep(600)\n"])
def test_nothing_that_a_job_started_outlives_it(jobs: HybridJobs, end: str) -> None:
    arn = jobs.create(LEAVING + end)
    jobs.wait_for(arn, "TOLD ")
    if "sleep" in end:
        jobs.client("braket").cancel_job(jobArn=arn)
    left = [pid for pid in jobs.told(jobs.wait(arn)) if _is_alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def _is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended may not have been waited for yet."""
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_container_that_cannot_start_fails_the_job(jobs: HybridJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """CreateJob refuses such entry points, so they come in from behind."""

    def with_a_null_byte(*arguments: Any) -> dict[str, str]:
        return container_environment(*arguments) | {"AMZN_BRAKET_SCRIPT_ENTRY_POINT": "program:ma\0in"}

    monkeypatch.setattr("local_aws.jobs.host.container_environment", with_a_null_byte)
    job = jobs.run("def main(): pass")
    assert (job["status"], job["failureReason"]) == (
        "FAILED",
        "ClientError: The container could not be started: "
        "the environment variable 'AMZN_BRAKET_SCRIPT_ENTRY_POINT' has a null byte",
    )


@pytest.mark.parametrize("program", ["shutil.rmtree(model)", "shutil.rmtree(model); open(model, 'w').close()"])
def test_a_job_that_removes_its_results_directory_has_no_results(jobs: HybridJobs, program: str) -> None:
    job = jobs.run(f"import os, shutil\ndef main():\n    model = os.environ['SM_MODEL_DIR']; {program}")
    assert job["status"] == "COMPLETED", job["failureReason"]
    assert jobs.results(job) is None


def test_reasons_name_the_containers_directories(jobs: HybridJobs) -> None:
    job = jobs.run("import os\ndef main(): open(os.environ['SM_MODEL_DIR'] + '/none')")
    reason = (
        "AlgorithmError: FileNotFoundError: [Errno 2] No such file or directory: '/opt/ml/model/none', exit code: 1"
    )
    assert job["failureReason"] == reason
    uri = jobs.put(f"{time.time_ns()}/{'x' * 300}", b"1")
    channel = {"channelName": "train", "dataSource": {"s3DataSource": {"s3Uri": uri}}}
    job = jobs.run("def main(): pass", inputDataConfig=[channel])
    assert job["failureReason"].startswith(
        "ClientError: Data download failed: [Errno 36] File name too long: '/opt/ml/"
    )


def test_a_fault_of_the_emulator_is_told_without_its_words(jobs: HybridJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError(f"{Path.cwd()} is wrong")

    monkeypatch.setattr("local_aws.jobs.run.JobRun.run", broken)
    job = jobs.run("def main(): pass")
    assert job["failureReason"] == "InternalServerError: We encountered an internal error. Please try again."


ODD_NAMES = """
import os, pathlib
def main():
    for name in (b"a\\xff", b"b\\nc", b"d", b"e/\\xfe/f"):
        file = pathlib.Path(os.fsdecode(os.path.join(os.fsencode(os.environ["AMZN_BRAKET_CHECKPOINT_DIR"]), name)))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1")
"""


def test_checkpoints_with_names_that_cannot_be_keys_are_left_out(jobs: HybridJobs) -> None:
    prefix = f"checkpoints-{time.time_ns()}"
    place = {"s3Uri": f"s3://{BUCKET}/{prefix}", "localPath": "/opt/jobs/checkpoints"}
    job = jobs.run(ODD_NAMES, checkpointConfig=place)
    assert job["status"] == "COMPLETED", job["failureReason"]
    assert jobs.keys(f"{prefix}/") == {"d"}
    assert [line for line in jobs.log(job) if line.startswith("WARNING")] == [
        "WARNING: the checkpoint 'a\\xff' is not stored: its name is not UTF-8",
        "WARNING: the checkpoint 'b\\nc' is not stored: its name has a line feed",
        "WARNING: the checkpoint 'e/\\xfe/f' is not stored: its name is not UTF-8",
    ]
