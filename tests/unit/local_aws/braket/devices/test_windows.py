"""Whether a device is open, at the edges of its hours."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from braket.device_schema import DeviceExecutionWindow

from local_aws.braket.devices import DEVICES
from local_aws.braket.devices.windows import contain

GARNET = DEVICES["arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet"]
MONDAY = datetime(2026, 9, 21, tzinfo=UTC)


def at(days: int, clock: str) -> datetime:
    """So many days after a Monday."""
    return datetime.combine(MONDAY + timedelta(days=days), time.fromisoformat(clock), UTC)


def window(day: str, start: str, end: str) -> list[DeviceExecutionWindow]:
    return [DeviceExecutionWindow(executionDay=day, windowStartHour=start, windowEndHour=end)]


@pytest.mark.parametrize(
    ("days", "clock", "is_open"),
    [
        (0, "00:00:00", True),
        (0, "01:29:59", True),
        (0, "01:29:59.900000", True),
        (0, "01:30:00", False),
        (0, "03:14:59.999999", False),
        (0, "03:15:00", True),
        (4, "23:59:59", True),
        (5, "00:00:00", False),
        (6, "23:59:59", False),
        (7, "00:00:00", True),
    ],
)
def test_garnet_runs_on_weekdays_between_its_pauses(days: int, clock: str, is_open: bool) -> None:
    assert GARNET.is_open(at(days, clock)) is is_open


def test_hours_are_utc_whatever_the_clock_of_the_caller() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert not GARNET.is_open(datetime(2026, 9, 21, 1, 0, tzinfo=tokyo))  # still Sunday in UTC
    assert GARNET.is_open(datetime(2026, 9, 26, 1, 0, tzinfo=timezone(timedelta(hours=2))))  # still Friday
    with pytest.raises(ValueError, match="time zone"):
        GARNET.is_open(datetime(2026, 9, 21, 12, 0))


@pytest.mark.parametrize(("day", "open_days"), [("Everyday", range(7)), ("Weekdays", range(5)), ("Weekend", (5, 6))])
def test_groups_of_days(day: str, open_days: range) -> None:
    hours = window(day, "09:00", "17:00")
    assert [days for days in range(7) if contain(hours, at(days, "12:00:00"))] == list(open_days)


@pytest.mark.parametrize(
    ("days", "clock", "is_open"),
    [
        (5, "21:59:59", False),
        (5, "22:00:00", True),
        (6, "02:00:00", True),
        (6, "02:00:01", False),
        (6, "22:00:00", True),
        (7, "02:00:00", True),
        (0, "02:00:00", True),
        (5, "02:00:00", False),
        (7, "22:00:00", False),
    ],
)
def test_a_window_over_midnight_belongs_to_the_day_it_starts_on(days: int, clock: str, is_open: bool) -> None:
    assert contain(window("Weekend", "22:00", "02:00"), at(days, clock)) is is_open


def test_simulators_never_close_and_retired_devices_never_open() -> None:
    every_hour = [MONDAY + timedelta(hours=hour) - timedelta(microseconds=1) for hour in range(7 * 24)]
    sv1 = DEVICES["arn:aws:braket:::device/quantum-simulator/amazon/sv1"]
    tn1 = DEVICES["arn:aws:braket:::device/quantum-simulator/amazon/tn1"]
    assert all(sv1.is_open(moment) for moment in every_hour)
    assert not any(tn1.is_open(moment) for moment in every_hour)
