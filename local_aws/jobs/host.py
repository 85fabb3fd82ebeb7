"""One instance of a job: its directories, its process and its log.

The order and the printed lines are the container's own (github.com/amazon-braket/amazon-braket-containers,
src/braket_container.py).
"""

import json
import os
import shlex
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from local_aws.braket.jobs import HybridJob
from local_aws.jobs.checkpoints import CheckpointSync
from local_aws.jobs.environment import check_variables, container_environment
from local_aws.jobs.files import Directories, unpack
from local_aws.jobs.log import JobLog
from local_aws.jobs.outcome import LONGEST_REASON, Exit
from local_aws.jobs.requirements import check_requirements
from local_aws.jobs.services import Services
from local_aws.processes import kill_group

ENTRY = Path(__file__).parents[1] / "sandbox" / "job_entry.py"
ORIGINAL = "/opt/braket/code/customer_code/original"
"""Where the container has the archive, for messages that name it."""

SIGNAL_EXIT = 128
"""A process ended by a signal has this and the signal's number as its exit code, as shells and Docker tell it."""


class SetupFailed(Exception):
    """The container could not get or unpack the program; the message is what it writes to the failure file."""


class StartFailed(Exception):
    """The container could not be started; the message says why."""


class Host:
    """One of `hosts`."""

    def __init__(self, job: HybridJob, name: str, hosts: Sequence[str], root: Path, services: Services) -> None:
        self.directories = Directories(root)
        self._job, self._name, self._hosts, self._services = job, name, hosts, services
        self._script = job.request["algorithmSpecification"]["scriptModeConfig"]
        stream = f"{job.name}/{job.id}/{name}-{int(time.time())}"
        self._log = JobLog(services.logs, stream, services.clock, lambda: services.processes.closed)
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._ended = threading.Event()
        self._command = ""
        self._environment: dict[str, str] = {}
        kept = job.request.get("checkpointConfig")
        self.sync = CheckpointSync(services.storage, kept["s3Uri"], self.directories.checkpoints) if kept else None

    def download(self, stopped: Callable[[], bool]) -> None:
        """Makes the directories, with the input data and earlier checkpoints in them: what the instance starts with."""
        self._log.open()
        self.directories.make()
        for channel in self._job.request.get("inputDataConfig") or []:
            uri = channel["dataSource"]["s3DataSource"]["s3Uri"]
            target = self.directories.data / channel["channelName"]
            target.mkdir()
            if not self._services.storage.download_prefix(uri, target, stopped) and not stopped():
                raise FileNotFoundError(f"no object under {uri} for the channel {channel['channelName']}")
        if self.sync:
            self.sync.download(stopped)

    def set_up(self) -> None:
        """What the container does before it runs the program.

        Raises:
            SetupFailed: when there is no program to run; it is in the log, too.
        """
        places, services = self.directories, self._services
        self._environment = container_environment(
            self._job, places, self._name, self._hosts, services.credentials, services.cores
        )
        arguments = json.loads(self._environment.get("SM_USER_ARGS", "[]"))
        self._command = shlex.join(["python", "braket_container.py", *arguments])
        training = json.dumps(json.loads(self._environment.get("SM_TRAINING_ENV", "{}")), indent=4)
        self._say("Invoking user script")
        self._log.write(f"Training Env:\n\n{training}")
        self._log.write(f"Invoking script with the following command:\n\n{self._command}")
        self._log.write(f"Boto3 Version:  {version('boto3')}\nBeginning Setup")
        try:
            self._unpack(self._fetch())
        except SetupFailed as fault:
            self._log.write(str(fault))
            raise
        finally:
            self._log.flush()
        self._log.write("Checking for Additional Requirements")
        for line in check_requirements(self.directories.extracted, _packages()):
            self._log.write(line)
        self._log.write("Additional Requirements Check Finished")
        self._log.flush()

    def _fetch(self) -> Path:
        try:
            return self._services.storage.download_file(self._script["s3Uri"], self.directories.original)
        except (BotoCoreError, ClientError, OSError) as fault:
            raise SetupFailed(f"Unable to download code.\nException: {fault}") from fault

    def _unpack(self, archive: Path) -> None:
        compression = self._script.get("compressionType") or "NONE"
        try:
            unpack(archive, self.directories.extracted, compression)
        except Exception as fault:  # an archive can be wrong in more ways than tarfile and zipfile have errors for
            raise SetupFailed(
                f"Got an exception while trying to unpack archive: {ORIGINAL}/{archive.name} of type: {compression}."
                f"\nException: {str(fault).replace(str(archive), f'{ORIGINAL}/{archive.name}')}"
            ) from fault

    def start(self) -> None:
        """Starts the program; its output goes to the log.

        Raises:
            StartFailed: when the environment cannot be that of a process; it is in the log, too.
        """
        places = self.directories
        files = (places.extracted, places.failure, places.uncaught)
        command = [sys.executable, "-u", "-I", "-S", str(ENTRY), *map(str, files), *_packages()]
        try:
            check_variables(self._environment)
            self._process = self._services.processes.start(command, cwd=places.code, env=self._environment)
        except (ValueError, OSError) as fault:  # an OSError when all variables together are too long
            reason = str(getattr(fault, "strerror", fault))  # without this machine's path of Python
            self._log.write(f"The container could not be started: {reason}")
            self._log.flush()
            raise StartFailed(reason) from fault
        assert self._process.stdout is not None
        arguments = (self._process.stdout.fileno(), self._ended)
        self._reader = threading.Thread(target=self._log.copy, args=arguments, name=f"log {self._name}", daemon=True)
        self._reader.start()

    @property
    def exit_code(self) -> int | None:
        """None while the program runs."""
        code = self._process.poll() if self._process else None
        return SIGNAL_EXIT - code if code is not None and code < 0 else code

    def stop(self) -> None:
        """Ends the program with all that it started, and its log with its last line."""
        process = self._process
        if process is None or self._ended.is_set():
            return
        by_itself = process.poll()
        if self.sync:
            _signal(process, signal.SIGSTOP)  # what is being written stays as it is, until it is known
            self.sync.leave_out_unfinished()
        _signal(process, signal.SIGKILL)  # also when the program has ended: a container ends with its first process
        kill_group(process)  # and what left the group
        process.wait()
        self._ended.set()
        assert self._reader is not None
        self._reader.join()
        if by_itself is not None:
            self._say(f"Reporting training {'FAILURE' if by_itself else 'SUCCESS'}")
            self._log.flush()
        self._services.processes.forget(process)

    def upload_checkpoints(self) -> None:
        """Stores the checkpoints that are not stored yet; to be called after `stop`."""
        if not self.sync:
            return
        try:
            self.sync.upload_rest()
        finally:
            for name, reason in sorted(self.sync.left_out.items()):
                self._log.write(f"WARNING: the checkpoint {name} is not stored: {reason}")
            self._log.flush()

    def _say(self, message: str) -> None:
        """A line of the toolkit that runs Braket's container."""
        now = self._services.clock.now()
        stamp = f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03d}"
        self._log.write(f"{stamp} sagemaker-training-toolkit INFO     {message}")

    def exit(self) -> Exit:
        """How it ended."""
        return Exit(
            code=self.exit_code or 0,
            failure=_text(self.directories.failure),
            uncaught=_text(self.directories.uncaught),
            command=self._command,
        )


def _signal(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # nobody is left in its group
        os.killpg(process.pid, number)


def _packages() -> list[str]:
    """The directories with the packages of this environment, which is the job's, too."""
    return sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


def _text(file: Path) -> str:
    """As much of a file as a failure reason can hold."""
    if not file.is_file():
        return ""
    with file.open(errors="replace") as text:
        return text.read(LONGEST_REASON)
