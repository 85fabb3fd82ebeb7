"""Filters: what each operator means, and which are refused."""

from datetime import UTC, datetime, timedelta

import pytest

from local_aws.braket.exceptions import ValidationException
from local_aws.braket.search import check_filters, matches

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
EARLIER, LATER = (NOW - timedelta(hours=1)).isoformat(), (NOW + timedelta(hours=1)).isoformat()
RESOURCE: dict[str, str | datetime] = {"jobArn": "job/1", "createdAt": NOW}
NAMES = {"jobArn": ("EQUAL", "CONTAINS"), "createdAt": ("LT", "LTE", "EQUAL", "GT", "GTE", "BETWEEN")}


@pytest.mark.parametrize(
    ("name", "operator", "values", "expected"),
    [
        ("jobArn", "EQUAL", ["job/1"], True),
        ("jobArn", "EQUAL", ["job/2", "job/1"], True),
        ("jobArn", "EQUAL", ["job/"], False),
        ("jobArn", "CONTAINS", ["b/1"], True),
        ("jobArn", "CONTAINS", ["b/2"], False),
        ("createdAt", "GT", [EARLIER], True),
        ("createdAt", "GT", [NOW.isoformat()], False),
        ("createdAt", "GTE", [NOW.isoformat()], True),
        ("createdAt", "GTE", [LATER], False),
        ("createdAt", "LT", [LATER], True),
        ("createdAt", "LT", [NOW.isoformat()], False),
        ("createdAt", "LTE", [NOW.isoformat()], True),
        ("createdAt", "EQUAL", ["2026-01-02T12:00:00Z"], True),
        ("createdAt", "EQUAL", ["2026-01-02T12:00:00"], True),
        ("createdAt", "EQUAL", ["2026-01-02T13:00:00+01:00"], True),
        ("createdAt", "BETWEEN", [EARLIER, LATER], True),
        ("createdAt", "BETWEEN", [LATER, EARLIER], False),
        ("deviceArn", "EQUAL", ["job/1"], False),
    ],
)
def test_filters(name: str, operator: str, values: list[str], expected: bool) -> None:
    assert matches({"name": name, "operator": operator, "values": values}, RESOURCE) is expected


@pytest.mark.parametrize(
    ("name", "operator", "values", "message"),
    [
        ("jobArn", "GT", ["x"], "does not take the operator GT"),
        ("createdAt", "CONTAINS", ["2026"], "does not take the operator CONTAINS"),
        ("status", "EQUAL", ["FAILED"], "Filter status is not supported; supported: jobArn, createdAt"),
        ("createdAt", "GT", ["yesterday"], "not an ISO 8601 time"),
        ("createdAt", "GT", [EARLIER, LATER], "got 2 values"),
        ("createdAt", "BETWEEN", [EARLIER], "got 1 values"),
    ],
)
def test_filters_that_braket_does_not_have(name: str, operator: str, values: list[str], message: str) -> None:
    with pytest.raises(ValidationException, match=message):
        check_filters([{"name": name, "operator": operator, "values": values}], NAMES)


def test_a_filter_without_an_operator_is_one_of_equality() -> None:
    condition = {"name": "jobArn", "values": ["job/1"]}
    check_filters([condition], NAMES)
    assert matches(condition, RESOURCE)
