"""The hybrid job around a run: where Braket puts inputs and takes outputs, as contract documents.

Directories, environment variables and formats are those of `braket.jobs`, written out here because importing that
takes two seconds of every job (https://docs.aws.amazon.com/braket/latest/developerguide/braket-jobs-script-environment.html).
"""

import json
import os
import time
from pathlib import Path

from contract.errors import InvalidProblem, ProblemNotFound
from contract.keys import CHECKPOINT_RECORD, PROBLEM_CHANNEL, RESULTS_DOCUMENT
from contract.problems import Problem, read_problem
from contract.run_plan import RunPlan
from contract.run_result import ENVELOPE, RunResult


def job_name() -> str:
    """The name that Braket gave to the job."""
    return os.environ["AMZN_BRAKET_JOB_NAME"]


def read_job_plan() -> RunPlan:
    """The plan in the job's hyperparameters, on the device that Braket gave to the job.

    Raises:
        InvalidPlan: when the hyperparameters are not a plan's.
    """
    file = os.environ.get("AMZN_BRAKET_HP_FILE")  # Braket sets it for jobs that have hyperparameters
    hyperparameters = json.loads(Path(file).read_text(encoding="utf-8")) if file else {}
    plan = RunPlan.from_hyperparameters(hyperparameters)
    return plan.model_copy(update={"device": os.environ["AMZN_BRAKET_DEVICE_ARN"]})


def read_job_problem() -> Problem:
    """The problem in the job's input channel.

    Raises:
        ProblemNotFound: when the channel is missing or empty.
        InvalidProblem: when it holds several files, or one that is not a problem.
    """
    channel = Path(os.environ["AMZN_BRAKET_INPUT_DIR"], PROBLEM_CHANNEL)
    files = sorted(path for path in channel.iterdir() if path.is_file()) if channel.is_dir() else []
    if not files:
        raise ProblemNotFound(f"no problem in {channel}: give the job an input channel named {PROBLEM_CHANNEL!r}")
    if len(files) > 1:
        names = ", ".join(path.name for path in files)
        raise InvalidProblem(f"{channel} holds several files ({names}); the job's input must be one problem")
    return read_problem(files[0].read_bytes())


def checkpoint_record() -> Path:
    """The file that Braket keeps in S3 while the job writes it, and fetches before the job starts."""
    return Path(os.environ["AMZN_BRAKET_CHECKPOINT_DIR"], CHECKPOINT_RECORD)


def log_iteration(iteration: int, cost: float) -> None:
    """Reports a cost as the job's metric `cost`, at once, so that it can be followed while the job runs."""
    print(f"Metrics - timestamp={time.time()}; cost={cost}; iteration_number={iteration};", flush=True)


def save_result(result: RunResult) -> None:
    """Writes results.json, as `save_job_result` in plain text, with the result's document as its data."""
    schema, version = ENVELOPE
    document = {
        "braketSchemaHeader": {"name": schema, "version": version},
        "dataDictionary": result.to_dict(),
        "dataFormat": "plaintext",
    }
    path = Path(os.environ["AMZN_BRAKET_JOB_RESULTS_DIR"], RESULTS_DOCUMENT)
    path.write_text(json.dumps(document, allow_nan=False), encoding="utf-8")
