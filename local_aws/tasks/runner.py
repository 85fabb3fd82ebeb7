"""The queue of quantum tasks, and what takes them out of it.

As many tasks run at once as the machine has cores, and one at a time on each QPU. Tasks of a job that has the device
run before others, and otherwise they run in the order of their creation.
"""

import json
import os
import queue
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local_aws.aws_clients import AwsClients
from local_aws.background import Background
from local_aws.braket.clock import Clock
from local_aws.braket.conditions import Conditions
from local_aws.braket.quantum_tasks import QuantumTask
from local_aws.processes import Processes
from local_aws.tasks.worker_process import WorkerProcess

PLACES = os.cpu_count() or 1
POLL_S = 0.05


class TaskRunner:
    """Runs tasks in the background; `launch` returns at once."""

    def __init__(
        self, processes: Processes, clients: AwsClients, directory: Path, clock: Clock, conditions: Conditions
    ) -> None:
        self._processes, self._clients = processes, clients
        self._clock, self._conditions = clock, conditions
        self._idle: queue.LifoQueue[WorkerProcess] = queue.LifoQueue()  # the last that worked has all it needs loaded
        for _ in range(PLACES):
            self._idle.put(WorkerProcess(processes, directory))
        self._queue = Background(
            self._work, threads=PLACES, name="quantum tasks", closed=lambda: processes.closed, choose=self._next
        )

    def launch(self, task: QuantumTask) -> None:
        """Runs the task when it can start."""
        self._queue.put(task)

    def _next(self, waiting: Sequence[QuantumTask], running: Sequence[QuantumTask]) -> QuantumTask | None:
        """The task that is first among those that can start, or one that was cancelled, to be rid of it."""
        busy = {task.device.arn for task in running if task.device.kind == "QPU"}
        in_order = sorted(waiting, key=lambda task: (not task.has_priority, task.created_at))
        return next((task for task in in_order if task.is_terminal or self._can_start(task, busy)), None)

    def _can_start(self, task: QuantumTask, busy: set[str]) -> bool:
        device, now = task.device, self._clock.now()
        return (
            device.arn not in busy
            and (now - task.created_at).total_seconds() >= self._conditions.queue_delay_s
            and self._conditions.device_status.get(device.arn, device.status) == "ONLINE"
            and (self._conditions.execution_windows == "ignored" or device.is_open(now))
        )

    def _work(self, task: QuantumTask) -> None:
        if not task.move_to("RUNNING"):
            return  # cancelled while it waited
        worker, ended = self._idle.get(), threading.Event()
        threading.Thread(target=_kill_when_cancelled, args=(task, worker, ended), daemon=True).start()
        try:
            self._end(task, worker.run(_document(task)))
        except Exception as fault:  # the service's own fault must end the task too, not leave it running for ever
            if not self._processes.closed:
                task.move_to("CANCELLED") or task.move_to("FAILED", f"InternalServerError: {fault}")
            raise
        finally:
            ended.set()
            self._idle.put(worker)

    def _end(self, task: QuantumTask, outcome: dict[str, Any]) -> None:
        if task.move_to("CANCELLED") or self._processes.closed:
            return
        if "failure" in outcome:
            task.move_to("FAILED", outcome["failure"])
            return
        try:
            self._store(task, outcome["results"])
        except (ClientError, BotoCoreError) as fault:
            task.move_to("FAILED", f"The results could not be written to s3://{task.bucket}/{task.directory}: {fault}")
            return
        task.successful_shots = outcome["results"]["taskMetadata"].get("successfulShots", task.shots)
        task.move_to("COMPLETED") or task.move_to("CANCELLED")  # cancelled in its very last moment

    def _store(self, task: QuantumTask, results: dict[str, Any]) -> None:
        s3 = self._clients.service("s3", task.region)
        s3.put_object(Bucket=task.bucket, Key=f"{task.directory}/results.json", Body=json.dumps(results).encode())


def _document(task: QuantumTask) -> dict[str, Any]:
    """What a worker needs to know of a task."""
    return {
        "taskArn": task.arn,
        "deviceArn": task.device.arn,
        "action": task.request["action"],
        "shots": task.shots,
        "deviceParameters": task.device_parameters,
        "seed": task.seed,
    }


def _kill_when_cancelled(task: QuantumTask, worker: WorkerProcess, ended: threading.Event) -> None:
    while not ended.wait(POLL_S):
        if task.status == "CANCELLING":
            worker.kill()
            return
