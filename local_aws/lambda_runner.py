"""Runs the deployed Lambda functions: the very zip, in a clean process, under the function's role.

Nothing of this repository or of its virtual environment is on the process's module path, but for what Lambda's own
runtime brings: boto3 and what it needs. A module that is missing in the asset is missing here too.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from moto.awslambda.models import LambdaFunction

from local_aws.aws_clients import AwsClients
from local_aws.background import Background
from local_aws.lambda_logs import LambdaLogs
from local_aws.processes import Processes, kill_group
from local_aws.state import forget_oldest

ENTRY = Path(__file__).parent / "sandbox" / "lambda_entry.py"
RUNTIME_PACKAGES = ("boto3", "botocore", "s3transfer", "jmespath", "urllib3", "dateutil", "six.py")
KEPT_VERSIONS = 12
"""How many unpacked versions of functions are kept between runs."""

ASYNC_ATTEMPTS = 3
"""An asynchronous invocation that fails is tried twice more, as Lambda does; here without its pauses."""

ASYNC_AT_ONCE = max(2, os.cpu_count() or 1)
"""How many asynchronous invocations run at once; the others wait, in order.

A function may invoke others and wait for them: synchronous invocations, which come from the callers' own requests, are
not among these. Lambda runs a thousand of both; a function that waits for asynchronous ones could wait for ever here.
"""


@dataclass(frozen=True)
class Answer:
    """What an invocation gave: its payload as JSON, and the kind of error if it was one."""

    payload: str
    error: str | None
    log: str


class LambdaRunner:
    """Invokes functions; each version of the code is unpacked once."""

    def __init__(self, processes: Processes, clients: AwsClients, *, scratch: Path, cache: Path) -> None:
        self._processes, self._clients, self._scratch, self._cache = processes, clients, scratch, cache
        self._logs = LambdaLogs(clients)
        self._lock = threading.Lock()
        self._runtime = _runtime_packages(scratch / "runtime")
        self._events: Background[tuple[LambdaFunction, Any]] = Background(
            self._attempts, threads=ASYNC_AT_ONCE, name="functions", closed=lambda: processes.closed
        )

    @property
    def busy(self) -> list[str]:
        """Names of the functions that run or are to run in the background."""
        return [function.function_name for function, _ in self._events.items]

    def invoke_async(self, function: LambdaFunction, event: Any) -> None:
        """Invokes in the background, again when it fails."""
        self._events.put((function, event))

    def invoke(self, function: LambdaFunction, event: Any, request_id: str | None = None) -> Answer:
        """Invokes and waits for the answer."""
        request_id = request_id or str(uuid4())
        task = self._unpacked(function)
        stream = f"{datetime.now(UTC):%Y/%m/%d}/[$LATEST]{uuid4().hex}"
        environment = self._environment(function, task, stream)
        with tempfile.TemporaryDirectory(dir=self._scratch) as scratch:
            invocation, answer = Path(scratch, "invocation.json"), Path(scratch, "answer.json")
            invocation.write_text(json.dumps(self._invocation(function, event, task, request_id, stream)))
            command = [sys.executable, "-u", "-I", "-S", str(ENTRY), str(invocation), str(answer)]
            process = self._processes.start(command, cwd=task, env=environment)
            timed_out, log = self._wait(process, function.timeout)
            reply = json.loads(answer.read_text()) if answer.exists() and not timed_out else None
        if reply is None:
            reply = {"error": _lost(request_id, function.timeout, timed_out, process.returncode)}
        log = f"START RequestId: {request_id} Version: $LATEST\n{log}END RequestId: {request_id}\n"
        self._logs.store(function, stream, log)
        if "error" in reply:
            return Answer(json.dumps(reply["error"]), "Unhandled", log)
        return Answer(json.dumps(reply["payload"]), None, log)

    def _attempts(self, invocation: tuple[LambdaFunction, Any]) -> None:
        request_id = str(uuid4())  # the same for every attempt, so that the function can tell
        for _ in range(ASYNC_ATTEMPTS):
            if self.invoke(*invocation, request_id).error is None:
                return

    def _wait(self, process: "subprocess.Popen[bytes]", timeout_s: int) -> tuple[bool, str]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            kill_group(process)

        timer = threading.Timer(timeout_s, stop)
        timer.start()
        assert process.stdout is not None
        log = process.stdout.read().decode(errors="replace")
        process.wait()
        timer.cancel()
        kill_group(process)
        self._processes.forget(process)
        return late.is_set(), log

    def _unpacked(self, function: LambdaFunction) -> Path:
        """The zip's content in a directory named by its hash, so that later runs find it, byte-compiled."""
        target = self._cache / hashlib.sha256(function.code_bytes).hexdigest()[:32]
        with self._lock:
            if not target.exists():
                forget_oldest(self._cache, keep=KEPT_VERSIONS - 1)
                partial = self._cache / f"partial-{uuid4().hex}"
                with zipfile.ZipFile(BytesIO(function.code_bytes)) as archive:
                    archive.extractall(partial)
                with suppress(OSError):  # another account on this machine was faster
                    partial.rename(target)
                shutil.rmtree(partial, ignore_errors=True)
        target.touch()
        return target

    def _invocation(
        self, function: LambdaFunction, event: Any, task: Path, request_id: str, stream: str
    ) -> dict[str, Any]:
        return {
            "handler": function.handler,
            "event": event,
            "timeout_s": function.timeout,
            "path": [str(task), str(self._runtime)],
            "context": {
                "aws_request_id": request_id,
                "function_name": function.function_name,
                "function_version": "$LATEST",
                "invoked_function_arn": function.function_arn,
                "memory_limit_in_mb": str(function.memory_size),
                "log_group_name": function.logs_group_name,
                "log_stream_name": stream,
            },
        }

    def _environment(self, function: LambdaFunction, task: Path, stream: str) -> dict[str, str]:
        lambda_variables = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
            "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
            "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
            "AWS_LAMBDA_LOG_STREAM_NAME": stream,
            "LAMBDA_TASK_ROOT": str(task),
            "_HANDLER": function.handler,
        }
        credentials = self._clients.role_environment(function.role, function.function_name[-64:], function.region)
        environment: dict[str, str] = lambda_variables | credentials | function.environment_vars
        return environment


def _lost(request_id: str, timeout_s: int, timed_out: bool, exit_code: int) -> dict[str, str]:
    """The error of an invocation whose process ended without an answer."""
    if timed_out:
        return {
            "errorType": "Sandbox.Timedout",
            "errorMessage": f"RequestId: {request_id} Error: Task timed out after {timeout_s:.2f} seconds",
        }
    return {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {request_id} Error: Runtime exited with error: exit status {exit_code}",
    }


def _runtime_packages(directory: Path) -> Path:
    """A directory with what Lambda's Python runtime brings: links to boto3 and its dependencies."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    for name in RUNTIME_PACKAGES:
        (directory / name).symlink_to(Path(sysconfig.get_path("purelib")) / name)
    return directory
