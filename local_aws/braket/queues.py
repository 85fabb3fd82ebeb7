"""What Braket tells about its queues: positions of tasks and jobs, sizes for a device.

Numbers are strings, and above a bound only that they are above it, as `AwsDevice.queue_depth` documents.
"""

from collections.abc import Iterable

from local_aws.braket.devices import BraketDevice
from local_aws.braket.jobs import HybridJob
from local_aws.braket.quantum_tasks import QuantumTask

PRIORITIES = {False: "Normal", True: "Priority"}


def job_queue_info(job: HybridJob, jobs: Iterable[HybridJob]) -> dict[str, str]:
    """GetJob's queueInfo: the job's place among those that wait for its device, from 1."""
    if job.status != "QUEUED":
        return {"queue": "JOBS_QUEUE", **_no_position("Job", job.status)}
    waiting = [other for other in jobs if other.status == "QUEUED" and other.device == job.device]
    return {"queue": "JOBS_QUEUE", "position": str(1 + sum(other.created_at < job.created_at for other in waiting))}


def task_queue_info(task: QuantumTask, tasks: Iterable[QuantumTask]) -> dict[str, str]:
    """GetQuantumTask's queueInfo: the task's place among those of its device and priority, from 1."""
    info = {"queue": "QUANTUM_TASKS_QUEUE", "queuePriority": PRIORITIES[task.has_priority]}
    if task.status != "QUEUED":
        return info | _no_position("Task", task.status)
    waiting = _waiting(task.device, tasks, has_priority=task.has_priority)
    return info | {"position": _at_most(2000, 1 + sum(other.created_at < task.created_at for other in waiting))}


def device_queue_info(
    device: BraketDevice, tasks: Iterable[QuantumTask], jobs: Iterable[HybridJob]
) -> list[dict[str, str]]:
    """GetDevice's deviceQueueInfo."""
    tasks, on_device = list(tasks), [job.status for job in jobs if job.device == device.arn]
    sizes = [
        {
            "queue": "QUANTUM_TASKS_QUEUE",
            "queuePriority": name,
            "queueSize": _at_most(4000, len(_waiting(device, tasks, has_priority=has_priority))),
        }
        for has_priority, name in PRIORITIES.items()
    ]
    waiting, running = on_device.count("QUEUED"), on_device.count("RUNNING")
    size = _at_most(1000, waiting)
    if device.kind == "QPU" and not waiting and running:
        size = f"0 ({running} prioritized job(s) running)"
    return [*sizes, {"queue": "JOBS_QUEUE", "queueSize": size}]


def _waiting(device: BraketDevice, tasks: Iterable[QuantumTask], *, has_priority: bool) -> list[QuantumTask]:
    return [
        task
        for task in tasks
        if task.status == "QUEUED" and task.device.arn == device.arn and task.has_priority is has_priority
    ]


def _no_position(kind: str, status: str) -> dict[str, str]:
    message = f"{kind} is in {status} status. AmazonBraket does not show queue position for this status."
    return {"position": "None", "message": message}


def _at_most(most: int, count: int) -> str:
    return f">{most}" if count > most else str(count)
