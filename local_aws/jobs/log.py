"""The log of one of a job's instances: a stream in CloudWatch Logs."""

import logging
import os
import selectors
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from local_aws.braket.clock import Clock

LOG_GROUP = "/aws/braket/jobs"
PERIOD_S = 0.2
"""How long a line waits for others, to go with them."""

CHUNK = 65_536
GRACE_S = 10
"""How long a process that was not found to be the job's may go on writing when the job has ended."""

EVENT_OVERHEAD = 26
MAX_EVENT = 262_144 - EVENT_OVERHEAD
MAX_BATCH = 1_048_576
MAX_EVENTS = 10_000
"""PutLogEvents' limits, in bytes and events: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/."""

LOG = logging.getLogger(__name__)
Event = dict[str, Any]


class JobLog:
    """Takes lines one by one and puts them into the stream in batches, in order."""

    def __init__(self, logs: Any, stream: str, clock: Clock, closed: Callable[[], bool]) -> None:
        self._logs, self._stream, self._clock, self._closed = logs, stream, clock, closed
        self._events: list[Event] = []
        self._last = 0
        self._rest = b""

    def open(self) -> None:
        """Makes the stream."""
        with suppress(self._logs.exceptions.ResourceAlreadyExistsException):  # the first job of the account made it
            self._logs.create_log_group(logGroupName=LOG_GROUP)
        self._logs.create_log_stream(logGroupName=LOG_GROUP, logStreamName=self._stream)

    def write(self, text: str) -> None:
        """Adds lines, to be flushed with later ones."""
        self._add(text.encode(errors="replace").splitlines() or [b""])

    def copy(self, descriptor: int, ended: threading.Event) -> None:
        """Copies what a pipe gives until its end, or until it is empty after `ended`; everything is stored then."""
        os.set_blocking(descriptor, False)
        flushed, deadline = time.monotonic(), float("inf")
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while time.monotonic() < deadline:
                last = ended.is_set()
                if last and deadline == float("inf"):
                    deadline = time.monotonic() + GRACE_S
                chunk = os.read(descriptor, CHUNK) if selector.select(PERIOD_S) else None
                if chunk == b"" or (last and chunk is None):
                    break
                self._split(chunk or b"")
                if time.monotonic() - flushed >= PERIOD_S or len(self._events) >= MAX_EVENTS:
                    self.flush()
                    flushed = time.monotonic()
        if self._rest:
            self._add([self._rest])
            self._rest = b""
        self.flush()

    def flush(self) -> None:
        """Stores what has been written."""
        events, self._events = self._events, []
        for batch in batches(events):
            try:
                self._logs.put_log_events(logGroupName=LOG_GROUP, logStreamName=self._stream, logEvents=batch)
            except Exception:  # without its log a job still runs, and must not wait for ever to write to it
                if not self._closed():
                    LOG.exception("%d lines of the log %s are lost", len(batch), self._stream)

    def _split(self, chunk: bytes) -> None:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        while len(self._rest) > MAX_EVENT:
            end = piece_end(self._rest)
            lines.append(self._rest[:end])
            self._rest = self._rest[end:]
        self._add(lines)

    def _add(self, lines: list[bytes]) -> None:
        self._last = max(self._last, int(self._clock.now().timestamp() * 1000))
        for line in lines:
            for piece in pieces(line):
                self._events.append({"timestamp": self._last, "message": piece})


def pieces(line: bytes) -> Iterator[str]:
    """A line as one event or, when it is longer than an event can be, as several."""
    while len(line) > MAX_EVENT:
        end = piece_end(line)
        yield line[:end].decode(errors="replace")
        line = line[end:]
    yield line.decode(errors="replace").rstrip("\r") or " "  # an event cannot be empty


def piece_end(line: bytes) -> int:
    """Where to cut a line that is too long: not within a character."""
    end = MAX_EVENT
    while end > MAX_EVENT - 4 and line[end] & 0xC0 == 0x80:
        end -= 1
    return end


def batches(events: list[Event]) -> Iterator[list[Event]]:
    """The events in order, in parts that one PutLogEvents takes."""
    batch: list[Event] = []
    size = 0
    for event in events:
        added = len(event["message"].encode()) + EVENT_OVERHEAD
        if batch and (size + added > MAX_BATCH or len(batch) == MAX_EVENTS):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += added
    if batch:
        yield batch
