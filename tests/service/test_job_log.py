"""The log of a job, which loses no line however many there are."""

from tests.service.hybrid_jobs import HybridJobs


def test_fifty_thousand_lines(jobs: HybridJobs) -> None:
    job = jobs.run("def main():\n    for i in range(50_000):\n        print('line', i)\n")
    assert job["status"] == "COMPLETED"
    (stream,) = jobs.streams(job)
    events = jobs.events(stream)
    lines = [event["message"] for event in events if event["message"].startswith("line ")]
    assert lines == [f"line {i}" for i in range(50_000)]
    stamps = [event["timestamp"] for event in events]
    assert stamps == sorted(stamps)
    assert (job["endedAt"] - job["startedAt"]).total_seconds() < 60


def test_lines_of_every_kind(jobs: HybridJobs) -> None:
    program = """
import os, sys
def main():
    print("long " + "é" * 400_000)
    print()
    print("to stderr", file=sys.stderr)
    sys.stdout.flush()
    os.write(1, b"not \\xff text\\n")
    os.write(1, b"without an end")
    os._exit(0)
"""
    job = jobs.run(program)
    log = jobs.log(job)
    start = log.index("Running Code As Process") + 1
    assert "".join(log[start:-5]) == "long " + "é" * 400_000
    assert log[-5:-1] == [" ", "to stderr", "not � text", "without an end"]


def test_a_process_that_stays_behind_does_not_hold_the_job(jobs: HybridJobs) -> None:
    program = """
import subprocess
def main():
    subprocess.Popen(["sleep", "60"], start_new_session=True)
    subprocess.Popen(["sleep", "60"])
    print("left")
"""
    job = jobs.run(program)
    assert (job["endedAt"] - job["startedAt"]).total_seconds() < 30
    assert "left" in jobs.log(job)
