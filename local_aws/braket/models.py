"""The backend: Braket's resources in one account and region, and what the operations do with them.

Where the service's behaviour is not documented, this one is chosen: the same clientToken with the same request gives
the same resource; with another request it is a ConflictException where the operation has that error, and a
ValidationException where it has not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend

from local_aws.braket import job_rules, quotas, task_rules
from local_aws.braket.clock import Clock
from local_aws.braket.conditions import Conditions
from local_aws.braket.devices import DEVICES, BraketDevice
from local_aws.braket.exceptions import (
    ConflictException,
    DeviceOfflineException,
    DeviceRetiredException,
    ResourceNotFoundException,
    ValidationException,
)
from local_aws.braket.jobs import HybridJob
from local_aws.braket.lifecycle import Lifecycle
from local_aws.braket.quantum_tasks import QuantumTask
from local_aws.braket.register import Register
from local_aws.braket.spending_limits import SpendingLimit

Resource = HybridJob | QuantumTask | SpendingLimit


@dataclass(frozen=True)
class DeviceStatus:
    """A device's new status; the event's detail is not documented beyond its name."""

    account_id: str
    region: str
    arn: str
    status: str

    def event_detail(self) -> dict[str, str]:
        return {"deviceArn": self.arn, "status": self.status}


class BraketBackend(BaseBackend):
    """One account and region. What runs and what listens is given by the account that it serves."""

    launch_job: Callable[[HybridJob], None]
    launch_task: Callable[[QuantumTask], None]
    announce: Callable[[str, Any], None]
    clock = Clock()
    conditions = Conditions()

    def __init__(self, region_name: str, account_id: str):
        super().__init__(region_name, account_id)
        self.jobs: Register[HybridJob] = Register("Job", ConflictException)
        self.tasks: Register[QuantumTask] = Register("Quantum task", ValidationException)
        self.spending_limits: Register[SpendingLimit] = Register("Spending limit", ValidationException)
        self.rates = quotas.Rates(self.clock)

    # Devices

    def devices(self) -> Iterator[BraketDevice]:
        """Those of this region, retired ones too."""
        return (device for device in DEVICES.values() if self.region_name in device.regions)

    def get_device(self, arn: str) -> BraketDevice:
        for device in self.devices():
            if device.arn == arn:
                return device
        raise ResourceNotFoundException(f"Device {arn} not found in {self.region_name}")

    def device_summary(self, device: BraketDevice) -> dict[str, str]:
        """The device's entry in SearchDevices' answer."""
        return {
            "deviceArn": device.arn,
            "deviceName": device.name,
            "providerName": device.provider,
            "deviceType": device.kind,
            "deviceStatus": self.status_of(device),
        }

    def status_of(self, device: BraketDevice) -> str:
        """ONLINE, OFFLINE or RETIRED: as the conditions say, or as published."""
        return self.conditions.device_status.get(device.arn, device.status)

    def _device_for_work(self, arn: str) -> BraketDevice:
        """The device of a new task or job, when it takes any."""
        try:
            device = self.get_device(arn)
        except ResourceNotFoundException as fault:
            raise ValidationException(f"{fault.message}; devices here: {self._names()}") from fault
        status = self.status_of(device)
        if status == "RETIRED":
            raise DeviceRetiredException(f"The device {arn} is retired")
        if status == "OFFLINE":
            raise DeviceOfflineException(f"The device {arn} is offline")
        return device

    def _names(self) -> str:
        return ", ".join(device.arn for device in self.devices() if self.status_of(device) != "RETIRED")

    def announce_device(self, device: BraketDevice) -> None:
        """Tells of a device's status; of QPUs by the older name too."""
        change = DeviceStatus(self.account_id, self.region_name, device.arn, self.status_of(device))
        for name in ("Braket Device Status Change", "Braket QPU Status Change"):
            if device.kind == "QPU" or "QPU" not in name:
                self.announce(name, change)

    # Jobs

    def create_job(self, request: dict[str, Any]) -> HybridJob:
        known = self.jobs.made_by(request)
        if known:
            return known
        device = request["deviceConfig"]["device"]
        if not job_rules.is_local_device(device):
            self._device_for_work(device)
        job_rules.check_job(request, self.account_id, self.region_name)
        job, new = self.jobs.add(request, lambda: self._new_job(request))
        if new:
            job.move_to("QUEUED")
            self.launch_job(job)
        return job

    def _new_job(self, request: dict[str, Any]) -> HybridJob:
        if self.conditions.quotas == "documented":
            quotas.check_concurrent_jobs(self.jobs)
        return HybridJob(self.account_id, self.region_name, request, self._announce_job, self.clock)

    def _announce_job(self, job: HybridJob) -> None:
        self.announce("Braket Job State Change", job)
        if job.status == "CANCELLING":
            for task in self.tasks:
                if task.job is job and not task.is_terminal:
                    self._cancel(task)

    def cancel_job(self, arn: str) -> HybridJob:
        job = self.jobs.get(arn)
        if not self._cancel(job):
            raise ConflictException(f"Amazon Braket cannot cancel a job in the {job.status} status")
        if job.status == "CANCELLED":
            job.log_event("CANCELLED", "The job is CANCELLED")
        return job

    @staticmethod
    def _cancel(work: Lifecycle) -> bool:
        """Ends what waits at once; what runs is ended by its runner, which sees CANCELLING. False when it has ended."""
        if not work.move_to("CANCELLING") and work.is_terminal:
            return False
        if work.started_at is None:
            work.move_to("CANCELLED")
        return True

    # Quantum tasks

    def create_quantum_task(self, request: dict[str, Any]) -> QuantumTask:
        known = self.tasks.made_by(request)
        if known:
            return known
        device = self._device_for_work(request["deviceArn"])
        facts = task_rules.check_task(request, device, self.account_id)
        job = task_rules.find_job(request.get("jobToken"), self.jobs)

        def make() -> QuantumTask:
            if self.conditions.quotas == "documented" and device.kind == "SIMULATOR":
                quotas.check_concurrent_tasks(self.tasks, device.arn, self.region_name)
            task = QuantumTask(
                self.account_id, self.region_name, request, device, facts, job, self._announce_task, self.clock
            )
            task.seed = self.conditions.next_seed()
            task.spending_limit = self._limit_of(device.arn)
            if task.spending_limit:
                task.spending_limit.reserve(task)
            return task

        task, new = self.tasks.add(request, make)
        if new:
            task.move_to("CREATED")
            task.move_to("QUEUED")
            self.launch_task(task)
        return task

    def cancel_quantum_task(self, arn: str) -> QuantumTask:
        task = self.tasks.get(arn)
        if not self._cancel(task):
            raise ConflictException(f"Amazon Braket cannot cancel a quantum task in the {task.status} status")
        return task

    def _announce_task(self, task: QuantumTask) -> None:
        if task.is_terminal and task.spending_limit:
            task.spending_limit.settle(task)
        self.announce("Braket Task State Change", task)

    # Spending limits

    def create_spending_limit(self, request: dict[str, Any]) -> SpendingLimit:
        known = self.spending_limits.made_by(request)
        if known:
            return known
        device = self._device_for_limit(request["deviceArn"])

        def make() -> SpendingLimit:
            if self._limit_of(device.arn):
                raise ValidationException(f"A spending limit for the device {device.arn} exists already")
            return SpendingLimit(self.account_id, self.region_name, request, self.clock)

        return self.spending_limits.add(request, make)[0]

    def _device_for_limit(self, arn: str) -> BraketDevice:
        try:
            device = self.get_device(arn)
        except ResourceNotFoundException as fault:
            raise ValidationException(fault.message) from fault
        if device.kind != "QPU":
            raise ValidationException(f"Spending limits are for QPUs; {arn} is a simulator")
        if self.status_of(device) == "RETIRED":
            raise DeviceRetiredException(f"The device {arn} is retired")
        return device

    def _limit_of(self, device_arn: str) -> SpendingLimit | None:
        return next((limit for limit in self.spending_limits if limit.device_arn == device_arn), None)

    # Tags

    def tagged(self, arn: str) -> Resource:
        """The resource whose tags are meant."""
        for register in (self.jobs, self.tasks, self.spending_limits):
            for resource in register:
                if resource.arn == arn:
                    return resource
        raise ResourceNotFoundException(f"Resource {arn} not found")


braket_backends = BackendDict(BraketBackend, "braket")
