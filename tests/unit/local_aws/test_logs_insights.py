"""Logs Insights with filters, as the Braket SDK asks for a job's metrics."""

from typing import Any

import pytest
from moto.logs.exceptions import InvalidParameterException
from moto.logs.logs_query import execute_query
from moto.logs.models import LogGroup

from local_aws.logs_insights import with_filters

EVENTS = {
    "job/id/algo-1-1": ["Metrics - cost=1;", "other | text", "Metrics - cost=2;"],
    "job-2/id/algo-1-1": ["Metrics - cost=3;"],
}


@pytest.fixture
def group() -> LogGroup:
    group = LogGroup("123456789012", "us-east-1", "/aws/braket/jobs")  # type: ignore[abstract]
    time = 1_700_000_000_000
    for stream, messages in EVENTS.items():
        group.create_log_stream(stream)
        group.streams[stream].put_log_events([{"timestamp": time + i, "message": m} for i, m in enumerate(messages)])
    return group


def _ask(group: LogGroup, query: str) -> list[dict[str, Any]]:
    return with_filters(execute_query)([group], query, 1_600_000_000, 1_800_000_000)


def test_the_braket_sdks_query(group: LogGroup) -> None:
    query = "fields @timestamp, @message | filter @logStream like /^job\\/id\\// | filter @message like /Metrics - /"
    found = _ask(group, query)
    assert [row["@message"] for row in found] == ["Metrics - cost=2;", "Metrics - cost=1;"]
    assert found[1]["@timestamp"] == "2023-11-14 22:13:20.000"


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ("@message like 'Metrics'", 3),
        ('@message not like "Metrics"', 1),
        ("@message like 'other | text'", 1),
        ("@message =~ /cost=[23]/ and @logStream like /^job-2/", 1),
        ("@message = 'Metrics - cost=1;' or @logStream like 'job-2'", 2),
        ("@message != 'Metrics - cost=1;'", 3),
        ("@message like '.'", 0),
    ],
)
def test_conditions(group: LogGroup, condition: str, count: int) -> None:
    assert len(_ask(group, f"fields @message | filter {condition}")) == count


def test_the_rest_is_left_to_moto(group: LogGroup) -> None:
    found = _ask(group, "fields @message | filter @message like /cost/ | sort @timestamp asc | limit 1")
    assert [row["@message"] for row in found] in (["Metrics - cost=1;"], ["Metrics - cost=3;"])


@pytest.mark.parametrize(
    "query", ["stats count(*)", "filter @message like /a/ xor @log = 'b'", "filter x", "filter @message like /(/"]
)
def test_what_is_not_known_is_refused(group: LogGroup, query: str) -> None:
    with pytest.raises(InvalidParameterException):
        _ask(group, query)
