"""Ends the process when the one that started it is gone, with all that it started.

Run by path in a bare interpreter (`python -I -S`), so this file imports the standard library only.

Each start has a mark in its environment, which its children inherit. Where there is /proc, with the environment that
each process was started with, it tells those that left the group (setsid, daemons). One that was also given an
environment without the mark is not found; where there is no /proc, as on macOS, only what stays in the group is ended.
"""

import os
import signal
import sys
import threading
import time
from contextlib import suppress

MARK = "LOCAL_AWS_PROCESS"
"""The environment variable with the mark, which is another for each start."""

PROCESSES = "/proc"
KNOWS_MARKS = os.path.exists(f"{PROCESSES}/self/environ")
PATIENCE_S = 10.0
"""How long to wait for processes that were killed and do not go, as in an uninterruptible call."""


def hold() -> None:
    """Watches standard input in the background; when its other end closes, ends this process and what it started.

    The program itself has /dev/null there, as in AWS's containers.
    """
    lifeline = os.dup(0)  # closed in programs that this one starts
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    threading.Thread(target=_watch, args=(lifeline, sys.executable, os.environ.get(MARK, "")), daemon=True).start()


def end_marked(mark: str, *, but: int = 0) -> None:
    """Kills the processes with this mark, and those that they start meanwhile, until there are none; but for a group.

    One look at /proc when there are none; a process that was killed and not waited for has no environment any more.
    """
    deadline = time.monotonic() + PATIENCE_S
    while (found := _marked(f"{MARK}={mark}".encode(), but)) and time.monotonic() < deadline:
        for process in found:
            with suppress(ProcessLookupError, PermissionError):  # it has just ended, or is another user's now
                os.kill(process, signal.SIGKILL)
        time.sleep(0.002)


def _marked(mark: bytes, but: int) -> list[int]:
    if not KNOWS_MARKS:
        return []
    found = [int(name) for name in os.listdir(PROCESSES) if name.isdigit() and mark in _environment(name)]
    return [process for process in found if _group(process) not in (None, but)]


def _group(process: int) -> int | None:
    with suppress(ProcessLookupError):  # it has just ended
        return os.getpgid(process)
    return None


def _environment(process: str) -> bytes:
    try:
        with open(f"{PROCESSES}/{process}/environ", "rb", buffering=0) as file:
            return file.read()
    except OSError:  # another user's process, or one that has just ended
        return b""


def _watch(lifeline: int, python: str, mark: str) -> None:
    while os.read(lifeline, 4096):
        pass
    group = os.getpgrp()
    if mark and KNOWS_MARKS:
        with suppress(OSError):  # no place for another process: the group is ended at least
            # Whoever looks for the others must outlive this process, or what it starts meanwhile would be overlooked.
            os.posix_spawn(python, [python, "-I", "-S", __file__, str(group), mark], {}, setpgroup=0)
            return
    os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    with suppress(ProcessLookupError):
        os.killpg(int(sys.argv[1]), signal.SIGKILL)
    end_marked(sys.argv[2])
