"""Braket's operations: takes a request's parameters apart and hands them to the backend.

Not implemented, and refused with a ValidationException that says so: quantum tasks, devices, spending limits and tags.
"""

from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from local_aws.braket.exceptions import ValidationException
from local_aws.braket.models import BraketBackend, braket_backends
from local_aws.braket.validation import validate


class BraketResponse(BaseResponse):
    """Handler of Braket requests."""

    def __init__(self) -> None:
        super().__init__(service_name="braket")
        self.automated_parameter_parsing = True

    @property
    def backend(self) -> BraketBackend:
        return braket_backends[self.current_account][self.region]

    def call_action(self) -> Any:
        """Checks the request against the service model first, as AWS does and botocore's client does not."""
        action = self._get_action()
        if action is None or not hasattr(self, _method_name(action)):
            fault = ValidationException(f"{action or self.method + ' ' + self.path} is not part of this local account")
            return self.serialized(ActionResult(fault)) if action else (404, {}, fault.message)
        return super().call_action()

    def create_job(self) -> ActionResult:
        validate("CreateJob", self.params)
        return ActionResult({"jobArn": self.backend.create_job(self.params).arn})

    def get_job(self) -> ActionResult:
        validate("GetJob", self.params)
        return ActionResult(self.backend.get_job(self.params["jobArn"]).describe())

    def cancel_job(self) -> ActionResult:
        validate("CancelJob", self.params)
        job = self.backend.cancel_job(self.params["jobArn"])
        return ActionResult({"jobArn": job.arn, "cancellationStatus": job.status})

    def search_jobs(self) -> ActionResult:
        validate("SearchJobs", self.params)
        jobs, token = self.backend.search_jobs(
            filters=self.params["filters"],
            max_results=self.params.get("maxResults", 100),
            next_token=self.params.get("nextToken"),
        )
        page = {"jobs": [job.summary() for job in jobs]}
        return ActionResult(page | ({"nextToken": token} if token else {}))


def _method_name(action: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in action).lstrip("_")
