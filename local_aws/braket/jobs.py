"""Hybrid jobs: what they are and how their state moves.

Where the service's behaviour is not documented, this one is chosen: a job stopped at its maximum runtime is FAILED, and
`billableDuration` is in seconds, from RUNNING to the end, times the number of instances.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from moto.moto_api._internal import mock_random

from local_aws.braket.clock import Clock
from local_aws.braket.lifecycle import TERMINAL, Lifecycle


class HybridJob(Lifecycle):
    """One job; `request` is what CreateJob got."""

    MOVES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "": ("QUEUED",),
        "QUEUED": ("RUNNING", "CANCELLING", "FAILED"),
        "RUNNING": ("COMPLETED", "FAILED", "CANCELLING"),
        "CANCELLING": ("CANCELLED",),
        **dict.fromkeys(TERMINAL, ()),
    }

    def __init__(
        self,
        account_id: str,
        region: str,
        request: dict[str, Any],
        announce: Callable[["HybridJob"], None],
        clock: Clock,
    ) -> None:
        super().__init__(account_id, region, announce, clock)
        self.request = request
        self.id = str(mock_random.uuid4())
        self.name: str = request["jobName"]
        self.arn = f"arn:aws:braket:{region}:{account_id}:job/{self.id}"
        self.token = f"job-token-{mock_random.uuid4()}"
        """What tasks carry that are created inside this job, as AMZN_BRAKET_JOB_TOKEN."""

        self.tags: dict[str, str] = dict(request.get("tags") or {})
        self.events: list[dict[str, Any]] = []

    @property
    def device(self) -> str:
        device: str = self.request["deviceConfig"]["device"]
        return device

    @property
    def instance_count(self) -> int:
        return int(self.request["instanceConfig"].get("instanceCount") or 1)

    @property
    def searchable(self) -> dict[str, str | datetime]:
        """What SearchJobs filters by."""
        return {"jobArn": self.arn, "createdAt": self.created_at}

    def log_event(self, event_type: str, message: str) -> None:
        """Adds to the job's own list of events, of which GetJob answers the last twenty."""
        self.events.append({"eventType": event_type, "timeOfEvent": self.clock.now(), "message": message})

    def describe(self) -> dict[str, Any]:
        """GetJob's answer, without the queue."""
        answer = {name: value for name, value in self.request.items() if name != "clientToken" and value is not None}
        answer |= {"jobArn": self.arn, "status": self.status, "events": self.events[-20:], "tags": dict(self.tags)}
        answer["instanceConfig"] = {"instanceCount": 1} | answer["instanceConfig"]
        answer |= self.times
        if self.failure_reason:
            answer["failureReason"] = self.failure_reason
        if self.started_at and self.ended_at:
            seconds = (self.ended_at - self.started_at).total_seconds()
            answer["billableDuration"] = max(1, round(seconds)) * self.instance_count
        return answer

    def summary(self) -> dict[str, Any]:
        """The job's entry in SearchJobs' answer."""
        answer = {"status": self.status, "jobArn": self.arn, "jobName": self.name, "device": self.device}
        return answer | {"tags": dict(self.tags)} | self.times

    def event_detail(self) -> dict[str, Any]:
        """`detail` of "Braket Job State Change": not documented; it holds what public consumers read."""
        return {"jobArn": self.arn, "jobName": self.name, "status": self.status} | self.event_times
