"""The documented quotas: rates refill with time, and what has not ended is counted."""

from datetime import datetime, timedelta

import pytest

from local_aws.braket import quotas
from local_aws.braket.clock import Clock
from local_aws.braket.exceptions import ServiceQuotaExceededException, ThrottlingException
from local_aws.braket.jobs import HybridJob
from tests.unit.local_aws.braket.test_jobs import REQUEST


class StoppedClock(Clock):
    """Stands still until it is advanced."""

    def __init__(self) -> None:
        super().__init__()
        self._start, self._passed = super().now(), 0.0

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._passed)

    def advance(self, seconds: float) -> None:
        self._passed += seconds


def _granted(rates: quotas.Rates, operation: str) -> int:
    count = 0
    while True:
        try:
            rates.take(operation)
        except ThrottlingException:
            return count
        count += 1


@pytest.mark.parametrize("operation", quotas.RATES)
def test_a_burst_and_then_a_rate(operation: str) -> None:
    clock = StoppedClock()
    rates = quotas.Rates(clock)
    rate, burst = quotas.RATES[operation]
    assert _granted(rates, operation) == burst
    clock.advance(1)
    assert _granted(rates, operation) == rate
    clock.advance(3600)
    assert _granted(rates, operation) == burst


def test_the_account_has_a_rate_of_its_own() -> None:
    rates = quotas.Rates(StoppedClock())
    granted = [_granted(rates, operation) for operation in ("GetQuantumTask", "SearchJobs", "SearchDevices")]
    assert granted == [500, 50, 50]
    assert _granted(rates, "TagResource") == 0


def test_only_jobs_that_have_not_ended_count() -> None:
    jobs = [HybridJob("123456789012", "us-east-1", REQUEST, lambda job: None, Clock()) for _ in range(3)]
    for job in jobs:
        job.move_to("QUEUED")
    with pytest.raises(ServiceQuotaExceededException, match="quota of 3 concurrent hybrid jobs"):
        quotas.check_concurrent_jobs(jobs)
    jobs[0].move_to("FAILED")
    quotas.check_concurrent_jobs(jobs)
