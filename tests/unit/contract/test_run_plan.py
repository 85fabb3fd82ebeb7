"""The plan: its limits, and its form as Braket's hyperparameters."""

import json
from decimal import Decimal
from typing import Any

import pytest

from contract.errors import InvalidPlan
from contract.run_plan import FORBIDDEN_IN_HYPERPARAMETERS, FREE_ON_RESUME, RunPlan

IMAGE = "292282985366.dkr.ecr.us-east-1.amazonaws.com/amazon-braket-base-jobs:1.0-cpu-py312-ubuntu24.04"
VALUES: dict[str, list[Any]] = {
    "algorithm": ["qaoa", "vqe", "sampling"],
    "repetitions": [1, 1000],
    "layers": [1, 64],
    "mixer": ["x", "ring_xy"],
    "objective": ["expectation", "cvar"],
    "cvar_alpha": [1, 0.1, 1e-9],
    "start": ["linear_ramp", "fixed_angles", "interpolation"],
    "ansatz": ["uccsd", "adapt", "hardware_efficient"],
    "initial_parameters": [[0.1], [1, -2.5e-300, 1 / 3, 0.1 + 0.2], [i / 7 for i in range(110)]],
    "optimizer": ["l-bfgs-b", "cobyla", "nelder-mead", "adam", "spsa", "qn-spsa", "none"],
    "evaluation": ["exact", "shots"],
    "gradient": ["adjoint", "parameter-shift", "spsa"],
    "device": ["x", "d" * 256, "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet", "local:pennylane/lightning.qubit"],
    "shots": [1, 100_000],
    "max_iterations": [1, 10_000],
    "max_circuits": [1, 10**9],
    "seed": [0, 2**32 - 1],
    "instance_type": ["ml.m5.large", "ml.p4d.24xlarge"],
    "image": [IMAGE, "123456789012.dkr.ecr.eu-west-2.amazonaws.com/own@sha256:0a"],
    "max_runtime_s": [1, 432_000],
    "resume_from": ["a", "max-cut-0123abcd-0123456789ab"],
    "allow_qpu": [True, False],
    "max_cost_usd": [1, 0.1, "2.50", Decimal("1E+3"), Decimal("0.01"), "12345678901234567890"],
}
ONE_CHANGED = [{name: value} for name, values in VALUES.items() for value in values]


def test_every_field_is_tried() -> None:
    assert set(VALUES) == set(RunPlan.model_fields)


@pytest.mark.parametrize("fields", [{}, *ONE_CHANGED, {name: values[-1] for name, values in VALUES.items()}])
def test_hyperparameters_restore_the_plan(fields: dict[str, Any]) -> None:
    plan = RunPlan.parse(fields, InvalidPlan, "plan")
    hyperparameters = plan.to_hyperparameters()
    assert RunPlan.from_hyperparameters(hyperparameters) == plan
    assert RunPlan.from_hyperparameters(hyperparameters).to_hyperparameters() == hyperparameters


@pytest.mark.parametrize("fields", [{}, *ONE_CHANGED, {name: values[-1] for name, values in VALUES.items()}])
def test_hyperparameters_are_what_braket_takes(fields: dict[str, Any]) -> None:
    hyperparameters = RunPlan.parse(fields, InvalidPlan, "plan").to_hyperparameters()
    assert 1 <= len(hyperparameters) <= 100
    for name, value in hyperparameters.items():
        assert isinstance(value, str)
        assert 1 <= len(name) <= 256
        assert 1 <= len(value) <= 2500
        assert not FORBIDDEN_IN_HYPERPARAMETERS.search(value)


def test_different_plans_have_different_hyperparameters() -> None:
    plans = {RunPlan.parse(fields, InvalidPlan, "plan") for fields in ONE_CHANGED}
    forms = {tuple(sorted(plan.to_hyperparameters().items())) for plan in plans}
    assert len(forms) == len(plans)


def test_a_small_plan_by_hand() -> None:
    assert RunPlan(layers=2, allow_qpu=True, max_cost_usd=Decimal("1.50")).to_hyperparameters() == {
        "shots": "1000",
        "repetitions": "1",
        "layers": "2",
        "objective": "expectation",
        "cvar_alpha": "0.25",
        "max_iterations": "200",
        "seed": "42",
        "instance_type": "ml.m5.large",
        "max_runtime_s": "3600",
        "allow_qpu": "True",
        "max_cost_usd": "1.50",
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        *(({name: 0}, f"{name}: Input should be greater") for name in ("layers", "shots", "max_iterations")),
        *(({name: "3"}, f"{name}: Input should be a valid integer") for name in ("layers", "shots", "seed")),
        *(({name: 3.0}, f"{name}: Input should be a valid integer") for name in ("layers", "shots", "max_runtime_s")),
        *(({name: True}, f"{name}: Input should be a valid integer") for name in ("layers", "shots", "seed")),
        ({"layers": 65}, "layers: Input should be less than or equal to 64"),
        ({"shots": 100_001}, "shots: Input should be less than or equal to 100000"),
        ({"max_iterations": 10_001}, "max_iterations: Input should be less than or equal to 10000"),
        ({"max_runtime_s": 432_001}, "max_runtime_s: Input should be less than or equal to 432000"),
        ({"seed": -1}, "seed: Input should be greater than or equal to 0"),
        ({"seed": 2**32}, "seed: Input should be less than 4294967296"),
        ({"algorithm": "grover"}, "algorithm: Input should be 'qaoa', 'vqe' or 'sampling'"),
        *(({name: "other"}, f"{name}: Input should be '") for name in ("mixer", "objective", "start", "ansatz")),
        *(({name: "other"}, f"{name}: Input should be '") for name in ("optimizer", "evaluation", "gradient")),
        ({"repetitions": 1001}, "repetitions: Input should be less than or equal to 1000"),
        ({"cvar_alpha": 0}, "cvar_alpha: Input should be greater than 0"),
        ({"cvar_alpha": 1.1}, "cvar_alpha: Input should be less than or equal to 1"),
        ({"max_circuits": 0}, "max_circuits: Input should be greater than or equal to 1"),
        ({"initial_parameters": []}, "initial_parameters: Tuple should have at least 1 item"),
        ({"initial_parameters": [float("nan")]}, "initial_parameters.0: Input should be a finite number"),
        ({"initial_parameters": ["0.1"]}, "initial_parameters.0: Input should be a valid number"),
        ({"initial_parameters": [1 / 3] * 200}, "initial_parameters: takes more than the 2500 characters"),
        ({"resume_from": "../other"}, "resume_from: String should match pattern"),
        ({"resume_from": "a" * 51}, "resume_from: String should match pattern"),
        ({"device": ""}, "device: String should have at least 1 character"),
        ({"device": "d" * 257}, "device: String should have at most 256 characters"),
        ({"device": 5}, "device: Input should be a valid string"),
        *(({"device": f"a{bad}b"}, "device: contains a character that Braket refuses") for bad in "\n\r$(&`"),
        ({"image": f"{IMAGE}$"}, "image: contains a character that Braket refuses"),
        ({"image": "amazon-braket-base-jobs:latest"}, "image: String should match pattern"),
        ({"image": ""}, "image: String should match pattern"),
        ({"image": IMAGE + "x" * 255}, "image: String should have at most 255 characters"),
        ({"instance_type": "m5.large"}, "instance_type: String should match pattern"),
        ({"instance_type": "ml.m5.large\n"}, "instance_type: String should match pattern"),
        ({"allow_qpu": "true"}, "allow_qpu: Input should be a valid boolean"),
        ({"allow_qpu": 1}, "allow_qpu: Input should be a valid boolean"),
        ({"max_cost_usd": 0}, "max_cost_usd: Input should be greater than 0"),
        ({"max_cost_usd": -1}, "max_cost_usd: Input should be greater than 0"),
        ({"max_cost_usd": "NaN"}, "max_cost_usd: Input should be a finite number"),
        ({"max_cost_usd": float("inf")}, "max_cost_usd: Input should be a finite number"),
        ({"max_cost_usd": True}, "max_cost_usd: Decimal input should be"),
        ({"max_cost_usd": "a lot"}, "max_cost_usd: Input should be a valid decimal"),
        ({"max_cost_usd": "1" + "0" * 3000}, "max_cost_usd: Decimal input should have no more than 20 digits"),
        ({"reservation": "x"}, "reservation: Extra inputs are not permitted"),
    ],
)
def test_bad_plans_name_the_field(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidPlan) as fault:
        RunPlan.parse(fields, InvalidPlan, "plan")
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("hyperparameters", "where"),
    [
        ({"layers": "many"}, "layers"),
        ({"layers": ""}, "layers"),
        ({"allow_qpu": "perhaps"}, "allow_qpu"),
        ({"learning_rate": "0.1"}, "learning_rate"),
        ({"initial_parameters": "0.1, 0.2"}, "initial_parameters"),
        ({"initial_parameters": "3"}, "initial_parameters"),
        ({"initial_parameters": '["x"]'}, "initial_parameters.0"),
        ({"shots": "0"}, "shots"),
    ],
)
def test_hyperparameters_of_something_else_are_refused(hyperparameters: dict[str, str], where: str) -> None:
    with pytest.raises(InvalidPlan, match=f"hyperparameters: {where}: "):
        RunPlan.from_hyperparameters(hyperparameters)


def test_evaluations_are_bounded_by_the_iterations() -> None:
    assert RunPlan(max_iterations=5).max_evaluations == 30


def test_the_trajectory_is_every_field_but_limits_machine_and_money() -> None:
    full = {name: values[-1] for name, values in VALUES.items()} | {"optimizer": "cobyla", "start": "linear_ramp"}
    plan = RunPlan.parse(full, InvalidPlan, "plan")
    assert set(plan.trajectory()) == set(RunPlan.model_fields) - FREE_ON_RESUME


@pytest.mark.parametrize("fields", [{"optimizer": "spsa"}, {"start": "interpolation"}])
def test_the_iterations_are_part_of_a_trajectory_that_is_scheduled_over_them(fields: dict[str, Any]) -> None:
    assert RunPlan.parse(fields, InvalidPlan, "plan").trajectory()["max_iterations"] == 200


def test_a_trajectory_survives_json() -> None:
    plan = RunPlan(initial_parameters=(0.1 + 0.2, 1 / 3), cvar_alpha=0.1)
    assert json.loads(json.dumps(plan.trajectory())) == plan.trajectory()
