"""The handle of a worker process: started when it is first needed, and again when it was ended."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

from local_aws.processes import Processes, kill_group
from local_aws.state import ROOT


class WorkerProcess:
    """One worker; used by one thread, and ended by any."""

    def __init__(self, processes: Processes, directory: Path) -> None:
        self._processes, self._directory = processes, directory
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self, task: dict[str, Any]) -> dict[str, Any]:
        """The outcome of a task; a failure when the process ends before it has one."""
        directory = self._directory / uuid4().hex
        directory.mkdir(parents=True)
        try:
            (directory / "task.json").write_text(json.dumps(task))
            log = self._converse(directory)
            outcome = directory / "outcome.json"
            if outcome.exists():
                answer: dict[str, Any] = json.loads(outcome.read_text())
                return answer
            return {"failure": f"InternalError: the simulator's process ended. Its last words: {log[-400:]}"}
        finally:
            shutil.rmtree(directory, ignore_errors=True)

    def kill(self) -> None:
        """Ends what the worker is doing, with the process."""
        with self._lock:
            if self._process:
                kill_group(self._process)

    def _converse(self, directory: Path) -> str:
        """Sends the task and waits for its line; what the process printed before it."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        log = ""
        try:
            process.stdin.write(f"{directory}\n".encode())
            process.stdin.flush()
            for line in process.stdout:
                if line.decode(errors="replace").rstrip("\n") == str(directory):
                    return log
                log = (log + line.decode(errors="replace"))[-2000:]
        except OSError:
            pass  # it was killed while it was written to
        process.wait()
        self._processes.forget(process)
        return log

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(self._directory), "LANG": "C.UTF-8"}
                environment["OMP_NUM_THREADS"] = "1"  # as many workers as cores are at it already
                command = [sys.executable, "-u", "-m", "local_aws.tasks.worker"]
                self._process = self._processes.start(command, cwd=ROOT, env=environment)
            return self._process
