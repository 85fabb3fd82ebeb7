"""For each operation, requests that Braket refuses, and the exact error each gets: code, status and words."""

import gzip
import json
from functools import cache
from typing import Any

import boto3
import pytest
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

from local_aws.account import LocalAccount
from tests.service.braket_calls import (
    BELL,
    BUCKET,
    DM1,
    FORTE,
    GARNET,
    ROLE,
    SV1,
    braket,
    finished,
    job_request,
    openqasm,
    send,
    task_request,
)

NOWHERE = "00000000-0000-4000-8000-000000000000"
JOB = f"arn:aws:braket:us-east-1:123456789012:job/{NOWHERE}"
TASK = f"arn:aws:braket:us-east-1:123456789012:quantum-task/{NOWHERE}"
LIMIT = f"arn:aws:braket:us-east-1:123456789012:spending-limit/{NOWHERE}"
HARMONY = "arn:aws:braket:us-east-1::device/qpu/ionq/Harmony"
STATUS = {
    "ValidationException": 400,
    "SerializationException": 400,
    "ResourceNotFoundException": 404,
    "ConflictException": 409,
    "DeviceRetiredException": 410,
}
SCRIPT = {"entryPoint": "a:b", "s3Uri": f"s3://{BUCKET}/a.py"}
CHANNEL = {"channelName": "a", "dataSource": {"s3DataSource": {"s3Uri": f"s3://{BUCKET}/a"}}}
INSTANCE = {"instanceType": "ml.m5.large", "volumeSizeInGb": 30}
TAG_SESSION = {
    "Statement": {"Effect": "Allow", "Principal": {"Service": "braket.amazonaws.com"}, "Action": "sts:TagSession"}
}
PATTERN = "failed to satisfy constraint: Member must satisfy regular expression pattern"
MOST = "failed to satisfy constraint: Member must have length less than or equal to"


def _fails(account: LocalAccount, operation: str, request: dict[str, Any], error: str, message: str) -> None:
    """Sends a request that botocore would not, and checks the answer."""
    with pytest.raises(ClientError) as fault:
        getattr(_unchecked(account), operation)(**request)
    answer = fault.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (error, STATUS[error])
    assert message in answer["Error"]["Message"]


@cache
def _unchecked(account: LocalAccount) -> Any:
    """A client that sends what it is given."""
    return boto3.session.Session().client(
        "braket",
        region_name="us-east-1",
        endpoint_url=account.endpoint,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(parameter_validation=False, retries={"max_attempts": 1}),
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"jobName": None}, "Value null at 'jobName' failed to satisfy constraint: Member must not be null"),
        ({"jobName": "a_b"}, f"Value 'a_b' at 'jobName' {PATTERN}"),
        ({"jobName": "-a"}, f"at 'jobName' {PATTERN}"),
        ({"jobName": "a" * 51}, f"at 'jobName' {MOST} 50"),
        ({"jobName": ""}, "Member must have length greater than or equal to 1"),
        ({"clientToken": "t" * 65}, f"Value '{'t' * 65}' at 'clientToken' {MOST} 64"),
        ({"clientToken": ""}, "Value '' at 'clientToken'"),
        ({"roleArn": "role"}, f"at 'roleArn' {PATTERN}"),
        ({"roleArn": ROLE.replace("Amazon", "Nobodys")}, "account 123456789012 has no such role"),
        ({"roleArn": ROLE.replace("123456789012", "210987654321")}, "has no such role"),
        ({"algorithmSpecification": {}}, "needs a scriptModeConfig"),
        ({"algorithmSpecification": {"scriptModeConfig": {"entryPoint": "a:b"}}}, "scriptModeConfig.s3Uri"),
        ({"algorithmSpecification": {"scriptModeConfig": SCRIPT | {"compressionType": "ZIP"}}}, "[NONE, GZIP]"),
        ({"algorithmSpecification": {"scriptModeConfig": SCRIPT | {"s3Uri": "ftp://b/k"}}}, f"s3Uri' {PATTERN}"),
        (
            {"algorithmSpecification": {"scriptModeConfig": SCRIPT, "containerImage": {"uri": "python:3"}}},
            f"containerImage.uri' {PATTERN}",
        ),
        (
            {
                "algorithmSpecification": {
                    "scriptModeConfig": SCRIPT,
                    "containerImage": {"uri": "292282985366.dkr.ecr.eu-west-2.amazonaws.com/amazon-braket-base-jobs:1"},
                }
            },
            "must be in the job's region, us-east-1",
        ),
        (
            {"outputDataConfig": {"s3Path": "s3://amazon-braket-nowhere/x"}},
            "bucket amazon-braket-nowhere does not exist",
        ),
        ({"outputDataConfig": {"s3Path": f"s3://{BUCKET}/x", "kmsKeyId": "key"}}, "kmsKeyId is not part of this"),
        ({"outputDataConfig": {"s3Path": f"s3://{BUCKET}/" + "x" * 1024}}, f"s3Path' {MOST} 1024"),
        (
            {"instanceConfig": INSTANCE | {"instanceType": "ml.m5.huge"}},
            "Member must satisfy enum value set: [ml.t3.large",
        ),
        ({"instanceConfig": INSTANCE | {"volumeSizeInGb": 0}}, "value greater than or equal to 1"),
        ({"instanceConfig": INSTANCE | {"instanceCount": 6}}, "instanceCount must be at most 5"),
        (
            {"instanceConfig": INSTANCE | {"instanceCount": 2}, "deviceConfig": {"device": SV1}},
            "for embedded simulators (local:) only",
        ),
        ({"deviceConfig": {"device": "local:braket"}}, "must be local:<provider>/<simulator>"),
        ({"deviceConfig": {"device": "local:a b/c"}}, "must be local:<provider>/<simulator>"),
        ({"deviceConfig": {"device": "d" * 257}}, f"deviceConfig.device' {MOST} 256"),
        ({"deviceConfig": {"device": GARNET}}, "not found in us-east-1"),
        ({"deviceConfig": {"device": "sv1"}}, "Device sv1 not found"),
        ({"hyperParameters": {"a": ""}}, "Member must have length greater than or equal to 1"),
        ({"hyperParameters": {"a": "x" * 2501}}, f"{MOST} 2500"),
        ({"hyperParameters": {f"k{i}": "v" for i in range(101)}}, f"at 'hyperParameters' {MOST} 100"),
        *(({"hyperParameters": {"h": f"a{bad}b"}}, "Hyperparameter h contains") for bad in "\n\r$(&`"),
        *(
            ({"checkpointConfig": {"s3Uri": f"s3://{BUCKET}/c", "localPath": path}}, "begins with a reserved path")
            for path in ("/opt/ml/x", "/opt/braket/checkpoints", "/tmp", "/usr/local/nvidia")
        ),
        ({"checkpointConfig": {"localPath": "/opt/jobs"}}, "Value null at 'checkpointConfig.s3Uri'"),
        ({"checkpointConfig": {"s3Uri": f"s3://{BUCKET}/c", "localPath": "here"}}, "must be an absolute path"),
        ({"checkpointConfig": {"s3Uri": "s3://[abc/x"}}, "s3://[abc/x is no location in S3"),
        ({"outputDataConfig": {"s3Path": "https://[::1/x"}}, "is no location in S3"),
        ({"algorithmSpecification": {"scriptModeConfig": SCRIPT | {"s3Uri": f"s3://{BUCKET}"}}}, "names no object"),
        (
            {"algorithmSpecification": {"scriptModeConfig": SCRIPT | {"entryPoint": ""}}},
            "entryPoint must name a module",
        ),
        ({"algorithmSpecification": {"scriptModeConfig": SCRIPT | {"entryPoint": "a\0"}}}, "entryPoint must name"),
        ({"hyperParameters": {"h\0": "a"}}, "contains a character that is not allowed"),
        ({"inputDataConfig": [CHANNEL, CHANNEL]}, "two channels of the same name"),
        ({"inputDataConfig": [CHANNEL | {"channelName": ".."}]}, "cannot be . or .."),
        ({"stoppingCondition": {"maxRuntimeInSeconds": 0}}, "value greater than or equal to 1"),
        ({"stoppingCondition": {"maxRuntimeInSeconds": 432_001}}, "value less than or equal to 432000"),
        (
            {"inputDataConfig": [{"channelName": "a/b", "dataSource": {"s3DataSource": {"s3Uri": "s3://b/k"}}}]},
            f"inputDataConfig.1.member.channelName' {PATTERN}",
        ),
        ({"inputDataConfig": [{"channelName": "a"}]}, "Value null at 'inputDataConfig.1.member.dataSource'"),
        ({"associations": [{"arn": LIMIT, "type": "RESERVATION_TIME_WINDOW_ARN"}]}, "Reservations (associations)"),
        ({"associations": [{"arn": "a", "type": "b"}]}, "2 validation errors detected"),
        ({"tags": {"aws:a": "b"}}, "aws: are reserved"),
        ({"tags": {"a#": "b"}}, "has a character beside letters"),
    ],
)
def test_create_job(account: LocalAccount, changes: dict[str, Any], message: str) -> None:
    before = len(braket(account).search_jobs(filters=[])["jobs"])
    _fails(account, "create_job", job_request(**changes), "ValidationException", message)
    assert len(braket(account).search_jobs(filters=[])["jobs"]) == before


@pytest.mark.parametrize(
    ("operation", "request_", "error", "message"),
    [
        ("create_job", job_request(deviceConfig={"device": HARMONY}), "DeviceRetiredException", "is retired"),
        ("create_quantum_task", task_request(deviceArn=HARMONY), "DeviceRetiredException", "is retired"),
        (
            "create_spending_limit",
            {"deviceArn": HARMONY, "spendingLimit": "1"},
            "DeviceRetiredException",
            "is retired",
        ),
    ],
)
def test_retired_devices(
    account: LocalAccount, operation: str, request_: dict[str, Any], error: str, message: str
) -> None:
    _fails(account, operation, request_, error, message)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"deviceArn": None}, "Value null at 'deviceArn'"),
        ({"deviceArn": ""}, "greater than or equal to 1"),
        ({"deviceArn": GARNET}, f"Device {GARNET} not found in us-east-1"),
        ({"deviceArn": "arn:aws:braket:::device/quantum-simulator/amazon/sv9"}, "not found in us-east-1; devices here"),
        ({"shots": None}, "Value null at 'shots'"),
        ({"shots": -1}, "value greater than or equal to 0"),
        ({"shots": 100_001}, "shots 100001 must be within the device's range, [0, 100000]"),
        ({"deviceArn": FORTE, "shots": 0}, "must be within the device's range"),
        ({"outputS3Bucket": "ab"}, "greater than or equal to 3"),
        ({"outputS3Bucket": "a" * 64}, f"{MOST} 63"),
        ({"outputS3Bucket": "amazon-braket-nowhere"}, "bucket amazon-braket-nowhere does not exist"),
        ({"outputS3KeyPrefix": "p" * 1025}, f"{MOST} 1024"),
        ({"outputS3KeyPrefix": ""}, "greater than or equal to 1"),
        ({"deviceParameters": "p" * 48_001}, f"{MOST} 48000"),
        ({"deviceParameters": "{"}, "deviceParameters is not JSON"),
        ({"deviceParameters": "[" * 40_000}, "deviceParameters is not JSON"),
        ({"deviceParameters": "[]"}, "deviceParameters is not a JSON object"),
        ({"jobToken": "t" * 129}, f"{MOST} 128"),
        ({"jobToken": "stolen"}, "jobToken is not that of a running job"),
        ({"associations": [{"arn": LIMIT, "type": "RESERVATION_TIME_WINDOW_ARN"}]}, "Reservations (associations)"),
        ({"experimentalCapabilities": {"enabled": "SOME"}}, "enum value set: [ALL, NONE]"),
        ({"tags": {"": "b"}}, "1 to 128 characters"),
        ({"action": "{"}, "Action is not valid JSON"),
        ({"action": "[]"}, "Action"),
        ({"action": "{}"}, "braketSchemaHeader"),
        ({"action": openqasm("x" * 6_000_000)}, "action is larger than"),
        ({"action": openqasm("OPENQASM 3.0;\nqubit[2] q;\nfrob q[0];\n")}, "frob"),
        ({"action": openqasm("OPENQASM 3.0;\nqubit[35] q;\nh q;\nbit[35] b;\nb = measure q;\n")}, "34"),
        ({"shots": 0}, "shots"),
        ({"action": openqasm(BELL + "#pragma braket result state_vector\n")}, ""),
        (
            {"deviceArn": DM1, "action": openqasm("OPENQASM 3.0;\nqubit[18] q;\nh q;\nbit[18] b;\nb = measure q;\n")},
            "17",
        ),
    ],
)
def test_create_quantum_task(account: LocalAccount, changes: dict[str, Any], message: str) -> None:
    before = len(braket(account).search_quantum_tasks(filters=[])["quantumTasks"])
    _fails(account, "create_quantum_task", task_request(**changes), "ValidationException", message)
    assert len(braket(account).search_quantum_tasks(filters=[])["quantumTasks"]) == before


@pytest.mark.parametrize(
    ("operation", "request_", "error", "message"),
    [
        ("get_job", {"jobArn": JOB}, "ResourceNotFoundException", f"Job {JOB} not found"),
        ("get_job", {"jobArn": "job"}, "ValidationException", f"Value 'job' at 'jobArn' {PATTERN}"),
        (
            "get_job",
            {"jobArn": JOB, "additionalAttributeNames": ["Queue"]},
            "ValidationException",
            "enum value set: [QueueInfo]",
        ),
        ("cancel_job", {"jobArn": JOB}, "ResourceNotFoundException", f"Job {JOB} not found"),
        ("cancel_job", {"jobArn": "arn:aws:braket:us-east-1:1:job/a"}, "ValidationException", PATTERN),
        ("search_jobs", {}, "ValidationException", "Value null at 'filters'"),
        ("search_jobs", {"filters": [], "maxResults": 0}, "ValidationException", "value greater than or equal to 1"),
        ("search_jobs", {"filters": [], "maxResults": 101}, "ValidationException", "value less than or equal to 100"),
        ("search_jobs", {"filters": [], "nextToken": "zzz"}, "ValidationException", "nextToken is not valid"),
        (
            "search_jobs",
            {"filters": [{"name": "jobName", "operator": "EQUAL", "values": ["a"]}]},
            "ValidationException",
            "Filter jobName is not supported; supported: jobArn, createdAt",
        ),
        (
            "search_jobs",
            {"filters": [{"name": "jobArn", "operator": "LIKE", "values": ["a"]}]},
            "ValidationException",
            "enum value set: [LT, LTE, EQUAL, GT, GTE, BETWEEN, CONTAINS]",
        ),
        (
            "search_jobs",
            {"filters": [{"name": "jobArn", "operator": "EQUAL", "values": []}]},
            "ValidationException",
            "length greater than or equal to 1",
        ),
        (
            "search_jobs",
            {"filters": [{"name": "jobArn", "operator": "EQUAL", "values": ["a"]}] * 11},
            "ValidationException",
            f"at 'filters' {MOST} 10",
        ),
        ("get_quantum_task", {"quantumTaskArn": TASK}, "ResourceNotFoundException", f"Quantum task {TASK} not found"),
        ("get_quantum_task", {"quantumTaskArn": "t" * 257}, "ValidationException", f"{MOST} 256"),
        ("cancel_quantum_task", {"quantumTaskArn": TASK}, "ResourceNotFoundException", "not found"),
        (
            "search_quantum_tasks",
            {"filters": [{"name": "shots", "operator": "EQUAL", "values": ["1"]}]},
            "ValidationException",
            "Filter shots is not supported",
        ),
        (
            "search_quantum_tasks",
            {"filters": [{"name": "status", "operator": "GT", "values": ["FAILED"]}]},
            "ValidationException",
            "Filter status does not take the operator GT",
        ),
        (
            "search_quantum_tasks",
            {"filters": [{"name": "status", "operator": "CONTAINS", "values": ["FAILED"]}]},
            "ValidationException",
            "enum value set",
        ),
        ("get_device", {"deviceArn": GARNET}, "ResourceNotFoundException", f"Device {GARNET} not found in us-east-1"),
        ("get_device", {"deviceArn": "d" * 257}, "ValidationException", f"{MOST} 256"),
        (
            "search_devices",
            {"filters": [{"name": "deviceName", "values": ["SV1"]}]},
            "ValidationException",
            "Filter deviceName is not supported; supported: deviceArn",
        ),
        ("search_devices", {"filters": [], "maxResults": 200}, "ValidationException", "less than or equal to 100"),
        ("search_devices", {"filters": [], "nextToken": "zzz"}, "ValidationException", "nextToken is not valid"),
        ("create_spending_limit", {"deviceArn": FORTE}, "ValidationException", "Value null at 'spendingLimit'"),
        ("create_spending_limit", {"deviceArn": FORTE, "spendingLimit": "-1"}, "ValidationException", PATTERN),
        ("create_spending_limit", {"deviceArn": FORTE, "spendingLimit": "\u0663"}, "ValidationException", PATTERN),
        ("create_spending_limit", {"deviceArn": FORTE, "spendingLimit": "1.234"}, "ValidationException", PATTERN),
        ("create_spending_limit", {"deviceArn": SV1, "spendingLimit": "1"}, "ValidationException", "simulator"),
        (
            "create_spending_limit",
            {"deviceArn": FORTE, "spendingLimit": "1", "timePeriod": {"startAt": 2, "endAt": 1}},
            "ValidationException",
            "startAt must be before timePeriod.endAt",
        ),
        (
            "update_spending_limit",
            {"spendingLimitArn": LIMIT, "spendingLimit": "1"},
            "ResourceNotFoundException",
            f"Spending limit {LIMIT} not found",
        ),
        ("update_spending_limit", {"spendingLimitArn": JOB}, "ValidationException", PATTERN),
        ("delete_spending_limit", {"spendingLimitArn": LIMIT}, "ResourceNotFoundException", "not found"),
        ("delete_spending_limit", {"spendingLimitArn": "limit"}, "ValidationException", PATTERN),
        (
            "search_spending_limits",
            {"filters": [{"name": "status", "operator": "EQUAL", "values": ["a"]}]},
            "ValidationException",
            "Filter status is not supported",
        ),
        ("list_tags_for_resource", {"resourceArn": JOB}, "ResourceNotFoundException", f"Resource {JOB} not found"),
        ("tag_resource", {"resourceArn": TASK, "tags": {"a": "b"}}, "ResourceNotFoundException", "not found"),
        ("tag_resource", {"resourceArn": TASK}, "ValidationException", "Value null at 'tags'"),
        ("untag_resource", {"resourceArn": LIMIT, "tagKeys": []}, "ValidationException", "Value null at 'tagKeys'"),
        ("untag_resource", {"resourceArn": LIMIT, "tagKeys": ["a"]}, "ResourceNotFoundException", "not found"),
    ],
)
def test_the_other_operations(
    account: LocalAccount, operation: str, request_: dict[str, Any], error: str, message: str
) -> None:
    _fails(account, operation, request_, error, message)


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/job", job_request(jobName=3), "NUMBER_VALUE can not be converted to CreateJobRequestJobNameString"),
        ("/job", job_request(hyperParameters={"a": 1}), "NUMBER_VALUE can not be converted to HyperParametersValueStr"),
        ("/job", job_request(hyperParameters=["a"]), "START_ARRAY can not be converted to HyperParameters"),
        ("/job", job_request(instanceConfig="large"), "STRING_VALUE can not be converted to InstanceConfig"),
        ("/job", job_request(stoppingCondition={"maxRuntimeInSeconds": "60"}), "at stoppingCondition.maxRuntime"),
        ("/job", job_request(stoppingCondition={"maxRuntimeInSeconds": 2**31}), "out of range of int"),
        ("/job", [], "START_ARRAY can not be converted to CreateJobRequest"),
        ("/quantum-task", task_request(shots="many"), "STRING_VALUE can not be converted to"),
        ("/quantum-task", task_request(shots=True), "BOOLEAN_VALUE can not be converted to"),
        ("/quantum-task", task_request(shots=2**63), "out of range of long"),
        ("/quantum-task", task_request(shots=1.5), "DECIMAL_VALUE can not be converted to"),
        ("/quantum-task", task_request(action={"source": "x"}), "START_OBJECT can not be converted to JsonValue"),
        ("/jobs", {"filters": {}}, "START_OBJECT can not be converted to SearchJobsRequestFiltersList"),
        ("/devices", {"filters": [None]}, "NULL_VALUE can not be converted to SearchDevicesFilter at filters[0]"),
        ("/spending-limit", {"timePeriod": {"startAt": "now", "endAt": 1}}, "'now' is not a time in seconds"),
        ("/spending-limit", {"timePeriod": {"startAt": 1e300, "endAt": 1}}, "is not a time in seconds"),
        ("/spending-limits", None, "NULL_VALUE can not be converted to"),
    ],
)
def test_json_of_other_types_is_no_request(account: LocalAccount, path: str, body: Any, message: str) -> None:
    answer = send(account, "POST", path, json.dumps(body).encode())
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "SerializationException")
    assert message in answer.json()["message"]


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b"{}}", b'{"filters": NaN', b"[" * 100_000, b"\x00", b'{"filters": "\\ud800"}']
)
def test_what_is_not_json_is_no_request(account: LocalAccount, body: bytes) -> None:
    answer = send(account, "POST", "/jobs", body)
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "SerializationException")


def test_a_body_that_says_it_is_compressed_and_is_not(account: LocalAccount) -> None:
    answer = send(account, "POST", "/jobs", b'{"filters": []}', Content_Encoding="gzip")
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "SerializationException")


def test_a_compressed_body(account: LocalAccount) -> None:
    answer = send(account, "POST", "/jobs", gzip.compress(b'{"filters": []}'), Content_Encoding="gzip")
    assert answer.status == 200
    bomb = gzip.compress(b" " * 200_000_000)
    answer = send(account, "POST", "/jobs", bomb, Content_Encoding="gzip")
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "SerializationException")
    assert "larger than" in answer.json()["message"]


@pytest.mark.parametrize("policy", [[], {"Statement": ["x"]}, {"Statement": {"Effect": "Allow"}}, TAG_SESSION])
def test_roles_that_braket_cannot_assume(account: LocalAccount, policy: Any) -> None:
    name = f"untrusting-{abs(hash(json.dumps(policy)))}"
    iam = account.clients.service("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(policy))["Role"]["Arn"]
    message = "does not trust braket.amazonaws.com"
    _fails(account, "create_job", job_request(roleArn=arn), "ValidationException", message)


@pytest.mark.parametrize(("method", "path"), [("GET", "/jobs"), ("POST", "/job/x/y/z"), ("PUT", "/"), ("GET", "/x")])
def test_what_is_no_operation(account: LocalAccount, method: str, path: str) -> None:
    answer = send(account, method, path)
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (404, "UnknownOperationException")


@pytest.mark.parametrize(("method", "path"), [("POST", "/jobs"), ("GET", f"/job/{JOB}"), ("POST", "/quantum-task")])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer me"}])
def test_unsigned_requests(account: LocalAccount, method: str, path: str, headers: dict[str, str]) -> None:
    answer = urllib3.request(method, account.endpoint + path, headers=headers, timeout=10)
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (403, "MissingAuthenticationTokenException")


def test_a_region_without_braket(account: LocalAccount) -> None:
    with pytest.raises(ClientError, match="Credential should be scoped to a valid region"):
        account.clients.service("braket", "eu-central-1").search_jobs(filters=[])


def test_what_has_ended_cannot_be_cancelled(account: LocalAccount) -> None:
    client = braket(account)
    arn = client.create_quantum_task(**task_request(shots=1))["quantumTaskArn"]
    finished(client, arn)
    _fails(account, "cancel_quantum_task", {"quantumTaskArn": arn}, "ConflictException", "in the COMPLETED status")


def test_tags_of_a_resource(account: LocalAccount) -> None:
    client = braket(account)
    arn = client.create_quantum_task(**task_request(shots=1, tags={"a": "1"}))["quantumTaskArn"]
    client.tag_resource(resourceArn=arn, tags={"b": "2", "c": "3"})
    client.untag_resource(resourceArn=arn, tagKeys=["a", "c", "never"])
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    assert finished(client, arn)["tags"] == {"b": "2"}
    too_many = {f"k{i}": "" for i in range(50)}
    _fails(account, "tag_resource", {"resourceArn": arn, "tags": too_many}, "ValidationException", "50 tags")
