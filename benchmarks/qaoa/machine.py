"""The machine and the versions that numbers hold for."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.qaoa.contenders import CONTENDERS
from quantum_code.simulators.memory import available_bytes

CPUINFO = Path("/proc/cpuinfo")
LIBRARIES = ("numpy", "numba", "scipy", "pennylane")
BUSY = 0.5
"""The load above which other processes take part of what is measured."""

WARNING = """\
Other processes are at work on this machine: do not trust these numbers. Peers whose threads spin while they wait for
each other lose most by that, up to a hundredfold, so that ratios flatter those whose threads do not."""


def describe(contenders: Sequence[str], threads: int) -> dict[str, Any]:
    """Processor, cores, memory in bytes, load, and versions."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": threads,
        "available_bytes": available_bytes(),
        "load": os.getloadavg()[0],
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES}
        | {name: CONTENDERS[name].release for name in contenders if CONTENDERS[name].missing is None},
    }


def _processor() -> str:
    """Its model, where Linux tells it."""
    if CPUINFO.exists():
        for line in CPUINFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
