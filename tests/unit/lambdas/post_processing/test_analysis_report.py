"""analysis_report.json keeps the names and places that scripts outside this project read."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from contract.run_plan import RunPlan
from contract.run_result import MoleculeResult, RunResult
from lambdas.post_processing.analysis_report import build_analysis_report
from lambdas.post_processing.kinds import analyse
from lambdas.post_processing.performance import rate

Make = Callable[..., Any]

FIXED_FIGURES = (
    "initial_cost",
    "final_cost",
    "cost_reduction",
    "cost_reduction_percent",
    "convergence_achieved",
    "convergence_rate",
    "stability_metric",
    "optimization_efficiency",
    "total_iterations",
    "convergence_iteration",
)

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


def build(result: RunResult) -> dict[str, Any]:
    return build_analysis_report(analyse(result), b"\x89PNG plot", analysed_at=NOON)


def test_the_sections_are_fixed(make_result: Make) -> None:
    report = build(make_result())
    assert list(report) == [
        "schema",
        "version",
        "job_name",
        "analysis_timestamp",
        "kind",
        "quantum_results",
        "performance_analysis",
        "solution",
        "spent",
        "visualizations",
        "summary",
        "recommendations",
    ]


def test_names_within_the_sections_are_fixed(make_result: Make) -> None:
    report = build(make_result())
    assert set(report["quantum_results"]) == {
        "optimized_parameters",
        "final_cost",
        "cost_history",
        "convergence_achieved",
        "final_cost_interval",
        "measurement_counts",
    }
    assert set(report["performance_analysis"]) == {
        "initial_cost",
        "final_cost",
        "cost_reduction",
        "cost_reduction_percent",
        "convergence_achieved",
        "optimizer_outcome",
        "convergence_rate",
        "stability_metric",
        "optimization_efficiency",
        "total_iterations",
        "convergence_iteration",
        "efficiency_reference",
        "expectation",
        "approximation_ratio",
        "approximation_ratio_interval",
        "best_cost",
        "best_approximation_ratio",
        "gap_to_optimum",
        "gap_to_best_known",
        "random_guess_cost",
        "optimum_probability",
    }
    assert set(report["visualizations"]) == {"convergence_plot", "plot_format"}
    assert set(report["summary"]) == {
        "optimization_successful",
        "cost_improvement",
        "final_cost",
        "efficiency_rating",
    }


@pytest.mark.parametrize("kind", ["binary", "molecule", "circuit"])
def test_every_kind_has_the_fixed_names(request: pytest.FixtureRequest, kind: str) -> None:
    maker = {"binary": "make_result", "molecule": "make_molecule", "circuit": "make_circuit"}[kind]
    report = build(request.getfixturevalue(maker)())
    assert report["kind"] == kind
    assert {"optimized_parameters", "final_cost", "cost_history", "convergence_achieved"} <= set(
        report["quantum_results"]
    )
    assert set(FIXED_FIGURES) <= set(report["performance_analysis"])
    assert set(report["summary"]) == {
        "optimization_successful",
        "cost_improvement",
        "final_cost",
        "efficiency_rating",
    }
    assert report["recommendations"]
    assert report["solution"]["verdict"]
    assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_a_molecule_reports_energies(make_molecule: Make) -> None:
    report = build(make_molecule())
    assert report["performance_analysis"]["final_cost"] == report["performance_analysis"]["energy"] == -1.119
    assert report["performance_analysis"]["optimization_efficiency"] == pytest.approx(0.95)
    assert report["performance_analysis"]["error_mha"] == pytest.approx(1)
    assert report["spent"] == {"tasks": 0, "circuits": 12, "shots": 0}
    assert report["quantum_results"]["final_cost_interval"] is None
    assert report["summary"] == {
        "optimization_successful": True,
        "cost_improvement": "1.73%",
        "final_cost": -1.119,
        "efficiency_rating": "Excellent",
    }


def test_a_molecules_interval_is_in_the_report(make_molecule: Make) -> None:
    plan = RunPlan(algorithm="vqe", ansatz="uccsd", optimizer="spsa", evaluation="shots", shots=100)
    interval = {"low": -1.121, "high": -1.117, "confidence": 0.95}
    report = build(make_molecule(plan=plan, final_cost_stderr=0.001, final_cost_interval=interval))
    assert report["quantum_results"]["final_cost_interval"] == interval
    assert report["performance_analysis"]["error_mha_interval"] == {
        "low": pytest.approx(-1),
        "high": pytest.approx(3),
        "confidence": 0.95,
    }


def test_a_circuit_has_counts_and_no_costs(make_circuit: Make) -> None:
    report = build(make_circuit())
    assert report["quantum_results"]["measurement_counts"] == [{"00": 50, "11": 48, "01": 2}, {"00": 54, "11": 46}]
    assert report["quantum_results"]["cost_history"] is None
    assert [report["performance_analysis"][name] for name in FIXED_FIGURES] == [None] * len(FIXED_FIGURES)
    assert set(report["summary"].values()) == {None}


def test_values_are_those_of_the_run(make_result: Make) -> None:
    report = build(make_result())
    assert (report["schema"], report["version"]) == ("quantum-pipeline/analysis-report", 1)
    assert report["job_name"] == "run-1"
    assert report["analysis_timestamp"] == "2026-11-20T12:00:00+00:00"
    assert report["quantum_results"]["cost_history"] == [-3, -4, -5, -5.5, -5.5]
    assert report["quantum_results"]["optimized_parameters"] == [0.4, 0.8, 0.6, 0.3]
    assert report["performance_analysis"]["optimization_efficiency"] == 0.75
    assert base64.b64decode(report["visualizations"]["convergence_plot"]) == b"\x89PNG plot"
    assert report["visualizations"]["plot_format"] == "png"
    assert report["summary"] == {
        "optimization_successful": True,
        "cost_improvement": "83.33%",
        "final_cost": -5.5,
        "efficiency_rating": "Good",
    }
    assert report["solution"]["bitstring"] == "011100"
    assert len(report["recommendations"]) == 1


def test_the_report_is_plain_json_without_nan(make_result: Make, make_unproven_result: Make) -> None:
    for result in (make_result(), make_unproven_result(cost_history=(0.0,), final_cost=0.0)):
        report = build(result)
        assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_the_same_run_at_the_same_time_gives_the_same_report(make_result: Make) -> None:
    assert json.dumps(build(make_result())) == json.dumps(build(make_result()))


def test_an_improvement_from_zero_has_no_percentage(make_result: Make) -> None:
    assert build(make_result(cost_history=(0.0, -5.5)))["summary"]["cost_improvement"] is None


def test_a_rise_is_a_negative_improvement(make_result: Make) -> None:
    report = build(make_result(cost_history=(-4.0, -3.0), final_cost=-3.0))
    assert report["summary"]["cost_improvement"] == "-25.00%"


SPSA = RunPlan(algorithm="qaoa", layers=2, optimizer="spsa", evaluation="exact", max_iterations=4)
ADAM = SPSA.model_copy(update={"optimizer": "adam", "gradient": "adjoint"})
NONE = SPSA.model_copy(update={"optimizer": "none"})
UNCONVERGED = {"convergence_achieved": False}


@pytest.mark.parametrize(
    ("changes", "outcome", "successful"),
    [
        ({}, "converged", True),
        (UNCONVERGED, "stopped", False),
        ({"final_cost": -4.0}, "converged", False),
        ({"final_cost": -4.1}, "converged", True),
        # SPSA has no criterion: it is done after its four iterations, and not before.
        ({"plan": SPSA, **UNCONVERGED}, "completed", True),
        ({"plan": SPSA, **UNCONVERGED, "final_cost": -4.0}, "completed", False),
        ({"plan": SPSA.model_copy(update={"max_iterations": 5}), **UNCONVERGED}, "stopped", False),
        ({"plan": ADAM, **UNCONVERGED}, "stopped", False),
        ({"plan": ADAM.model_copy(update={"gradient": "spsa"}), **UNCONVERGED}, "completed", True),
        ({"plan": NONE, "cost_history": (-5.5,)}, "not_optimised", None),
    ],
)
def test_success_is_an_optimisation_that_ended_in_something_better_than_guessing(
    make_result: Make, changes: dict[str, Any], outcome: str, successful: bool | None
) -> None:
    report = build(make_result(**changes))
    assert report["performance_analysis"]["optimizer_outcome"] == outcome
    assert report["summary"]["optimization_successful"] is successful


def test_a_molecule_within_chemical_accuracy_is_a_success_however_the_optimiser_ended(
    make_molecule: Callable[..., MoleculeResult],
) -> None:
    for energy, successful in ((-1.119, True), (-1.118, False)):
        report = build(make_molecule(convergence_achieved=False, final_cost=energy))
        assert report["summary"]["optimization_successful"] is successful


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({}, ("Converged", "yes")),
        (UNCONVERGED, ("Converged", "no")),
        ({"plan": SPSA, **UNCONVERGED}, ("Converged", "no criterion")),
        ({"plan": NONE, "cost_history": (-5.5,)}, ("Optimiser", "none")),
    ],
)
def test_the_table_says_how_the_optimiser_ended(
    make_result: Make, changes: dict[str, Any], row: tuple[str, str]
) -> None:
    rows = [(number.name, number.figure) for number in analyse(make_result(**changes)).key_numbers]
    assert row in rows
    assert [name for name, _ in rows if name in ("Converged", "Optimiser")] == [row[0]]
    assert ("Iterations" in dict(rows)) == (row[0] == "Converged")


@pytest.mark.parametrize(
    ("efficiency", "rating"),
    [
        (1.0, "Excellent"),
        (0.8, "Excellent"),
        (0.79, "Good"),
        (0.6, "Good"),
        (0.59, "Fair"),
        (0.4, "Fair"),
        (0.39, "Poor"),
        (0.0, "Poor"),
    ],
)
def test_ratings_begin_where_they_are_said_to(efficiency: float, rating: str) -> None:
    assert rate(efficiency) == rating
