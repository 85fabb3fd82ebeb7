"""The dashboard and the alarms against what real runs emitted: a metric that nobody emits draws an empty line."""

import json
from typing import Any

import pytest

from tests.pipeline.deployed import NAMESPACE, Deployed, Run, Series, example


@pytest.fixture(scope="module")
def emitted(deployed: Deployed, six_node_run: Run, recipe_run: Run, failed_run: Run) -> set[Series]:
    """What a MaxCut, an optimization, a failing job, a circuit on a QPU and a problem of each other type emitted."""
    for name in ("spin_glass", "h2"):
        deployed.prepare(example(name)[0])
    circuit, plan = example("devices/sampling_qpu")
    deployed.solve(circuit, **plan)
    return deployed.series()


@pytest.fixture(scope="module")
def dashboard(deployed: Deployed) -> dict[str, Any]:
    body = deployed.client("cloudwatch").get_dashboard(DashboardName=deployed.outputs["DashboardName"])
    content: dict[str, Any] = json.loads(body["DashboardBody"])
    return content


@pytest.fixture(scope="module")
def alarms(deployed: Deployed) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = deployed.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return found


def test_the_dashboard_is_listed(deployed: Deployed) -> None:
    entries = deployed.client("cloudwatch").list_dashboards()["DashboardEntries"]
    assert [entry["DashboardName"] for entry in entries] == ["QuantumPipeline-quantum-pipeline"]


def test_every_metric_on_the_dashboard_was_emitted(dashboard: dict[str, Any], emitted: set[Series]) -> None:
    drawn = [_series(metric) for widget in dashboard["widgets"] for metric in widget["properties"].get("metrics", [])]
    assert set(drawn) <= emitted
    expected = {"JobsSubmitted", "ProblemsProcessed", "OptimizationEfficiency", "FinalCost", "ConvergenceRate"}
    assert {name for name, _ in drawn} == expected


def test_every_metric_of_an_alarm_was_emitted(alarms: list[dict[str, Any]], emitted: set[Series]) -> None:
    assert {alarm["Namespace"] for alarm in alarms} == {NAMESPACE}
    watched = {
        alarm["AlarmName"].removeprefix("QuantumPipeline-"): (
            alarm["MetricName"],
            frozenset((item["Name"], item["Value"]) for item in alarm["Dimensions"]),
        )
        for alarm in alarms
    }
    assert watched == {
        "job-failure-rate": ("JobStatusUpdate", frozenset({("JobStatus", "FAILED")})),
        "low-efficiency": ("OptimizationEfficiency", frozenset()),
    }
    assert set(watched.values()) <= emitted


def test_the_alarms_are_the_recipes(alarms: list[dict[str, Any]]) -> None:
    names = ("Statistic", "Period", "ComparisonOperator", "Threshold", "EvaluationPeriods", "TreatMissingData")
    judged = {alarm["AlarmName"].removeprefix("QuantumPipeline-"): [alarm[name] for name in names] for alarm in alarms}
    assert judged == {
        "job-failure-rate": ["Sum", 900, "GreaterThanThreshold", 3.0, 2, "notBreaching"],
        "low-efficiency": ["Average", 600, "LessThanThreshold", 0.3, 2, "notBreaching"],
    }


def test_no_metric_has_a_dimension_beyond_those_agreed(emitted: set[Series]) -> None:
    """Every value of a dimension is a metric of its own, billed by the month: a job's name must never be one."""
    dimensions = {name for _, pairs in emitted for name, _ in pairs}
    assert dimensions == {"ProblemType", "DeviceType", "JobStatus"}
    assert all(len(pairs) <= 1 for _, pairs in emitted)
    names = {name for name, _ in emitted}
    assert {(name, frozenset()) for name in names} <= emitted, "each is emitted without dimensions, too"


def test_the_log_widget_shows_where_the_functions_log(
    deployed: Deployed, dashboard: dict[str, Any], six_node_run: Run
) -> None:
    (table,) = [widget for widget in dashboard["widgets"] if widget["type"] == "log"]
    sources = [part.strip() for part in table["properties"]["query"].split("|") if "SOURCE" in part]
    groups = [source.removeprefix("SOURCE").strip(" '") for source in sources]
    assert len(groups) == 4
    services = {_service(deployed, group, six_node_run) for group in groups}
    assert services == {"data-preparation", "job-submission", "job-monitoring", "post-processing"}


def test_the_functions_log_with_the_jobs_name(deployed: Deployed, six_node_run: Run) -> None:
    found = deployed.client("logs").describe_log_groups()["logGroups"]
    groups = [group["logGroupName"] for group in found if group["logGroupName"] != "/aws/braket/jobs"]
    named = {line["service"] for group in groups for line in _lines(deployed, group) if _is_about(line, six_node_run)}
    assert named == {"job-submission", "job-monitoring", "post-processing"}


def _series(metric: list[Any]) -> Series:
    """A metric as a widget writes it: namespace, name, then names and values of dimensions, then options."""
    namespace, name, *rest = [part for part in metric if isinstance(part, str)]
    assert namespace == NAMESPACE
    return name, frozenset(zip(rest[::2], rest[1::2], strict=True))


def _lines(deployed: Deployed, group: str) -> list[dict[str, Any]]:
    """The structured lines of a log group."""
    pages = deployed.client("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    texts = [event["message"] for page in pages for event in page["events"]]
    return [line for line in map(json.loads, filter(lambda text: text.startswith("{"), texts)) if "level" in line]


def _service(deployed: Deployed, group: str, run: Run) -> str:
    (service,) = {line["service"] for line in _lines(deployed, group)}
    assert isinstance(service, str)
    return service


def _is_about(line: dict[str, Any], run: Run) -> bool:
    return line.get("job_name") == run.name
