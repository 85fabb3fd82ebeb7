"""Delivers events to Lambda functions, queues, topics, state machines and log groups; the rest is left to moto.

moto 5.2.5 raises for Lambda and state machines, and takes an event's time for a number, which Braket's is not.
"""

import copy
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from moto.events.models import Rule

from local_aws.aws_clients import AwsClients
from local_aws.events.transformation import target_input

LOG = logging.getLogger(__name__)
InvokeFunction = Callable[[str, Any], None]
"""Calls the Lambda function of an ARN with an event, and does not wait."""


class Delivery:
    """Hands events to the targets of rules."""

    def __init__(self, clients: AwsClients, invoke: InvokeFunction) -> None:
        self._clients, self._invoke = clients, invoke
        self._services: dict[str, Callable[[Mapping[str, Any], str], None]] = {
            "lambda": lambda target, message: self._invoke(target["Arn"], json.loads(message)),
            "sqs": self._send_message,
            "sns": self._publish,
            "states": self._start_execution,
            "logs": self._log,
        }

    def in_place_of(self, original: Callable[..., None]) -> Callable[..., None]:
        """moto's `Rule.send_to_targets`, with these targets too."""

        def send_to_targets(rule: Rule, event: Any, transform_input: bool = True) -> None:
            if not rule.event_pattern.matches_event(event):
                return
            rest = copy.copy(rule)
            rest.targets = []
            for target in rule.targets:
                deliver = self._services.get(target["Arn"].split(":")[2])
                if deliver:
                    self._attempt(deliver, target, event)
                else:
                    rest.targets.append(target)
            original(rest, event, transform_input)

        return send_to_targets

    def _attempt(self, deliver: Callable[[Mapping[str, Any], str], None], target: Any, event: Any) -> None:
        """Whoever sends an event never hears of a target that is gone or full."""
        try:
            deliver(target, target_input(target, _as_sent(event)))
        except Exception:
            LOG.exception("an event did not reach %s", target["Arn"])

    def _send_message(self, target: Mapping[str, Any], message: str) -> None:
        *_, region, account_id, name = target["Arn"].split(":")
        queue = self._clients.service("sqs", region).get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account_id)
        group = target.get("SqsParameters") or {}
        self._clients.service("sqs", region).send_message(QueueUrl=queue["QueueUrl"], MessageBody=message, **group)

    def _publish(self, target: Mapping[str, Any], message: str) -> None:
        topics = self._clients.service("sns", target["Arn"].split(":")[3])
        topics.publish(TopicArn=target["Arn"], Message=message)

    def _start_execution(self, target: Mapping[str, Any], message: str) -> None:
        machines = self._clients.service("stepfunctions", target["Arn"].split(":")[3])
        machines.start_execution(stateMachineArn=target["Arn"], input=message)

    def _log(self, target: Mapping[str, Any], message: str) -> None:
        _, _, _, region, _, _, group, *_ = target["Arn"].split(":")
        logs = self._clients.service("logs", region)
        stream, now = "events", int(datetime.now(UTC).timestamp() * 1000)
        with suppress(logs.exceptions.ResourceAlreadyExistsException):  # the first event made it
            logs.create_log_stream(logGroupName=group, logStreamName=stream)
        entry = {"timestamp": now, "message": message}
        logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[entry])


def _as_sent(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event as EventBridge sends it: times as text, nothing that is moto's own."""
    sent = {name: value for name, value in event.items() if name != "ingestion-time"}
    if isinstance(sent.get("time"), int | float):
        sent["time"] = f"{datetime.fromtimestamp(sent['time'], UTC):%Y-%m-%dT%H:%M:%SZ}"
    return sent
