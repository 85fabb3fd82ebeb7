"""What a target gets of an event, by EventBridge's documented examples."""

import json
from typing import Any

import pytest

from local_aws.events.transformation import target_input

EVENT = {
    "source": "aws.braket",
    "resources": ["arn:job/1"],
    "detail": {"jobArn": "arn:job/1", "status": "COMPLETED", "count": 3, "note": 'say "hi"\n'},
}


def _transformed(template: str, **paths: str) -> Any:
    transformer = {"InputTemplate": template, "InputPathsMap": paths}
    return json.loads(target_input({"InputTransformer": transformer}, EVENT))


def test_everything() -> None:
    assert json.loads(target_input({}, EVENT)) == EVENT


def test_a_constant() -> None:
    assert target_input({"Input": '{"action": "reconcile"}'}, EVENT) == '{"action": "reconcile"}'


@pytest.mark.parametrize(
    ("path", "expected"), [("$.detail.jobArn", "arn:job/1"), ("$.resources[0]", "arn:job/1"), ("$", EVENT)]
)
def test_a_part(path: str, expected: Any) -> None:
    assert json.loads(target_input({"InputPath": path}, EVENT)) == expected


def test_a_variable_alone_keeps_its_type() -> None:
    made = _transformed(
        '{"arn": <arn>, "n": <n>, "all": <aws.events.event>}', arn="$.detail.jobArn", n="$.detail.count"
    )
    assert made == {"arn": "arn:job/1", "n": 3, "all": EVENT}


def test_a_variable_inside_a_string_becomes_part_of_it() -> None:
    made = _transformed('"Job <arn> is <status>: <n>, <note>"', arn="$.detail.jobArn", status="$.detail.status",
                        n="$.detail.count", note="$.detail.note")  # fmt: skip
    assert made == 'Job arn:job/1 is COMPLETED: 3, say "hi"\n'


def test_a_path_that_leads_nowhere() -> None:
    assert _transformed('{"a": <x>, "b": "<x>"}', x="$.detail.missing") == {"a": None, "b": ""}
