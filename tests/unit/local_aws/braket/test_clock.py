"""The clock: it can only go forward, and wakes who waits in it."""

import threading
import time

import pytest

from local_aws.braket.clock import Clock


def test_advancing_moves_the_time() -> None:
    clock = Clock()
    before = clock.now()
    clock.advance(3600)
    assert 3600 <= (clock.now() - before).total_seconds() < 3610


def test_waiting_ends_when_the_time_is_advanced() -> None:
    clock = Clock()
    waited = threading.Event()

    def wait() -> None:
        clock.wait(3600)
        waited.set()

    threading.Thread(target=wait, daemon=True).start()
    assert not waited.wait(0.2)
    clock.advance(3600)
    assert waited.wait(5)


def test_waiting_ends_when_there_is_no_more_reason_to() -> None:
    clock, start = Clock(), time.monotonic()
    clock.wait(3600, unless=lambda: time.monotonic() - start > 0.1)
    assert time.monotonic() - start < 5


def test_the_clock_has_an_end() -> None:
    clock = Clock()
    with pytest.raises(ValueError, match="cannot go beyond 2200"):
        clock.advance(300 * 365 * 86_400)
    clock.advance(1)
