"""A process that runs quantum tasks, one after the other: `python -m local_aws.tasks.worker`.

Each line of standard input names a directory with a task.json in it; the outcome goes into outcome.json beside it, and
the line back to standard output. A process of its own, because a simulation takes all of an interpreter, may exhaust
the memory, and must be ended when its task is cancelled. When standard input closes, its account is gone, and so is it.
"""

import json
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from local_aws.braket.devices import find_device
from local_aws.simulators import TaskFailed, run


def main() -> None:
    """Runs tasks until standard input closes."""
    sys.stdout = sys.stderr  # what simulators print is no answer
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(waiting,), daemon=True).start()
    while True:
        directory = Path(waiting.get())
        task = json.loads((directory / "task.json").read_text())
        partial = directory / "outcome.partial"
        partial.write_text(json.dumps(_outcome(task)))
        partial.rename(directory / "outcome.json")
        print(directory, file=sys.__stdout__, flush=True)


def _read(waiting: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        waiting.put(line.rstrip("\n"))
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _outcome(task: dict[str, Any]) -> dict[str, Any]:
    device = find_device(task["deviceArn"])
    assert device is not None
    try:
        results = run(
            device, task["action"], task["shots"], task["deviceParameters"], task["seed"], task_arn=task["taskArn"]
        )
    except TaskFailed as fault:
        return {"failure": str(fault)}
    except MemoryError:
        return {"failure": "The simulation does not fit into this machine's memory"}
    return {"results": results}


if __name__ == "__main__":
    main()
