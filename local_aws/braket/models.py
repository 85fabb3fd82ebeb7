"""The backend: Braket's resources in one account and region, and what the operations do with them."""

import threading
from collections.abc import Callable
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend

from contract.devices import DEVICES, DeviceKind
from local_aws.braket.clock import Clock
from local_aws.braket.conditions import Conditions
from local_aws.braket.exceptions import (
    ConflictException,
    DeviceOfflineException,
    ResourceNotFoundException,
    ValidationException,
)
from local_aws.braket.jobs import HybridJob
from local_aws.braket.search import matches

RESERVED_CHECKPOINT_PATHS = ("/opt/ml", "/opt/braket", "/tmp", "/usr/local/nvidia")  # noqa: S108  # refused, not used
FORBIDDEN_IN_HYPERPARAMETERS = "\n\r$(&`"


class BraketBackend(BaseBackend):
    """The jobs of one account and region; `launch_job` and `announce_job` are given by the account that it serves."""

    launch_job: Callable[[HybridJob], None]
    announce_job: Callable[[HybridJob], None]
    clock = Clock()
    conditions = Conditions()

    def __init__(self, region_name: str, account_id: str):
        super().__init__(region_name, account_id)
        self.jobs: dict[str, HybridJob] = {}
        self._by_token: dict[str, HybridJob] = {}
        self._lock = threading.Lock()
    def create_job(self, request: dict[str, Any]) -> HybridJob:
        token = request["clientToken"]
        with self._lock:
            if token in self._by_token:
                known = self._by_token[token]
                if known.request != request:
                    raise ConflictException(f"clientToken {token} was used with another request")
                return known
            self._check(request)
            job = HybridJob(self.account_id, self.region_name, request, type(self).announce_job, self.clock)
            self.jobs[job.arn] = self._by_token[token] = job
        job.move_to("QUEUED")
        type(self).launch_job(job)
        return job

    def get_job(self, job_arn: str) -> HybridJob:
        if job_arn not in self.jobs:
            raise ResourceNotFoundException(f"Job {job_arn} not found")
        return self.jobs[job_arn]

    def cancel_job(self, job_arn: str) -> HybridJob:
        job = self.get_job(job_arn)
        if not job.move_to("CANCELLING") and job.is_terminal:  # otherwise the container sees it and sets CANCELLED
            raise ConflictException(f"Job {job_arn} is {job.status} already")
        return job

    def search_jobs(
        self, *, filters: list[dict[str, Any]], max_results: int, next_token: str | None
    ) -> tuple[list[HybridJob], str | None]:
        """The jobs that meet all filters, newest first, in pages."""
        found = [
            job for job in reversed(self.jobs.values()) if all(matches(f, job.arn, job.created_at) for f in filters)
        ]
        try:
            start = int(next_token or 0)
        except ValueError as fault:
            raise ValidationException("nextToken is not valid") from fault
        end = start + max_results
        return found[start:end], str(end) if end < len(found) else None

    def _check(self, request: dict[str, Any]) -> None:
        """The documented rules that the service model does not hold."""
        self._check_device(request["deviceConfig"]["device"])
        specification = request["algorithmSpecification"]
        if "scriptModeConfig" not in specification:
            raise ValidationException("algorithmSpecification needs a scriptModeConfig in this local account")
        image = specification.get("containerImage", {}).get("uri", "")
        if image and f".ecr.{self.region_name}." not in image:
            raise ValidationException(f"Container image {image} must be in the job's region, {self.region_name}")
        for name, value in (request.get("hyperParameters") or {}).items():
            if any(letter in value for letter in FORBIDDEN_IN_HYPERPARAMETERS):
                raise ValidationException(f"Hyperparameter {name} contains a character that is not allowed")
        local_path = (request.get("checkpointConfig") or {}).get("localPath", "")
        if local_path.startswith(RESERVED_CHECKPOINT_PATHS):
            raise ValidationException(f"checkpointConfig.localPath {local_path} begins with a reserved path")
        if request["instanceConfig"].get("instanceCount", 1) != 1:
            raise ValidationException("Jobs with several instances are not part of this local account")
        if request.get("associations"):
            raise ValidationException("Reservations are not part of this local account")

    def _check_device(self, device: str) -> None:
        if device.startswith("local:"):
            if device.count("/") != 1:
                raise ValidationException(f"Device {device} must be local:<provider>/<simulator>")
            return
        for known in DEVICES:
            if known.arn == device and known.kind is DeviceKind.QPU:
                raise DeviceOfflineException(
                    f"{known.name} has no counterpart in this local account; run on SV1 or local:"
                )
            if known.arn == device:
                return
        raise ValidationException(f"Device {device} does not exist")


braket_backends = BackendDict(BraketBackend, "braket")
