"""Hybrid jobs for tests: programs of a few lines, sent to Braket through boto3."""

import io
import json
import tarfile
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import uuid4

from local_aws.account import LocalAccount
from tests.program_archives import archive
from tests.waiting import until

BUCKET = "amazon-braket-hybrid-jobs"
LOG_GROUP = "/aws/braket/jobs"
TERMINAL = ("COMPLETED", "FAILED", "CANCELLED")
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "braket.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}


class HybridJobs:
    """Makes jobs and looks at them."""

    def __init__(self, account: LocalAccount) -> None:
        self._clients = account.clients
        self.client("s3").create_bucket(Bucket=BUCKET)
        role = self.client("iam").create_role(
            RoleName=f"jobs-{uuid4().hex[:8]}", AssumeRolePolicyDocument=json.dumps(TRUST)
        )
        self.role: str = role["Role"]["Arn"]

    @cache  # noqa: B019  # one object a session
    def client(self, service: str) -> Any:
        return self._clients.service(service)

    def create(
        self, program: str, *, entry_point: str = "program:main", name: str | None = None, **request: Any
    ) -> str:
        """The ARN of a job whose archive holds one module."""
        return self.create_from({"program.py": program}, entry_point=entry_point, name=name, **request)

    def create_from(
        self, files: Mapping[str, str], *, entry_point: str = "program:main", name: str | None = None, **request: Any
    ) -> str:
        """The ARN of a job whose archive holds these files."""
        name = name or f"job-{uuid4().hex[:12]}"
        script = self.put(f"{name}/source.tar.gz", archive(files))
        arguments = {
            "clientToken": uuid4().hex,
            "jobName": name,
            "roleArn": self.role,
            "algorithmSpecification": {
                "scriptModeConfig": {"entryPoint": entry_point, "s3Uri": script, "compressionType": "GZIP"}
            },
            "deviceConfig": {"device": "local:none/none"},
            "instanceConfig": {"instanceType": "ml.m5.large", "volumeSizeInGb": 1, "instanceCount": 1},
            "outputDataConfig": {"s3Path": f"s3://{BUCKET}/{name}"},
        }
        arn: str = self.client("braket").create_job(**(arguments | request))["jobArn"]
        return arn

    def run(self, program: str, **request: Any) -> dict[str, Any]:
        """GetJob's answer about a job with this module, once it has ended."""
        return self.wait(self.create(program, **request))

    def get(self, arn: str) -> dict[str, Any]:
        job: dict[str, Any] = self.client("braket").get_job(jobArn=arn)
        return job

    def wait(self, arn: str, timeout_s: float = 90) -> dict[str, Any]:
        until(lambda: self.get(arn)["status"] in TERMINAL, timeout_s, "the job's end")
        return self.get(arn)

    def wait_for(self, arn: str, text: str, timeout_s: float = 60) -> None:
        """Waits until something is in a job's log."""
        until(lambda: any(text in line for line in self.log(self.get(arn))), timeout_s, "a line of its log")

    # What a job leaves

    def streams(self, job: Mapping[str, Any]) -> list[str]:
        """The names of the job's log streams."""
        prefix = f"{job['jobName']}/{job['jobArn'].rpartition('/')[2]}/"
        try:
            found = self.client("logs").describe_log_streams(logGroupName=LOG_GROUP, logStreamNamePrefix=prefix)
        except self.client("logs").exceptions.ResourceNotFoundException:
            return []
        return [stream["logStreamName"] for stream in found["logStreams"]]

    def events(self, stream: str) -> list[dict[str, Any]]:
        """A log stream's events, in the order in which they are given out."""
        events: list[dict[str, Any]] = []
        answer = self.client("logs").get_log_events(logGroupName=LOG_GROUP, logStreamName=stream, startFromHead=True)
        while answer["events"]:
            events += answer["events"]
            answer = self.client("logs").get_log_events(
                logGroupName=LOG_GROUP, logStreamName=stream, startFromHead=True, nextToken=answer["nextForwardToken"]
            )
        return events

    def log(self, job: Mapping[str, Any]) -> list[str]:
        """The lines of all of the job's streams."""
        return [event["message"] for stream in self.streams(job) for event in self.events(stream)]

    def told(self, job: Mapping[str, Any]) -> Any:
        """What the program printed after the word TOLD, as JSON."""
        return json.loads(next(line for line in self.log(job) if line.startswith("TOLD ")).removeprefix("TOLD "))

    # Objects

    def put(self, key: str, content: bytes) -> str:
        """Stores an object; its URI."""
        self.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)
        return f"s3://{BUCKET}/{key}"

    def read(self, key: str) -> bytes | None:
        """An object's content; None when there is none."""
        try:
            content: bytes = self.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
        except self.client("s3").exceptions.NoSuchKey:
            return None
        return content

    def keys(self, prefix: str) -> set[str]:
        """Keys below a prefix, without it."""
        pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return {item["Key"].removeprefix(prefix) for page in pages for item in page.get("Contents", [])}

    def results(self, job: Mapping[str, Any]) -> dict[str, str] | None:
        """The files in the job's model.tar.gz; None when there is none."""
        content = self.read(f"{job['jobName']}/output/model.tar.gz")
        if content is None:
            return None
        with tarfile.open(fileobj=io.BytesIO(content)) as members:
            files = {member.name: members.extractfile(member) for member in members if member.isfile()}
            return {name: file.read().decode() for name, file in files.items() if file}
