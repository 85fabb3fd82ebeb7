"""The account's quotas, as documented; enforced when `Conditions.quotas` is "documented".

https://docs.aws.amazon.com/braket/latest/developerguide/braket-quotas.html
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from local_aws.braket.clock import Clock
from local_aws.braket.exceptions import ServiceQuotaExceededException, ThrottlingException
from local_aws.braket.jobs import HybridJob
from local_aws.braket.quantum_tasks import QuantumTask

RATES = {
    "CreateQuantumTask": (20, 40),
    "GetQuantumTask": (100, 500),
    "SearchQuantumTasks": (5, 50),
    "CancelQuantumTask": (2, 20),
    "GetDevice": (5, 50),
    "SearchDevices": (5, 50),
    "CreateJob": (1, 5),
    "GetJob": (5, 25),
    "SearchJobs": (5, 50),
    "CancelJob": (2, 5),
}
"""Of each operation, the calls a second that are granted for ever, and at once."""

ACCOUNT_RATE = (140, 600)
CONCURRENT_JOBS = 3
CONCURRENT_SIMULATOR_TASKS = {"us-east-1": 100, "us-west-2": 100, "us-west-1": 50, "eu-west-2": 50}


@dataclass
class _Bucket:
    tokens: float
    at: datetime


class Rates:
    """Token buckets of the account's calls in one region."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, operation: str) -> None:
        """Counts a call.

        Raises:
            ThrottlingException: when there were too many.
        """
        with self._lock:
            buckets = [self._filled("", ACCOUNT_RATE), self._filled(operation, RATES.get(operation, ACCOUNT_RATE))]
            if any(bucket.tokens < 1 for bucket in buckets):
                raise ThrottlingException("Rate exceeded")
            for bucket in buckets:
                bucket.tokens -= 1

    def _filled(self, name: str, quota: tuple[int, int]) -> _Bucket:
        """A bucket with what has run into it since the last call."""
        (rate, burst), now = quota, self._clock.now()
        bucket = self._buckets.setdefault(name, _Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + rate * (now - bucket.at).total_seconds())
        bucket.at = now
        return bucket


def check_concurrent_jobs(jobs: Iterable[HybridJob]) -> None:
    """Raises ServiceQuotaExceededException when as many jobs as allowed have not ended."""
    if sum(not job.is_terminal for job in jobs) >= CONCURRENT_JOBS:
        raise ServiceQuotaExceededException(
            f"You have exceeded the service quota of {CONCURRENT_JOBS} concurrent hybrid jobs"
        )


def check_concurrent_tasks(tasks: Iterable[QuantumTask], device_arn: str, region: str) -> None:
    """Raises ServiceQuotaExceededException when as many tasks of that simulator as allowed have not ended."""
    quota = CONCURRENT_SIMULATOR_TASKS[region]
    if sum(task.device.arn == device_arn and not task.is_terminal for task in tasks) >= quota:
        raise ServiceQuotaExceededException(
            f"You have exceeded the service quota of {quota} concurrent quantum tasks on {device_arn}"
        )
