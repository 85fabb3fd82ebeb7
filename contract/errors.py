"""Every error this project raises on purpose.

The class name is part of the contract: Lambda reports it as `errorType`, alarms and workflows match on it.

    PipelineError
    ├── InvalidRequest (ValueError)     the caller's input is wrong; nothing was written
    │   ├── InvalidProblem              the problem itself: shapes, numbers, names, size
    │   ├── InvalidPlan                 how it is to be run: layers, shots, limits
    │   ├── UnknownDevice               no device of that name or ARN is known
    │   └── InvalidJobArn               not the ARN of a Braket hybrid job
    ├── NotFound (LookupError)          what the request names is not there
    │   ├── ProblemNotFound
    │   ├── CodeNotFound
    │   ├── JobNotFound
    │   └── CheckpointNotFound
    ├── Refused (PermissionError)       understood and not done
    │   ├── QpuNotAllowed               a QPU costs money per shot: the request must say so itself
    │   ├── OverBudget                  the quote does not fit under max_cost_usd
    │   ├── PriceUnknown                no price is known, so the bill would not be either
    │   └── DeviceUnavailable           offline, retired, or without capacity now
    └── RunError (RuntimeError)         the run itself
        ├── JobNotFinished              asked for a result too early
        ├── RunFailed                   the job ended FAILED or CANCELLED
        ├── InsufficientMemory          the state of a simulation does not fit, and was not begun
        ├── ResultsMissing              the job ended without a result document
        ├── ResultsUnreadable           there is one, but it is not what this contract says
        └── CheckpointUnreadable        damaged, or made by another version of the program
"""


class PipelineError(Exception):
    """The root: `except PipelineError` catches every error raised on purpose, and no bug."""


class InvalidRequest(PipelineError, ValueError):
    """The caller's input is wrong; nothing was written."""


class InvalidProblem(InvalidRequest):
    """The problem itself is wrong: shapes, numbers, names, size."""


class InvalidPlan(InvalidRequest):
    """How the problem is to be run is wrong: layers, shots, limits."""


class UnknownDevice(InvalidRequest):
    """No device of that name or ARN is in the catalogue."""


class InvalidJobArn(InvalidRequest):
    """Not the ARN of a Braket hybrid job."""


class NotFound(PipelineError, LookupError):
    """What the request names is not there."""


class ProblemNotFound(NotFound):
    """No prepared problem under that key."""


class CodeNotFound(NotFound):
    """The hybrid-job program is not in the code bucket."""


class JobNotFound(NotFound):
    """No job of that name or ARN was submitted through this pipeline."""


class CheckpointNotFound(NotFound):
    """The run to be resumed left no checkpoint."""


class Refused(PipelineError, PermissionError):
    """Understood and not done."""


class QpuNotAllowed(Refused):
    """A QPU costs money per shot: the request must say `allow_qpu` and `max_cost_usd` itself."""


class OverBudget(Refused):
    """The quote does not fit under `max_cost_usd`."""


class PriceUnknown(Refused):
    """No price is known, so the bill would not be known before the money is spent."""


class DeviceUnavailable(Refused):
    """The device is offline, retired, or has no capacity now."""


class RunError(PipelineError, RuntimeError):
    """The run itself went wrong."""


class JobNotFinished(RunError):
    """A result was asked for before the job ended."""


class RunFailed(RunError):
    """The job ended FAILED or CANCELLED."""


class InsufficientMemory(RunError):
    """A simulation needs more memory than there is, and was not begun; the message gives both in bytes."""


class ResultsMissing(RunError):
    """The job ended without a result document."""


class ResultsUnreadable(RunError):
    """There is a result document, but it is not what this contract says."""


class CheckpointUnreadable(RunError):
    """There is a checkpoint, but it is damaged, or made by another version of the program."""
