"""The filters of the searches: which names a resource has is the resource's own, how they compare is here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from local_aws.braket.exceptions import ValidationException

Searchable = Mapping[str, str | datetime]


def check_filters(filters: list[dict[str, Any]], names: Mapping[str, tuple[str, ...]]) -> None:
    """Checks filters against the operators that each name takes, whether or not there is anything to search.

    Raises:
        ValidationException: for another name or operator, a wrong number of values, or a time that is none.
    """
    for condition in filters:
        name, operator = condition["name"], condition.get("operator", "EQUAL")
        if name not in names:
            raise ValidationException(f"Filter {name} is not supported; supported: {', '.join(names)}")
        if operator not in names[name]:
            raise ValidationException(f"Filter {name} does not take the operator {operator}")
        if name == "createdAt":
            times = [_time(value) for value in condition["values"]]
            if len(times) != (2 if operator == "BETWEEN" else 1):
                raise ValidationException(f"Operator {operator} got {len(times)} values")


def matches(condition: dict[str, Any], resource: Searchable) -> bool:
    """Whether a resource meets one filter that `check_filters` has let pass."""
    have, values = resource.get(condition["name"]), condition["values"]
    if isinstance(have, datetime):
        return _compare(have, condition["operator"], [_time(value) for value in values])
    if have is None:
        return False
    if condition.get("operator", "EQUAL") == "CONTAINS":
        return any(value in have for value in values)
    return have in values


def _compare(moment: datetime, operator: str, times: list[datetime]) -> bool:
    first, last = times[0], times[-1]
    return {
        "LT": moment < first,
        "LTE": moment <= first,
        "EQUAL": moment == first,
        "GT": moment > first,
        "GTE": moment >= first,
        "BETWEEN": first <= moment <= last,
    }[operator]


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as fault:
        raise ValidationException(f"{text!r} is not an ISO 8601 time") from fault
    return time if time.tzinfo else time.replace(tzinfo=UTC)
