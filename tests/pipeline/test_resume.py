"""A run that is stopped goes on from its checkpoint, and ends as if nothing had happened."""

from typing import Any

import pytest

from tests.pipeline.deployed import Deployed, FunctionError, Run
from tests.waiting import until

PLAN: dict[str, Any] = {"optimizer": "adam", "max_iterations": 300}
"""A run of some ten seconds: long enough to be stopped on its way."""

LIH = {"problem_type": "chemistry", "molecule": "LiH"}


@pytest.fixture(scope="module")
def stopped(deployed: Deployed) -> Run:
    """A run that was cancelled on its way."""
    run = deployed.submit(deployed.prepare(LIH), **PLAN)
    until(lambda: len(_record(deployed, run)) > 10, 120, "a checkpoint")
    deployed.client("braket").cancel_job(jobArn=run.arn)
    deployed.wait_for_end(run.arn)
    deployed.settle()
    assert deployed.job(run.arn)["status"] == "CANCELLED"
    return run


def test_it_ends_as_the_uninterrupted_run_does(deployed: Deployed, stopped: Run) -> None:
    whole = deployed.result(deployed.solve(LIH, **PLAN))
    answer = deployed.answer("JobSubmission", {"resume_from": stopped.name})
    resumed_run = Run(answer["job_name"], answer["job_arn"], {}, answer)
    deployed.wait_for_end(resumed_run.arn)
    deployed.settle()
    resumed = deployed.result(resumed_run)
    own = {"job_name", "duration_s", "plan"}
    assert {key: resumed[key] for key in resumed.keys() - own} == {key: whole[key] for key in whole.keys() - own}
    assert resumed["plan"].pop("resume_from") == stopped.name
    assert resumed["plan"] == whole["plan"]
    earlier, later = _record(deployed, stopped)[:-1], _record(deployed, resumed_run)  # the last line may be torn
    assert 10 <= len(earlier) < len(later)
    assert later[: len(earlier)] == earlier  # what was answered was not asked again


def test_what_decides_the_trajectory_cannot_be_changed(deployed: Deployed, stopped: Run) -> None:
    before = deployed.everything()
    with pytest.raises(FunctionError) as refused:
        deployed.answer("JobSubmission", {"resume_from": stopped.name, "seed": 7})
    assert refused.value.type == "InvalidPlan"
    assert "seed" in refused.value.message
    assert deployed.everything() == before


def test_a_run_that_never_was_cannot_be_resumed(deployed: Deployed) -> None:
    with pytest.raises(FunctionError) as refused:
        deployed.answer("JobSubmission", {"resume_from": "never-was"})
    assert refused.value.type == "JobNotFound"


def _record(deployed: Deployed, run: Run) -> list[bytes]:
    """The lines of a run's checkpoint, as far as they have come to S3."""
    key = run.key("checkpoints/record.jsonl")
    return deployed.get(key).splitlines() if deployed.exists(key) else []
