"""Checkpoints of jobs, and what is saved of jobs that do not come to their end."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest

from tests.service.hybrid_jobs import BUCKET, HybridJobs
from tests.waiting import until

START = """
import os, pathlib, sys, time
checkpoints = pathlib.Path(os.environ["AMZN_BRAKET_CHECKPOINT_DIR"])
results = pathlib.Path(os.environ["AMZN_BRAKET_JOB_RESULTS_DIR"])
def main():
"""
SAVING = (
    START
    + """
    (checkpoints / "deep").mkdir()
    (checkpoints / "deep" / "one.json").write_text("1")
    (results / "results.json").write_text("{}")
    unfinished = open(checkpoints / "unfinished.json", "w")
    unfinished.write("half"); unfinished.flush()
    print("saved", flush=True)
"""
)


def _place() -> tuple[str, dict[str, Any]]:
    prefix = f"checkpoints-{uuid4().hex[:8]}"
    return prefix, {"s3Uri": f"s3://{BUCKET}/{prefix}", "localPath": "/opt/jobs/checkpoints"}


def test_checkpoints_appear_while_the_job_runs_whole_and_changed(jobs: HybridJobs) -> None:
    prefix, place = _place()
    jobs.put(f"{prefix}/before.txt", b"before")
    program = (
        START
        + """
    assert (checkpoints / "before.txt").read_text() == "before"
    (checkpoints / "before.txt").unlink()
    (checkpoints / "state.json").write_text("1")
    time.sleep(3)
    (checkpoints / "state.json").write_text("2")
    with open(checkpoints / "slow.json", "w") as slow:
        slow.write("a" * 1000); slow.flush()
        time.sleep(3)
        slow.write("b" * 1000)
    print("slow written", flush=True)
    time.sleep(600)
"""
    )
    arn = jobs.create(program, checkpointConfig=place)
    until(lambda: jobs.read(f"{prefix}/state.json") == b"1", 60, "the first state")
    seen = set()
    deadline = time.monotonic() + 60
    while jobs.read(f"{prefix}/slow.json") != b"a" * 1000 + b"b" * 1000:
        seen.add(jobs.read(f"{prefix}/slow.json"))
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert seen <= {None}, "a half written file was stored"
    assert jobs.read(f"{prefix}/state.json") == b"2"
    assert jobs.get(arn)["status"] == "RUNNING"
    jobs.client("braket").cancel_job(jobArn=arn)
    jobs.wait(arn)
    assert jobs.keys(f"{prefix}/") == {"before.txt", "state.json", "slow.json"}


def test_a_file_that_changes_all_the_time_is_never_torn(jobs: HybridJobs) -> None:
    prefix, place = _place()
    program = (
        START
        + """
    end = time.time() + 8
    step = 0
    while time.time() < end:
        step += 1
        with open(checkpoints / "state.json", "w") as file:
            for _ in range(200):
                file.write(f"{step:06}")
                file.flush()
        time.sleep(0.03)
"""
    )
    arn = jobs.create(program, checkpointConfig=place)
    versions = set()
    while jobs.get(arn)["status"] not in ("COMPLETED", "FAILED"):
        versions.add(jobs.read(f"{prefix}/state.json") or b"")
        time.sleep(0.05)
    versions.discard(b"")
    assert all(
        len(version) == 1200 and len({version[i : i + 6] for i in range(0, 1200, 6)}) == 1 for version in versions
    )
    assert len(versions) > 2


@pytest.mark.parametrize("end", ["CANCELLED", "FAILED", "TIMED_OUT"])
def test_what_was_saved_before_a_bad_end_is_kept(jobs: HybridJobs, end: str) -> None:
    prefix, place = _place()
    last = "    raise RuntimeError('enough')\n" if end == "FAILED" else "    time.sleep(600)\n"
    limit: dict[str, Any] = {"stoppingCondition": {"maxRuntimeInSeconds": 5}} if end == "TIMED_OUT" else {}
    arn = jobs.create(SAVING + last, checkpointConfig=place, **limit)
    jobs.wait_for(arn, "saved")
    if end == "CANCELLED":
        jobs.client("braket").cancel_job(jobArn=arn)
    job = jobs.wait(arn)
    assert job["status"] == ("CANCELLED" if end == "CANCELLED" else "FAILED")
    assert jobs.results(job) == {"results.json": "{}"}
    kept = jobs.keys(f"{prefix}/")
    assert kept == {"deep/one.json"} | ({"unfinished.json"} if end == "FAILED" else set())


def test_without_results_there_is_no_archive(jobs: HybridJobs) -> None:
    assert jobs.results(jobs.run("def main(): pass")) is None


def test_an_output_that_cannot_be_stored_fails_the_job(jobs: HybridJobs) -> None:
    name = f"amazon-braket-short-lived-{uuid4().hex[:8]}"
    jobs.client("s3").create_bucket(Bucket=name)
    program = START + "    (results / 'a').write_text('a')\n    print('there', flush=True)\n    time.sleep(3)\n"
    arn = jobs.create(program, outputDataConfig={"s3Path": f"s3://{name}/x"})
    jobs.wait_for(arn, "there")
    jobs.client("s3").delete_bucket(Bucket=name)
    job = jobs.wait(arn)
    assert job["status"] == "FAILED"
    assert job["failureReason"].startswith("ClientError: Artifact upload failed: ")


HOSTS = """
import json, os, pathlib, time
def main():
    host = os.environ["SM_CURRENT_HOST"]
    results = pathlib.Path(os.environ["AMZN_BRAKET_JOB_RESULTS_DIR"])
    (results / "same.txt").write_text(host)
    (results / f"{host}.txt").write_text(host)
    pathlib.Path(os.environ["AMZN_BRAKET_CHECKPOINT_DIR"], f"{host}.json").write_text("1")
    config = json.loads(pathlib.Path(os.environ["SM_INPUT_CONFIG_DIR"], "resourceconfig.json").read_text())
    print("TOLD " + json.dumps([host, os.environ["SM_HOSTS"], config["hosts"], config["current_host"]]), flush=True)
    time.sleep(1)
    if host == os.environ.get("SM_HP_FAILING"):
        raise ValueError(host)
    if os.environ.get("SM_HP_FAILING"):
        time.sleep(600)
"""
THREE = {"instanceType": "ml.m5.large", "volumeSizeInGb": 1, "instanceCount": 3}
NAMES = ["algo-1", "algo-2", "algo-3"]


def test_a_job_on_several_instances(jobs: HybridJobs) -> None:
    prefix, place = _place()
    job = jobs.run(HOSTS, instanceConfig=THREE, checkpointConfig=place)
    assert job["status"] == "COMPLETED"
    streams = sorted(stream.split("/")[2].rpartition("-")[0] for stream in jobs.streams(job))
    assert streams == NAMES
    told = [json.loads(line.removeprefix("TOLD ")) for line in jobs.log(job) if line.startswith("TOLD ")]
    assert sorted(told) == [[name, json.dumps(NAMES).replace(" ", ""), NAMES, name] for name in NAMES]
    assert jobs.results(job) == {"same.txt": "algo-1"} | {f"{name}.txt": name for name in NAMES}
    assert jobs.keys(f"{prefix}/") == {f"{name}.json" for name in NAMES}


def test_one_instance_that_fails_ends_the_others(jobs: HybridJobs) -> None:
    job = jobs.run(HOSTS, instanceConfig=THREE, hyperParameters={"failing": "algo-2"})
    assert (job["status"], job["failureReason"]) == ("FAILED", "AlgorithmError: ValueError: algo-2, exit code: 1")
