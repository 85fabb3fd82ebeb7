"""What a checkpoint belongs to: the problem, and the fields of the plan that decide the trajectory."""

from pathlib import Path
from typing import Any

from contract.errors import CheckpointUnreadable, InvalidPlan, InvalidProblem
from contract.problems import Problem
from contract.run_plan import RunPlan

SCHEMA, VERSION = "quantum-pipeline/checkpoint", 1
OPENING = f'{{"schema":"{SCHEMA}"'.encode()
"""What the file of a record begins with."""


def header(problem: Problem, plan: RunPlan) -> dict[str, Any]:
    """The first line of a record."""
    label = {"schema": SCHEMA, "version": VERSION}
    return label | {"problem_id": problem.problem_id, "plan": plan.trajectory(), "limits": limits(plan)}


def limits(plan: RunPlan) -> dict[str, Any]:
    """How far a run may go along its trajectory; another attempt may go further."""
    return {"max_iterations": plan.max_iterations, "max_circuits": plan.max_circuits}


def check_identity(found: dict[str, Any], problem: Problem, plan: RunPlan, path: Path | None) -> None:
    """Lets a checkpoint pass that this run can go on from.

    Raises:
        CheckpointUnreadable: it is one of another version.
        InvalidProblem: it is of another problem.
        InvalidPlan: a field that decides the trajectory differs.
    """
    if found["version"] != VERSION:
        raise CheckpointUnreadable(f"{path} is not a checkpoint of version {VERSION}; start without it")
    if found["problem_id"] != problem.problem_id:
        raise InvalidProblem(
            f"the checkpoint belongs to problem {found['problem_id']}, this one is {problem.problem_id}; "
            "run the same problem, or start without the checkpoint"
        )
    earlier, now = found["plan"], plan.trajectory()
    for name in sorted(earlier.keys() | now.keys()):
        if earlier.get(name) != now.get(name):
            raise InvalidPlan(
                f"{name}: is {now.get(name)}, the checkpoint's run had {earlier.get(name)}, and it decides every step; "
                "go on with the same plan, or start without the checkpoint"
            )
