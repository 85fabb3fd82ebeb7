"""What jobs and quantum tasks have in common: states, and the moves between them that Braket documents."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from moto.core.common_models import BaseModel

from local_aws.braket.clock import Clock

TERMINAL = ("COMPLETED", "FAILED", "CANCELLED")


class Lifecycle(BaseModel):
    """Something that is created, runs and ends; every change of its state is announced."""

    MOVES: ClassVar[Mapping[str, tuple[str, ...]]]
    """From each state ("" before the first), those that may follow."""

    LONGEST_REASON: ClassVar[int] = 1024
    """Characters of a failure reason that are kept."""

    def __init__(self, account_id: str, region: str, announce: Callable[[Any], None], clock: Clock) -> None:
        self.account_id, self.region, self.clock = account_id, region, clock
        self.created_at = clock.now()
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.failure_reason: str | None = None
        self.status = ""
        self._announce = announce
        self._moving = threading.Lock()

    @property
    def is_terminal(self) -> bool:
        return self.status in TERMINAL

    @property
    def times(self) -> dict[str, Any]:
        """The times that have come, by the names of Braket's answers."""
        times = {"createdAt": self.created_at, "startedAt": self.started_at, "endedAt": self.ended_at}
        return {name: time for name, time in times.items() if time is not None}

    @property
    def event_times(self) -> dict[str, str]:
        """The same times as events have them: milliseconds, and Z."""
        return {name: f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03d}Z" for name, time in self.times.items()}

    def move_to(self, status: str, failure_reason: str | None = None) -> bool:
        """Changes the state and announces it; False, and nothing done, for a move that cannot be."""
        with self._moving:
            if status not in self.MOVES[self.status]:
                return False
            now = self.clock.now()
            if status == "RUNNING":
                self.started_at = now
            if status in TERMINAL:
                self.ended_at = now
            if failure_reason:
                self.failure_reason = failure_reason[: self.LONGEST_REASON]
            self.status = status
        self._announce(self)
        return True
