"""CreateQuantumTask's rules that the service model does not hold; those about the program are the simulators'.

Refused here, and not by Braket: reservations (associations). Where the service is not documented the stricter is
chosen: a jobToken must be that of a job that has not ended.
"""

import json
from collections.abc import Iterable
from typing import Any

from moto.s3.models import s3_backends

from local_aws.braket.devices import BraketDevice
from local_aws.braket.exceptions import ValidationException
from local_aws.braket.job_rules import check_bucket, no_reservation
from local_aws.braket.jobs import HybridJob
from local_aws.simulators import ActionFacts, ProgramRejected, check

MAX_ACTION_BYTES = 5 * 1024 * 1024
BUCKET_PREFIX, BUCKET_TAG = "amazon-braket-", "AmazonBraket"


def check_task(request: dict[str, Any], device: BraketDevice, account_id: str) -> ActionFacts:
    """Checks a request that the service model admits, for a device that takes tasks; what its action holds.

    Raises:
        ValidationException: with the first rule that is broken, or every fault of a program set.
    """
    if request.get("associations"):
        raise ValidationException(no_reservation(device.arn))
    _check_bucket(request["outputS3Bucket"], account_id)
    if len(request["action"].encode()) > MAX_ACTION_BYTES:
        raise ValidationException(f"action is larger than {MAX_ACTION_BYTES} bytes")
    experimental = (request.get("experimentalCapabilities") or {}).get("enabled") == "ALL"
    try:
        return check(device, request["action"], int(request["shots"]), _device_parameters(request), experimental)
    except ProgramRejected as fault:
        raise ValidationException(fault.message, [dict(each) for each in fault.failures]) from fault


def find_job(token: str | None, jobs: Iterable[HybridJob]) -> HybridJob | None:
    """The job that a task was created in."""
    if token is None:
        return None
    for job in jobs:
        if job.token == token and not job.is_terminal:
            return job
    raise ValidationException("jobToken is not that of a running job")


def _check_bucket(name: str, account_id: str) -> None:
    """Braket's service-linked role writes to buckets of its own name, or with its tag.

    https://docs.aws.amazon.com/braket/latest/developerguide/braket-s3-bucket-support.html
    """
    check_bucket(name, account_id)
    tags = s3_backends[account_id]["aws"].get_bucket_tagging(name)
    tagged = any(tag["Key"] == BUCKET_TAG and tag["Value"] == "true" for tag in tags.get("Tags", []))
    if not name.startswith(BUCKET_PREFIX) and not tagged:
        raise ValidationException(
            f"Braket cannot write to the S3 bucket {name}: its name must begin with {BUCKET_PREFIX}, "
            f"or it must have the tag {BUCKET_TAG}=true"
        )


def _device_parameters(request: dict[str, Any]) -> dict[str, Any]:
    try:
        parameters = json.loads(request.get("deviceParameters") or "{}")
    except (ValueError, RecursionError) as fault:
        raise ValidationException(f"deviceParameters is not JSON: {fault}") from fault
    if not isinstance(parameters, dict):
        raise ValidationException("deviceParameters is not a JSON object")
    return parameters
