"""What the tests of the service send: valid requests, to be changed in one place each."""

import json
from collections.abc import Mapping
from typing import Any

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local_aws.account import LocalAccount
from tests.waiting import until

BUCKET = "amazon-braket-service-tests"
SV1 = "arn:aws:braket:::device/quantum-simulator/amazon/sv1"
DM1 = "arn:aws:braket:::device/quantum-simulator/amazon/dm1"
GARNET = "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet"
FORTE = "arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1"
ROLE = "arn:aws:iam::123456789012:role/service-role/AmazonBraketJobsExecutionRole"
TERMINAL = ("COMPLETED", "FAILED", "CANCELLED")

BELL = "OPENQASM 3.0;\nbit[2] b;\nqubit[2] q;\nh q[0];\ncnot q[0], q[1];\nb[0] = measure q[0];\nb[1] = measure q[1];\n"


def openqasm(source: str = BELL, **inputs: float) -> str:
    """An action that holds one program."""
    header = {"name": "braket.ir.openqasm.program", "version": "1"}
    return json.dumps({"braketSchemaHeader": header, "source": source, "inputs": inputs})


def task_request(**changes: Any) -> dict[str, Any]:
    """CreateQuantumTask's parameters: a Bell state on SV1."""
    return {
        "deviceArn": SV1,
        "shots": 100,
        "outputS3Bucket": BUCKET,
        "outputS3KeyPrefix": "tasks",
        "action": openqasm(),
        "deviceParameters": "{}",
        **changes,
    }


def job_request(**changes: Any) -> dict[str, Any]:
    """CreateJob's parameters: a script that is not there, so that a job made by mistake ends soon."""
    return {
        "jobName": "job",
        "roleArn": ROLE,
        "algorithmSpecification": {"scriptModeConfig": {"entryPoint": "a:b", "s3Uri": f"s3://{BUCKET}/a.py"}},
        "deviceConfig": {"device": "local:none/none"},
        "instanceConfig": {"instanceType": "ml.m5.large", "volumeSizeInGb": 30},
        "outputDataConfig": {"s3Path": f"s3://{BUCKET}/jobs/job"},
        **changes,
    }


def braket(account: LocalAccount, region: str = "us-east-1") -> Any:
    """A client of Braket."""
    return account.clients.service("braket", region)


def finished(client: Any, task_arn: str, timeout_s: float = 120) -> dict[str, Any]:
    """The task, once it has ended."""
    until(lambda: client.get_quantum_task(quantumTaskArn=task_arn)["status"] in TERMINAL, timeout_s, task_arn)
    task: dict[str, Any] = client.get_quantum_task(quantumTaskArn=task_arn)
    return task


def results(account: LocalAccount, task: Mapping[str, Any]) -> dict[str, Any]:
    """The task's results.json."""
    place = {"Bucket": task["outputS3Bucket"], "Key": f"{task['outputS3Directory']}/results.json"}
    document: dict[str, Any] = json.load(account.clients.service("s3").get_object(**place)["Body"])
    return document


def control(account: LocalAccount, method: str, path: str, **body: Any) -> Any:
    """What the emulator's own interface answers."""
    url = f"{account.endpoint}/moto-api/static/braket/{path}"
    answer = urllib3.request(method, url, json=body or None)
    assert answer.status == 200, answer.data
    return answer.json()


def send(account: LocalAccount, method: str, path: str, body: bytes = b"", **headers: str) -> urllib3.BaseHTTPResponse:
    """A signed request of any content, which no client would send; fails when it is not answered within ten seconds."""
    given = {"Content-Type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
    request = AWSRequest(method, account.endpoint + path, data=body, headers=given)
    SigV4Auth(Credentials("local", "local"), "braket", "us-east-1").add_auth(request)
    return urllib3.request(
        method, account.endpoint + path, body=body, headers=dict(request.headers), retries=False, timeout=10
    )
