"""What this machine's memory can hold."""

from pathlib import Path

from local_aws.simulators.errors import TaskFailed

SHARE_FOR_A_TASK = 0.8
"""Of the memory that is free; the rest is for results and for whoever else works here."""

FALLBACK_BYTES = 4 * 2**30
"""Assumed free where the system does not say."""


def available_bytes() -> int:
    """The memory that can be taken without swapping."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return FALLBACK_BYTES
    for line in lines:
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            return int(rest.split()[0]) * 1024
    return FALLBACK_BYTES


def require(needed_bytes: int, purpose: str) -> None:
    """Fails the task before anything is allocated.

    Raises:
        TaskFailed: when `needed_bytes` are more than a task may take here.
    """
    free = int(available_bytes() * SHARE_FOR_A_TASK)
    if needed_bytes > free:
        raise TaskFailed(
            f"{purpose} needs {needed_bytes / 2**30:.1f} GiB of memory, and this machine has {free / 2**30:.1f} GiB "
            "to spare. The local account runs tasks on its own machine; Amazon Braket would have run this one."
        )
