"""The dashboard's widgets and the two alarms; each metric in them is one that the functions emit."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from lambdas.post_processing.handler import METRICS

ROOT = Path(__file__).resolve().parents[2]
NAMESPACE = "QuantumPipeline"


def _resolved(value: Any) -> str:
    """A string with its intrinsic functions replaced by the names they refer to."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return f"<{value['Ref']}>"
    separator, parts = value["Fn::Join"]
    return str(separator).join(_resolved(part) for part in parts)


def _of_type(resources: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [resource["Properties"] for resource in resources.values() if resource["Type"] == kind]


@pytest.fixture
def widgets(resources: dict[str, Any]) -> dict[str, Any]:
    (dashboard,) = _of_type(resources, "AWS::CloudWatch::Dashboard")
    body = json.loads(_resolved(dashboard["DashboardBody"]))
    return {widget["properties"]["title"]: widget for widget in body["widgets"]}


@pytest.fixture
def alarms(resources: dict[str, Any]) -> dict[str, Any]:
    """The alarms by name, without the descriptions that are for people."""
    found = [alarm.copy() for alarm in _of_type(resources, "AWS::CloudWatch::Alarm")]
    assert all(alarm.pop("AlarmDescription") for alarm in found)
    return {alarm["AlarmName"].removeprefix("QuantumPipeline-"): alarm for alarm in found}


def _metrics(widget: dict[str, Any]) -> dict[tuple[str, ...], str]:
    """Name and dimensions of each metric, and its statistic."""
    found = {}
    for entry in widget["properties"]["metrics"]:
        options = entry[-1] if isinstance(entry[-1], dict) else {}
        namespace, *rest = [part for part in entry if isinstance(part, str)]
        assert namespace == NAMESPACE
        found[tuple(rest)] = options.get("stat", "Average")
    return found


def test_name(resources: dict[str, Any]) -> None:
    (dashboard,) = _of_type(resources, "AWS::CloudWatch::Dashboard")
    assert _resolved(dashboard["DashboardName"]) == "QuantumPipeline-quantum-pipeline"


def test_three_widgets(widgets: dict[str, Any]) -> None:
    assert sorted(widget["type"] for widget in widgets.values()) == ["log", "metric", "metric"]


def test_activity(widgets: dict[str, Any]) -> None:
    assert _metrics(widgets["Pipeline activity"]) == {
        ("JobsSubmitted", "DeviceType", "simulator"): "Sum",
        ("JobsSubmitted", "DeviceType", "qpu"): "Sum",
        ("ProblemsProcessed", "ProblemType", "optimization"): "Sum",
        ("ProblemsProcessed", "ProblemType", "ising"): "Sum",
        ("ProblemsProcessed", "ProblemType", "max_cut"): "Sum",
        ("ProblemsProcessed", "ProblemType", "chemistry"): "Sum",
        ("ProblemsProcessed", "ProblemType", "circuit"): "Sum",
    }


def test_every_problem_type_is_shown(widgets: dict[str, Any]) -> None:
    from contract.problems import PROBLEM_TYPES

    metrics = _metrics(widgets["Pipeline activity"])
    assert {key[2] for key in metrics if key[0] == "ProblemsProcessed"} == set(PROBLEM_TYPES)


def test_performance(widgets: dict[str, Any]) -> None:
    assert _metrics(widgets["Optimisation performance"]) == {
        ("OptimizationEfficiency",): "Average",
        ("ConvergenceRate",): "Average",
        ("FinalCost",): "Average",
    }


def test_logs_of_all_four_functions_in_one_table(widgets: dict[str, Any], resources: dict[str, Any]) -> None:
    properties = widgets["Function logs"]["properties"]
    groups = [name for name, resource in resources.items() if resource["Type"] == "AWS::Logs::LogGroup"]
    assert len(groups) == 4
    for group in groups:
        assert f"SOURCE '<{group}>'" in properties["query"]
    assert properties["view"] == "table"


def test_there_are_two_alarms(alarms: dict[str, Any]) -> None:
    assert sorted(alarms) == ["job-failure-rate", "low-efficiency"]


def test_job_failure_rate(alarms: dict[str, Any]) -> None:
    assert alarms["job-failure-rate"] == {
        "AlarmName": "QuantumPipeline-job-failure-rate",
        "Namespace": NAMESPACE,
        "MetricName": "JobStatusUpdate",
        "Dimensions": [{"Name": "JobStatus", "Value": "FAILED"}],
        "Statistic": "Sum",
        "Period": 900,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 3,
        "EvaluationPeriods": 2,
        "TreatMissingData": "notBreaching",
    }


def test_low_efficiency(alarms: dict[str, Any]) -> None:
    assert alarms["low-efficiency"] == {
        "AlarmName": "QuantumPipeline-low-efficiency",
        "Namespace": NAMESPACE,
        "MetricName": "OptimizationEfficiency",
        "Statistic": "Average",
        "Period": 600,
        "ComparisonOperator": "LessThanThreshold",
        "Threshold": 0.3,
        "EvaluationPeriods": 2,
        "TreatMissingData": "notBreaching",
    }


def _emitted() -> set[tuple[str, ...]]:
    """Name, and name with dimension, of every metric in a call of `emit` in the functions' code."""
    found: set[tuple[str, ...]] = set()
    for path in (ROOT / "lambdas").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "emit":
                name = node.args[0]  # post-processing walks through its table, where others name the metric
                for metric in METRICS if isinstance(name, ast.Name) else [ast.literal_eval(name)]:
                    found.add((metric,))
                    found |= {(metric, keyword.arg) for keyword in node.keywords if keyword.arg}
    return found


def test_every_metric_shown_or_watched_is_emitted(widgets: dict[str, Any], alarms: dict[str, Any]) -> None:
    shown = {key[:2] for widget in widgets.values() if "metrics" in widget["properties"] for key in _metrics(widget)}
    watched = {
        (alarm["MetricName"], *(dimension["Name"] for dimension in alarm.get("Dimensions", ())))
        for alarm in alarms.values()
    }
    assert len(shown | watched) >= 6
    assert shown | watched <= _emitted()


def test_no_metric_has_a_jobs_name_as_dimension() -> None:
    assert not [metric for metric in _emitted() if "JobName" in metric]
