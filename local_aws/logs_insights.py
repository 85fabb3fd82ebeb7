"""CloudWatch Logs Insights: to moto's `fields`, `sort` and `limit` this adds `filter`, and it refuses all else.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html, of which there are here
comparisons with `like`, `not like`, `=~`, `=` and `!=` of the fields @message, @logStream and @log, joined by `and`
and `or`.
"""

import copy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NoReturn

from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogEvent, LogGroup, LogStream

QUOTED = r"""/(?:\\.|[^/\\])+/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
PARTS = re.compile(rf"{QUOTED}|\||[^|/\"']+|.", re.DOTALL)
COMPARISON = re.compile(
    rf"(?P<field>@?\w+)\s*(?P<operator>\bnot\s+like\b|\blike\b|=~|!=|=)\s*(?P<value>{QUOTED})", re.I
)
BETWEEN = re.compile(r"\s+(and|or)\s+", re.I)

Fields = dict[str, str]
Condition = Callable[[Fields], bool]
Execute = Callable[[list[LogGroup], str, int, int], list[dict[str, Any]]]


def with_filters(execute: Execute) -> Execute:
    """Moto's `execute_query`, on the events that pass the query's filters."""

    def execute_query(log_groups: list[LogGroup], query: str, start_time: int, end_time: int) -> list[dict[str, Any]]:
        conditions: list[Condition] = []
        rest: list[str] = []
        for command in _commands(query):
            name, _, argument = command.partition(" ")
            if name.lower() == "filter":
                conditions.append(_condition(argument.strip()))
            elif name.lower() in ("fields", "sort", "limit"):
                rest.append(command)
            else:
                _refuse(command)
        found = execute([_narrowed(group, conditions) for group in log_groups], " | ".join(rest), start_time, end_time)
        return [row | _time(row) for row in found]

    return execute_query


def _commands(query: str) -> Iterator[str]:
    """The query's parts between its pipes, but not those in its texts."""
    command = ""
    for part in [*PARTS.findall(query), "|"]:
        if part != "|":
            command += part
        elif command.strip():
            yield command.strip()
            command = ""


def _condition(text: str) -> Condition:
    """Comparisons joined by `and`, and these by `or`."""
    alternatives: list[list[Condition]] = [[]]
    position = 0
    while True:
        found = COMPARISON.match(text, position)
        if not found:
            _refuse(f"filter {text}")
        alternatives[-1].append(_comparison(found))
        position = found.end()
        if position == len(text):
            return lambda fields: any(all(test(fields) for test in tests) for tests in alternatives)
        word = BETWEEN.match(text, position)
        if not word:
            _refuse(f"filter {text}")
        if word[1].lower() == "or":
            alternatives.append([])
        position = word.end()


def _comparison(found: re.Match[str]) -> Condition:
    field, operator, quoted = found["field"], " ".join(found["operator"].lower().split()), found["value"]
    inner = quoted[1:-1]
    if operator in ("=", "!="):
        return lambda fields: (fields.get(field) == inner) is (operator == "=")
    try:
        pattern = re.compile(inner if quoted.startswith("/") else re.escape(inner))
    except re.error:
        _refuse(found[0])
    return lambda fields: bool(pattern.search(fields.get(field, ""))) is (operator != "not like")


def _narrowed(group: LogGroup, conditions: list[Condition]) -> LogGroup:
    narrowed = copy.copy(group)
    narrowed.streams = {}
    for name, stream in list(group.streams.items()):
        kept = copy.copy(stream)
        kept.events = [event for event in stream.events if _passes(event, stream, group, conditions)]
        narrowed.streams[name] = kept
    return narrowed


def _passes(event: LogEvent, stream: LogStream, group: LogGroup, conditions: list[Condition]) -> bool:
    fields = {"@message": event.message, "@logStream": stream.log_stream_name, "@log": group.name}
    return all(condition(fields) for condition in conditions)


def _time(row: dict[str, Any]) -> dict[str, str]:
    """A row's time as Insights shows it."""
    if "@timestamp" not in row:
        return {}
    moment = datetime.fromtimestamp(row["@timestamp"] / 1000, UTC)
    return {"@timestamp": f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03}"}


def _refuse(text: str) -> NoReturn:
    raise InvalidParameterException(f"The query's part {text!r} is not part of this local account")
