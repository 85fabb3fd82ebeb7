"""Work in the background: bounded, in order, and without an idle thread."""

import threading
import time
from collections.abc import Sequence

import pytest

from local_aws.background import Background

PATIENCE_S = 20.0


def _wait_until_idle(background: Background[int]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while background.items:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_everything_is_done_in_order_and_only_so_much_at_once() -> None:
    started: list[int] = []
    at_once: list[int] = []

    def work(item: int) -> None:
        started.append(item)
        at_once.append(len(background.items))
        time.sleep(0.002)

    background = Background(work, threads=1, name="test-order", closed=lambda: False)
    for item in range(50):
        background.put(item)
    _wait_until_idle(background)
    assert started == list(range(50))


def test_no_more_threads_than_allowed_and_none_when_idle() -> None:
    running = most = 0
    lock = threading.Lock()

    def work(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    background = Background(work, threads=3, name="test-threads", closed=lambda: False)
    for item in range(30):
        background.put(item)
    assert background.is_full
    _wait_until_idle(background)
    assert most == 3
    deadline = time.monotonic() + PATIENCE_S
    while any(thread.name == "test-threads" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
    assert not background.is_full


def test_an_item_that_cannot_start_lets_others_pass() -> None:
    done: list[int] = []
    gate = threading.Event()

    def choose(waiting: Sequence[int], _: Sequence[int]) -> int | None:
        return next((item for item in waiting if item != 0 or gate.is_set()), None)

    background = Background(done.append, threads=2, name="test-gate", closed=lambda: False, choose=choose)
    for item in range(4):
        background.put(item)
    deadline = time.monotonic() + PATIENCE_S
    while background.items != [0]:
        assert time.monotonic() < deadline
    gate.set()
    _wait_until_idle(background)
    assert done[-1] == 0


def test_a_fault_costs_one_item(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    def work(item: int) -> None:
        if item == 1:
            raise ValueError("one")
        done.append(item)

    background = Background(work, threads=1, name="test-fault", closed=lambda: False)
    for item in range(3):
        background.put(item)
    _wait_until_idle(background)
    assert done == [0, 2]
    assert "ValueError: one" in caplog.text


def test_nothing_starts_after_the_end() -> None:
    done: list[int] = []
    background = Background(done.append, threads=1, name="test-end", closed=lambda: True)
    background.put(1)
    time.sleep(0.1)
    assert done == []
