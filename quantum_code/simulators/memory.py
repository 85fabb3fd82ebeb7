"""Whether a state fits this machine's memory, asked before any of it is taken."""

import os
from pathlib import Path

from contract.errors import InsufficientMemory

MEMINFO = Path("/proc/meminfo")
CGROUP = Path("/sys/fs/cgroup")


def require(needed: int, what: str) -> None:
    """Returns if so many bytes can be had.

    Raises:
        InsufficientMemory: with the number of bytes that are needed and available.
    """
    available = available_bytes()
    if needed > available:
        raise InsufficientMemory(
            f"{what} takes {needed} bytes ({needed / 2**30:.1f} GiB), and {available} bytes "
            f"({available / 2**30:.1f} GiB) are available; use a larger instance_type, a smaller problem, or single "
            "precision, which takes less"
        )


def available_bytes() -> int:
    """The memory that can still be taken without swapping, within the container's limit if there is one."""
    return min([_free(), *_left_in_container()])


def _free() -> int:
    try:
        lines = MEMINFO.read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux: what is free is not told, what there is must do
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    (kibibytes,) = (line.split()[1] for line in lines if line.startswith("MemAvailable:"))
    return int(kibibytes) * 1024


def _left_in_container() -> list[int]:
    try:
        limit, used = ((CGROUP / name).read_text(encoding="utf-8").strip() for name in ("memory.max", "memory.current"))
        reclaimable = dict(line.split() for line in (CGROUP / "memory.stat").read_text(encoding="utf-8").splitlines())[
            "inactive_file"
        ]
    except OSError:
        return []  # no container, or not Linux
    return [] if limit == "max" else [int(limit) - int(used) + int(reclaimable)]
