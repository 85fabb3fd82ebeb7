"""A request file: a problem, and beside it the fields of a plan, as a person writes it."""

from typing import Any

from contract.documents import decode
from contract.errors import InvalidPlan, InvalidRequest
from contract.problems import Optimization, Problem, parse_problem, read_problem
from contract.run_plan import RunPlan


def read_request(text: str) -> tuple[Problem | None, dict[str, Any]]:
    """The problem in a file's text, and the fields of a plan that stand beside it.

    Four forms: {"problem": {…}, "layers": 4, …}; the same without the inner braces, where `seed` is the plan's and,
    when a size alone asks for a drawn QUBO, the instance's too; a graph in rudy text format; or
    {"resume_from": "<job_name>", …}, whose problem is None: it is the earlier run's.

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
    resumes = fields.get("resume_from") is not None and "problem_type" not in request
    if "problem" not in request and not resumes:
        drawn = request.keys() - {"hamming_weight"} == {"problem_type", "problem_size"}
        drawn = drawn and request["problem_type"] == Optimization.TYPE and "seed" in fields
        return parse_problem(request | ({"seed": fields["seed"]} if drawn else {})), fields
    unknown = ", ".join(sorted(set(request) - {"problem"}))
    if unknown:
        raise InvalidRequest(
            f"request file: {unknown}: not fields of a plan; those are {', '.join(RunPlan.model_fields)}"
        )
    return (parse_problem(request["problem"]) if "problem" in request else None), fields
