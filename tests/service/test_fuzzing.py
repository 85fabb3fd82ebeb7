"""Random requests to every route: each is answered, in time, and never as a fault of the service."""

import json
import random
import threading
from typing import Any
from urllib.parse import quote

import pytest
from botocore.model import ListShape, MapShape, OperationModel, Shape, StringShape, StructureShape
from moto.core.utils import get_service_model

from local_aws.account import LocalAccount
from tests.service.braket_calls import BELL, BUCKET, SV1, job_request, openqasm, send, task_request

MODEL = get_service_model("braket")
OPERATIONS = sorted(MODEL.operation_names)
ODDITIES: list[Any] = [
    None,
    True,
    -1,
    0,
    1,
    2**31,
    2**63,
    1e308,
    "",
    " ",
    "\x00",
    "é\U0001f600",
    "a" * 3000,
    [],
    {},
    [[]],
    {"": 1},
]


def _path(operation: OperationModel, rng: random.Random) -> str:
    """The operation's path, with something for its ARN."""
    path: str = operation.http["requestUri"]
    kinds = ("job", "quantum-task", "spending-limit", "device")
    arn = f"arn:aws:braket:us-east-1:123456789012:{rng.choice(kinds)}/{rng.getrandbits(32):x}"
    value = rng.choice([arn, SV1, "x", "%", "..", "a" * 400, "é", " ", "{}", "\x7f"])
    start, brace, rest = path.partition("{")
    return start + quote(value, safe="") + rest.partition("}")[2] if brace else path


def _value(shape: Shape, rng: random.Random, depth: int = 0) -> Any:
    """Something of the shape's form, now and then of another."""
    if rng.random() < 0.15 or depth > 6:
        return rng.choice(ODDITIES)
    if isinstance(shape, StructureShape):
        return {name: _value(one, rng, depth + 1) for name, one in shape.members.items() if rng.random() < 0.8}
    if isinstance(shape, ListShape):
        return [_value(shape.member, rng, depth + 1) for _ in range(rng.randrange(3))]
    if isinstance(shape, MapShape):
        return {f"k{i}": _value(shape.value, rng, depth + 1) for i in range(rng.randrange(3))}
    if isinstance(shape, StringShape):
        return rng.choice([*shape.enum, SV1, BUCKET, f"s3://{BUCKET}/x", "1.00", "a", openqasm()])
    return rng.choice([0, 1, 100, 10**6])


def _check(account: LocalAccount, method: str, path: str, body: bytes) -> int:
    answer = send(account, method, path, body)
    assert answer.status < 500, (method, path, body[:300], answer.data[:300])
    return answer.status


@pytest.mark.parametrize("name", OPERATIONS)
def test_bytes(account: LocalAccount, name: str) -> None:
    rng = random.Random(name)
    operation = MODEL.operation_model(name)
    for _ in range(25):
        body = rng.randbytes(rng.choice([0, 1, 10, 1000]))
        _check(account, operation.http["method"], _path(operation, rng), body)


@pytest.mark.parametrize("name", OPERATIONS)
def test_json(account: LocalAccount, name: str) -> None:
    rng = random.Random(name)
    operation = MODEL.operation_model(name)
    shape = operation.input_shape
    assert shape is not None
    for _ in range(60):
        body = json.dumps(_value(shape, rng)).encode()
        _check(account, operation.http["method"], _path(operation, rng), body)


@pytest.mark.parametrize(("path", "valid"), [("/job", job_request), ("/quantum-task", task_request)])
def test_one_thing_wrong(account: LocalAccount, path: str, valid: Any) -> None:
    """Each parameter of a valid request replaced by each oddity."""
    for name in valid():
        for oddity in ODDITIES:
            request = valid(**{name: oddity}, clientToken=f"{name}-{ODDITIES.index(oddity)}")
            _check(account, "POST", path, json.dumps(request).encode())


def test_programs(account: LocalAccount) -> None:
    """A program that works, with bytes lost, doubled and changed."""
    rng = random.Random("programs")
    for _ in range(150):
        source = list(BELL + rng.choice(["", "#pragma braket result probability\n", "rx(0.1) q[0];\n"]))
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(source))
            source[at : at + rng.randrange(3)] = rng.choice(["", ";", "[", "}", "\n", "9", "for", "\x00", "é", "$0"])
        request = task_request(action=openqasm("".join(source)), shots=rng.choice([0, 10]))
        status = _check(account, "POST", "/quantum-task", json.dumps(request).encode())
        assert status in (201, 400)


def test_nothing_is_left_hanging(account: LocalAccount) -> None:
    """After all of the above no more threads are there than before and after one more request."""
    before = threading.active_count()
    for _ in range(50):
        _check(account, "POST", "/jobs", b"{")
    assert threading.active_count() <= before + 5
