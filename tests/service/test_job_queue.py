"""Many jobs, and jobs that wait: none is lost, none starts out of turn, and every wait can be cut short."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from local_aws.account import LocalAccount
from tests.service.braket_calls import FORTE, control
from tests.service.hybrid_jobs import HybridJobs
from tests.waiting import until

PLACES = os.cpu_count() or 1
SLEEPING = "import time\ndef main():\n    print('started', flush=True)\n    time.sleep(600)\n"
"""A program that has to be ended."""


@pytest.fixture(autouse=True)
def _usual_conditions(account: LocalAccount) -> Iterator[None]:
    yield
    control(account, "DELETE", "conditions")


def cancel(jobs: HybridJobs, *arns: str) -> None:
    for arn in arns:
        jobs.client("braket").cancel_job(jobArn=arn)


def kinds(job: dict[str, Any]) -> list[str]:
    return [event["eventType"] for event in job["events"]]


def test_jobs_start_in_the_order_of_creation_and_cancelled_ones_never(jobs: HybridJobs) -> None:
    blocking = [jobs.create(SLEEPING) for _ in range(PLACES)]
    for arn in blocking:
        jobs.wait_for(arn, "started")
    waiting = [jobs.create("def main(): pass") for _ in range(6)]
    assert all(jobs.get(arn)["status"] == "QUEUED" for arn in waiting)
    assert all("QUEUED_FOR_EXECUTION" in kinds(jobs.get(arn)) for arn in waiting)
    cancel(jobs, waiting[2])
    assert jobs.get(waiting[2])["status"] == "CANCELLED"
    cancel(jobs, *blocking)
    ended = [jobs.wait(arn) for arn in waiting]
    assert [job["status"] for job in ended] == ["COMPLETED"] * 2 + ["CANCELLED"] + ["COMPLETED"] * 3
    starts = [job["startedAt"] for job in ended if "startedAt" in job]
    assert len(starts) == 5
    assert all(starts[i] <= starts[i + PLACES] for i in range(5 - PLACES))


def test_a_queue_delay_keeps_a_job_queued_and_no_place(account: LocalAccount, jobs: HybridJobs) -> None:
    control(account, "PATCH", "conditions", queue_delay_s=60)
    delayed = [jobs.create("def main(): pass") for _ in range(PLACES + 1)]
    time.sleep(0.5)
    assert all(jobs.get(arn)["status"] == "QUEUED" for arn in delayed)
    cancel(jobs, delayed[0])
    assert jobs.get(delayed[0])["status"] == "CANCELLED"
    control(account, "POST", "clock", advance_s=60)
    assert {jobs.wait(arn)["status"] for arn in delayed[1:]} == {"COMPLETED"}


def test_a_start_up_delay_can_be_waited_for_or_cancelled(account: LocalAccount, jobs: HybridJobs) -> None:
    control(account, "PATCH", "conditions", start_up_delay_s=120)
    first, second = (jobs.create("def main(): pass") for _ in range(2))
    for arn in (first, second):
        until(lambda arn=arn: "STARTING_INSTANCE" in kinds(jobs.get(arn)), 30, "its start")  # type: ignore[misc]
    cancel(jobs, first)
    assert jobs.wait(first, 10)["status"] == "CANCELLED"
    assert jobs.get(second)["status"] == "QUEUED"
    control(account, "POST", "clock", advance_s=120)
    assert jobs.wait(second)["status"] == "COMPLETED"


def test_maximum_runtime_is_in_brakets_time(account: LocalAccount, jobs: HybridJobs) -> None:
    arn = jobs.create(SLEEPING, stoppingCondition={"maxRuntimeInSeconds": 300})
    jobs.wait_for(arn, "started")
    control(account, "POST", "clock", advance_s=300)
    job = jobs.wait(arn, 20)
    assert (job["status"], job["failureReason"]) == (
        "FAILED",
        "MaxRuntimeExceeded: the job ran longer than 300 seconds",
    )
    assert "MAX_RUNTIME_EXCEEDED" in kinds(job)


def test_one_job_at_a_time_on_a_qpu_and_others_pass(jobs: HybridJobs) -> None:
    first = jobs.create(SLEEPING, deviceConfig={"device": FORTE})
    jobs.wait_for(first, "started")
    second = jobs.create("def main(): pass", deviceConfig={"device": FORTE})
    until(lambda: "WAITING_FOR_PRIORITY" in kinds(jobs.get(second)), 20, "its turn")
    assert jobs.run("def main(): pass")["status"] == "COMPLETED"
    assert jobs.get(second)["status"] == "QUEUED"
    cancel(jobs, first)
    done = jobs.wait(second)
    assert done["status"] == "COMPLETED"
    assert done["startedAt"] >= jobs.get(first)["endedAt"]


def test_the_processes_of_a_cancelled_job_are_gone(jobs: HybridJobs) -> None:
    program = """
import os, subprocess, time
def main():
    child = subprocess.Popen(["sleep", "600"])
    print("TOLD " + str([os.getpid(), child.pid]), flush=True)
    time.sleep(600)
"""
    arn = jobs.create(program)
    jobs.wait_for(arn, "TOLD")
    pids = jobs.told(jobs.get(arn))
    assert all(_is_alive(pid) for pid in pids)
    cancel(jobs, arn)
    assert jobs.wait(arn, 20)["status"] == "CANCELLED"
    until(lambda: not any(_is_alive(pid) for pid in pids), 10, "the end of its processes")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_hundred_jobs_at_once(jobs: HybridJobs, capsys: pytest.CaptureFixture[str]) -> None:
    program = """
import os, pathlib
def main():
    pathlib.Path(os.environ["AMZN_BRAKET_JOB_RESULTS_DIR"], "a.txt").write_text(os.environ["AMZN_BRAKET_JOB_NAME"])
"""
    with Watch() as watch:
        arns = [jobs.create(program) for _ in range(200)]
        ended = [jobs.wait(arn, 600) for arn in arns]
    assert {job["status"] for job in ended} == {"COMPLETED"}
    assert all(jobs.results(job) == {"a.txt": job["jobName"]} for job in ended)
    assert 0 < watch.most_jobs <= PLACES
    with capsys.disabled():
        print(f"\n200 jobs: {watch}")


class Watch:
    """Counts this account's job processes and threads, and its memory, while something happens."""

    def __init__(self) -> None:
        self.most_jobs = self.most_threads = 0
        self.most_memory = self.seconds = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._start = time.monotonic()
        self.memory_before = max(p.kilobytes / 1024 for p in _processes() if p.pid == os.getpid())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.monotonic() - self._start
        self._ended.set()
        self._thread.join()

    def __str__(self) -> str:
        return (
            f"{self.seconds:.0f} s, at most {self.most_jobs} processes and {self.most_threads} threads, "
            f"{self.most_memory:.0f} MB ({self.memory_before:.0f} MB before)"
        )

    def _look(self) -> None:
        while not self._ended.wait(0.1):
            processes = _processes()
            children = [
                p for p in processes if p.parent == os.getpid() and p.state != "Z" and "job_entry.py" in p.command
            ]
            self.most_jobs = max(self.most_jobs, len(children))
            self.most_threads = max(self.most_threads, threading.active_count())
            self.most_memory = max(self.most_memory, *(p.kilobytes / 1024 for p in processes if p.pid == os.getpid()))


class Process(NamedTuple):
    pid: int
    parent: int
    state: str
    kilobytes: int
    command: str


def _processes() -> list[Process]:
    """Every process of this machine."""
    columns = [word for name in ("pid", "ppid", "state", "rss", "args") for word in ("-o", f"{name}=")]
    listed = subprocess.run(
        ["ps", "-A", "-ww", *columns], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    rows = (row.split(maxsplit=4) for row in listed)
    return [Process(int(row[0]), int(row[1]), row[2][0], int(row[3]), row[4]) for row in rows if len(row) == 5]


def _is_alive(pid: int) -> bool:
    """Whether the process is there, and not only waiting to be noticed as ended."""
    return any(process.pid == pid and process.state != "Z" for process in _processes())
