"""The queue of hybrid jobs, and what takes them out of it.

As many jobs run at once as the machine has cores, in the order of their creation; a job on several instances has one of
these places, too. A job that waits, for its queue delay or for its QPU, has none: on a QPU one job runs at a time, and
jobs for other devices pass it (https://docs.aws.amazon.com/braket/latest/developerguide/braket-jobs-priority.html).
"""

import os
import shutil
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from local_aws.aws_clients import AwsClients
from local_aws.background import Background
from local_aws.braket.clock import Clock
from local_aws.braket.conditions import Conditions
from local_aws.braket.jobs import HybridJob
from local_aws.jobs.run import JobRun
from local_aws.jobs.services import Services
from local_aws.jobs.storage import Storage
from local_aws.processes import Processes

PLACES = os.cpu_count() or 1
INTERNAL_ERROR = "InternalServerError: We encountered an internal error. Please try again."
"""SageMaker's words; what went wrong is in the log of this process."""


class JobRunner:
    """Runs jobs in the background; `launch` returns at once."""

    def __init__(
        self, processes: Processes, clients: AwsClients, directory: Path, clock: Clock, conditions: Conditions
    ) -> None:
        self._processes, self._clients, self._directory = processes, clients, directory
        self._clock, self._conditions = clock, conditions
        self._storages: dict[str, Storage] = {}
        self._storing = threading.Lock()
        self._queue = Background(
            self._work, threads=PLACES, name="hybrid jobs", closed=lambda: processes.closed, choose=self._next
        )

    @property
    def busy(self) -> list[str]:
        """Names of the jobs that run or wait."""
        return [job.name for job in self._queue.items]

    def launch(self, job: HybridJob) -> None:
        """Runs the job when it can start."""
        if self._conditions.queue_delay_s or self._queue.is_full:
            _tell(job, "QUEUED_FOR_EXECUTION", "The job waits for its turn")
        self._queue.put(job)

    def _next(self, waiting: Sequence[HybridJob], running: Sequence[HybridJob]) -> HybridJob | None:
        """The oldest job that can start, or one that was cancelled, to be rid of it."""
        taken = {job.device for job in running if ":device/qpu/" in job.device}
        ready = self._clock.now() - timedelta(seconds=self._conditions.queue_delay_s)
        for job in sorted(waiting, key=lambda job: job.created_at):
            if job.status != "QUEUED":
                return job
            if job.device in taken:
                _tell(job, "WAITING_FOR_PRIORITY", "Another job has priority on the QPU")
            elif job.created_at <= ready:
                return job
            if ":device/qpu/" in job.device:
                taken.add(job.device)
        return None

    def _work(self, job: HybridJob) -> None:
        if job.status != "QUEUED":  # cancelled while it waited
            job.move_to("CANCELLED")
            return
        directory = self._directory / job.id
        try:
            ending = JobRun(job, directory, self._services(job), self._conditions).run()
        except Exception:  # the service's own fault must end the job too, not leave it running for ever
            if not self._processes.closed:
                job.move_to("CANCELLED") or job.move_to("FAILED", INTERNAL_ERROR)
            raise
        finally:
            shutil.rmtree(directory, ignore_errors=True)
        job.move_to(ending.status, ending.reason) or job.move_to("CANCELLED")  # cancelled in its very last moment

    def _services(self, job: HybridJob) -> Services:
        role = job.request["roleArn"]
        credentials = self._clients.role_environment(role, "braket-job", job.region)
        with self._storing:  # a client is slow to make and takes megabytes; a role's credentials never end here
            key = f"{role} {job.region}"
            if key not in self._storages:
                self._storages[key] = Storage(self._clients.for_role(credentials, "s3"))
        logs: Any = self._clients.service("logs", job.region)
        cores = max(1, PLACES // self._queue.working_on)
        return Services(self._processes, self._storages[key], logs, self._clock, credentials, cores)


def _tell(job: HybridJob, event: str, message: str) -> None:
    """Adds an event to the job's list, once."""
    if all(known["eventType"] != event for known in job.events):
        job.log_event(event, message)
