"""What job-submission takes: where things are, and the plan."""

from typing import Any, Self

from pydantic import Field

from contract.documents import BucketName, Document
from contract.errors import InvalidPlan, InvalidRequest
from contract.run_plan import RunPlan


class SubmissionRequest(Document):
    """A prepared problem and how to run it, or an earlier run to go on from; buckets left out are the deployed ones."""

    input_bucket: BucketName | None = None
    output_bucket: BucketName | None = None
    code_bucket: BucketName | None = None
    data_key: str | None = Field(
        default=None,
        pattern=r"^[!-~]{1,1024}$",
        description="Where data-preparation put the problem; a resumed run's is known.",
    )
    client_token: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9-]{1,64}$",
        description="Two requests with the same token make one job; defaults to the invocation's request id.",
    )
    plan: RunPlan

    @classmethod
    def from_event(cls, event: Any) -> Self:
        """The request in a Lambda event; the plan's fields stand beside the others.

        Raises:
            InvalidRequest, InvalidPlan: with what is wrong and where.
        """
        if not isinstance(event, dict):
            raise InvalidRequest(f"job-submission request: expected a JSON object, got {type(event).__name__}")
        own = {name: value for name, value in event.items() if name in cls.model_fields and name != "plan"}
        rest = {name: value for name, value in event.items() if name not in own}
        if "data_key" not in own and rest.get("resume_from") is None:
            raise InvalidRequest(
                "job-submission request: data_key: missing; prepare the problem first, and pass the key that answers"
            )
        plan = RunPlan.parse(rest, InvalidPlan, "job-submission request")
        return cls.parse({**own, "plan": plan}, InvalidRequest, "job-submission request")
