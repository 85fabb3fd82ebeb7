"""The emulator's own face, which Braket has not: what a test sets, at /moto-api/static/braket/ of the endpoint.

    GET    conditions        how the service behaves now: local_aws/braket/conditions.py has the names
    PATCH  conditions        changes the names that are given, and answers as GET; all or nothing
    DELETE conditions        back to the beginning: nothing slow, nothing broken
    POST   clock             {"advance_s": 3600} moves Braket's time forward, and answers it
    GET    prices.csv        the price list that braket.tracking reads (BRAKET_PRICE_OFFERS_URL)

A path and the words around it as moto has them for its other services: http://docs.getmoto.org/en/latest/docs/services/
"""

import json
from typing import Annotated, Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from local_aws.braket.conditions import Conditions
from local_aws.braket.devices import BraketDevice, find_device
from local_aws.braket.models import BraketBackend, braket_backends
from local_aws.braket.prices import price_list

BASE = "/moto-api/static/braket"
Answer = tuple[int, dict[str, str], str]
JSON = {"Content-Type": "application/json"}


class Advance(BaseModel):
    model_config = ConfigDict(extra="forbid")

    advance_s: Annotated[float, Field(ge=0, le=10 * 365 * 86_400)]
    """At most ten years at once."""


def conditions(request: Any, full_url: str, headers: Any) -> Answer:
    """Reads or changes the conditions."""
    now = BraketBackend.conditions
    try:
        if request.method == "PATCH":
            _set(now.model_validate(now.model_dump() | _json_object(request)))
        elif request.method == "DELETE":
            _set(Conditions())
        elif request.method != "GET":
            return 405, JSON, json.dumps({"message": "conditions take GET, PATCH and DELETE"})
    except ValueError as fault:
        return _refusal(fault)
    return 200, JSON, BraketBackend.conditions.model_dump_json()


def clock(request: Any, full_url: str, headers: Any) -> Answer:
    """Moves the time forward."""
    try:
        BraketBackend.clock.advance(Advance.model_validate(_json_object(request)).advance_s)
    except ValueError as fault:
        return _refusal(fault)
    return 200, JSON, json.dumps({"now": BraketBackend.clock.now().isoformat()})


def prices(request: Any, full_url: str, headers: Any) -> Answer:
    """The price list."""
    return 200, {"Content-Type": "text/csv"}, price_list()


ROUTES = {"conditions": conditions, "clock": clock, "prices.csv": prices}
"""The handlers, by their paths below BASE."""


def _json_object(request: Any) -> dict[str, Any]:
    try:
        body = json.loads(request.get_data() or b"{}")
    except RecursionError as fault:
        raise ValueError("the body is nested too deeply") from fault
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    return body


def _refusal(fault: ValueError) -> Answer:
    faults = fault.errors() if isinstance(fault, ValidationError) else []
    message = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in faults) or str(fault)
    return 400, JSON, json.dumps({"message": message})


def _set(wanted: Conditions) -> None:
    """Changes the conditions in place, for all who hold them, and announces devices whose status is another now."""
    unknown = [arn for arn in wanted.device_status if find_device(arn) is None]
    if unknown:
        raise ValueError(f"device_status: {unknown[0]} is no device")
    before = dict(BraketBackend.conditions.device_status)
    for name in Conditions.model_fields:
        setattr(BraketBackend.conditions, name, getattr(wanted, name))
    for arn in {*before, *wanted.device_status}:
        device = find_device(arn)
        assert device is not None
        if before.get(arn, device.status) != wanted.device_status.get(arn, device.status):
            _announce(device)


def _announce(device: BraketDevice) -> None:
    """The event of a device's status, in every account that is in use."""
    for account_id in list(braket_backends) or [DEFAULT_ACCOUNT_ID]:
        for region in device.regions:
            braket_backends[account_id][region].announce_device(device)
