"""Which files are being written just now."""

import os
from contextlib import suppress
from pathlib import Path

PROCESSES = "/proc"


def files_being_written(directory: Path) -> set[Path]:
    """The files below a directory that some process has open to write, as Linux tells in /proc.

    Elsewhere there is no such list, and the answer is empty.
    """
    start = f"{directory.resolve()}{os.sep}"
    return {
        Path(path)
        for process in _names(PROCESSES)
        if process.isdigit()
        for descriptor in _names(f"{PROCESSES}/{process}/fd")
        if (path := _path(process, descriptor)).startswith(start) and _writes(process, descriptor)
    }


def _names(directory: str) -> list[str]:
    with suppress(OSError):  # another user's process, or one that has just ended
        return os.listdir(directory)
    return []


def _path(process: str, descriptor: str) -> str:
    with suppress(OSError):
        return os.readlink(f"{PROCESSES}/{process}/fd/{descriptor}")
    return ""


def _writes(process: str, descriptor: str) -> bool:
    with suppress(OSError):
        for line in Path(PROCESSES, process, "fdinfo", descriptor).read_text().splitlines():
            if line.startswith("flags:"):
                return int(line.split()[1], 8) & os.O_ACCMODE != os.O_RDONLY
    return False
