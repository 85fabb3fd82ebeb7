"""CreateJob's documented rules that the service model does not hold.

https://docs.aws.amazon.com/braket/latest/developerguide/braket-jobs-api.html and the pages beside it. Refused here, and
not by Braket, because this account lacks what they need: containers without a script (no containers run here), KMS keys
and reservations. `volumeSizeInGb` and the kind of `instanceType` change nothing here: a job has this machine.

Where the service is not documented the stricter is chosen: the role must exist and trust Braket, and every bucket must
exist, when the job is created.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from moto.iam.models import iam_backends
from moto.s3.models import s3_backends

from local_aws.braket.exceptions import ValidationException
from local_aws.s3_uri import parse_uri

RESERVED_CHECKPOINT_PATHS = ("/opt/ml", "/opt/braket", "/tmp", "/usr/local/nvidia")  # noqa: S108  # refused, not used
FORBIDDEN_IN_HYPERPARAMETERS = "\0\n\r$(&`"
LOCAL_DEVICE = re.compile(r"local:[A-Za-z0-9_\-.,]+/[A-Za-z0-9_\-.,]+")
MAX_INSTANCES = 5


def check_job(request: dict[str, Any], account_id: str, region: str) -> None:
    """Checks a request that the service model admits; its device is checked elsewhere.

    Raises:
        ValidationException: with the first rule that is broken.
    """
    _check_program(request["algorithmSpecification"], region)
    _check_hyperparameters(request.get("hyperParameters") or {})
    _check_checkpoints(request.get("checkpointConfig") or {})
    _check_instances(request)
    _check_role(request["roleArn"], account_id)
    if request.get("associations"):
        raise ValidationException(no_reservation(request["deviceConfig"]["device"]))
    if request["outputDataConfig"].get("kmsKeyId"):
        raise ValidationException("outputDataConfig.kmsKeyId is not part of this local account")
    _check_places(request, account_id)


def no_reservation(device: str) -> str:
    """Why a reservation is refused: as Braket says it of one that there is not, and that there are none here."""
    fault = "Reservation arn is invalid" if "/qpu/" in device else f"Braket Direct is not supported for {device}"
    return f"{fault}. Reservations (associations) are not part of this local account"


def is_local_device(device: str) -> bool:
    """Whether a job's device is an embedded simulator.

    Raises:
        ValidationException: when it begins like one and is none.
    """
    if not device.startswith("local:"):
        return False
    if not LOCAL_DEVICE.fullmatch(device):
        raise ValidationException(f"Device {device} must be local:<provider>/<simulator>")
    return True


def check_bucket(name: str, account_id: str) -> None:
    """Raises ValidationException when the account has no such bucket."""
    if name not in s3_backends[account_id]["aws"].buckets:
        raise ValidationException(f"The S3 bucket {name} does not exist or is not owned by account {account_id}")


def _check_places(request: dict[str, Any], account_id: str) -> None:
    for uri in _s3_uris(request):
        try:
            bucket, _ = parse_uri(uri)
        except ValueError as fault:
            raise ValidationException(f"{uri} is no location in S3: {fault}") from fault
        check_bucket(bucket, account_id)
    script = request["algorithmSpecification"]["scriptModeConfig"]["s3Uri"]
    if not parse_uri(script)[1]:
        raise ValidationException(f"scriptModeConfig.s3Uri {script} names no object")
    channels = [channel["channelName"] for channel in request.get("inputDataConfig") or []]
    if len(set(channels)) < len(channels):
        raise ValidationException("inputDataConfig has two channels of the same name")
    if {".", ".."} & set(channels):
        raise ValidationException("inputDataConfig.channelName cannot be . or ..")


def _check_program(specification: dict[str, Any], region: str) -> None:
    script = specification.get("scriptModeConfig")
    if not script:
        raise ValidationException(
            "algorithmSpecification needs a scriptModeConfig: this local account runs scripts, not containers"
        )
    if not script["entryPoint"].strip() or "\0" in script["entryPoint"]:
        raise ValidationException("scriptModeConfig.entryPoint must name a module, or a function as module:function")
    image = (specification.get("containerImage") or {}).get("uri", "")
    if image and f".ecr.{region}." not in image:
        raise ValidationException(f"Container image {image} must be in the job's region, {region}")


def _check_hyperparameters(hyperparameters: dict[str, str]) -> None:
    for name, value in hyperparameters.items():
        if any(letter in name + value for letter in FORBIDDEN_IN_HYPERPARAMETERS):
            raise ValidationException(f"Hyperparameter {name} contains a character that is not allowed")


def _check_checkpoints(checkpoints: dict[str, Any]) -> None:
    local_path = checkpoints.get("localPath") or ""
    if local_path and not local_path.startswith("/"):
        raise ValidationException(f"checkpointConfig.localPath {local_path} must be an absolute path")
    if local_path.startswith(RESERVED_CHECKPOINT_PATHS):
        raise ValidationException(f"checkpointConfig.localPath {local_path} begins with a reserved path")


def _check_instances(request: dict[str, Any]) -> None:
    count = request["instanceConfig"].get("instanceCount") or 1
    if count > 1 and not is_local_device(request["deviceConfig"]["device"]):
        raise ValidationException("instanceConfig.instanceCount above 1 is for embedded simulators (local:) only")
    if count > MAX_INSTANCES:
        raise ValidationException(f"instanceConfig.instanceCount must be at most {MAX_INSTANCES}")


def _check_role(arn: str, account_id: str) -> None:
    account, name = arn.split(":")[4], arn.rpartition("/")[2]
    roles = {role.arn: role for role in iam_backends[account_id]["aws"].roles.values()} if account == account_id else {}
    if arn not in roles:
        raise ValidationException(
            f"Role {arn} cannot be assumed: account {account_id} has no such role; "
            "create it with a trust policy for braket.amazonaws.com"
        )
    if not _trusts_braket(json.loads(roles[arn].assume_role_policy_document or "{}")):
        raise ValidationException(f"Role {name} cannot be assumed: it does not trust braket.amazonaws.com")


def _trusts_braket(policy: Any) -> bool:
    """Whether a trust policy lets Braket assume its role; its conditions are not judged."""
    statements = _listed(policy.get("Statement")) if isinstance(policy, dict) else []
    return any(_allows_braket(statement) for statement in statements if isinstance(statement, dict))


def _allows_braket(statement: dict[str, Any]) -> bool:
    principal = statement.get("Principal")
    services = _listed(principal.get("Service")) if isinstance(principal, dict) else []
    actions = {str(action).lower() for action in _listed(statement.get("Action"))}
    return (
        statement.get("Effect") == "Allow"
        and "braket.amazonaws.com" in services
        and bool(actions & {"sts:assumerole", "sts:*", "*"})
    )


def _listed(value: Any) -> list[Any]:
    """A policy writes one of a thing without the list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _s3_uris(request: dict[str, Any]) -> Iterator[str]:
    yield request["algorithmSpecification"]["scriptModeConfig"]["s3Uri"]
    yield request["outputDataConfig"]["s3Path"]
    if request.get("checkpointConfig"):
        yield request["checkpointConfig"]["s3Uri"]
    for channel in request.get("inputDataConfig") or []:
        yield channel["dataSource"]["s3DataSource"]["s3Uri"]
