"""Every `aws braket` command as a person types it, in a shell that knows the account's variables only."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local_aws.account import LocalAccount
from tests.pipeline.deployed import ROOT
from tests.service.braket_calls import BUCKET, FORTE, GARNET, ROLE, SV1, braket, finished, openqasm, task_request
from tests.service.sdk_clients import IBEX
from tests.waiting import until

BIN = ROOT / ".venv" / "bin"
ABSENT_TASK = "arn:aws:braket:us-east-1:123456789012:quantum-task/00000000-0000-0000-0000-000000000000"
SERVICE_ERROR, WRONG_USE = (255, 254), (2, 252)
"""Exit codes, of the AWS CLI's version 1 and 2."""

Shell = Callable[..., subprocess.CompletedProcess[str]]
Aws = Callable[..., Any]


@pytest.fixture(scope="module")
def shell(account: LocalAccount, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Runs `aws braket` with arguments."""
    home = tmp_path_factory.mktemp("home")
    path = os.pathsep.join([str(BIN), "/usr/bin", "/bin"])
    environment = {"PATH": path, "HOME": str(home), **account.environment}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["aws", "braket", *arguments]
        return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, timeout=60)

    return run


@pytest.fixture(scope="module")
def aws(shell: Shell) -> Aws:
    """What a command answers."""

    def answer(*arguments: str) -> Any:
        done = shell(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    return answer


@pytest.fixture(scope="module")
def finished_task(account: LocalAccount) -> str:
    """The ARN of a task that has ended, on SV1."""
    client = braket(account)
    arn: str = client.create_quantum_task(**task_request())["quantumTaskArn"]
    finished(client, arn)
    return arn


def test_a_task_is_created_from_a_file_and_watched(aws: Aws, tmp_path: Path, account: LocalAccount) -> None:
    action = tmp_path / "bell.json"
    action.write_text(openqasm())
    arn = aws(
        *("create-quantum-task", "--device-arn", SV1, "--shots", "100", "--action", f"file://{action}"),
        *("--output-s3-bucket", BUCKET, "--output-s3-key-prefix", "cli", "--tags", "who=me"),
        *("--query", "quantumTaskArn"),
    )
    finished(braket(account), arn)
    task = aws("get-quantum-task", "--quantum-task-arn", arn, "--additional-attribute-names", "QueueInfo")
    assert (task["status"], task["shots"], task["tags"]) == ("COMPLETED", 100, {"who": "me"})
    assert task["queueInfo"]["position"] == "None"
    directory = aws("get-quantum-task", "--quantum-task-arn", arn, "--query", "outputS3Directory")
    assert directory == f"cli/{arn.rpartition('/')[2]}"


def test_a_task_is_cancelled(aws: Aws, account: LocalAccount) -> None:
    source = "OPENQASM 3.0;\nqubit[24] q;\n" + "h q;\n" * 400 + "#pragma braket result expectation z(q[0])\n"
    task = braket(account).create_quantum_task(**task_request(shots=0, action=openqasm(source)))
    answer = aws("cancel-quantum-task", "--quantum-task-arn", task["quantumTaskArn"])
    assert answer["quantumTaskArn"] == task["quantumTaskArn"]
    assert answer["cancellationStatus"] in ("CANCELLING", "CANCELLED")


def test_devices_are_searched_and_read(aws: Aws) -> None:
    names = aws("search-devices", "--filters", "[]", "--query", "devices[?deviceStatus=='ONLINE'].deviceName")
    assert {"SV1", "dm1", "Forte 1", "Aquila"} <= set(names)
    query = ["--query", "{name: deviceName, status: deviceStatus, queue: deviceQueueInfo[0].queueSize}"]
    device = aws("get-device", "--device-arn", GARNET, "--region", "eu-north-1", *query)
    assert device == {"name": "Garnet", "status": "ONLINE", "queue": "0"}
    capabilities = json.loads(aws("get-device", "--device-arn", SV1, "--query", "deviceCapabilities"))
    assert capabilities["paradigm"]["qubitCount"] == 34


def test_a_search_is_paged(aws: Aws, account: LocalAccount) -> None:
    client = braket(account, "us-west-1")
    made = [client.create_quantum_task(**task_request(shots=1))["quantumTaskArn"] for _ in range(5)]
    search = ["search-quantum-tasks", "--filters", "[]", "--region", "us-west-1", "--page-size", "2"]
    first = aws(*search, "--max-items", "3")
    rest = aws(*search, "--starting-token", first["NextToken"])
    assert len(first["quantumTasks"]) == 3
    assert "NextToken" not in rest
    found = [task["quantumTaskArn"] for task in first["quantumTasks"] + rest["quantumTasks"]]
    assert found[:5] == made[::-1]


def test_a_search_is_filtered(aws: Aws, finished_task: str) -> None:
    by_arn = f"name=quantumTaskArn,operator=EQUAL,values={finished_task}"
    query = ["--query", "quantumTasks[].[quantumTaskArn, status]"]
    assert aws("search-quantum-tasks", "--filters", by_arn, *query) == [[finished_task, "COMPLETED"]]


def test_a_job_from_its_creation_to_its_cancellation(aws: Aws) -> None:
    algorithm = {"scriptModeConfig": {"entryPoint": "a:b", "s3Uri": f"s3://{BUCKET}/a.py"}}
    arn = aws(
        *("create-job", "--job-name", "from-the-cli", "--role-arn", ROLE, "--hyper-parameters", "steps=3,rate=0.1"),
        *("--algorithm-specification", json.dumps(algorithm), "--device-config", "device=local:none/none"),
        *("--instance-config", "instanceType=ml.m5.large,volumeSizeInGb=30", "--tags", '{"who": "me"}'),
        *("--output-data-config", f"s3Path=s3://{BUCKET}/jobs/cli", "--query", "jobArn"),
    )
    job = aws("get-job", "--job-arn", arn)
    assert (job["jobName"], job["hyperParameters"], job["tags"]) == (
        "from-the-cli",
        {"steps": "3", "rate": "0.1"},
        {"who": "me"},
    )
    by_arn = json.dumps([{"name": "jobArn", "operator": "EQUAL", "values": [arn]}])
    assert aws("search-jobs", "--filters", by_arn, "--query", "jobs[].jobName") == ["from-the-cli"]
    until(lambda: aws("get-job", "--job-arn", arn, "--query", "status") == "FAILED", 60, "the job to fail")


def test_a_job_is_cancelled(aws: Aws, shell: Shell, jobs: Any) -> None:
    arn = jobs.create("def main():\n    import time\n    time.sleep(600)\n")
    answer = aws("cancel-job", "--job-arn", arn)
    assert answer["jobArn"] == arn
    until(lambda: jobs.get(arn)["status"] == "CANCELLED", 60, "the job to be cancelled")
    again = shell("cancel-job", "--job-arn", arn)
    assert again.returncode in SERVICE_ERROR
    assert "(ConflictException) when calling the CancelJob operation" in again.stderr


def test_tags_are_put_read_and_taken(aws: Aws, finished_task: str) -> None:
    arn = ["--resource-arn", finished_task]
    assert aws("tag-resource", *arn, "--tags", "team=a,stage=b") is None
    assert aws("list-tags-for-resource", *arn, "--query", "tags.team") == "a"
    assert aws("list-tags-for-resource", *arn) == {"tags": {"team": "a", "stage": "b"}}
    assert aws("untag-resource", *arn, "--tag-keys", "team", "stage") is None
    assert aws("list-tags-for-resource", *arn) == {"tags": {}}


def test_a_spending_limit_is_made_changed_found_and_removed(aws: Aws) -> None:
    region = ["--region", "eu-north-1"]
    made = aws("create-spending-limit", "--device-arn", IBEX, "--spending-limit", "10", *region)
    arn = made["spendingLimitArn"]
    aws("update-spending-limit", "--spending-limit-arn", arn, "--spending-limit", "12.50", *region)
    query = ["--query", "spendingLimits[].[spendingLimitArn, spendingLimit, totalSpend]"]
    by_device = f"name=deviceArn,operator=EQUAL,values={IBEX}"
    assert aws("search-spending-limits", "--filters", by_device, *query, *region) == [[arn, "12.50", "0"]]
    aws("delete-spending-limit", "--spending-limit-arn", arn, *region)
    assert aws("search-spending-limits", "--filters", by_device, *query, *region) == []


@pytest.mark.parametrize(
    ("command", "codes", "message"),
    [
        (
            ("get-quantum-task", "--quantum-task-arn", ABSENT_TASK),
            SERVICE_ERROR,
            f"An error occurred (ResourceNotFoundException) when calling the GetQuantumTask operation: "
            f"Quantum task {ABSENT_TASK} not found",
        ),
        (
            ("get-device", "--device-arn", FORTE, "--region", "eu-north-1"),
            SERVICE_ERROR,
            f"An error occurred (ResourceNotFoundException) when calling the GetDevice operation: "
            f"Device {FORTE} not found in eu-north-1",
        ),
        (("search-jobs",), WRONG_USE, "the following arguments are required: --filters"),
    ],
)
def test_an_error_is_told_with_its_exit_code(
    shell: Shell, command: tuple[str, ...], codes: tuple[int, int], message: str
) -> None:
    done = shell(*command)
    assert done.returncode in codes
    assert done.stdout == ""
    assert message in done.stderr


def test_a_table_is_for_people(shell: Shell) -> None:
    query = ["--query", "devices[].[deviceName, deviceType]", "--output", "text"]
    assert "SV1\tSIMULATOR\n" in shell("search-devices", "--filters", "[]", *query).stdout
