"""S3 as the functions use it: whole objects, JSON documents, and writes that happen once."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Never

import boto3
from botocore.exceptions import ClientError, ParamValidationError

from contract.errors import InvalidRequest, NotFound, PipelineError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


FAULTS = (ClientError, ParamValidationError)
"""What S3 refuses, and what its client refuses before it asks: a name that no bucket can have."""


@cache
def _s3() -> "S3Client":
    return boto3.client("s3")


def read(bucket: str, key: str, missing: PipelineError) -> tuple[bytes, datetime]:
    """The object's bytes, and when it was last written (UTC).

    Raises:
        missing: when there is no such object.
        InvalidRequest: when there is no such bucket, or it may not be read.
    """
    try:
        answer = _s3().get_object(Bucket=bucket, Key=key)
    except FAULTS as fault:
        if _code(fault) == "NoSuchKey":
            raise missing from fault
        _refuse(bucket, fault)
    return answer["Body"].read(), answer["LastModified"].astimezone(UTC)


def find_json(bucket: str, key: str) -> dict[str, Any] | None:
    """The JSON document under a key; None when there is none."""
    missing = NotFound(f"no {key} in {bucket}")
    try:
        document: dict[str, Any] = json.loads(read(bucket, key, missing)[0])
    except NotFound:
        return None
    return document


def exists(bucket: str, key: str) -> bool:
    """Whether the object is there."""
    try:
        _s3().head_object(Bucket=bucket, Key=key)
    except FAULTS as fault:
        if _code(fault) in ("404", "NoSuchKey", "NotFound"):
            return False
        _refuse(bucket, fault)
    return True


def list_keys(bucket: str, prefix: str) -> list[str]:
    """The keys of all objects under a prefix, in order."""
    try:
        pages = list(_s3().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix))
    except FAULTS as fault:
        _refuse(bucket, fault)
    return [item["Key"] for page in pages for item in page.get("Contents", [])]


def write(bucket: str, key: str, body: bytes, content_type: str) -> None:
    """Writes the object, over an earlier one."""
    try:
        _s3().put_object(Bucket=bucket, Key=key, Body=body, ContentType=content_type)
    except FAULTS as fault:
        _refuse(bucket, fault)


def write_json(bucket: str, key: str, document: dict[str, Any]) -> None:
    """Writes a JSON document, over an earlier one."""
    write(bucket, key, _encode(document), "application/json")


def write_once(bucket: str, key: str, document: dict[str, Any]) -> bool:
    """Writes a JSON document unless the key exists; True for the one caller whose write it was.

    Marks what must happen once although events and retries come more than once.
    """
    try:
        _s3().put_object(
            Bucket=bucket, Key=key, Body=_encode(document), ContentType="application/json", IfNoneMatch="*"
        )
    except FAULTS as fault:
        # 409: another conditional write to the same key is under way, and that one counts.
        if _code(fault) in ("PreconditionFailed", "ConditionalRequestConflict"):
            return False
        _refuse(bucket, fault)
    return True


def copy(source: tuple[str, str], target: tuple[str, str], missing: PipelineError) -> str:
    """Copies an object, (bucket, key) to (bucket, key), and returns its entity tag.

    Raises:
        missing: when the source is not there.
    """
    try:
        answer = _s3().copy_object(CopySource={"Bucket": source[0], "Key": source[1]}, Bucket=target[0], Key=target[1])
    except FAULTS as fault:
        if _code(fault) in ("NoSuchKey", "404"):
            raise missing from fault
        _refuse(f"{source[0]} or {target[0]}", fault)
    return answer["CopyObjectResult"]["ETag"].strip('"')


def delete(bucket: str, key: str) -> None:
    """Removes the object, or does nothing when it is not there."""
    _s3().delete_object(Bucket=bucket, Key=key)


def _encode(document: dict[str, Any]) -> bytes:
    return json.dumps(document, indent=2, allow_nan=False).encode()


def _code(fault: ClientError | ParamValidationError) -> str:
    return fault.response["Error"]["Code"] if isinstance(fault, ClientError) else "InvalidBucketName"


def _refuse(bucket: str, fault: ClientError | ParamValidationError) -> Never:
    """Turns what the caller can mend, the bucket's name, into a typed error; anything else goes up as it is."""
    if _code(fault) in ("NoSuchBucket", "AccessDenied", "403", "InvalidBucketName"):
        raise InvalidRequest(f"bucket {bucket!r} cannot be used by this function: {fault}") from fault
    raise fault
