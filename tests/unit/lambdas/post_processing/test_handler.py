"""The handler writes a report of every kind of run, and emits the figures that the run has."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from contract import keys
from lambdas.post_processing.handler import handler

Make = Callable[..., Any]

OPTIMISED = {"FinalCost", "ConvergenceRate", "OptimizationEfficiency"}


@pytest.mark.parametrize(
    ("maker", "changes", "emitted"),
    [
        ("make_result", {}, OPTIMISED | {"ApproximationRatio"}),
        ("make_result", {"reference": None}, OPTIMISED),
        ("make_molecule", {}, OPTIMISED),
        ("make_molecule", {"reference": None}, OPTIMISED - {"OptimizationEfficiency"}),
        ("make_circuit", {}, set()),
    ],
    ids=["binary", "binary, unproven", "molecule", "molecule, unproven", "circuit"],
)
def test_a_report_and_its_metrics(
    request: pytest.FixtureRequest,
    account: Any,
    context: Make,
    metrics: Make,
    envelope: Make,
    pack: Make,
    maker: str,
    changes: dict[str, Any],
    emitted: set[str],
) -> None:
    result = request.getfixturevalue(maker)(**changes)
    name = result.job_name
    account.put(keys.metadata(name), b"{}")
    account.put(keys.model(name), pack(**{"results.json": envelope(result.to_dict())}))
    answer = handler({"job_name": name}, context())
    body = json.loads(answer["body"]) if isinstance(answer.get("body"), str) else answer
    found = metrics()
    assert {metric["name"] for metric in found} == emitted
    assert {metric["dimensions"]["ProblemType"] for metric in found} <= {result.problem.problem_type}
    report = account.document(keys.analysis_report(name))
    assert report["summary"]["final_cost"] == body["final_cost"] == getattr(result, "final_cost", None)
    handler({"job_name": name}, context())
    assert metrics() == []
    assert account.document(keys.analysis_report(name)) == report
