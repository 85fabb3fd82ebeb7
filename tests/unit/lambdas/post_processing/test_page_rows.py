"""The plan section shows what applies to a run, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.run_plan import RunPlan
from lambdas.post_processing.page_rows import plan_rows, provenance_rows

Make = Callable[..., Any]

COMMON = ["Device", "Device ARN", "Shots", "Seed", "Instance", "Running time at most"]


@pytest.mark.parametrize(
    ("maker", "plan", "names"),
    [
        (
            "make_result",
            {"algorithm": "qaoa", "mixer": "ring_xy", "start": "fixed_angles", "optimizer": "none"},
            ["Algorithm", "Layers", "Mixer", "Objective", "Start", "Optimiser", *COMMON],
        ),
        (
            "make_result",
            {"algorithm": "vqe", "ansatz": "hardware_efficient", "optimizer": "cobyla", "evaluation": "exact"},
            ["Algorithm", "Ansatz", "Layers", "Optimiser", "Evaluation", "Iterations at most", *COMMON],
        ),
        (
            "make_molecule",
            {"algorithm": "vqe", "ansatz": "adapt", "optimizer": "adam", "evaluation": "shots", "gradient": "spsa"},
            ["Algorithm", "Ansatz", "Optimiser", "Evaluation", "Gradient", "Iterations at most", *COMMON],
        ),
        (
            "make_molecule",
            {"algorithm": "vqe", "ansatz": "uccsd", "optimizer": "l-bfgs-b", "evaluation": "exact"},
            ["Algorithm", "Ansatz", "Optimiser", "Evaluation", "Iterations at most", *COMMON[:2], *COMMON[3:]],
        ),
        ("make_circuit", {"algorithm": "sampling"}, ["Algorithm", *COMMON[:3], "Repetitions", *COMMON[3:]]),
        (
            "make_circuit",
            {"algorithm": "sampling", "max_circuits": 5, "resume_from": "run-0"},
            ["Algorithm", *COMMON[:3], "Repetitions", *COMMON[3:], "Circuits at most", "Continues"],
        ),
    ],
)
def test_the_rows_of_a_plan(request: pytest.FixtureRequest, maker: str, plan: dict[str, Any], names: list[str]) -> None:
    rows = plan_rows(request.getfixturevalue(maker)(plan=RunPlan(**plan)))
    assert list(rows) == names


def test_given_parameters_are_a_start(make_result: Make) -> None:
    plan = RunPlan(algorithm="qaoa", layers=1, initial_parameters=(0.1, 0.2))
    assert plan_rows(make_result(plan=plan))["Start"] == "parameters given"


def test_provenance_names_the_optimiser_only_where_there_is_one(make_molecule: Make, make_circuit: Make) -> None:
    assert provenance_rows(make_molecule(), "now")["Optimiser ended"] == "gradient below tolerance"
    assert "Energy evaluations" not in provenance_rows(make_circuit(), "now")
