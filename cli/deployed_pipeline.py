"""The deployed stack as a client sees it: four functions, Braket, and the output bucket."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from uuid import uuid4

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from contract import keys
from contract.errors import JobNotFound
from contract.problems import Problem, read_problem

JOB_LOG_GROUP = "/aws/braket/jobs"
METRIC = re.compile(r"(\w+)\s*=\s*([^;]+?)\s*;")
"""A value in a line of `braket.jobs.metrics.log_metric`."""


class StackNotFound(RuntimeError):
    """There is no such stack in this account and region, or no way to ask."""


class FunctionFailed(RuntimeError):
    """A function raised; the message begins with the error's type."""


@dataclass(frozen=True)
class Progression:
    """The latest iteration that a job logged."""

    iteration: int
    cost: float


class DeployedPipeline:
    """Calls the pipeline of one stack."""

    def __init__(self, outputs: dict[str, str], client: Callable[[str], Any], *, remote: bool = False) -> None:
        self.outputs, self._client = outputs, client
        self.remote = remote
        """Whether its jobs go on when this process ends."""

    @classmethod
    def of_stack(cls, stack: str) -> Self:
        """The pipeline of a stack in the account and region that the environment says.

        Raises:
            StackNotFound: when there is none, or no credentials to look with.
        """
        config = Config(read_timeout=330, retries={"max_attempts": 3})
        session = boto3.Session()

        def client(service: str) -> Any:
            return session.client(service, config=config)  # type: ignore[call-overload]  # the name is not a literal

        try:
            found = client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        except (ClientError, BotoCoreError) as fault:
            raise StackNotFound(f"stack {stack}: {fault}; deploy it with `make deploy`, or run with --local") from fault
        return cls({item["OutputKey"]: item["OutputValue"] for item in found.get("Outputs", [])}, client, remote=True)

    @property
    def output_bucket(self) -> str:
        return self.outputs["OutputBucket"]

    def prepare(self, problem: dict[str, Any]) -> dict[str, Any]:
        """data-preparation's answer for a whole problem."""
        return self._invoke("DataPreparationFunction", {"problem": problem})

    def problem_of(self, job_name: str) -> Problem:
        """The problem of an earlier run.

        Raises:
            JobNotFound: no such run was submitted in this account.
        """
        metadata = self.object(keys.metadata(job_name))
        if metadata is None:
            raise JobNotFound(
                f"no run named {job_name} in this account; give the job_name of an earlier run (the account of a run "
                "with --local ends with it: use `qpipe local up` for one that stays)"
            )
        data = json.loads(metadata)["problem_data"]
        return read_problem(self._s3.get_object(Bucket=data["bucket"], Key=data["key"])["Body"].read())

    def submit(self, data_key: str | None, plan: dict[str, Any]) -> dict[str, Any]:
        """job-submission's answer; a plan that resumes a run takes no key.

        The token keeps a request that is sent again from making a second job.
        """
        problem = {} if data_key is None else {"data_key": data_key}
        return self._invoke("JobSubmissionFunction", {"client_token": str(uuid4()), **problem, **plan})

    def job(self, job_arn: str) -> dict[str, Any]:
        """GetJob's answer."""
        answer: dict[str, Any] = self._braket.get_job(jobArn=job_arn)
        return answer

    def progressions(self, job: dict[str, Any]) -> Iterator[Progression]:
        """The iterations in the job's log so far, in order; none before it writes one."""
        prefix = f"{job['jobName']}/{job['jobArn'].rpartition('/')[2]}/"
        try:
            streams = self._logs.describe_log_streams(logGroupName=JOB_LOG_GROUP, logStreamNamePrefix=prefix)
        except self._logs.exceptions.ResourceNotFoundException:
            return  # no job of this account has logged yet
        for stream in streams["logStreams"]:
            events = self._logs.get_log_events(
                logGroupName=JOB_LOG_GROUP, logStreamName=stream["logStreamName"], startFromHead=False
            )
            for event in events["events"]:
                values = dict(METRIC.findall(event["message"])) if event["message"].startswith("Metrics - ") else {}
                if "cost" in values and "iteration_number" in values:
                    yield Progression(int(float(values["iteration_number"])), float(values["cost"]))

    def object(self, key: str) -> bytes | None:
        """An object of the output bucket; None while it is not there."""
        try:
            body: bytes = self._s3.get_object(Bucket=self.output_bucket, Key=key)["Body"].read()
        except self._s3.exceptions.NoSuchKey:
            return None
        return body

    def _invoke(self, output: str, payload: dict[str, Any]) -> dict[str, Any]:
        answer = self._client("lambda").invoke(FunctionName=self.outputs[output], Payload=json.dumps(payload).encode())
        content = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise FunctionFailed(f"{output}: {content.get('errorType')}: {content.get('errorMessage')}")
        body: dict[str, Any] = json.loads(content["body"])
        return body

    @cached_property
    def _braket(self) -> Any:
        return self._client("braket")

    @cached_property
    def _logs(self) -> Any:
        return self._client("logs")

    @cached_property
    def _s3(self) -> Any:
        return self._client("s3")
