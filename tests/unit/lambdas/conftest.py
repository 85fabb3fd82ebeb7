"""An AWS account in this process: moto's S3 and Lambda, and the repository's own Braket, whose jobs start nothing."""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import boto3
import moto.backend_index
import pytest
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.iam.models import iam_backends

from contract import keys
from contract.problems import Problem, parse_problem
from lambdas import storage
from lambdas.job_monitoring import services
from lambdas.job_submission import braket_jobs
from lambdas.settings import settings
from local_aws.braket import models, urls
from local_aws.braket.jobs import HybridJob

REGION = "us-east-1"
INPUT, CODE, OUTPUT = "problems-in", "code-here", "runs-out"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "INPUT_BUCKET": INPUT,
    "CODE_BUCKET": CODE,
    "OUTPUT_BUCKET": OUTPUT,
    "JOB_ROLE_ARN": "arn:aws:iam::123456789012:role/job-role",
    "POST_PROCESSING_FUNCTION": "post-processing",
    "POWERTOOLS_METRICS_NAMESPACE": "QuantumPipeline",
}
CLIENTS = (storage._s3, braket_jobs._braket, services._braket, services._lambda)


@dataclass
class Account:
    """The account: its buckets, its jobs, and what post-processing was called with."""

    s3: Any
    braket: Any
    post_processing: list[dict[str, Any]] = field(default_factory=list)

    def listing(self) -> dict[str, list[str]]:
        """Every key of every bucket."""
        return {
            bucket: [item["Key"] for item in self.s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
            for bucket in (INPUT, CODE, OUTPUT)
        }

    def document(self, key: str, bucket: str = OUTPUT) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.s3.get_object(Bucket=bucket, Key=key)["Body"].read())
        return content

    def put(self, key: str, body: bytes, bucket: str = OUTPUT) -> None:
        self.s3.put_object(Bucket=bucket, Key=key, Body=body)

    def put_problem(self, problem: Problem) -> str:
        key = keys.problem(problem.problem_id)
        self.put(key, problem.to_json().encode(), INPUT)
        return key

    def job(self, arn: str) -> HybridJob:
        """The job in Braket, to move its state."""
        return models.braket_backends["123456789012"][REGION].jobs.get(arn)

    @property
    def jobs(self) -> list[HybridJob]:
        return list(models.braket_backends["123456789012"][REGION].jobs)


@pytest.fixture(scope="module")
def clients() -> Iterator[tuple[Any, Any]]:
    """Clients of S3 and Braket; they and the functions' own are slow to make, so a module's tests share them."""
    _forget()
    with pytest.MonkeyPatch.context() as monkeypatch:
        _set_environment(monkeypatch)
        yield boto3.client("s3"), boto3.client("braket")
    _forget()


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, clients: tuple[Any, Any]) -> Iterator[Account]:
    """An empty account with the three buckets and the job program."""
    _set_environment(monkeypatch)
    settings.cache_clear()
    _add_braket(monkeypatch)
    called: list[dict[str, Any]] = []

    def invoke(backend: LambdaSimpleBackend, name: str, qualifier: Any, body: Any, *headers: Any) -> bytes:
        called.append(json.loads(body) | {"function": name})
        return b""

    monkeypatch.setattr(LambdaSimpleBackend, "invoke", invoke)
    with mock_aws(config={"lambda": {"use_docker": False}}):
        s3, braket = clients
        for bucket in (INPUT, CODE, OUTPUT):
            s3.create_bucket(Bucket=bucket)
        trust = {"Effect": "Allow", "Principal": {"Service": "braket.amazonaws.com"}, "Action": "sts:AssumeRole"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        iam_backends["123456789012"]["aws"].create_role("job-role", policy, "/", None, "", [], None)
        s3.put_object(Bucket=CODE, Key=keys.CODE_ARCHIVE, Body=b"the program")
        yield Account(s3, braket, called)
    settings.cache_clear()


def _set_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def _add_braket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the local account's Braket into moto, for as long as a test runs."""
    monkeypatch.setitem(sys.modules, "moto.braket", models)
    for name in ("models", "responses", "urls"):
        module = importlib.import_module(f"local_aws.braket.{name}")
        monkeypatch.setitem(sys.modules, f"moto.braket.{name}", module)
    patterns = [*moto.backend_index.backend_url_patterns, ("braket", re.compile(urls.url_bases[0]))]
    monkeypatch.setattr(moto.backend_index, "backend_url_patterns", patterns)
    monkeypatch.setattr(models.BraketBackend, "launch_job", staticmethod(lambda job: None), raising=False)
    monkeypatch.setattr(models.BraketBackend, "announce", staticmethod(lambda kind, job: None), raising=False)
    models.braket_backends["123456789012"][REGION].reset()


def _forget() -> None:
    for client in CLIENTS:
        client.cache_clear()


@pytest.fixture
def context() -> Callable[..., SimpleNamespace]:
    """An invocation's context, as far as it is read."""

    def make(request_id: str = "11111111-2222-3333-4444-555555555555") -> SimpleNamespace:
        return SimpleNamespace(
            function_name="function",
            function_version="$LATEST",
            invoked_function_arn=f"arn:aws:lambda:{REGION}:123456789012:function:function",
            memory_limit_in_mb="256",
            aws_request_id=request_id,
        )

    return make


@pytest.fixture
def qubo() -> Problem:
    """The seeded QUBO of four variables."""
    return parse_problem({"problem_type": "optimization", "problem_size": 4})


@pytest.fixture
def metrics(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    """Reads the metrics that were printed since the last call: name, value and dimensions of each."""

    def read() -> list[dict[str, Any]]:
        found = []
        for line in capsys.readouterr().out.splitlines():
            if '"CloudWatchMetrics"' in line:
                document = json.loads(line)
                directive = document["_aws"]["CloudWatchMetrics"][0]
                for metric in directive["Metrics"]:
                    name = metric["Name"]
                    dimensions = {key: document[key] for keys in directive["Dimensions"] for key in keys}
                    found.append({"name": name, "value": document[name], "dimensions": dimensions})
        return found

    return read
