"""Braket's errors; their HTTP status stands in botocore's service model, but for what AWS answers before Braket."""

from typing import Any

from moto.core.exceptions import ServiceException


class ValidationException(ServiceException):
    """400; for a program set `failures` say which programs are wrong."""

    code = "ValidationException"

    def __init__(self, message: str, failures: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        if failures:
            self.reason = "ProgramSetValidationFailed"
            self.programSetValidationFailures = failures


class AccessDeniedException(ServiceException):
    code = "AccessDeniedException"


class ResourceNotFoundException(ServiceException):
    code = "ResourceNotFoundException"


class ConflictException(ServiceException):
    code = "ConflictException"


class DeviceOfflineException(ServiceException):
    code = "DeviceOfflineException"


class DeviceRetiredException(ServiceException):
    code = "DeviceRetiredException"


class ServiceQuotaExceededException(ServiceException):
    code = "ServiceQuotaExceededException"


class ThrottlingException(ServiceException):
    code = "ThrottlingException"


class InternalServiceException(ServiceException):
    code = "InternalServiceException"


class SerializationException(ServiceException):
    """400, for a body that is not the operation's JSON: AWS's front end answers it, no service."""

    code = "SerializationException"


BY_NAME: dict[str, type[ServiceException]] = {
    kind.code: kind
    for kind in (
        AccessDeniedException,
        ConflictException,
        DeviceOfflineException,
        DeviceRetiredException,
        InternalServiceException,
        ResourceNotFoundException,
        ServiceQuotaExceededException,
        ThrottlingException,
        ValidationException,
    )
}
