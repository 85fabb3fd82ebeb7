"""EventBridge: Braket's events, and the targets that moto does not deliver to."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from moto.events.models import Rule, events_backends

from local_aws.braket.jobs import HybridJob

Invoke = Callable[[str, Any], None]
"""Calls the Lambda function of an ARN with an event, and does not wait."""


def announce_job(job: HybridJob) -> None:
    """Sends "Braket Job State Change" to the account's default bus.

    The event's `detail` is not documented; it holds what public consumers read (jobArn, status and times).
    """
    times = {"createdAt": job.created_at, "startedAt": job.started_at, "endedAt": job.ended_at}
    detail = {"jobArn": job.arn, "jobName": job.name, "status": job.status}
    detail |= {name: time.isoformat() for name, time in times.items() if time}
    event: dict[str, Any] = {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Braket Job State Change",
        "source": "aws.braket",
        "account": job.account_id,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "region": job.region,
        "resources": [job.arn],
        "detail": detail,
    }
    bus = events_backends[job.account_id][job.region].describe_event_bus("default")
    for rule in list(bus.rules.values()):
        if rule.state == "ENABLED" and rule.event_pattern.get_pattern():
            rule.send_to_targets(event)  # type: ignore[arg-type]  # moto's type lacks optional members


def deliver_to_lambda(original: Callable[..., None], invoke: Invoke) -> Callable[..., None]:
    """Moto's `Rule.send_to_targets`, with Lambda functions among the targets."""

    def send_to_targets(rule: Rule, event: Any, transform_input: bool = True) -> None:
        if not rule.event_pattern.matches_event(event):
            return
        functions = [target for target in rule.targets if ":lambda:" in target["Arn"]]
        for target in functions:
            payload = json.loads(target["Input"]) if "Input" in target else event
            invoke(target["Arn"], payload)
        rest = copy.copy(rule)
        rest.targets = [target for target in rule.targets if target not in functions]
        original(rest, event, transform_input)

    return send_to_targets
