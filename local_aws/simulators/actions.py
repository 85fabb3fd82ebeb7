"""A task's action: JSON, checked against the IR's schemas."""

import json
from functools import cache
from typing import Any

from local_aws.simulators.errors import ProgramRejected, ProgramSetFailure

OPENQASM, PROGRAM_SET = "braket.ir.openqasm.program", "braket.ir.openqasm.program_set"
ANALOG, JAQCD = "braket.ir.ahs.program", "braket.ir.jaqcd.program"


@cache
def _schemas() -> dict[str, Any]:
    from braket.ir.ahs import Program as AnalogProgram
    from braket.ir.jaqcd import Program as JaqcdProgram
    from braket.ir.openqasm import Program, ProgramSet

    return {OPENQASM: Program, PROGRAM_SET: ProgramSet, ANALOG: AnalogProgram, JAQCD: JaqcdProgram}


def read_action(action: str) -> tuple[str, Any]:
    """The action's type and its content as the schemas' object.

    Raises:
        ProgramRejected: when it is not JSON, has an unknown header or breaks its schema.
    """
    try:
        document = json.loads(action)
    except (ValueError, RecursionError) as fault:
        raise ProgramRejected(f"Action is not valid JSON: {str(fault)[:200]}") from fault
    header = document.get("braketSchemaHeader") if isinstance(document, dict) else None
    name = header.get("name") if isinstance(header, dict) else None
    schema = _schemas().get(name) if isinstance(name, str) else None
    if schema is None:
        raise ProgramRejected(f"Action has no known braketSchemaHeader: {str(header)[:200]}")
    try:
        return str(name), schema.parse_obj(document)
    except RecursionError as fault:
        raise ProgramRejected("Action is nested too deeply") from fault
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise _malformed(str(name), document, fault) from fault


def _malformed(name: str, document: dict[str, Any], fault: Exception) -> ProgramRejected:
    """The schema's complaints; those about a program of a set are named with its index."""
    errors = getattr(fault, "errors", None)
    details = errors() if callable(errors) else [{"loc": (), "msg": str(fault)}]
    lines = [f"{'.'.join(str(part) for part in detail['loc']) or 'action'}: {detail['msg']}" for detail in details]
    failures: dict[int, ProgramSetFailure] = {}
    for detail, line in zip(details, lines, strict=True):
        if name == PROGRAM_SET and len(detail["loc"]) > 1 and detail["loc"][0] == "programs":
            index = detail["loc"][1]
            if isinstance(index, int):
                failures.setdefault(index, {"programIndex": index, "errors": []})["errors"].append(line)
    return ProgramRejected(f"Action is not a valid {name}: {'; '.join(lines)[:1000]}", list(failures.values()))
