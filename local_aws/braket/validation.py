"""Requests checked against botocore's own service model: patterns, lengths, ranges and enums.

botocore's client checks only required members, types and minima; the service checks all of these, and so does this.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape
from moto.core.utils import get_service_model

from local_aws.braket.exceptions import ValidationException

LONGEST_QUOTE = 300
"""Characters of a value that a message repeats."""


def validate(operation: str, params: dict[str, Any]) -> None:
    """Checks an operation's parameters.

    Raises:
        ValidationException: with every constraint that is not met, in AWS's words.
    """
    shape = _service_model().operation_model(operation).input_shape
    faults = list(_faults(shape, params, "")) if shape else []
    if faults:
        count = f"{len(faults)} validation error{'s' if len(faults) > 1 else ''} detected: "
        raise ValidationException(count + "; ".join(faults))


@cache
def _service_model() -> ServiceModel:
    return get_service_model("braket")


def _faults(shape: Shape, value: Any, where: str) -> Iterator[str]:
    if isinstance(shape, StructureShape):
        yield from _structure_faults(shape, value, where)
    elif isinstance(shape, ListShape):
        yield from _size_faults(shape, value, len(value), where)
        for i, item in enumerate(value):
            yield from _faults(shape.member, item, f"{where}.{i + 1}.member")
    elif isinstance(shape, MapShape):
        yield from _size_faults(shape, value, len(value), where)
        for key, item in value.items():
            yield from _faults(shape.key, key, f"{where}.{key}.key")
            yield from _faults(shape.value, item, f"{where}.{key}.member")
    elif isinstance(shape, StringShape):
        yield from _string_faults(shape, value, where)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _size_faults(shape, value, value, where, what="value")


def _structure_faults(shape: StructureShape, value: dict[str, Any], where: str) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"Value null at '{_join(where, name)}' failed to satisfy constraint: Member must not be null"
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from _faults(member, value[name], _join(where, name))


def _string_faults(shape: StringShape, value: str, where: str) -> Iterator[str]:
    yield from _size_faults(shape, value, len(value), where)
    if shape.enum and value not in shape.enum:
        choices = ", ".join(shape.enum)
        yield _fault(value, where, f"Member must satisfy enum value set: [{choices}]")
    pattern = shape.metadata.get("pattern")
    if pattern and not re.fullmatch(pattern.removeprefix("^").removesuffix("$"), value, re.DOTALL | re.ASCII):
        yield _fault(value, where, f"Member must satisfy regular expression pattern: {pattern}")


def _size_faults(shape: Shape, value: object, size: float, where: str, what: str = "length") -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield _fault(value, where, f"Member must have {what} greater than or equal to {least}")
    if most is not None and size > most:
        yield _fault(value, where, f"Member must have {what} less than or equal to {most}")


def _fault(value: object, where: str, constraint: str) -> str:
    text = str(value)
    shown = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}..."
    return f"Value '{shown}' at '{where}' failed to satisfy constraint: {constraint}"


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
