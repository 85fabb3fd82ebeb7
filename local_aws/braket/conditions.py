"""The conditions under which the emulated Braket works; a test changes them, and by default nothing is slow or broken.

They belong to the emulator, not to Braket; local_aws/braket/control.py is their face over HTTP.
"""

import threading
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_counting = threading.Lock()
Seconds = Annotated[float, Field(ge=0, le=86_400)]
ErrorName = Literal[
    "AccessDeniedException",
    "ConflictException",
    "DeviceOfflineException",
    "DeviceRetiredException",
    "InternalServiceException",
    "ResourceNotFoundException",
    "ServiceQuotaExceededException",
    "ThrottlingException",
    "ValidationException",
]


class Fault(BaseModel):
    """What happens to the next `calls` calls of an operation (of any, without a name)."""

    model_config = ConfigDict(extra="forbid")

    operation: str | None = None
    error: ErrorName | None = None
    message: str = "Injected by a test"
    latency_s: Seconds = 0
    calls: Annotated[int, Field(ge=1)] = 1


class Conditions(BaseModel):
    """How the service behaves."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    start_up_delay_s: Seconds = 0
    """What a job's instance takes to start; about 120 in AWS."""

    queue_delay_s: Seconds = 0
    """How long a task or job waits in its queue, even when nothing is before it."""

    execution_windows: Literal["ignored", "kept"] = "ignored"
    """Whether a QPU runs tasks in its published hours only."""

    quotas: Literal["unlimited", "documented"] = "unlimited"
    """Whether the account's rates and concurrency are limited as Braket documents."""

    event_copies: Annotated[int, Field(ge=0, le=10)] = 1
    """How often each state change reaches EventBridge: 0 loses them all, 2 sends each twice."""

    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    """Makes the outcomes of quantum tasks repeatable, by the order in which they are created."""

    device_status: dict[str, Literal["ONLINE", "OFFLINE", "RETIRED"]] = {}
    """Status of devices, by ARN, where it is another than published."""

    faults: list[Fault] = []
    """Errors and delays for the next calls, in order."""

    def next_seed(self) -> int | None:
        """The seed of the next task, where seeds are asked for."""
        with _counting:
            seed = self.seed
            if seed is not None:
                self.seed = (seed + 1) % 2**31
            return seed

    def next_fault(self, operation: str) -> Fault | None:
        """The fault that meets this call, if any; counts it."""
        with _counting:
            for fault in self.faults:
                if fault.operation in (None, operation):
                    fault.calls -= 1
                    if not fault.calls:
                        self.faults = [other for other in self.faults if other is not fault]
                    return fault
        return None
