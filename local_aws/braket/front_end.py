"""What AWS answers before a request reaches Braket: unsigned, from nowhere, not JSON, or JSON of other types.

The status codes and names are those of AWS's REST-JSON front end, the texts beyond them are not documented.
"""

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from moto.core.utils import get_service_model

from local_aws.braket.devices import DEVICES

SIGNATURE = re.compile(r"AWS4-HMAC-SHA256 Credential=[^/\s]+/\d{8}/(?P<region>[^/\s]+)/braket/aws4_request")
LARGEST_BODY = 8 * 1024 * 1024
"""Bytes, unpacked; the largest action is 5 MiB, and JSON may write it somewhat longer."""

REGIONS = {region for device in DEVICES.values() for region in device.regions}
Answer = tuple[int, dict[str, str], str]

JSON_TYPES = {"string": str, "integer": int, "long": int, "boolean": bool, "timestamp": (int, float, str)}
JSON_NAMES = {
    str: "STRING_VALUE",
    bool: "BOOLEAN_VALUE",
    int: "NUMBER_VALUE",
    float: "DECIMAL_VALUE",
    list: "START_ARRAY",
    dict: "START_OBJECT",
}


def answer(status: int, error: str, message: str) -> Answer:
    """An error as REST-JSON has it."""
    headers = {"Content-Type": "application/json", "x-amzn-errortype": error, "status": str(status)}
    return status, headers, json.dumps({"message": message})


def refuse(request: Any, operation: str | None) -> Answer | None:
    """The answer to a request that no service gets to see; nothing for any other."""
    signature = SIGNATURE.match(request.headers.get("Authorization", ""))
    if not signature:
        return answer(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    if signature["region"] not in REGIONS:
        return answer(403, "InvalidSignatureException", "Credential should be scoped to a valid region.")
    if operation is None:
        return answer(404, "UnknownOperationException", f"{request.method} {request.path} is no operation of Braket")
    try:
        body = read_body(request)
    except (ValueError, RecursionError, OSError, EOFError, zlib.error) as fault:
        return answer(400, "SerializationException", f"The body is not JSON: {fault}")
    model = get_service_model("braket").operation_model(operation)
    faults = list(_type_faults(model, body))
    return answer(400, "SerializationException", faults[0]) if faults else None


def read_body(request: Any) -> Any:
    """The request's JSON; an empty body is an empty object.

    Raises:
        ValueError, RecursionError, OSError, EOFError, zlib.error: when it is none.
    """
    raw = request.get_data()
    if request.headers.get("Content-Encoding") == "gzip":
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as inflating:
            raw = inflating.read(LARGEST_BODY + 1)
    if len(raw) > LARGEST_BODY:
        raise ValueError(f"it is larger than {LARGEST_BODY} bytes")
    body = json.loads(raw.decode()) if raw.strip() else {}
    json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair is JSON, but no text
    return body


def body_members(operation: OperationModel) -> dict[str, Shape]:
    """The parameters that come in an operation's body, and not in its path or query."""
    shape = operation.input_shape
    assert isinstance(shape, StructureShape)
    return {name: member for name, member in shape.members.items() if "location" not in member.serialization}


def _type_faults(model: OperationModel, body: Any) -> Iterator[str]:
    if not isinstance(body, dict):
        yield f"{JSON_NAMES.get(type(body), 'NULL_VALUE')} can not be converted to {model.name}Request"
        return
    for name, member in body_members(model).items():
        if body.get(name) is not None:
            yield from _faults(member, body[name], name)


def _faults(shape: Shape, value: Any, where: str) -> Iterator[str]:
    expected: Any = JSON_TYPES.get(shape.type_name, dict if isinstance(shape, StructureShape | MapShape) else list)
    wrong = not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool)
    if wrong:
        yield f"{JSON_NAMES.get(type(value), 'NULL_VALUE')} can not be converted to {shape.name} at {where}"
    elif isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from _faults(member, value[name], f"{where}.{name}")
    elif isinstance(shape, MapShape):
        for name, item in value.items():
            yield from _faults(shape.value, item, f"{where}.{name}")
    elif isinstance(shape, ListShape):
        for i, item in enumerate(value):
            yield from _faults(shape.member, item, f"{where}[{i}]")
    elif shape.type_name == "integer" and not -(2**31) <= value < 2**31:
        yield f"Numeric value ({value}) out of range of int at {where}"
    elif shape.type_name == "long" and not -(2**63) <= value < 2**63:
        yield f"Numeric value ({value}) out of range of long at {where}"
    elif shape.type_name == "timestamp":
        yield from _time_faults(value, where)


def _time_faults(value: float | str, where: str) -> Iterator[str]:
    """Times in a body are seconds since 1970, within what a calendar can say."""
    if isinstance(value, str) or not 0 <= value < 253_402_300_800:
        yield f"{value!r} is not a time in seconds since 1970 at {where}"
