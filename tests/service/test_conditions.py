"""The emulator's own interface: faults, delays, quotas, windows, and what it refuses."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import urllib3

from local_aws.account import LocalAccount
from local_aws.braket.devices import DEVICES
from local_aws.braket.models import BraketBackend
from tests.service.braket_calls import SV1, braket, control, finished, send, task_request

EMERALD = "arn:aws:braket:eu-north-1::device/qpu/iqm/Emerald"


@pytest.fixture
def client(account: LocalAccount) -> Iterator[Any]:
    yield braket(account)
    control(account, "DELETE", "conditions")


@pytest.mark.parametrize(
    "error",
    [
        "AccessDeniedException",
        "ConflictException",
        "InternalServiceException",
        "ResourceNotFoundException",
        "ServiceQuotaExceededException",
        "ValidationException",
    ],
)
def test_an_error_for_the_next_calls(account: LocalAccount, client: Any, error: str) -> None:
    fault = {"operation": "GetDevice", "error": error, "message": "as asked", "calls": 1 + 4 * error.startswith("Int")}
    control(account, "PATCH", "conditions", faults=[fault])
    client.search_devices(filters=[])
    with pytest.raises(client.exceptions.ClientError, match="as asked") as raised:
        client.get_device(deviceArn=SV1)
    assert raised.value.response["Error"]["Code"] == error
    control(account, "DELETE", "conditions")
    client.get_device(deviceArn=SV1)


def test_a_client_retries_when_it_is_throttled(account: LocalAccount, client: Any) -> None:
    control(account, "PATCH", "conditions", faults=[{"error": "ThrottlingException", "calls": 1}])
    answer = client.get_device(deviceArn=SV1)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1


def test_latency(account: LocalAccount, client: Any) -> None:
    control(account, "PATCH", "conditions", faults=[{"operation": "GetDevice", "latency_s": 0.7}])
    start = time.monotonic()
    client.get_device(deviceArn=SV1)
    assert time.monotonic() - start >= 0.7


@pytest.mark.usefixtures("client")
def test_documented_rates(account: LocalAccount) -> None:
    control(account, "PATCH", "conditions", quotas="documented")
    control(account, "POST", "clock", advance_s=60)
    answers = [send(account, "POST", "/devices", b'{"filters": []}') for _ in range(80)]
    throttled = [answer for answer in answers if answer.status != 200]
    assert 1 <= len(throttled) <= 30
    assert {(answer.status, answer.json()["message"]) for answer in throttled} == {(429, "Rate exceeded")}


def test_execution_windows(account: LocalAccount, client: Any) -> None:
    """A device that is closed keeps its tasks until it opens."""
    device = next(one for one in DEVICES.values() if "Aquila" in one.arn)
    now = BraketBackend.clock.now()
    closed_in = next(hours for hours in range(24 * 8) if not device.is_open(_later(now, hours)))
    opens_in = next(hours for hours in range(closed_in, 24 * 9) if device.is_open(_later(now, hours)))
    control(account, "POST", "clock", advance_s=closed_in * 3600)
    control(account, "PATCH", "conditions", execution_windows="kept")
    arn = client.create_quantum_task(**task_request(deviceArn=device.arn, action=_one_atom()))["quantumTaskArn"]
    time.sleep(0.5)
    assert client.get_quantum_task(quantumTaskArn=arn)["status"] == "QUEUED"
    control(account, "POST", "clock", advance_s=(opens_in - closed_in) * 3600)
    assert finished(client, arn)["status"] == "COMPLETED"


def _later(moment: datetime, hours: int) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() + hours * 3600, UTC)


def _one_atom() -> str:
    """An analog program of one atom under a constant drive."""
    series = {"times": ["0.0", "4e-6"], "values": ["0.0", "0.0"]}
    field = {"time_series": series, "pattern": "uniform"}
    return json.dumps(
        {
            "braketSchemaHeader": {"name": "braket.ir.ahs.program", "version": "1"},
            "setup": {"ahs_register": {"sites": [["0.0", "0.0"]], "filling": [1]}},
            "hamiltonian": {
                "drivingFields": [{"amplitude": field, "phase": field, "detuning": field}],
                "localDetuning": [],
            },
        }
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        ("PATCH", "conditions", {"colour": "blue"}, 400, "colour: Extra inputs are not permitted"),
        ("PATCH", "conditions", {"queue_delay_s": 5, "event_copies": -1}, 400, "event_copies"),
        ("PATCH", "conditions", {"device_status": {"nowhere": "OFFLINE"}}, 400, "nowhere is no device"),
        ("PATCH", "conditions", [], 400, "must be a JSON object"),
        ("POST", "conditions", {}, 405, "GET, PATCH and DELETE"),
        ("POST", "clock", {"advance_s": -1}, 400, "advance_s"),
        ("PATCH", "conditions", {"seed": 2**31}, 400, "seed"),
    ],
)
def test_what_the_interface_refuses_changes_nothing(
    account: LocalAccount, method: str, path: str, body: Any, status: int, message: str
) -> None:
    before = control(account, "GET", "conditions")
    answer = urllib3.request(method, f"{account.endpoint}/moto-api/static/braket/{path}", json=body)
    assert answer.status == status
    assert message in answer.json()["message"]
    assert control(account, "GET", "conditions") == before


def test_the_price_list_has_five_rows_before_its_columns(account: LocalAccount) -> None:
    url = account.environment["BRAKET_PRICE_OFFERS_URL"]
    lines = urllib3.request("GET", url).data.decode().splitlines()
    assert lines[5].startswith("Region Code,DeviceName,Device Name,Product Family")
    assert "us-east-1,Forte-1,,Quantum Task-Shot,,,0.08,USD,Shot" in lines
