"""Hybrid jobs: what they are and how their state moves.

Where the service's behaviour is not documented, this one is chosen: a job stopped at its maximum runtime is FAILED, and
`billableDuration` is in seconds, from RUNNING to the end, times the number of instances.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from moto.core.common_models import BaseModel
from moto.moto_api._internal import mock_random

from local_aws.braket.clock import Clock

TERMINAL = ("COMPLETED", "FAILED", "CANCELLED")
MOVES = {
    "": ("QUEUED",),
    "QUEUED": ("RUNNING", "CANCELLING", "FAILED"),
    "RUNNING": ("COMPLETED", "FAILED", "CANCELLING"),
    "CANCELLING": ("CANCELLED",),
    **dict.fromkeys(TERMINAL, ()),
}
"""From each state, those that may follow."""


class HybridJob(BaseModel):
    """One job; `request` is what CreateJob got."""

    def __init__(
        self,
        account_id: str,
        region: str,
        request: dict[str, Any],
        announce: Callable[["HybridJob"], None],
        clock: Clock,
    ) -> None:
        self.account_id, self.region, self.request = account_id, region, request
        self.id = str(mock_random.uuid4())
        self.name: str = request["jobName"]
        self.arn = f"arn:aws:braket:{region}:{account_id}:job/{self.id}"
        self.token = f"job-token-{mock_random.uuid4()}"
        """What tasks carry that are created inside this job, as AMZN_BRAKET_JOB_TOKEN."""

        self.tags: dict[str, str] = dict(request.get("tags") or {})
        self.created_at = clock.now()
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.failure_reason: str | None = None
        self.events: list[dict[str, Any]] = []
        self.status = ""
        self._announce, self._clock = announce, clock
        self._lock = threading.Lock()

    @property
    def device(self) -> str:
        device: str = self.request["deviceConfig"]["device"]
        return device

    @property
    def instance_count(self) -> int:
        return int(self.request["instanceConfig"].get("instanceCount") or 1)

    @property
    def is_terminal(self) -> bool:
        return self.status in TERMINAL

    def move_to(self, status: str, failure_reason: str | None = None) -> bool:
        """Changes the state and tells EventBridge; False, and nothing done, for a move that cannot be."""
        with self._lock:
            if status not in MOVES[self.status]:
                return False
            now = self._clock.now()
            if status == "RUNNING":
                self.started_at = now
            if status in TERMINAL:
                self.ended_at = now
            if failure_reason:
                self.failure_reason = failure_reason[:1024]
            self.status = status
        self._announce(self)
        return True

    def log_event(self, event_type: str, message: str) -> None:
        """Adds to the job's own list of events, of which GetJob answers the last twenty."""
        self.events.append({"eventType": event_type, "timeOfEvent": self._clock.now(), "message": message})

    def describe(self) -> dict[str, Any]:
        """GetJob's answer, without the queue."""
        left_out = ("clientToken", "tags")
        answer = {name: value for name, value in self.request.items() if name not in left_out and value is not None}
        answer |= {"jobArn": self.arn, "status": self.status, "createdAt": self.created_at, "events": self.events[-20:]}
        answer |= {"startedAt": self.started_at, "endedAt": self.ended_at, "failureReason": self.failure_reason}
        answer["tags"] = dict(self.tags)
        if self.started_at and self.ended_at:
            seconds = (self.ended_at - self.started_at).total_seconds()
            answer["billableDuration"] = max(1, round(seconds)) * self.instance_count
        return {name: value for name, value in answer.items() if value is not None}

    def summary(self) -> dict[str, Any]:
        """The job's entry in SearchJobs' answer."""
        answer = self.describe()
        names = ("status", "jobArn", "jobName", "createdAt", "startedAt", "endedAt", "tags")
        return {name: answer[name] for name in names if name in answer} | {"device": self.device}
