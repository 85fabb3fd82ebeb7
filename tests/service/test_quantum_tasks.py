"""Quantum tasks through boto3: they run, are found, cancelled, and leave their results where they were told."""

from collections import Counter
from typing import Any

import pytest

from local_aws.account import LocalAccount
from local_aws.tasks.runner import TaskRunner
from tests.service.braket_calls import GARNET, SV1, braket, control, finished, openqasm, results, task_request
from tests.waiting import until


@pytest.fixture
def client(account: LocalAccount) -> Any:
    return braket(account)


def test_a_bell_state_on_sv1(account: LocalAccount, client: Any) -> None:
    arn = client.create_quantum_task(**task_request(tags={"project": "bell"}))["quantumTaskArn"]
    task = finished(client, arn)
    assert task["status"] == "COMPLETED"
    assert (task["deviceArn"], task["shots"], task["tags"]) == (SV1, 100, {"project": "bell"})
    assert task["outputS3Directory"] == f"tasks/{arn.rpartition('/')[2]}"
    assert task["actionMetadata"] == {
        "actionType": "braket.ir.openqasm.program",
        "programCount": 1,
        "executableCount": 1,
    }
    assert task["createdAt"] <= task["endedAt"]
    document = results(account, task)
    counts = Counter("".join(map(str, shot)) for shot in document["measurements"])
    assert set(counts) <= {"00", "11"}
    assert sum(counts.values()) == 100
    assert document["taskMetadata"]["id"] == arn


def test_a_bell_state_on_an_emulated_qpu_is_noisy(account: LocalAccount) -> None:
    client = braket(account, "eu-north-1")
    request = task_request(deviceArn=GARNET, shots=20_000)
    task = finished(client, client.create_quantum_task(**request)["quantumTaskArn"])
    assert task["status"] == "COMPLETED", task.get("failureReason")
    counts = Counter("".join(map(str, shot)) for shot in results(account, task)["measurements"])
    wrong = (counts["01"] + counts["10"]) / 20_000
    assert 0.005 < wrong < 0.2


def test_the_same_seed_gives_the_same_shots(account: LocalAccount, client: Any) -> None:
    runs = []
    for _ in range(2):
        control(account, "PATCH", "conditions", seed=7)
        task = finished(client, client.create_quantum_task(**task_request(shots=50))["quantumTaskArn"])
        runs.append(results(account, task)["measurements"])
    control(account, "DELETE", "conditions")
    assert runs[0] == runs[1]


def test_a_task_that_waits_can_be_cancelled(account: LocalAccount, client: Any) -> None:
    control(account, "PATCH", "conditions", queue_delay_s=3600)
    try:
        arn = client.create_quantum_task(**task_request())["quantumTaskArn"]
        queue = client.get_quantum_task(quantumTaskArn=arn, additionalAttributeNames=["QueueInfo"])["queueInfo"]
        assert queue == {"queue": "QUANTUM_TASKS_QUEUE", "queuePriority": "Normal", "position": "1"}
        answer = client.cancel_quantum_task(quantumTaskArn=arn)
        assert answer == answer | {"quantumTaskArn": arn, "cancellationStatus": "CANCELLED"}
        with pytest.raises(client.exceptions.ConflictException):
            client.cancel_quantum_task(quantumTaskArn=arn)
    finally:
        control(account, "DELETE", "conditions")


def test_a_task_that_runs_can_be_cancelled(client: Any) -> None:
    layers = "".join(f"h q[{i}];\n" for i in range(24)) * 400
    source = f"OPENQASM 3.0;\nqubit[24] q;\n{layers}#pragma braket result expectation z(q[0])\n"
    arn = client.create_quantum_task(**task_request(shots=0, action=openqasm(source)))["quantumTaskArn"]
    until(lambda: client.get_quantum_task(quantumTaskArn=arn)["status"] == "RUNNING", 60, "the task to run")
    assert client.cancel_quantum_task(quantumTaskArn=arn)["cancellationStatus"] in ("CANCELLING", "CANCELLED")
    assert finished(client, arn, timeout_s=20)["status"] == "CANCELLED"
    following = finished(client, client.create_quantum_task(**task_request())["quantumTaskArn"])
    assert following["status"] == "COMPLETED"


def test_a_task_waits_for_its_moment(account: LocalAccount, client: Any) -> None:
    control(account, "PATCH", "conditions", queue_delay_s=3600)
    try:
        arn = client.create_quantum_task(**task_request())["quantumTaskArn"]
        assert client.get_quantum_task(quantumTaskArn=arn)["status"] == "QUEUED"
        control(account, "POST", "clock", advance_s=3600)
        assert finished(client, arn)["status"] == "COMPLETED"
    finally:
        control(account, "DELETE", "conditions")


def test_results_that_cannot_be_written_fail_the_task(account: LocalAccount, client: Any) -> None:
    s3 = account.clients.service("s3")
    s3.create_bucket(Bucket="amazon-braket-short-lived")
    control(account, "PATCH", "conditions", queue_delay_s=3600)
    try:
        arn = client.create_quantum_task(**task_request(outputS3Bucket="amazon-braket-short-lived"))["quantumTaskArn"]
        s3.delete_bucket(Bucket="amazon-braket-short-lived")
    finally:
        control(account, "DELETE", "conditions")
    task = finished(client, arn)
    assert task["status"] == "FAILED"
    assert "s3://amazon-braket-short-lived/tasks/" in task["failureReason"]


def test_a_fault_in_storing_ends_the_task_too(
    account: LocalAccount, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise TypeError("no way to store this")

    monkeypatch.setattr(TaskRunner, "_store", fail)
    task = finished(client, client.create_quantum_task(**task_request())["quantumTaskArn"])
    assert (task["status"], task["failureReason"]) == ("FAILED", "InternalServerError: no way to store this")


def test_tasks_are_found_by_what_they_are(client: Any) -> None:
    arn = client.create_quantum_task(**task_request(shots=1))["quantumTaskArn"]
    finished(client, arn)

    def found(name: str, value: str) -> list[str]:
        pages = client.get_paginator("search_quantum_tasks").paginate(
            filters=[{"name": name, "operator": "EQUAL", "values": [value]}], PaginationConfig={"PageSize": 2}
        )
        return [task["quantumTaskArn"] for page in pages for task in page["quantumTasks"]]

    assert found("quantumTaskArn", arn) == [arn]
    assert arn in found("deviceArn", SV1)
    assert arn in found("status", "COMPLETED")
    assert found("jobArn", "arn:aws:braket:us-east-1:123456789012:job/none") == []


def test_a_retried_request_makes_no_second_task(client: Any) -> None:
    request = task_request(clientToken="retried-request")
    first, second = (client.create_quantum_task(**request)["quantumTaskArn"] for _ in range(2))
    assert first == second
    with pytest.raises(client.exceptions.ValidationException, match="clientToken"):
        client.create_quantum_task(**(request | {"shots": 7}))


def test_only_buckets_that_braket_can_write_to(account: LocalAccount, client: Any) -> None:
    s3 = account.clients.service("s3")
    s3.create_bucket(Bucket="a-bucket-of-another-name")
    request = task_request(outputS3Bucket="a-bucket-of-another-name")
    with pytest.raises(client.exceptions.ValidationException, match="AmazonBraket=true"):
        client.create_quantum_task(**request)
    tags = {"TagSet": [{"Key": "AmazonBraket", "Value": "true"}]}
    s3.put_bucket_tagging(Bucket="a-bucket-of-another-name", Tagging=tags)
    assert finished(client, client.create_quantum_task(**request)["quantumTaskArn"])["status"] == "COMPLETED"
