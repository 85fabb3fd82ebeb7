"""Braket's operations: takes a request's parameters apart and hands them to the backend.

All 17 operations are here. Parameters that are refused because this account lacks what they mean are listed in
job_rules.py and task_rules.py. GetDevice shows a device's OpenQASM actions to every client; Braket hides them from
SDKs that are older than OpenQASM.
"""

import json
import logging
import time
from collections.abc import Mapping
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model

from local_aws.braket import front_end
from local_aws.braket.exceptions import BY_NAME, InternalServiceException
from local_aws.braket.models import BraketBackend, braket_backends
from local_aws.braket.queues import device_queue_info, job_queue_info, task_queue_info
from local_aws.braket.register import page
from local_aws.braket.search import check_filters, matches
from local_aws.braket.tags import check_tags
from local_aws.braket.validation import validate

Filters = Mapping[str, tuple[str, ...]]
TAGS = "/tags/"
LOG = logging.getLogger(__name__)
COMPARISONS = ("LT", "LTE", "EQUAL", "GT", "GTE", "BETWEEN")
JOB_FILTERS: Filters = {"jobArn": ("EQUAL", "CONTAINS"), "createdAt": COMPARISONS}
TASK_FILTERS: Filters = {
    **dict.fromkeys(("quantumTaskArn", "deviceArn", "jobArn", "status"), ("EQUAL",)),
    "createdAt": COMPARISONS,
}
DEVICE_FILTERS: Filters = {"deviceArn": ("EQUAL",)}
"""What the searches filter by, and the operators that each name takes."""


class BraketResponse(BaseResponse):
    """Handler of Braket requests."""

    def __init__(self) -> None:
        super().__init__(service_name="braket")
        self.automated_parameter_parsing = True
        self.allow_request_decompression = False  # front_end reads the body, within bounds

    @property
    def backend(self) -> BraketBackend:
        return braket_backends[self.current_account][self.region]

    # From the request to the operation

    def _dispatch(self, request: Any, full_url: str | None = None, headers: Any = None) -> Any:
        self.normalized_request = request
        refusal = front_end.refuse(request, self._get_action())
        if refusal:
            return refusal
        self.setup_class(request, full_url, headers, use_raw_body=True)
        return self.call_action()

    def _get_action(self) -> str:
        """The operation by method and path alone: Braket has no other way to name one."""
        request = self.normalized_request
        action = self._get_action_from_method_and_request_uri(request)
        if not action and request.method == "DELETE" and request.path.startswith(TAGS):
            self.uri_match = {"resourceArn": request.path.removeprefix(TAGS)}
            return "UntagResource"  # without its keys, which moto's router takes for another path
        return action

    def parse_parameters(self, request: Any) -> None:
        """As moto's, from a body in which only what belongs there counts: not what path and query have to say."""
        operation = get_service_model("braket").operation_model(self._get_action())
        members = front_end.body_members(operation)
        body = {name: value for name, value in front_end.read_body(request).items() if name in members}
        request_parts: Any = {"method": request.method, "values": request.args, "headers": request.headers}
        request_parts |= {"body": json.dumps(body), "url_path": request.path, "url_params": self.uri_match}
        parsed = PROTOCOL_PARSERS["rest-json"](operation).parse(request_parts)
        self.params = {name: value for name, value in parsed.items() if name in members or value != []}  # no query

    def call_action(self) -> Any:
        """Runs the operation, after all that can go wrong with any of them."""
        try:
            self._admit(self._get_action())
            return super().call_action()
        except ServiceException as fault:
            return self.serialized(ActionResult(fault))
        except Exception:
            LOG.exception("a fault of this emulator, not of the request")
            return self.serialized(ActionResult(InternalServiceException("A fault of the local account; see its log")))

    def _admit(self, operation: str) -> None:
        validate(operation, self.params)
        fault = self.backend.conditions.next_fault(operation)
        if fault:
            time.sleep(fault.latency_s)
        if fault and fault.error:
            raise BY_NAME[fault.error](fault.message)
        if self.backend.conditions.quotas == "documented":
            self.backend.rates.take(operation)

    def _given(self, name: str) -> Any:
        return self.params.get(name)

    def _search(self, filters: Filters) -> tuple[list[dict[str, Any]], int, str | None]:
        """The filters, size and token of a search."""
        given: list[dict[str, Any]] = self._given("filters") or []
        check_filters(given, filters)
        return given, self._given("maxResults") or 100, self._given("nextToken")

    # Jobs

    def create_job(self) -> ActionResult:
        check_tags(self._given("tags") or {})
        return ActionResult({"jobArn": self.backend.create_job(self.params).arn})

    def get_job(self) -> ActionResult:
        job = self.backend.jobs.get(self.params["jobArn"])
        wanted = "QueueInfo" in (self._given("additionalAttributeNames") or [])
        queue = {"queueInfo": job_queue_info(job, self.backend.jobs)} if wanted else {}
        return ActionResult(job.describe() | queue)

    def cancel_job(self) -> ActionResult:
        job = self.backend.cancel_job(self.params["jobArn"])
        return ActionResult({"jobArn": job.arn, "cancellationStatus": _cancellation(job.status)})

    def search_jobs(self) -> ActionResult:
        jobs, token = self.backend.jobs.search(*self._search(JOB_FILTERS))
        return _page("jobs", [job.summary() for job in jobs], token)

    # Quantum tasks

    def create_quantum_task(self) -> ActionResult:
        check_tags(self._given("tags") or {})
        return ActionResult({"quantumTaskArn": self.backend.create_quantum_task(self.params).arn})

    def get_quantum_task(self) -> ActionResult:
        task = self.backend.tasks.get(self.params["quantumTaskArn"])
        wanted = "QueueInfo" in (self._given("additionalAttributeNames") or [])
        queue = {"queueInfo": task_queue_info(task, self.backend.tasks)} if wanted else {}
        return ActionResult(task.describe() | queue)

    def cancel_quantum_task(self) -> ActionResult:
        task = self.backend.cancel_quantum_task(self.params["quantumTaskArn"])
        return ActionResult({"quantumTaskArn": task.arn, "cancellationStatus": _cancellation(task.status)})

    def search_quantum_tasks(self) -> ActionResult:
        tasks, token = self.backend.tasks.search(*self._search(TASK_FILTERS))
        return _page("quantumTasks", [task.summary() for task in tasks], token)

    # Devices

    def get_device(self) -> ActionResult:
        device = self.backend.get_device(self.params["deviceArn"])
        queues = device_queue_info(device, self.backend.tasks, self.backend.jobs)
        capabilities = {"deviceCapabilities": device.capabilities_json, "deviceQueueInfo": queues}
        return ActionResult(self.backend.device_summary(device) | capabilities)

    def search_devices(self) -> ActionResult:
        filters, size, token = self._search(DEVICE_FILTERS)
        devices, token = page(
            list(self.backend.devices()),
            lambda device: device.arn,
            lambda device: all(matches(each, {"deviceArn": device.arn}) for each in filters),
            size,
            token,
        )
        return _page("devices", [self.backend.device_summary(device) for device in devices], token)

    # Spending limits

    def create_spending_limit(self) -> ActionResult:
        check_tags(self._given("tags") or {})
        return ActionResult({"spendingLimitArn": self.backend.create_spending_limit(self.params).arn})

    def update_spending_limit(self) -> ActionResult:
        self.backend.spending_limits.get(self.params["spendingLimitArn"]).update(self.params)
        return ActionResult({})

    def delete_spending_limit(self) -> ActionResult:
        self.backend.spending_limits.remove(self.params["spendingLimitArn"])
        return ActionResult({})

    def search_spending_limits(self) -> ActionResult:
        limits, token = self.backend.spending_limits.search(*self._search(DEVICE_FILTERS))
        return _page("spendingLimits", [limit.summary() for limit in limits], token)

    # Tags

    def list_tags_for_resource(self) -> ActionResult:
        return ActionResult({"tags": dict(self.backend.tagged(self.params["resourceArn"]).tags)})

    def tag_resource(self) -> ActionResult:
        tags = self.backend.tagged(self.params["resourceArn"]).tags
        check_tags(self.params["tags"], tags)
        tags.update(self.params["tags"])
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        tags = self.backend.tagged(self.params["resourceArn"]).tags
        for key in self.params["tagKeys"]:
            tags.pop(key, None)
        return ActionResult({})


def _page(name: str, items: list[dict[str, Any]], token: str | None) -> ActionResult:
    return ActionResult({name: items} | ({"nextToken": token} if token else {}))


def _cancellation(status: str) -> str:
    """What a cancellation has come to: of what just ended while it was cancelled, CANCELLED is not true."""
    return "CANCELLED" if status == "CANCELLED" else "CANCELLING"
