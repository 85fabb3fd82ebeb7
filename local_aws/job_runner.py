"""Plays the container of a Braket hybrid job: one process a job, in directories of its own.

Follows amazon-braket-containers and Braket's developer guide; the directories that lie under /opt in the container lie
in the job's own directory here, and the environment variables point to them.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from local_aws.aws_clients import AwsClients, parse_uri
from local_aws.braket.jobs import HybridJob
from local_aws.job_files import job_environment, pack, prepare_directories, unpack
from local_aws.processes import Processes, kill_group

LOG_GROUP = "/aws/braket/jobs"
ENTRY = Path(__file__).parent / "sandbox" / "job_entry.py"
POLL_S = 0.05
LOG_GRACE_S = 10


class JobRunner:
    """Runs jobs in background threads, at most as many at once as the machine has cores."""

    def __init__(self, processes: Processes, clients: AwsClients, directory: Path) -> None:
        self._processes, self._clients, self._directory = processes, clients, directory
        self._slots = threading.BoundedSemaphore(os.cpu_count() or 1)

    def launch(self, job: HybridJob) -> None:
        """Starts the job when a core is free; returns at once."""
        threading.Thread(target=self._run, args=(job,), name=f"job {job.name}", daemon=True).start()

    def _run(self, job: HybridJob) -> None:
        with self._slots:
            if job.status == "CANCELLING":  # while it was waiting
                job.move_to("CANCELLED")
                return
            directory = self._directory / job.id
            try:
                status, reason = _JobRun(job, directory, self._processes, self._clients).run()
            except Exception as fault:  # the service's own fault must end the job too, not leave it running for ever
                if self._processes.closed:
                    return
                job.move_to("CANCELLED") or job.move_to("FAILED", f"InternalServerError: {fault}")
                raise
            finally:
                shutil.rmtree(directory, ignore_errors=True)
            job.move_to(status, reason) or job.move_to("CANCELLED")  # cancelled in its very last moment


class _JobRun:
    """One run of one job."""

    def __init__(self, job: HybridJob, directory: Path, processes: Processes, clients: AwsClients) -> None:
        self._job, self._directory, self._processes = job, directory, processes
        self._region = job.region
        self._credentials = clients.role_environment(job.request["roleArn"], "braket-job", job.region)
        self._s3 = clients.for_role(self._credentials, "s3")
        self._logs = clients.service("logs", job.region)
        self._stream = f"{job.name}/{job.id}/algo-1-{int(time.time())}"

    def run(self) -> tuple[str, str | None]:
        """Runs the job to its end; its final status and failure reason."""
        self._open_log()
        self._job.log_event("STARTING_INSTANCE", "The job's process is starting")
        prepare_directories(self._directory)
        self._job.move_to("RUNNING")
        try:
            self._job.log_event("DOWNLOADING_DATA", "Code and input data are being copied")
            self._download()
        except (OSError, tarfile.TarError, shutil.ReadError, self._s3.exceptions.ClientError) as fault:
            self._job.log_event("FAILED", "Code or input data could not be read")
            return "FAILED", f"ClientError: Data download failed: {fault}"
        self._job.log_event("RUNNING", "The entry point is running")
        exit_code, ended_by = self._execute()
        self._job.log_event("UPLOADING_RESULTS", "Results and checkpoints are being copied")
        self._upload()
        return self._outcome(exit_code, ended_by)

    def _outcome(self, exit_code: int, ended_by: str | None) -> tuple[str, str | None]:
        if ended_by == "CANCELLED":
            return "CANCELLED", None
        if ended_by == "MAX_RUNTIME_EXCEEDED":
            limit = self._job.request["stoppingCondition"]["maxRuntimeInSeconds"]
            return "FAILED", f"MaxRuntimeExceeded: the job ran longer than {limit} seconds"
        if exit_code == 0:
            self._job.log_event("COMPLETED", "The job completed")
            return "COMPLETED", None
        failure = self._directory / "output" / "failure"
        text = failure.read_text() if failure.exists() else "the entry point ended without saying why"
        self._job.log_event("FAILED", "The entry point failed")
        return "FAILED", f"AlgorithmError: {text[:900]}, exit code: {exit_code}"

    def _download(self) -> None:
        script = self._job.request["algorithmSpecification"]["scriptModeConfig"]
        bucket, key = parse_uri(script["s3Uri"])
        archive = self._directory / "code" / "original" / Path(key).name
        self._s3.download_file(bucket, key, str(archive))
        unpack(archive, self._directory / "code" / "extracted", script.get("compressionType", "NONE"))
        for channel in self._job.request.get("inputDataConfig") or []:
            self._download_channel(channel["channelName"], channel["dataSource"]["s3DataSource"]["s3Uri"])
        checkpoints = self._job.request.get("checkpointConfig")
        if checkpoints:
            self._download_prefix(*parse_uri(checkpoints["s3Uri"]), self._directory / "checkpoints")

    def _download_channel(self, name: str, uri: str) -> None:
        target = self._directory / "input" / "data" / name
        target.mkdir(parents=True)
        if not self._download_prefix(*parse_uri(uri), target):
            raise FileNotFoundError(f"no object under {uri} for the channel {name}")

    def _download_prefix(self, bucket: str, prefix: str, target: Path) -> int:
        """Copies every object under the prefix; how many there were."""
        count = 0
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for item in page.get("Contents", []):
                name = item["Key"].removeprefix(prefix).lstrip("/") or Path(item["Key"]).name
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                self._s3.download_file(bucket, item["Key"], str(target / name))
                count += 1
        return count

    def _execute(self) -> tuple[int, str | None]:
        """Runs the entry point; its exit code, and what ended it if it did not end by itself."""
        code, failure = self._directory / "code" / "extracted", self._directory / "output" / "failure"
        paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        command = [sys.executable, "-u", "-I", "-S", str(ENTRY), str(code), str(failure), *sorted(paths)]
        environment = job_environment(self._job, self._directory, self._credentials)
        process = self._processes.start(command, cwd=code, env=environment)
        reader = threading.Thread(target=self._copy_log, args=(process,), daemon=True)
        reader.start()
        ended_by = self._wait(process)
        reader.join(timeout=LOG_GRACE_S)  # a process that left the group may hold the pipe for ever
        self._processes.forget(process)
        return process.returncode, ended_by

    def _wait(self, process: "subprocess.Popen[bytes]") -> str | None:
        limit = (self._job.request.get("stoppingCondition") or {}).get("maxRuntimeInSeconds", 432_000)
        deadline = time.monotonic() + limit
        while process.poll() is None:
            if self._job.status == "CANCELLING":
                kill_group(process)
                return "CANCELLED"
            if time.monotonic() > deadline:
                self._job.log_event("MAX_RUNTIME_EXCEEDED", f"The job ran longer than {limit} seconds")
                kill_group(process)
                return "MAX_RUNTIME_EXCEEDED"
            time.sleep(POLL_S)
        kill_group(process)
        return None

    def _upload(self) -> None:
        bucket, prefix = parse_uri(self._job.request["outputDataConfig"]["s3Path"])
        model = self._directory / "model"
        if any(model.iterdir()):
            archive = pack(model, self._directory / "model.tar.gz")
            self._s3.upload_file(str(archive), bucket, f"{prefix}/output/model.tar.gz")
        checkpoints = self._job.request.get("checkpointConfig")
        if checkpoints:
            bucket, prefix = parse_uri(checkpoints["s3Uri"])
            for path in sorted((self._directory / "checkpoints").rglob("*")):
                if path.is_file():
                    name = path.relative_to(self._directory / "checkpoints").as_posix()
                    self._s3.upload_file(str(path), bucket, f"{prefix}/{name}")

    def _open_log(self) -> None:
        with suppress(self._logs.exceptions.ResourceAlreadyExistsException):  # the first job of the account made it
            self._logs.create_log_group(logGroupName=LOG_GROUP)
        self._logs.create_log_stream(logGroupName=LOG_GROUP, logStreamName=self._stream)

    def _copy_log(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            message = line.decode(errors="replace").rstrip("\n")
            event = {"timestamp": int(datetime.now(UTC).timestamp() * 1000), "message": message or " "}
            self._logs.put_log_events(logGroupName=LOG_GROUP, logStreamName=self._stream, logEvents=[event])
