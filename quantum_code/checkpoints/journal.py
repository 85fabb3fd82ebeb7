"""The file of a record: one JSON object a line, only ever added to."""

import json
import time
import zlib
from pathlib import Path
from typing import Any

from contract.errors import CheckpointUnreadable

Entry = dict[str, Any]

SEAL = b',"check":'
"""Before the last field of each line: the CRC-32 of all that stands before it in the file, other seals left out."""


class Journal:
    """Entries in the order they were added; in memory only without a path.

    The file is opened for each writing and closed again, and written every `pause_s` seconds at most: Braket copies a
    checkpoint to S3 while nobody writes it. Numbers are written with all digits they need to be read back unchanged.
    Lines are sealed, so that one that was altered, lost or moved is never taken for an answer.
    """

    def __init__(self, path: Path | None, *, opening: bytes, pause_s: float) -> None:
        """`opening` is what the first line begins with: no other file is written to."""
        self._path, self._opening, self._pause_s = path, opening, pause_s
        self._unwritten: list[bytes] = []
        self._check = 0
        self._torn_at: int | None = None  # where the line begins that has no end
        self._written_at = time.monotonic()

    def read(self) -> list[Entry]:
        """The entries in the file; none when there is none.

        A line without its end was being written when the run was killed: it is left out, and removed from the file
        when the next one is written.

        Raises:
            CheckpointUnreadable: another line is damaged, or the file cannot be read, or is no journal.
        """
        if self._path is None or not self._path.exists():
            return []
        try:
            content = self._path.read_bytes()
        except OSError as fault:
            raise CheckpointUnreadable(f"cannot read the checkpoint {self._path}: {fault.strerror}") from fault
        beginning = content[: len(self._opening)]
        if not self._opening.startswith(beginning):
            raise CheckpointUnreadable(f"{self._path} is not a checkpoint; start without it")
        *lines, torn = content.split(b"\n")
        self._torn_at = len(content) - len(torn) if torn else None
        return [self._decode(line, number) for number, line in enumerate(lines, start=1)]

    def _decode(self, line: bytes, number: int) -> Entry:
        body, seal, check = line.rpartition(SEAL)
        self._check = zlib.crc32(body, self._check)
        if not seal or check != b"%d}" % self._check:
            raise self.damaged(number, "was altered, or a line before it was lost")
        entry: Entry = json.loads(body + b"}")
        return entry

    def damaged(self, number: int, what: str) -> CheckpointUnreadable:
        """The error that says which line is not what it should be."""
        return CheckpointUnreadable(
            f"checkpoint {self._path}, line {number}: {what}; delete that line and those after it to go on "
            "from there, or start without the checkpoint"
        )

    def add(self, entry: Entry) -> None:
        """Adds an entry, which is not empty, and writes what is due."""
        if self._path is None:
            return
        body = json.dumps(entry, separators=(",", ":"), allow_nan=False).encode()[:-1]
        self._check = zlib.crc32(body, self._check)
        self._unwritten.append(b"%s%s%d}\n" % (body, SEAL, self._check))
        if time.monotonic() - self._written_at >= self._pause_s:
            self.write()

    def write(self) -> None:
        """Writes all that was added."""
        if self._path is None or not self._unwritten:
            return
        with self._path.open("ab") as file:
            if self._torn_at is not None:
                file.truncate(self._torn_at)
                self._torn_at = None
            file.writelines(self._unwritten)
        self._unwritten.clear()
        self._written_at = time.monotonic()
