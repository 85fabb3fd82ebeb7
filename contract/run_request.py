"""A request file: a problem, and beside it the fields of a plan, as a person writes it."""

from typing import Any

from contract.documents import decode
from contract.errors import InvalidPlan, InvalidRequest
from contract.problems import Optimization, Problem, parse_problem, read_problem
from contract.run_plan import RunPlan


def read_request(text: str) -> tuple[Problem, dict[str, Any]]:
    """The problem in a file's text, and the fields of a plan that stand beside it.

    Three forms: {"problem": {…}, "layers": 4, …}; the same without the inner braces, where `seed` is the plan's and,
    when a size alone asks for a drawn QUBO, the instance's too; or a graph in rudy text format.

    Raises:
        InvalidRequest: when it is none of them; as InvalidProblem or InvalidPlan when that part of it is wrong.
    """
    if text.lstrip()[:1].isdigit():
        return read_problem(text), {}
    request = decode(text, InvalidRequest, "request file")
    if not isinstance(request, dict):
        raise InvalidRequest(f"request file: expected a JSON object, got {type(request).__name__}")
    fields = {name: request.pop(name) for name in RunPlan.model_fields if name in request}
    RunPlan.parse(fields, InvalidPlan, "request file")
    if "problem" not in request:
        drawn = request.keys() - {"hamming_weight"} == {"problem_type", "problem_size"}
        drawn = drawn and request["problem_type"] == Optimization.TYPE and "seed" in fields
        return parse_problem(request | ({"seed": fields["seed"]} if drawn else {})), fields
    unknown = ", ".join(sorted(set(request) - {"problem"}))
    if unknown:
        raise InvalidRequest(
            f"request file: {unknown}: not fields of a plan; those are {', '.join(RunPlan.model_fields)}"
        )
    return parse_problem(request["problem"]), fields
