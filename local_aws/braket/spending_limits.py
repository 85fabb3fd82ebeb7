"""Spending limits: how much the tasks of a QPU may cost in a time.

https://docs.aws.amazon.com/braket/latest/developerguide/braket-pricing.html: a task is refused when its estimated cost
exceeds what the limit leaves; it is queued spend until it ends, and total spend when it completed.
"""

import threading
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from moto.core.common_models import BaseModel
from moto.moto_api._internal import mock_random

from local_aws.braket.clock import Clock
from local_aws.braket.exceptions import ValidationException

if TYPE_CHECKING:
    from local_aws.braket.quantum_tasks import QuantumTask

FOREVER = datetime(2125, 12, 30, tzinfo=UTC)
"""When a limit without a time period ends."""


class SpendingLimit(BaseModel):
    """One limit; `request` is what CreateSpendingLimit got. Amounts are US dollars."""

    def __init__(self, account_id: str, region: str, request: dict[str, Any], clock: Clock) -> None:
        self.request, self._clock, self._lock = request, clock, threading.Lock()
        self.arn = f"arn:aws:braket:{region}:{account_id}:spending-limit/{mock_random.uuid4()}"
        self.device_arn: str = request["deviceArn"]
        self.created_at = self.updated_at = clock.now()
        self.tags: dict[str, str] = dict(request.get("tags") or {})
        self.queued = self.total = Decimal(0)
        self.limit = Decimal(request["spendingLimit"])
        self.start, self.end = _period(request.get("timePeriod"), (self.created_at, FOREVER))

    @property
    def searchable(self) -> dict[str, str | datetime]:
        """What SearchSpendingLimits filters by."""
        return {"deviceArn": self.device_arn}

    def update(self, request: dict[str, Any]) -> None:
        """Changes the amount, the period or both.

        Raises:
            ValidationException: when more is spent or queued already, or the period ends before it starts.
        """
        limit = Decimal(request.get("spendingLimit") or self.limit)
        period = _period(request.get("timePeriod"), (self.start, self.end))
        with self._lock:
            if self.queued + self.total > limit:
                raise ValidationException(
                    f"The new spending limit {limit} is lower than the current spend {self.total} "
                    f"and the queued spend {self.queued} together"
                )
            self.limit, (self.start, self.end) = limit, period
            self.updated_at = self._clock.now()

    def reserve(self, task: "QuantumTask") -> None:
        """Takes a new task's estimated cost from what is left.

        Raises:
            ValidationException: in the service's words, when it does not fit or the limit's time is not now.
        """
        with self._lock:
            spend, cost = self.queued + self.total, task.cost(task.shots)
            if not self.start <= self._clock.now() <= self.end or cost > self.limit - spend:
                raise ValidationException(
                    "Attempted to spend over the spending limit or outside the spending limit time window. "
                    f"Spending limit: {self.limit}, current spend: {spend}, estimated cost: {cost:.10f}, "
                    f"start time: {self.start.isoformat()}, end time: {self.end.isoformat()}"
                )
            self.queued += cost

    def settle(self, task: "QuantumTask") -> None:
        """Books a task that ended: what its successful shots cost, nothing when it failed or was cancelled."""
        with self._lock:
            self.queued -= task.cost(task.shots)
            if task.status == "COMPLETED":
                done = task.successful_shots
                self.total += task.cost(task.shots if done is None else done)

    def summary(self) -> dict[str, Any]:
        """The limit's entry in SearchSpendingLimits' answer."""
        return {
            "spendingLimitArn": self.arn,
            "deviceArn": self.device_arn,
            "timePeriod": {"startAt": self.start, "endAt": self.end},
            "spendingLimit": str(self.limit),
            "queuedSpend": str(self.queued),
            "totalSpend": str(self.total),
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
            "tags": dict(self.tags),
        }


def _period(request: dict[str, Any] | None, otherwise: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    if not request:
        return otherwise
    start, end = _aware(request["startAt"]), _aware(request["endAt"])
    if start >= end:
        raise ValidationException("timePeriod.startAt must be before timePeriod.endAt")
    return start, end


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
