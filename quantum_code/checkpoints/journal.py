"""The file of a record: one JSON object a line, only ever added to."""

import json
import time
from pathlib import Path
from typing import Any

from contract.errors import CheckpointUnreadable

Entry = dict[str, Any]


class Journal:
    """Entries in the order they were added; in memory only without a path.

    The file is opened for each writing and closed again, and written every `pause_s` seconds at most: Braket copies a
    checkpoint to S3 while nobody writes it. Numbers are written with all digits they need to be read back unchanged.
    """

    def __init__(self, path: Path | None, *, pause_s: float) -> None:
        self._path, self._pause_s = path, pause_s
        self._unwritten: list[str] = []
        self._written_at = time.monotonic()

    def read(self) -> list[Entry]:
        """The entries in the file; none when there is none.

        A line without its end was being written when the run was killed: it is removed from the file.

        Raises:
            CheckpointUnreadable: another line is damaged, or the file cannot be read.
        """
        if self._path is None or not self._path.exists():
            return []
        try:
            content = self._path.read_bytes()
            whole = content.rpartition(b"\n")[0] + b"\n" if b"\n" in content else b""
            if whole != content:
                with self._path.open("r+b") as file:
                    file.truncate(len(whole))
        except OSError as fault:
            raise CheckpointUnreadable(f"cannot read the checkpoint {self._path}: {fault.strerror}") from fault
        return [self._decode(line, number) for number, line in enumerate(whole.splitlines(), start=1)]

    def _decode(self, line: bytes, number: int) -> Entry:
        try:
            entry = json.loads(line)
        except ValueError as fault:
            raise self.damaged(number, str(fault)) from fault
        if not isinstance(entry, dict):
            raise self.damaged(number, f"is a {type(entry).__name__}")
        return entry

    def damaged(self, number: int, what: str) -> CheckpointUnreadable:
        """The error that says which line is not what it should be."""
        return CheckpointUnreadable(
            f"checkpoint {self._path}, line {number}: {what}; delete that line and those after it to go on "
            "from there, or start without the checkpoint"
        )

    def add(self, entry: Entry) -> None:
        """Adds an entry, and writes what is due."""
        if self._path is None:
            return
        self._unwritten.append(json.dumps(entry, separators=(",", ":"), allow_nan=False))
        if time.monotonic() - self._written_at >= self._pause_s:
            self.write()

    def write(self) -> None:
        """Writes all that was added."""
        if self._path is None or not self._unwritten:
            return
        with self._path.open("ab") as file:
            file.write("".join(f"{line}\n" for line in self._unwritten).encode())
        self._unwritten.clear()
        self._written_at = time.monotonic()
