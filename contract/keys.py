"""The S3 key layout: every key this project reads or writes is formed here, and nowhere else.

input bucket    problems/<problem_id>.json
code bucket     quantum-code/source.tar.gz
output bucket   jobs/<job_name>/metadata.json, status.json, …
                jobs/<job_name>/script/source.tar.gz      the code this run uses
                jobs/<job_name>/output/model.tar.gz       written by Braket
                jobs/<job_name>/checkpoints/, tasks/
                jobs/<job_name>/analysis_report.json, convergence_plot.png, report.html
"""

PROBLEM_CHANNEL = "problem"
"""Name of the input-data channel that holds the problem document in the job container."""

PROBLEM_PREFIX = "problems/"
RUN_PREFIX = "jobs/"
CODE_PREFIX = "quantum-code"
CODE_ARCHIVE_NAME = "source.tar.gz"
CODE_ARCHIVE = f"{CODE_PREFIX}/{CODE_ARCHIVE_NAME}"
RESULTS_DOCUMENT = "results.json"
"""Name of the result document at the root of model.tar.gz."""

CHECKPOINT_RECORD = "record.jsonl"
"""Name of the record of a run's answers, among its checkpoints."""


def problem(problem_id: str) -> str:
    return f"{PROBLEM_PREFIX}{problem_id}.json"


def job_prefix(job_name: str) -> str:
    """Everything of one run lies under this prefix; no trailing slash, as Braket's outputDataConfig wants it."""
    return f"{RUN_PREFIX}{job_name}"


def metadata(job_name: str) -> str:
    return f"{job_prefix(job_name)}/metadata.json"


def status(job_name: str) -> str:
    return f"{job_prefix(job_name)}/status.json"


def completion_status(job_name: str) -> str:
    return f"{job_prefix(job_name)}/completion_status.json"


def failure_status(job_name: str) -> str:
    return f"{job_prefix(job_name)}/failure_status.json"


def cancellation_status(job_name: str) -> str:
    return f"{job_prefix(job_name)}/cancellation_status.json"


def script(job_name: str) -> str:
    return f"{job_prefix(job_name)}/script/{CODE_ARCHIVE_NAME}"


def model(job_name: str) -> str:
    return f"{job_prefix(job_name)}/output/model.tar.gz"


def checkpoints(job_name: str) -> str:
    return f"{job_prefix(job_name)}/checkpoints"


def analysis_report(job_name: str) -> str:
    return f"{job_prefix(job_name)}/analysis_report.json"


def convergence_plot(job_name: str) -> str:
    return f"{job_prefix(job_name)}/convergence_plot.png"


def report(job_name: str) -> str:
    return f"{job_prefix(job_name)}/report.html"


def uri(bucket: str, key: str) -> str:
    return f"s3://{bucket}/{key}"
