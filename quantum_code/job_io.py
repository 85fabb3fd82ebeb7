"""The hybrid job around a run: where Braket puts inputs and takes outputs, as contract documents.

Everything about the container (directories, environment variables, file formats) is left to `braket.jobs`.
"""

import sys
from pathlib import Path

from braket.jobs import (
    get_checkpoint_dir,
    get_hyperparameters,
    get_input_data_dir,
    get_job_device_arn,
    get_job_name,
    get_results_dir,
    save_job_result,
)
from braket.jobs.metrics import log_metric
from braket.jobs_data import PersistedJobDataFormat

from contract.errors import InvalidProblem, ProblemNotFound
from contract.keys import CHECKPOINT_RECORD, PROBLEM_CHANNEL, RESULTS_DOCUMENT
from contract.problems import Problem, read_problem
from contract.run_plan import RunPlan
from contract.run_result import RunResult

__all__ = ["checkpoint_record", "get_job_name", "log_iteration", "read_job_plan", "read_job_problem", "save_result"]


def read_job_plan() -> RunPlan:
    """The plan in the job's hyperparameters, on the device that Braket gave to the job.

    Raises:
        InvalidPlan: when the hyperparameters are not a plan's.
    """
    plan = RunPlan.from_hyperparameters(get_hyperparameters())
    return plan.model_copy(update={"device": get_job_device_arn()})


def read_job_problem() -> Problem:
    """The problem in the job's input channel.

    Raises:
        ProblemNotFound: when the channel is missing or empty.
        InvalidProblem: when it holds several files, or one that is not a problem.
    """
    channel = Path(get_input_data_dir(PROBLEM_CHANNEL))
    files = sorted(path for path in channel.iterdir() if path.is_file()) if channel.is_dir() else []
    if not files:
        raise ProblemNotFound(f"no problem in {channel}: give the job an input channel named {PROBLEM_CHANNEL!r}")
    if len(files) > 1:
        names = ", ".join(path.name for path in files)
        raise InvalidProblem(f"{channel} holds several files ({names}); the job's input must be one problem")
    return read_problem(files[0].read_bytes())


def checkpoint_record() -> Path:
    """The file that Braket keeps in S3 while the job writes it, and fetches before the job starts."""
    return Path(get_checkpoint_dir(), CHECKPOINT_RECORD)


def log_iteration(iteration: int, cost: float) -> None:
    """Reports a cost as the job's metric `cost`, at once, so that it can be followed while the job runs."""
    log_metric(metric_name="cost", value=cost, iteration_number=iteration)
    sys.stdout.flush()


def save_result(result: RunResult) -> None:
    """Writes results.json, with the result's document as its data and nothing else."""
    # save_job_result adds to a file that is there; a restarted container must not mix two results.
    Path(get_results_dir(), RESULTS_DOCUMENT).unlink(missing_ok=True)
    save_job_result(result.to_dict(), data_format=PersistedJobDataFormat.PLAINTEXT)
