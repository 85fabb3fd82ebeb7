"""The deployed pipeline as a caller sees it: its functions, buckets, jobs, logs and metrics, all through boto3."""

import io
import json
import tarfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from local_aws.account import LocalAccount
from tests.program_archives import archive
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
NAMESPACE = "QuantumPipeline"
IMAGE = "292282985366.dkr.ecr.us-east-1.amazonaws.com/amazon-braket-base-jobs:1.0-cpu-py312-ubuntu24.04"
QUICK: Mapping[str, Any] = {"layers": 1, "max_iterations": 5, "shots": 200}
"""A plan for tests that need a run, not a good one."""

Series = tuple[str, frozenset[tuple[str, str]]]
"""A metric's name and its dimensions."""


class FunctionError(Exception):
    """What a function raised, as Lambda reports it."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.type: str = answer["errorType"]
        self.message: str = answer["errorMessage"]
        super().__init__(f"{self.type}: {self.message}")


class Stored(NamedTuple):
    """One object of a bucket, as it was last written."""

    bucket: str
    key: str
    etag: str
    written: datetime


class Statistics(NamedTuple):
    """A metric over the last hour."""

    samples: float
    sum: float


@dataclass(frozen=True)
class Run:
    """One job of the pipeline."""

    name: str
    arn: str
    prepared: Mapping[str, Any]
    submitted: Mapping[str, Any]

    def key(self, name: str) -> str:
        """Key of one of the run's objects."""
        return f"jobs/{self.name}/{name}"


@dataclass(frozen=True, eq=False)
class Deployed:
    """The stack in an account on this machine."""

    account: LocalAccount
    outputs: Mapping[str, str]

    @property
    def input_bucket(self) -> str:
        return self.outputs["InputBucket"]

    @property
    def code_bucket(self) -> str:
        return self.outputs["CodeBucket"]

    @property
    def output_bucket(self) -> str:
        return self.outputs["OutputBucket"]

    @cache  # noqa: B019  # one object a session
    def client(self, service: str) -> Any:
        return self.account.clients.service(service)

    # Functions

    def call(self, function: str, event: Any) -> Any:
        """A function's whole answer; `function` is its output's name without "Function"."""
        name = self.outputs[f"{function}Function"]
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
        content = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            assert answer["FunctionError"] == "Unhandled"
            raise FunctionError(content)
        return content

    def answer(self, function: str, event: Any) -> dict[str, Any]:
        """The body of a function's answer, decoded."""
        body: dict[str, Any] = json.loads(self.call(function, event)["body"])
        return body

    def prepare(self, problem: Mapping[str, Any]) -> dict[str, Any]:
        return self.answer("DataPreparation", {"problem": problem})

    def submit(self, prepared: Mapping[str, Any], **request: Any) -> Run:
        submitted = self.answer("JobSubmission", {"data_key": prepared["data_key"], **request})
        return Run(submitted["job_name"], submitted["job_arn"], prepared, submitted)

    def solve(self, problem: Mapping[str, Any], **plan: Any) -> Run:
        """Takes a problem to its report; the account is quiet afterwards."""
        run = self.submit(self.prepare(problem), **plan)
        self.wait_for_end(run.arn)
        self.settle()
        assert self.exists(run.key("analysis_report.json")), self.job(run.arn)
        return run

    # Jobs

    def job(self, arn: str) -> dict[str, Any]:
        job: dict[str, Any] = self.client("braket").get_job(jobArn=arn)
        return job

    def jobs(self) -> set[str]:
        """The ARNs of all jobs there ever were."""
        pages = self.client("braket").get_paginator("search_jobs").paginate(filters=[])
        return {job["jobArn"] for page in pages for job in page["jobs"]}

    def wait_for_end(self, arn: str, timeout_s: float = 120) -> dict[str, Any]:
        """GetJob's answer once the job ended."""
        until(lambda: self.job(arn)["status"] in ("COMPLETED", "FAILED", "CANCELLED"), timeout_s, "the job's end")
        return self.job(arn)

    def settle(self, timeout_s: float = 120) -> None:
        """Waits until nothing happens in the account any more: no job runs, and no event is being handled."""
        until(lambda: not self.busy(), timeout_s, "a quiet account")

    def busy(self) -> list[str]:
        """The threads of what runs in the background now; they end when nothing waits for them."""
        return [t.name for t in threading.enumerate() if t.name in ("hybrid jobs", "functions")]

    def create_job(self, files: Mapping[str, str], *, entry_point: str = "program:main", **request: Any) -> Run:
        """A job of the pipeline with another program: noted as job-submission notes its own, and not waited for."""
        name = f"custom-{uuid4().hex[:12]}"
        folder = f"s3://{self.output_bucket}/jobs/{name}"
        script = f"jobs/{name}/script/source.tar.gz"
        self.put(script, archive(files))
        specification = {
            "scriptModeConfig": {
                "entryPoint": entry_point,
                "s3Uri": f"s3://{self.output_bucket}/{script}",
                "compressionType": "GZIP",
            },
            "containerImage": {"uri": IMAGE},
        }
        arguments = {
            "clientToken": name,
            "jobName": name,
            "roleArn": self.outputs["JobRoleArn"],
            "algorithmSpecification": specification,
            "deviceConfig": {"device": "local:pennylane/lightning.qubit"},
            "instanceConfig": {"instanceType": "ml.m5.large", "volumeSizeInGb": 30},
            "outputDataConfig": {"s3Path": folder},
            "stoppingCondition": {"maxRuntimeInSeconds": 120},
        }
        arn = self.client("braket").create_job(**(arguments | request))["jobArn"]
        metadata = {"schema": "quantum-pipeline/run-metadata", "version": 1, "job_name": name, "job_arn": arn}
        self.put(f"jobs/{name}/metadata.json", json.dumps(metadata).encode())
        return Run(name, arn, {}, {})

    def run_job(self, files: Mapping[str, str], **request: Any) -> Run:
        """The same, waited for; the account is quiet afterwards."""
        run = self.create_job(files, **request)
        self.wait_for_end(run.arn)
        self.settle()
        return run

    # Objects

    def get(self, key: str, bucket: str | None = None) -> bytes:
        content: bytes = self.client("s3").get_object(Bucket=bucket or self.output_bucket, Key=key)["Body"].read()
        return content

    def document(self, key: str, bucket: str | None = None) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.get(key, bucket))
        return content

    def put(self, key: str, content: bytes) -> None:
        self.client("s3").put_object(Bucket=self.output_bucket, Key=key, Body=content)

    def exists(self, key: str) -> bool:
        return any(item.key == key for item in self.listing(self.output_bucket, key))

    def names(self, run: Run) -> set[str]:
        """The names of a run's objects, below its folder."""
        folder = run.key("")
        return {item.key.removeprefix(folder) for item in self.listing(self.output_bucket, folder)}

    def listing(self, bucket: str, prefix: str = "") -> Iterator[Stored]:
        pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for page in pages:
            for item in page.get("Contents", []):
                yield Stored(bucket, item["Key"], item["ETag"], item["LastModified"])

    def everything(self) -> set[Stored | str]:
        """Every object of the three buckets and every job: equal before and after when nothing was written."""
        objects = {item for b in (self.input_bucket, self.code_bucket, self.output_bucket) for item in self.listing(b)}
        return objects | self.jobs()

    def result(self, run: Run) -> dict[str, Any]:
        """The result document in the run's model.tar.gz."""
        with tarfile.open(fileobj=io.BytesIO(self.get(run.key("output/model.tar.gz")))) as members:
            file = members.extractfile("results.json")
            assert file is not None
            envelope = json.load(file)
        assert envelope["dataFormat"] == "plaintext"
        data: dict[str, Any] = envelope["dataDictionary"]
        return data

    # Logs and metrics

    def log_stream(self, run: Run) -> str:
        """Name of the one log stream that a job has."""
        streams = self.client("logs").describe_log_streams(
            logGroupName="/aws/braket/jobs", logStreamNamePrefix=f"{run.name}/"
        )["logStreams"]
        assert len(streams) == 1
        name: str = streams[0]["logStreamName"]
        return name

    def log(self, run: Run) -> str:
        """What a job printed."""
        stream = self.log_stream(run)
        pages = (
            self.client("logs")
            .get_paginator("filter_log_events")
            .paginate(logGroupName="/aws/braket/jobs", logStreamNames=[stream])
        )
        return "\n".join(event["message"] for page in pages for event in page["events"])

    def metric(self, name: str, **dimensions: str) -> Statistics:
        """A metric with exactly these dimensions, over the last hour."""
        now = datetime.now(UTC)
        points = self.client("cloudwatch").get_metric_statistics(
            Namespace=NAMESPACE,
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            Statistics=["SampleCount", "Sum"],
            Period=7200,
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(minutes=1),
        )["Datapoints"]
        return Statistics(sum(point["SampleCount"] for point in points), sum(point["Sum"] for point in points))

    def series(self) -> set[Series]:
        """Every metric that was emitted, with its exact dimensions."""
        pages = self.client("cloudwatch").get_paginator("list_metrics").paginate(Namespace=NAMESPACE)
        return {
            (metric["MetricName"], frozenset((item["Name"], item["Value"]) for item in metric["Dimensions"]))
            for page in pages
            for metric in page["Metrics"]
        }


def example(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The problem and the plan of a request in examples/."""
    request = json.loads((ROOT / "examples" / f"{name}.json").read_text())
    problem = request.pop("problem")
    return problem, request
