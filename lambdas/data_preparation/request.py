"""What data-preparation takes."""

from typing import Any, Self

from contract.documents import BucketName, Document
from contract.errors import InvalidProblem, InvalidRequest
from contract.problems import PROBLEM_TYPES, Problem, parse_problem


class PreparationRequest(Document):
    """Where the problem goes, and the problem; buckets left out are the deployed ones."""

    input_bucket: BucketName | None = None
    output_bucket: BucketName | None = None
    problem: Problem

    @classmethod
    def from_event(cls, event: Any) -> Self:
        """The request in a Lambda event.

        The problem stands whole under `problem`, or its fields stand beside the buckets, as in
        {"problem_type": "optimization", "problem_size": 4}.

        Raises:
            InvalidRequest, InvalidProblem: with what is wrong and where.
        """
        if not isinstance(event, dict):
            raise InvalidRequest(f"data-preparation request: expected a JSON object, got {type(event).__name__}")
        fields = dict(event)
        buckets = {name: fields.pop(name) for name in ("input_bucket", "output_bucket") if name in fields}
        if "problem" in fields and len(fields) > 1:
            extra = ", ".join(sorted(set(fields) - {"problem"}))
            raise InvalidProblem(
                f"data-preparation request: {extra} stands beside a whole problem; put it inside, or leave it out"
            )
        if not fields:
            known = ", ".join(PROBLEM_TYPES)
            raise InvalidProblem(
                "data-preparation request: no problem given; "
                f"give problem_type ({known}) and that type's fields, or a whole problem"
            )
        problem = parse_problem(fields.get("problem", fields))
        return cls.parse({**buckets, "problem": problem}, InvalidRequest, "data-preparation request")
