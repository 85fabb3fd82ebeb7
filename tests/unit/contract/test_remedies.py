"""Every refusal's remedy, followed to the letter, ends in a plan that settles; over all combinations of choices."""

import itertools
import re
from typing import Any, get_args

import pytest

from contract.devices import BRAKET_DM, BRAKET_SV, DM1, EXACT_QAOA, LIGHTNING, SV1, Device, find_device
from contract.errors import InvalidPlan
from contract.planning import settle
from contract.problems import Problem, parse_problem
from contract.run_plan import AnsatzName, EvaluationName, GradientName, ObjectiveName, OptimizerName, RunPlan

GARNET = find_device("arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet")
DEVICES = (None, EXACT_QAOA, LIGHTNING, BRAKET_SV, BRAKET_DM, SV1, DM1, GARNET)
BELL = "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"
PROBLEMS: dict[str, dict[str, Any]] = {
    "qubo": {"problem_type": "optimization", "problem_size": 4},
    "constrained": {"problem_type": "optimization", "problem_size": 4, "hamming_weight": 2},
    "molecule": {"problem_type": "chemistry", "molecule": "H2"},
    "circuit": {"problem_type": "circuit", "program": BELL},
    "noise": {"problem_type": "circuit", "program": f"{BELL}\n#pragma braket noise bit_flip(0.1) q[0]\n"},
}
CHOICES: dict[str, tuple[Any, ...]] = {
    "optimizer": (None, *get_args(OptimizerName)),
    "evaluation": (None, *get_args(EvaluationName)),
    "gradient": (None, *get_args(GradientName)),
    "objective": get_args(ObjectiveName),
    "ansatz": (None, *get_args(AnsatzName)),
    "start": (None, "interpolation"),
}
MOST_REMEDIES = 10


def _combinations() -> list[dict[str, Any]]:
    named = [dict(zip(CHOICES, values, strict=True)) for values in itertools.product(*CHOICES.values())]
    return [{name: value for name, value in fields.items() if value is not None} for fields in named]


def _on(device: Device | None) -> dict[str, Any]:
    return {"device": device.arn} if device else {}


def _remedies(fields: dict[str, Any], message: str) -> list[dict[str, Any]]:
    """The fields after each thing that a refusal advises: `FIELD: …; leave it out, or use [FIELD] VALUE or VALUE`."""
    name, remedy = message.split(":")[0], message.rpartition("; ")[2]
    without = {key: value for key, value in fields.items() if key != name}
    advised = [without] if "leave it out" in remedy else []
    use = re.search(r"\buse (optimizer )?(.+)$", remedy)
    if use and "another" in use[2]:
        advised.append(without)
    elif use:
        values = re.split(r", | or ", use[2])
        advised += [fields | {use[1].strip() if use[1] else name: value} for value in values]
    assert advised, f"no remedy in: {message}"
    return advised


def _follow(problem: Problem, fields: dict[str, Any], followed: tuple[str, ...] = ()) -> None:
    plan = RunPlan.parse(fields, InvalidPlan, "plan")
    try:
        settled = settle(plan, problem)
    except InvalidPlan as refusal:
        assert len(followed) < MOST_REMEDIES, f"remedies lead nowhere: {followed}"
        for remedied in _remedies(fields, str(refusal)):
            _follow(problem, remedied, (*followed, str(refusal)))
        return
    assert settle(settled, problem) == settled
    assert RunPlan.from_hyperparameters(settled.to_hyperparameters()) == settled


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.name if device else "no device named")
@pytest.mark.parametrize("problem", PROBLEMS)
def test_following_the_remedies_ends_in_a_plan(problem: str, device: Device | None) -> None:
    for fields in _combinations():
        _follow(parse_problem(PROBLEMS[problem]), _on(device) | fields)


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.name if device else "no device named")
@pytest.mark.parametrize("objective", get_args(ObjectiveName))
def test_any_objective_settles_on_any_device_with_defaults_alone(objective: str, device: Device | None) -> None:
    plan = RunPlan.parse(_on(device) | {"objective": objective}, InvalidPlan, "plan")
    assert settle(plan, parse_problem(PROBLEMS["qubo"])).optimizer
