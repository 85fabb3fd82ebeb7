"""How a job ended, in the words of Braket and of SageMaker beneath it.

Known from the sources: the container writes what the customer's function raised to the failure file
(amazon-braket-containers), sagemaker-training writes an ExecuteUserScriptError there when it finds none (errors.py,
process.py), and Braket shows `AlgorithmError: <the file>, exit code: <code>` (the SDK's integration test).

Not known, and chosen here: a container that could not fetch or unpack the program writes the failure file and exits
with 0, and its job is FAILED with that reason, as is every job with a failure file; a job at its maximum runtime is
FAILED, as there is no other state for it; the exit code is the program's own, where sagemaker-training would exit with
1; it is 137 for a process that was killed, as when the machine is out of memory.
"""

from typing import NamedTuple

KILLED = 137
LONGEST_REASON = 1024
"""GetJob's limit."""


class Ending(NamedTuple):
    """A job's last state, and why if it failed."""

    status: str
    reason: str | None = None


class Exit(NamedTuple):
    """How the container on one host ended."""

    code: int
    failure: str
    """What is in the failure file."""

    uncaught: str
    """The error that ended the container without a failure file."""

    command: str
    """The container's command line."""


CANCELLED = Ending("CANCELLED")


def ending(exits: list[Exit]) -> Ending:
    """The end of a job whose containers ended like this, the first to fail in front."""
    for done in exits:
        if done.code or done.failure:
            return failed(f"AlgorithmError: {done.failure or _script_error(done)}, exit code: {done.code}")
    return Ending("COMPLETED")


def failed(reason: str) -> Ending:
    return Ending("FAILED", reason[:LONGEST_REASON])


def _script_error(done: Exit) -> str:
    extra = 'ExtraInfo "OutOfMemory: Process killed by SIGKILL (signal 9)"\n' if done.code == KILLED else ""
    return (
        f'ExecuteUserScriptError:\nExitCode {done.code}\nErrorMessage "{done.uncaught}"\n{extra}'
        f'Command "{done.command}"'
    )
