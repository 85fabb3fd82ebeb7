"""Going on from an earlier run: its plan, and its checkpoints for the new run's container."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contract import keys
from contract.errors import CheckpointNotFound, DeviceUnavailable, InvalidPlan, InvalidRequest, JobNotFound
from contract.planning import settle
from contract.problems import Problem
from contract.run_plan import RunPlan
from lambdas import storage
from lambdas.job_submission.request import SubmissionRequest

OWN_WORD = ("allow_qpu", "max_cost_usd")
"""What each request says itself: an earlier run's permission to spend is not one to spend again."""


@dataclass(frozen=True)
class EarlierRun:
    """What the metadata of an earlier run says."""

    name: str
    input_bucket: str
    data_key: str
    plan: RunPlan

    def complete(self, request: SubmissionRequest) -> SubmissionRequest:
        """The request with this run's problem."""
        bucket = request.input_bucket or self.input_bucket
        return request.model_copy(update={"data_key": self.data_key, "input_bucket": bucket})


def find_earlier_run(output_bucket: str, request: SubmissionRequest) -> EarlierRun | None:
    """The run that the request resumes; None when it begins one of its own.

    Raises:
        JobNotFound: no run of that name was submitted.
        InvalidPlan: it was submitted by another version of the pipeline.
        InvalidRequest: the request names another problem than that run's.
    """
    name = request.plan.resume_from
    if name is None:
        return None
    metadata = storage.find_json(output_bucket, keys.metadata(name))
    if metadata is None:
        where = keys.uri(output_bucket, keys.metadata(name))
        raise JobNotFound(f"resume_from: no run named {name}, as there is no {where}; give an earlier run's job_name")
    plan = RunPlan.parse(metadata["plan"], InvalidPlan, f"resume_from: plan in the metadata of {name}")
    data = metadata["problem_data"]
    if request.data_key not in (None, data["key"]):
        raise InvalidRequest(
            f"data_key: is {request.data_key}, {name} ran on {data['key']}; leave it out, or resume_from"
        )
    return EarlierRun(name, data["bucket"], data["key"], plan)


def continued(request: SubmissionRequest, earlier: EarlierRun, problem: Problem) -> RunPlan:
    """The earlier run's plan, with what the request changes of it.

    A limit of circuits that followed from max_iterations is left open again when the request changes max_iterations.

    Raises:
        InvalidPlan: the request changes a field that decides the trajectory.
    """
    given = {name: getattr(request.plan, name) for name in request.plan.model_fields_set}
    inherited = {name: RunPlan.model_fields[name].default for name in OWN_WORD}
    if "max_iterations" in given:
        unlimited = earlier.plan.model_copy(update={"max_circuits": None})
        if settle(unlimited, problem) == earlier.plan:
            inherited["max_circuits"] = None
    plan = earlier.plan.model_copy(update=inherited | given)
    before, after = earlier.plan.trajectory(), plan.trajectory()
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if changed:
        raise InvalidPlan(
            f"{', '.join(changed)}: decides every step of a run, so {earlier.name} cannot go on with another value; "
            "leave it out, or resume_from"
        )
    return plan


@contextmanager
def copied_checkpoints(output_bucket: str, earlier: EarlierRun | None, name: str) -> Iterator[None]:
    """Puts the earlier run's checkpoints where the new run's container fetches its own, as the Braket SDK does.

    They are removed again when the job is refused; after any other fault, a job that needs them may be there.

    Raises:
        CheckpointNotFound: the earlier run left none.
    """
    if earlier is None:
        yield
        return
    source, target = (f"{keys.checkpoints(run)}/" for run in (earlier.name, name))
    found = storage.list_keys(output_bucket, source)
    missing = CheckpointNotFound(
        f"resume_from: {earlier.name} left no checkpoint at {keys.uri(output_bucket, source)}; submit it as a new run"
    )
    if not found:
        raise missing
    copies = [target + key.removeprefix(source) for key in found]
    for key, copy in zip(found, copies, strict=True):
        storage.copy((output_bucket, key), (output_bucket, copy), missing)
    try:
        yield
    except (InvalidPlan, DeviceUnavailable):
        for copy in copies:
            storage.delete(output_bucket, copy)
        raise
