"""The time in which Braket lives: the machine's own, or, for tests, later."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

POLL_S = 0.05
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Clock:
    """Tells the time and waits in it; `advance` moves it forward for everybody who waits."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._moved = threading.Condition()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Moves the time forward, at once.

        Raises:
            ValueError: when no year would be left to go on in.
        """
        with self._moved:
            if self.now() + timedelta(seconds=seconds) > LATEST:
                raise ValueError(f"the clock cannot go beyond {LATEST:%Y}")
            self._ahead += timedelta(seconds=seconds)
            self._moved.notify_all()

    def wait(self, seconds: float, unless: Callable[[], bool] = lambda: False) -> None:
        """Returns when so many seconds of this clock have passed, or `unless` has become true."""
        end = self.now() + timedelta(seconds=seconds)
        with self._moved:
            while self.now() < end and not unless():
                self._moved.wait(POLL_S)
