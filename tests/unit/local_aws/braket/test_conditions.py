"""Faults are met in order, by the calls that they are meant for, as often as they say."""

import pytest
from pydantic import ValidationError

from local_aws.braket.conditions import Conditions, Fault


def test_nothing_is_broken_at_first() -> None:
    assert Conditions().next_fault("GetJob") is None


def test_a_fault_meets_its_operation_so_many_times() -> None:
    conditions = Conditions(faults=[Fault(operation="GetJob", error="ThrottlingException", calls=2)])
    met = [conditions.next_fault(name) is not None for name in ("CreateJob", "GetJob", "GetJob", "GetJob")]
    assert met == [False, True, True, False]
    assert conditions.faults == []


def test_a_fault_without_an_operation_meets_any() -> None:
    conditions = Conditions(faults=[Fault(error="InternalServiceException")])
    assert conditions.next_fault("SearchDevices") is not None
    assert conditions.next_fault("SearchDevices") is None


def test_equal_faults_are_two() -> None:
    conditions = Conditions(faults=[Fault(latency_s=0.1), Fault(latency_s=0.1)])
    assert [conditions.next_fault("GetJob") is not None for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    "changes",
    [
        {"start_up_delay_s": -1},
        {"queue_delay_s": "soon"},
        {"execution_windows": "sometimes"},
        {"faults": [{"error": "TeapotException"}]},
        {"faults": [{"calls": 0}]},
        {"event_copies": 11},
        {"device_status": {"arn": "BROKEN"}},
        {"colour": "blue"},
    ],
)
def test_conditions_that_there_are_not(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Conditions.model_validate(changes)


def test_seeds_count_up_and_begin_again() -> None:
    conditions = Conditions(seed=2**31 - 1)
    assert [conditions.next_seed() for _ in range(2)] == [2**31 - 1, 0]
    assert Conditions().next_seed() is None
