"""EventBridge: what is told of tasks, jobs and devices, and to whom."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from local_aws.account import LocalAccount
from tests.service.braket_calls import GARNET, braket, control, finished, task_request
from tests.waiting import until

PASS = {"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": True}}}


class Listener:
    """A queue behind a rule for Braket's events."""

    def __init__(self, account: LocalAccount, region: str, pattern: dict[str, Any], **target: Any) -> None:
        self.events = account.clients.service("events", region)
        self._sqs = account.clients.service("sqs", region)
        self.name = f"listener-{uuid4().hex[:8]}"
        self._url = self._sqs.create_queue(QueueName=self.name)["QueueUrl"]
        self.events.put_rule(Name=self.name, EventPattern=json.dumps({"source": ["aws.braket"], **pattern}))
        arn = f"arn:aws:sqs:{region}:123456789012:{self.name}"
        self.events.put_targets(Rule=self.name, Targets=[{"Id": "queue", "Arn": arn, **target}])

    def heard(self, count: int) -> list[Any]:
        """The messages since the last look: so many, and then those that are too many."""
        messages: list[Any] = []

        def all_there() -> bool:
            messages.extend(self._waiting())
            return len(messages) >= count

        until(all_there, 20, f"{count} events")
        return messages + self._waiting()

    def _waiting(self) -> list[Any]:
        messages = []
        while page := self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get("Messages"):
            for message in page:
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
                messages.append(json.loads(message["Body"]))
        return messages

    def close(self) -> None:
        self.events.disable_rule(Name=self.name)


@pytest.fixture
def listener(account: LocalAccount) -> Iterator[Listener]:
    made = Listener(account, "us-east-1", {"detail-type": ["Braket Task State Change"]})
    yield made
    made.close()


def _run(account: LocalAccount) -> dict[str, Any]:
    client = braket(account)
    return finished(client, client.create_quantum_task(**task_request())["quantumTaskArn"])


def test_every_state_of_a_task_is_told_in_order(account: LocalAccount, listener: Listener) -> None:
    task = _run(account)
    events = listener.heard(4)
    assert [event["detail"]["status"] for event in events] == ["CREATED", "QUEUED", "RUNNING", "COMPLETED"]
    assert [event["detail"]["eventName"] for event in events] == ["INSERT", "MODIFY", "MODIFY", "MODIFY"]
    last = events[-1]
    assert last["resources"] == [task["quantumTaskArn"]]
    assert (last["source"], last["region"], last["account"]) == ("aws.braket", "us-east-1", "123456789012")
    assert len({event["id"] for event in events}) == 4
    assert last["detail"] == last["detail"] | {
        "quantumTaskArn": task["quantumTaskArn"],
        "deviceArn": task["deviceArn"],
        "shots": "100",
        "outputS3Bucket": task["outputS3Bucket"],
        "outputS3Directory": task["outputS3Directory"],
    }
    assert last["detail"]["endedAt"] >= last["detail"]["createdAt"]


@pytest.mark.parametrize(("copies", "expected"), [(0, 0), (3, 12)])
def test_events_can_be_lost_or_doubled(account: LocalAccount, listener: Listener, copies: int, expected: int) -> None:
    control(account, "PATCH", "conditions", event_copies=copies)
    try:
        _run(account)
    finally:
        control(account, "DELETE", "conditions")
    events = listener.heard(expected)
    assert len(events) == expected
    assert len({event["id"] for event in events}) == expected // max(1, copies)


def test_a_pattern_chooses_and_a_transformer_shapes(account: LocalAccount) -> None:
    transformer = {"InputPathsMap": {"arn": "$.detail.quantumTaskArn"}, "InputTemplate": '{"task": <arn>}'}
    pattern = {"detail": {"status": ["COMPLETED"]}}
    listener = Listener(account, "us-east-1", pattern, InputTransformer=transformer)
    task = _run(account)
    assert listener.heard(1) == [{"task": task["quantumTaskArn"]}]
    listener.close()


def test_a_state_machine_is_started(account: LocalAccount) -> None:
    machines, events = (account.clients.service(name) for name in ("stepfunctions", "events"))
    role = "arn:aws:iam::123456789012:role/states"
    machine = machines.create_state_machine(name="on-task", definition=json.dumps(PASS), roleArn=role)
    pattern = {"source": ["aws.braket"], "detail": {"status": ["COMPLETED"]}}
    events.put_rule(Name="to-machine", EventPattern=json.dumps(pattern))
    arn = machine["stateMachineArn"]
    events.put_targets(Rule="to-machine", Targets=[{"Id": "machine", "Arn": arn, "RoleArn": role}])
    task = _run(account)

    def inputs() -> list[Any]:
        executions = machines.list_executions(stateMachineArn=arn)["executions"]
        described = [machines.describe_execution(executionArn=one["executionArn"]) for one in executions]
        return [json.loads(one["input"])["detail"]["quantumTaskArn"] for one in described]

    until(lambda: len(inputs()) == 1, 20, "the execution to start")
    assert inputs() == [task["quantumTaskArn"]]
    events.disable_rule(Name="to-machine")
    executions = machines.list_executions(stateMachineArn=arn)["executions"]
    first = executions[0]["executionArn"]
    until(lambda: machines.describe_execution(executionArn=first)["status"] == "SUCCEEDED", 30, "the execution")


def test_a_log_group_and_a_topic(account: LocalAccount) -> None:
    logs, sns, events = (account.clients.service(name) for name in ("logs", "sns", "events"))
    logs.create_log_group(logGroupName="/events/braket")
    topic = sns.create_topic(Name="braket")["TopicArn"]
    group = "arn:aws:logs:us-east-1:123456789012:log-group:/events/braket"
    events.put_rule(Name="to-logs", EventPattern=json.dumps({"source": ["aws.braket"]}))
    events.put_targets(Rule="to-logs", Targets=[{"Id": "logs", "Arn": group}, {"Id": "topic", "Arn": topic}])
    _run(account)

    def logged() -> list[Any]:
        entries = logs.filter_log_events(logGroupName="/events/braket")["events"]
        return [json.loads(entry["message"])["detail"]["status"] for entry in entries]

    until(lambda: len(logged()) == 4, 20, "four entries")
    events.disable_rule(Name="to-logs")
    assert logged() == ["CREATED", "QUEUED", "RUNNING", "COMPLETED"]


def test_a_target_that_is_gone_troubles_nobody_else(account: LocalAccount, listener: Listener) -> None:
    gone = "arn:aws:sqs:us-east-1:123456789012:gone"
    listener.events.put_rule(Name="to-nowhere", EventPattern=json.dumps({"source": ["aws.braket"]}))
    listener.events.put_targets(Rule="to-nowhere", Targets=[{"Id": "gone", "Arn": gone}])
    assert _run(account)["status"] == "COMPLETED"
    assert len(listener.heard(4)) == 4
    listener.events.disable_rule(Name="to-nowhere")


def test_a_device_that_goes_offline_is_told_of(account: LocalAccount) -> None:
    listener = Listener(account, "eu-north-1", {"detail-type": ["Braket Device Status Change"]})
    client = braket(account, "eu-north-1")
    control(account, "PATCH", "conditions", device_status={GARNET: "OFFLINE"})
    try:
        assert client.get_device(deviceArn=GARNET)["deviceStatus"] == "OFFLINE"
        with pytest.raises(client.exceptions.DeviceOfflineException, match="is offline"):
            client.create_quantum_task(**task_request(deviceArn=GARNET))
    finally:
        control(account, "DELETE", "conditions")
    assert client.get_device(deviceArn=GARNET)["deviceStatus"] == "ONLINE"
    details = [event["detail"] for event in listener.heard(2)]
    assert details == [{"deviceArn": GARNET, "status": "OFFLINE"}, {"deviceArn": GARNET, "status": "ONLINE"}]
    listener.close()
