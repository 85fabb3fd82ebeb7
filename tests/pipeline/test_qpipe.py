"""`qpipe` as a person starts and stops it: real processes, and none of them left."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self
from uuid import uuid4

import pytest

from local_aws.account import LocalAccount
from local_aws.processes import Processes
from tests.pipeline.deployed import ROOT, Deployed
from tests.waiting import until

STOPPED = 130
GONE_S = 5
"""Within so many seconds after qpipe's end nothing that it started may be there."""
ENDPOINT = re.compile(r"http://localhost:\d+")
SLEEPING = """
import subprocess, time
def main():
    subprocess.Popen(["sleep", "600"])
    print("asleep", flush=True)
    time.sleep(600)
"""


class Qpipe:
    """A running `qpipe`: what it printed so far, and every process it started, however deep."""

    def __init__(self, *arguments: str) -> None:
        self.marker = f"QPIPE_TEST={uuid4().hex}"
        name, _, value = self.marker.partition("=")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", *arguments],
            cwd=ROOT,
            env={**os.environ, name: value, "COLUMNS": "1000"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.output = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line

    def wait_for(self, text: str, timeout_s: float = 120) -> None:
        """Waits until it printed the text."""
        until(lambda: text in self.output or self.process.poll() is not None, timeout_s, f"{text!r} of qpipe")
        assert text in self.output, self.output

    def stop(self, signum: signal.Signals) -> int:
        """Signals qpipe alone, not its children; its exit code."""
        self.process.send_signal(signum)
        code = self.process.wait(20)
        self._reader.join(GONE_S)
        return code

    def processes(self) -> dict[int, str]:
        """Every living process with qpipe's marker or its account's endpoint in its environment, and its command.

        The sandboxes of functions and jobs start with an environment of their own, which holds the endpoint.
        """
        found = ENDPOINT.search(self.output)
        marks = [self.marker.encode()] + ([f"AWS_ENDPOINT_URL={found[0]}".encode()] if found else [])
        return {pid: command for pid, command, environment in _processes() if any(m in environment for m in marks)}

    def assert_nothing_is_left(self) -> None:
        deadline = time.monotonic() + GONE_S
        while time.monotonic() < deadline and self.processes():
            time.sleep(0.1)
        assert self.processes() == {}


@pytest.fixture(autouse=True)
def kept_shell_variables() -> Iterator[None]:
    """Puts .local/env back: it is for the shells of whoever works with an account of their own."""
    file = ROOT / ".local" / "env"
    content = file.read_bytes() if file.exists() else None
    yield
    if content is not None:
        file.write_bytes(content)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_local_up_serves_until_it_is_stopped(signum: signal.Signals, tmp_path: Path) -> None:
    file = tmp_path / "new" / "outputs.json"
    with Qpipe("local", "up", "--port", "0", "--outputs", str(file)) as qpipe:
        qpipe.wait_for("Serving")
        variables = dict(re.findall(r"^export (\w+)=(.*)$", qpipe.output, re.MULTILINE))
        outputs: Mapping[str, str] = json.loads(file.read_text())
        assert variables["OUTPUT"] == outputs["OutputBucket"]
        assert variables["POST_PROCESSING"] == outputs["PostProcessingFunction"]
        assert variables["AWS_ENDPOINT_URL"] == variables["BRAKET_ENDPOINT"]
        exports = (ROOT / ".local" / "env").read_text()
        assert exports in qpipe.output

        served = Deployed(LocalAccount(variables["AWS_ENDPOINT_URL"], Processes()), outputs)
        assert served.prepare({"problem_type": "optimization", "problem_size": 4})["problem_size"] == 4
        job = served.create_job({"program.py": SLEEPING})
        until(lambda: served.job(job.arn)["status"] == "RUNNING", 30, "the job's start")
        until(lambda: len(_jobs(qpipe)) > 0 and "sleep 600" in qpipe.processes().values(), 30, "the job's processes")

        assert qpipe.stop(signum) == 0
        qpipe.assert_nothing_is_left()
    assert "Traceback" not in qpipe.output


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, STOPPED), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_run_that_is_stopped_leaves_no_process(signum: signal.Signals, code: int, tmp_path: Path) -> None:
    results = tmp_path / "runs"
    with Qpipe("run", "examples/seeded_qubo.json", "--local", "--results", str(results)) as qpipe:
        until(lambda: bool(_jobs(qpipe)) or qpipe.process.poll() is not None, 120, "the job's process")
        assert _jobs(qpipe), qpipe.output
        assert qpipe.stop(signum) == code
        qpipe.assert_nothing_is_left()
    assert "Traceback" not in qpipe.output
    assert not results.exists()


def test_a_run_that_is_stopped_while_it_deploys_leaves_no_process(tmp_path: Path) -> None:
    with Qpipe("run", "examples/seeded_qubo.json", "--local", "--results", str(tmp_path)) as qpipe:
        until(lambda: any("cdk" in command for command in qpipe.processes().values()), 60, "the CDK's process")
        assert qpipe.stop(signal.SIGINT) == STOPPED
        qpipe.assert_nothing_is_left()
    assert "Traceback" not in qpipe.output


def test_a_port_that_is_taken_is_said_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with Qpipe("local", "up", "--port", str(port)) as qpipe:
            assert qpipe.process.wait(60) == 1
    assert f"PortTaken: port {port} is taken" in qpipe.output
    assert "Traceback" not in qpipe.output


def test_a_problem_that_is_wrong_is_refused_before_anything_starts(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text('{"problem_type": "optimization", "problem_size": 1}')
    with Qpipe("run", str(file), "--local") as qpipe:
        assert qpipe.process.wait(60) == 1
    assert "InvalidProblem: optimization problem: problem_size is 1" in qpipe.output
    assert "Local AWS account" not in qpipe.output


def _jobs(qpipe: Qpipe) -> list[int]:
    return [pid for pid, command in qpipe.processes().items() if "sandbox/job_entry.py" in command]


def _processes() -> Iterator[tuple[int, str, bytes]]:
    """Every living process: its id, command line and environment."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                environment = (entry / "environ").read_bytes()
            except OSError:  # it ended meanwhile, or belongs to somebody else
                continue
            yield int(entry.name), command, environment
