"""Spending limits: how they are kept, and what they let through."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local_aws.account import LocalAccount
from tests.service.braket_calls import GARNET, SV1, braket, control, finished, task_request

HUNDRED_SHOTS = "0.44500"  # a task's 0.30 and a hundred shots of 0.00145


@pytest.fixture
def client(account: LocalAccount) -> Any:
    return braket(account, "eu-north-1")


@pytest.fixture
def without_limits(client: Any) -> Iterator[None]:
    yield
    for limit in client.search_spending_limits()["spendingLimits"]:
        client.delete_spending_limit(spendingLimitArn=limit["spendingLimitArn"])


def _limit(client: Any, amount: str, **more: Any) -> str:
    arn: str = client.create_spending_limit(deviceArn=GARNET, spendingLimit=amount, **more)["spendingLimitArn"]
    return arn


def _read(client: Any, arn: str) -> Any:
    return next(one for one in client.search_spending_limits()["spendingLimits"] if one["spendingLimitArn"] == arn)


def _run(client: Any) -> dict[str, Any]:
    return finished(client, client.create_quantum_task(**task_request(deviceArn=GARNET))["quantumTaskArn"])


@pytest.mark.usefixtures("without_limits")
def test_a_task_is_queued_spend_and_then_total_spend(account: LocalAccount, client: Any) -> None:
    arn = _limit(client, "1.00", tags={"team": "a"})
    assert _read(client, arn)["timePeriod"]["endAt"] == datetime(2125, 12, 30, tzinfo=UTC)
    control(account, "PATCH", "conditions", queue_delay_s=3600)
    waiting = client.create_quantum_task(**task_request(deviceArn=GARNET))["quantumTaskArn"]
    limit = _read(client, arn)
    assert (limit["queuedSpend"], limit["totalSpend"], limit["tags"]) == (HUNDRED_SHOTS, "0", {"team": "a"})
    control(account, "DELETE", "conditions")
    assert finished(client, waiting)["status"] == "COMPLETED"
    limit = _read(client, arn)
    assert (float(limit["queuedSpend"]), limit["totalSpend"]) == (0, HUNDRED_SHOTS)


@pytest.mark.usefixtures("without_limits")
def test_a_task_that_costs_more_than_is_left_is_refused(client: Any) -> None:
    _limit(client, "0.50")
    assert _run(client)["status"] == "COMPLETED"
    with pytest.raises(client.exceptions.ValidationException) as fault:
        client.create_quantum_task(**task_request(deviceArn=GARNET))
    assert (
        "Attempted to spend over the spending limit or outside the spending limit time window. "
        "Spending limit: 0.50, current spend: 0.44500, estimated cost: 0.4450000000, start time: "
    ) in str(fault.value)


@pytest.mark.usefixtures("without_limits")
def test_a_cancelled_task_gives_back_what_it_took(account: LocalAccount, client: Any) -> None:
    arn = _limit(client, "0.50")
    control(account, "PATCH", "conditions", queue_delay_s=3600)
    waiting = client.create_quantum_task(**task_request(deviceArn=GARNET))["quantumTaskArn"]
    client.cancel_quantum_task(quantumTaskArn=waiting)
    control(account, "DELETE", "conditions")
    limit = _read(client, arn)
    assert (float(limit["queuedSpend"]), float(limit["totalSpend"])) == (0, 0)


@pytest.mark.usefixtures("without_limits")
def test_a_limit_of_nothing_blocks_the_device(client: Any) -> None:
    _limit(client, "0")
    with pytest.raises(client.exceptions.ValidationException, match="Spending limit: 0, current spend: 0"):
        client.create_quantum_task(**task_request(deviceArn=GARNET))


@pytest.mark.usefixtures("without_limits")
def test_a_limit_holds_only_in_its_time(client: Any) -> None:
    next_month = datetime.now(UTC) + timedelta(days=30)
    _limit(client, "10", timePeriod={"startAt": next_month, "endAt": next_month + timedelta(hours=1)})
    with pytest.raises(client.exceptions.ValidationException, match="outside the spending limit time window"):
        client.create_quantum_task(**task_request(deviceArn=GARNET))


@pytest.mark.usefixtures("without_limits")
def test_updating(client: Any) -> None:
    arn = _limit(client, "1.00")
    _run(client)
    with pytest.raises(client.exceptions.ValidationException, match=r"limit 0\.44 is lower than the current spend"):
        client.update_spending_limit(spendingLimitArn=arn, spendingLimit="0.44")
    client.update_spending_limit(spendingLimitArn=arn, spendingLimit="0.45")
    limit = _read(client, arn)
    assert limit["spendingLimit"] == "0.45"
    assert limit["updatedAt"] > limit["createdAt"]


@pytest.mark.usefixtures("without_limits")
def test_one_limit_a_device(client: Any) -> None:
    arn = _limit(client, "1.00")
    with pytest.raises(client.exceptions.ValidationException, match="exists already"):
        _limit(client, "2.00")
    client.delete_spending_limit(spendingLimitArn=arn)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.delete_spending_limit(spendingLimitArn=arn)
    _limit(client, "2.00")


@pytest.mark.parametrize(
    ("device", "message"),
    [(SV1, "not found in eu-north-1"), ("arn:aws:braket:eu-north-1::device/qpu/iqm/Granite", "not found")],
)
def test_devices_that_have_no_limits(client: Any, device: str, message: str) -> None:
    with pytest.raises(client.exceptions.ValidationException, match=message):
        client.create_spending_limit(deviceArn=device, spendingLimit="1")


def test_simulators_have_no_limits(account: LocalAccount) -> None:
    client = braket(account)
    with pytest.raises(client.exceptions.ValidationException, match="simulator"):
        client.create_spending_limit(deviceArn=SV1, spendingLimit="1")


@pytest.mark.usefixtures("without_limits")
def test_searching_by_device(client: Any) -> None:
    arn = _limit(client, "1")

    def found(device: str) -> list[str]:
        condition = {"name": "deviceArn", "operator": "EQUAL", "values": [device]}
        limits = client.search_spending_limits(filters=[condition])["spendingLimits"]
        return [limit["spendingLimitArn"] for limit in limits]

    assert found(GARNET) == [arn]
    assert found(SV1) == []
