"""The two ways in which a quantum task goes wrong: refused when it is created, or failed when it runs."""

from typing import TypedDict


class TaskFailed(Exception):
    """A task that was accepted and cannot be run; the message is the task's failureReason."""


class ProgramSetFailure(TypedDict, total=False):
    """What is wrong with one program of a set, as in ValidationException.programSetValidationFailures."""

    programIndex: int
    inputsIndex: int
    errors: list[str]


class ProgramRejected(Exception):
    """A program that the device does not take; `failures` is filled for program sets."""

    def __init__(self, message: str, failures: list[ProgramSetFailure] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.failures: list[ProgramSetFailure] = failures or []
