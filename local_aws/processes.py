"""The processes this account starts, none of which outlives it.

Each child leads its own process group, and has a mark in its environment, so that all it started ends with it; what
left the group is found by the mark, on Linux only. And it watches a pipe from this process: when this process is gone,
even killed, the pipe closes and the child ends itself with the others (see local_aws/sandbox/lifeline.py).
"""

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from local_aws.sandbox.lifeline import MARK, end_marked


class MarkedProcess(subprocess.Popen[bytes]):
    """A process that is known by a mark, as is what it starts."""

    def __init__(self, command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> None:
        self.mark = uuid4().hex
        super().__init__(
            command,
            cwd=cwd,
            env={**env, MARK: self.mark},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


class Processes:
    """A group of child processes; leaving its context ends them all."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether the account is shutting down; what fails then in the background is no fault."""
        return self._closed

    def start(self, command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Starts a process whose standard output and error come through one pipe, and whose input is the lifeline."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the local account is shutting down")
            process = MarkedProcess(command, cwd=cwd, env=env)
            self._running.add(process)
        return process

    def forget(self, process: subprocess.Popen[bytes]) -> None:
        """To be called when a process has ended and was waited for."""
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        with self._lock:
            self._running.discard(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            kill_group(process)
        for process in running:
            process.wait()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and everything it started, at once; of one that has ended, what it left, where there are marks."""
    running = process.poll() is None
    if running:
        _signal(process, signal.SIGSTOP)  # it starts nothing more
    if isinstance(process, MarkedProcess):
        end_marked(process.mark, but=process.pid if running else 0)
    if running:
        _signal(process, signal.SIGKILL)  # at last, so that who waits for the process finds this done


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it has just ended, and another thread waited for it
        os.killpg(process.pid, number)
