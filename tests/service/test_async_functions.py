"""Asynchronous invocations of functions: few at once, in order, again when they fail, and none waits for another."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from tests.service.hybrid_jobs import BUCKET, HybridJobs
from tests.waiting import until

OUTER = """
import boto3, json
def handler(event, context):
    call = {"FunctionName": event["inner"], "Payload": json.dumps(event).encode()}
    boto3.client("lambda").invoke(**call)
"""
INNER = f"""
import boto3, uuid
def handler(event, context):
    key = f"{{event['prefix']}}/{{event['number']:03}}-{{uuid.uuid4().hex}}"
    boto3.client("s3").put_object(Bucket="{BUCKET}", Key=key, Body=b"")
    if event.get("fails"):
        raise ValueError("as asked")
"""


@contextmanager
def function(jobs: HybridJobs, source: str) -> Iterator[str]:
    """A function with one file; its name."""
    buffer, name = io.BytesIO(), f"test-{uuid4().hex[:8]}"
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("program.py", source)
    jobs.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=jobs.role,
        Handler="program.handler",
        Code={"ZipFile": buffer.getvalue()},
        Timeout=60,
    )
    try:
        yield name
    finally:
        jobs.client("lambda").delete_function(FunctionName=name)


def _send(jobs: HybridJobs, name: str, event: dict[str, Any]) -> None:
    payload = json.dumps(event).encode()
    jobs.client("lambda").invoke(FunctionName=name, InvocationType="Event", Payload=payload)


def test_functions_that_invoke_others_do_not_wait_for_ever(jobs: HybridJobs) -> None:
    prefix = f"functions-{uuid4().hex[:8]}"
    with function(jobs, OUTER) as outer, function(jobs, INNER) as inner:
        for number in range(8):
            _send(jobs, outer, {"inner": inner, "prefix": prefix, "number": number})
        until(lambda: len(jobs.keys(f"{prefix}/")) == 8, 120, "eight functions")


def test_an_invocation_that_fails_is_tried_three_times(jobs: HybridJobs) -> None:
    prefix = f"functions-{uuid4().hex[:8]}"
    with function(jobs, INNER) as inner:
        _send(jobs, inner, {"prefix": prefix, "number": 0, "fails": True})
        _send(jobs, inner, {"prefix": prefix, "number": 1})
        until(lambda: len(jobs.keys(f"{prefix}/")) == 4, 60, "four attempts")
