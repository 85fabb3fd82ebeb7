"""Quantum tasks: what they are and how their state moves."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from moto.moto_api._internal import mock_random

from local_aws.braket.clock import Clock
from local_aws.braket.devices import BraketDevice
from local_aws.braket.jobs import HybridJob
from local_aws.braket.lifecycle import TERMINAL, Lifecycle
from local_aws.braket.spending_limits import SpendingLimit
from local_aws.simulators import ActionFacts


class QuantumTask(Lifecycle):
    """One task; `request` is what CreateQuantumTask got, `facts` what its action holds, `job` the one that sent it."""

    MOVES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "": ("CREATED",),
        "CREATED": ("QUEUED", "CANCELLING", "FAILED"),
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
        device: BraketDevice,
        facts: ActionFacts,
        job: HybridJob | None,
        announce: Callable[["QuantumTask"], None],
        clock: Clock,
    ) -> None:
        super().__init__(account_id, region, announce, clock)
        self.request, self.device, self.facts, self.job = request, device, facts, job
        self.id = str(mock_random.uuid4())
        self.arn = f"arn:aws:braket:{region}:{account_id}:quantum-task/{self.id}"
        self.tags: dict[str, str] = dict(request.get("tags") or {})
        self.seed: int | None = None
        self.successful_shots: int | None = None
        self.spending_limit: SpendingLimit | None = None

    @property
    def shots(self) -> int:
        return int(self.request["shots"])

    def cost(self, shots: int) -> Decimal:
        """What the task costs on a QPU with so many shots, in US dollars."""
        return self.device.usd_per_task + shots * self.device.usd_per_shot

    @property
    def bucket(self) -> str:
        bucket: str = self.request["outputS3Bucket"]
        return bucket

    @property
    def directory(self) -> str:
        """Where the task's results.json lies in its bucket."""
        return f"{self.request['outputS3KeyPrefix'].rstrip('/')}/{self.id}"

    @property
    def device_parameters(self) -> dict[str, Any]:
        parameters: dict[str, Any] = json.loads(self.request.get("deviceParameters") or "{}")
        return parameters

    @property
    def has_priority(self) -> bool:
        """Tasks of a job on this very device run before all others."""
        return self.job is not None and self.job.device == self.device.arn

    @property
    def searchable(self) -> dict[str, str | datetime]:
        """What SearchQuantumTasks filters by."""
        names = {"quantumTaskArn": self.arn, "deviceArn": self.device.arn, "status": self.status}
        return names | {"createdAt": self.created_at} | ({"jobArn": self.job.arn} if self.job else {})

    def describe(self) -> dict[str, Any]:
        """GetQuantumTask's answer, without the queue."""
        answer = self.summary() | {"deviceParameters": self.request.get("deviceParameters") or "{}"}
        answer["actionMetadata"] = {
            "actionType": self.facts.action_type,
            "programCount": self.facts.program_count,
            "executableCount": self.facts.executable_count,
        }
        if self.failure_reason:
            answer["failureReason"] = self.failure_reason
        if self.job:
            answer["jobArn"] = self.job.arn
        if self.successful_shots is not None:
            answer["numSuccessfulShots"] = self.successful_shots
        if self.request.get("experimentalCapabilities"):
            answer["experimentalCapabilities"] = self.request["experimentalCapabilities"]
        return answer

    def summary(self) -> dict[str, Any]:
        """The task's entry in SearchQuantumTasks' answer."""
        times = {name: time for name, time in self.times.items() if name != "startedAt"}
        return {
            "quantumTaskArn": self.arn,
            "status": self.status,
            "deviceArn": self.device.arn,
            "shots": self.shots,
            "outputS3Bucket": self.bucket,
            "outputS3Directory": self.directory,
            "tags": dict(self.tags),
            **times,
        }

    def event_detail(self) -> dict[str, Any]:
        """`detail` of "Braket Task State Change", where shots are a string and the event's name that of a table's.

        https://docs.aws.amazon.com/braket/latest/developerguide/braket-monitor-eventbridge.html
        """
        names = ("quantumTaskArn", "status", "deviceArn", "outputS3Bucket", "outputS3Directory")
        summary = self.summary()
        times = {name: time for name, time in self.event_times.items() if name != "startedAt"}
        event_name = "INSERT" if self.status == "CREATED" else "MODIFY"
        return {name: summary[name] for name in names} | {"shots": str(self.shots), "eventName": event_name} | times
