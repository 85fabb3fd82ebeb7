"""Braket's state changes as events on the account's default bus."""

from typing import Any, Protocol
from uuid import uuid4

from moto.events.models import events_backends

from local_aws.braket.models import BraketBackend


class Announced(Protocol):
    """What changed."""

    account_id: str
    region: str
    arn: str

    def event_detail(self) -> dict[str, Any]: ...


def announce(detail_type: str, source: Announced) -> None:
    """Sends a state change to every rule that matches, as often as the conditions say."""
    event: dict[str, Any] = {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": detail_type,
        "source": "aws.braket",
        "account": source.account_id,
        "time": f"{BraketBackend.clock.now():%Y-%m-%dT%H:%M:%SZ}",
        "region": source.region,
        "resources": [source.arn],
        "detail": source.event_detail(),
    }
    bus = events_backends[source.account_id][source.region].describe_event_bus("default")
    for _ in range(BraketBackend.conditions.event_copies):
        for rule in list(bus.rules.values()):
            if rule.state == "ENABLED" and rule.event_pattern.get_pattern():
                rule.send_to_targets(event)  # type: ignore[arg-type]  # moto's type lacks optional members
