"""A job's log: batches within CloudWatch's limits, in order, with nothing lost."""

import os
import threading
import time
from typing import Any

import pytest

from local_aws.braket.clock import Clock
from local_aws.jobs.log import EVENT_OVERHEAD, MAX_BATCH, MAX_EVENT, MAX_EVENTS, JobLog, batches, pieces


class Logs:
    """Takes what CloudWatch Logs would."""

    def __init__(self) -> None:
        self.batches: list[list[dict[str, Any]]] = []
        self.broken = False

    def put_log_events(self, **request: Any) -> None:
        if self.broken:
            raise ConnectionError("gone")
        self.batches.append(request["logEvents"])

    @property
    def messages(self) -> list[str]:
        return [event["message"] for batch in self.batches for event in batch]


@pytest.fixture
def logs() -> Logs:
    return Logs()


@pytest.fixture
def log(logs: Logs) -> JobLog:
    return JobLog(logs, "stream", Clock(), lambda: False)


def _copy(log: JobLog, content: bytes) -> None:
    read, write = os.pipe()
    thread = threading.Thread(target=log.copy, args=(read, threading.Event()))
    thread.start()
    with open(write, "wb") as file:
        file.write(content)
    thread.join(20)
    assert not thread.is_alive()
    os.close(read)


def test_lines_arrive_in_order_in_few_batches(log: JobLog, logs: Logs) -> None:
    log.write("first\n\nthird")
    _copy(log, "".join(f"{i}\n" for i in range(25_000)).encode() + b"no end")
    assert logs.messages == ["first", " ", "third", *map(str, range(25_000)), "no end"]
    stamps = [event["timestamp"] for batch in logs.batches for event in batch]
    assert stamps == sorted(stamps)
    assert len(logs.batches) < 100


def test_a_line_is_there_soon_and_not_only_at_the_end(log: JobLog, logs: Logs) -> None:
    read, write = os.pipe()
    ended = threading.Event()
    thread = threading.Thread(target=log.copy, args=(read, ended))
    thread.start()
    os.write(write, b"now\n")
    deadline = time.monotonic() + 10
    while not logs.messages:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    ended.set()  # although the pipe stays open
    thread.join(20)
    assert not thread.is_alive()
    os.close(read)
    os.close(write)


def test_without_its_log_the_program_goes_on(log: JobLog, logs: Logs) -> None:
    logs.broken = True
    _copy(log, b"x" * 1_000_000)
    assert logs.messages == []


def test_long_lines_are_cut_between_characters() -> None:
    line = "é" * 300_000
    cut = list(pieces(line.encode()))
    assert "".join(cut) == line
    assert all(len(piece.encode()) <= MAX_EVENT for piece in cut)


def test_batches_keep_cloudwatchs_limits() -> None:
    events = [{"timestamp": 0, "message": "x" * 1000}] * 3000 + [{"timestamp": 0, "message": "y"}] * 25_000
    made = list(batches(events))
    assert [event for batch in made for event in batch] == events
    assert max(map(len, made)) == MAX_EVENTS
    assert max(sum(len(event["message"]) + EVENT_OVERHEAD for event in batch) for batch in made) <= MAX_BATCH
