"""One run of one job, from its instances' start to their end.

Not documented, and chosen here: a job is QUEUED until its instances have started; the maximum runtime begins with the
entry point; a job on several instances fails when one of them does, and the others are then ended; its model.tar.gz has
the files of all instances, and of two with the same name the lower instance's.
"""

from contextlib import ExitStack
from pathlib import Path

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from local_aws.braket.conditions import Conditions
from local_aws.braket.jobs import HybridJob
from local_aws.jobs.checkpoints import kept_in_sync
from local_aws.jobs.files import pack
from local_aws.jobs.host import Host, SetupFailed, StartFailed
from local_aws.jobs.outcome import CANCELLED, Ending, ending, failed
from local_aws.jobs.services import Services

CONTAINER = "/opt/ml"
"""What stands in the container where each instance has its own directory here."""

LONGEST_RUNTIME_S = 432_000
"""CreateJob's default: five days."""


class JobRun:
    """The whole of it; `run` is called once."""

    def __init__(self, job: HybridJob, directory: Path, services: Services, conditions: Conditions) -> None:
        self._job, self._directory, self._services, self._conditions = job, directory, services, conditions
        names = [f"algo-{number}" for number in range(1, job.instance_count + 1)]
        self._hosts = [Host(job, name, names, directory / name, services) for name in names]

    def run(self) -> Ending:
        """Runs the job to its end; the reason names files as they are called in the container."""
        status, reason = self._run()
        for host in self._hosts:
            reason = reason and reason.replace(str(host.directories.root), CONTAINER)
        return Ending(status, reason and reason.replace(str(self._directory), CONTAINER))

    def _run(self) -> Ending:
        if not self._start_instances():
            return CANCELLED
        self._job.log_event("DOWNLOADING_DATA", "Input data is being copied")
        try:
            for host in self._hosts:
                host.download(self._is_over)
        except (BotoCoreError, Boto3Error, ClientError, OSError, ValueError) as fault:  # a name may be no file's name
            self._job.log_event("FAILED", "Input data could not be read")
            return failed(f"ClientError: Data download failed: {fault}")
        result = self._execute()
        upload = self._upload()
        if upload and result.status == "COMPLETED":
            result = upload
        self._job.log_event(result.status, f"The job is {result.status}")
        return result

    def _start_instances(self) -> bool:
        """Waits for the instances; False when the job was cancelled meanwhile."""
        self._job.log_event("STARTING_INSTANCE", f"Starting {len(self._hosts)} instance(s)")
        delay, clock = self._conditions.start_up_delay_s, self._services.clock
        clock.wait(delay, unless=lambda: self._job.status != "QUEUED" or self._services.processes.closed)
        return self._job.move_to("RUNNING")

    def _execute(self) -> Ending:
        with ExitStack() as stack:
            for host in self._hosts:
                stack.callback(host.stop)
            try:
                for host in self._hosts:
                    if not self._is_over():
                        host.set_up()
            except SetupFailed as fault:
                return failed(f"AlgorithmError: {fault}, exit code: 0")
            if self._is_over():
                return CANCELLED
            self._job.log_event("RUNNING", "The entry point is running")
            with kept_in_sync([host.sync for host in self._hosts if host.sync]):
                try:
                    for host in self._hosts:
                        host.start()
                except StartFailed as fault:
                    return failed(f"ClientError: The container could not be started: {fault}")
                stopped = self._wait()
                failing = [host for host in self._hosts if host.exit_code]  # before the others are ended
                for host in self._hosts:
                    host.stop()
        return stopped or ending([host.exit() for host in failing or self._hosts])

    def _wait(self) -> Ending | None:
        """Waits for the programs' end; what ended them if they did not end by themselves."""
        limit = (self._job.request.get("stoppingCondition") or {}).get("maxRuntimeInSeconds") or LONGEST_RUNTIME_S
        self._services.clock.wait(limit, unless=self._is_done)
        if self._is_over():
            return CANCELLED
        if self._is_done():
            return None
        self._job.log_event("MAX_RUNTIME_EXCEEDED", f"The job ran longer than {limit} seconds")
        return failed(f"MaxRuntimeExceeded: the job ran longer than {limit} seconds")

    def _is_done(self) -> bool:
        codes = [host.exit_code for host in self._hosts]
        return any(codes) or None not in codes or self._is_over()

    def _is_over(self) -> bool:
        """Whether there is no use in going on: the job is cancelled, or the account shuts down."""
        return self._job.status != "RUNNING" or self._services.processes.closed

    def _upload(self) -> Ending | None:
        """Stores results and checkpoints, whatever became of the job; how the job ends when that fails."""
        if self._services.processes.closed:
            raise RuntimeError("the local account is shutting down")
        self._job.log_event("UPLOADING_RESULTS", "Results and checkpoints are being copied")
        models = [host.directories.model for host in self._hosts if host.directories.has_model]
        try:
            for host in self._hosts:
                host.upload_checkpoints()
            if any(any(model.iterdir()) for model in models):
                archive = pack(models, self._directory / "model.tar.gz")
                uri = self._job.request["outputDataConfig"]["s3Path"]
                self._services.storage.upload(archive, uri, "output/model.tar.gz")
        except (BotoCoreError, Boto3Error, ClientError, OSError) as fault:
            return failed(f"ClientError: Artifact upload failed: {fault}")
        return None
