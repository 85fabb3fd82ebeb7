"""How many threads a simulation may use."""

import os
from pathlib import Path

LIMITS = ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS")
"""Variables by which users limit the threads of a process, as other simulators honour them."""

CPU_MAX = Path("/sys/fs/cgroup/cpu.max")
"""A container's share of the processor, as "quota period" in microseconds, or "max period" (cgroup v2)."""


def available_cores() -> int:
    """The cores that this process was given: by its affinity, its container's share, and the user's own limits.

    Raises:
        ValueError: a limit is set that is not a positive number.
    """
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([affinity, *_share(), *_limits()]))


def _share() -> list[int]:
    try:
        quota, period = CPU_MAX.read_text(encoding="utf-8").split()
    except OSError:
        return []  # no container, or not Linux
    return [] if quota == "max" else [round(int(quota) / int(period))]


def _limits() -> list[int]:
    limits = []
    for name in LIMITS:
        value = os.environ.get(name, "")
        if value:
            first = value.split(",")[0]  # OpenMP takes a number for each level of nesting
            if not first.strip().isdecimal() or int(first) < 1:
                raise ValueError(f"{name}: is {value!r}, and must be a number of threads, 1 or more; or unset it")
            limits.append(int(first))
    return limits
