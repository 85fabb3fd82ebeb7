"""The hours in which a device runs tasks. Days and hours are UTC, as Braket publishes them.

A window's last second belongs to it whole, so that one until 23:59:59 and one from 00:00:00 leave no gap. A window that
ends before it starts, or when it starts, goes on into the next day, and belongs to the day on which it starts.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from braket.device_schema import DeviceExecutionWindow

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = {
    "Everyday": range(7),
    "Weekdays": range(5),
    "Weekend": range(5, 7),
    **{name: range(day, day + 1) for day, name in enumerate(NAMES)},
}
"""The days a window's name stands for, as datetime.weekday counts them."""


def contain(windows: Iterable["DeviceExecutionWindow"], moment: datetime) -> bool:
    """Whether one of the windows is open at that moment.

    Raises:
        ValueError: if the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"moment {moment} needs a time zone: execution windows are in UTC")
    moment = moment.astimezone(UTC)
    day, clock = moment.weekday(), moment.time().replace(microsecond=0)
    return any(
        _is_open(DAYS[window.executionDay.value], window.windowStartHour, window.windowEndHour, day, clock)
        for window in windows
    )


def _is_open(days: range, start: time, end: time, day: int, clock: time) -> bool:
    if start < end:
        return day in days and start <= clock <= end
    return (day in days and clock >= start) or ((day - 1) % 7 in days and clock <= end)
