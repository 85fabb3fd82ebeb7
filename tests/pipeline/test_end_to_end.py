"""A problem's way through the four functions and the job, as the recipe's scripts and the examples go it."""

import itertools
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.pipeline.deployed import QUICK, Deployed, Run, Statistics, example

PNG = b"\x89PNG\r\n\x1a\n"
REPORT = {"analysis_report.json", "convergence_plot.png", "report.html"}
FAMILIES_BEST_CUT = 17


@pytest.fixture(scope="module")
def bodies(recipe: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: json.loads(answer["body"]) for name, answer in recipe.items()}


def test_every_function_answers_in_the_recipes_shape(recipe: dict[str, Any]) -> None:
    for answer in recipe.values():
        assert set(answer) == {"statusCode", "body"}
        assert answer["statusCode"] == 200
        assert isinstance(answer["body"], str)


def test_data_preparation_answers_where_the_problem_is(bodies: dict[str, dict[str, Any]]) -> None:
    body = bodies["prepared"]
    assert set(body) == {"message", "data_key", "problem_id", "problem_type", "problem_size", "validation"}
    assert body["data_key"] == f"problems/{body['problem_id']}.json"
    assert (body["problem_type"], body["problem_size"]) == ("optimization", 4)
    assert body["validation"] == {"valid": True, "error": None}


def test_job_submission_answers_the_job_and_its_plan(bodies: dict[str, dict[str, Any]], deployed: Deployed) -> None:
    body = bodies["submitted"]
    assert set(body) == {"message", "job_name", "job_arn", "device_type", "plan", "quote"}
    assert body["device_type"] == "simulator"
    assert body["plan"]["layers"] == 3
    job = deployed.job(body["job_arn"])
    assert job["jobName"] == body["job_name"]
    assert job["roleArn"] == deployed.outputs["JobRoleArn"]


def test_job_monitoring_answers_the_status(bodies: dict[str, dict[str, Any]], recipe_run: Run) -> None:
    body = bodies["monitored"]
    assert body["status"] == "COMPLETED"
    assert "completed" in body["message"]
    assert (body["job_name"], body["job_arn"]) == (recipe_run.name, recipe_run.arn)


def test_post_processing_answers_the_figures_and_the_keys_of_the_report(
    bodies: dict[str, dict[str, Any]], recipe_run: Run, deployed: Deployed
) -> None:
    body = bodies["processed"]
    report = deployed.document(recipe_run.key("analysis_report.json"))
    assert body["job_name"] == recipe_run.name
    for name in ("convergence_achieved", "final_cost", "optimization_efficiency"):
        assert body[name] == report["performance_analysis"][name]
    keys = {body[f"{name}_key"] for name in ("analysis_report", "convergence_plot", "report")}
    assert keys == {recipe_run.key(name) for name in REPORT}


def test_the_stored_problem_is_numpys_seeded_instance(deployed: Deployed, recipe_run: Run) -> None:
    problem = deployed.document(recipe_run.prepared["data_key"], deployed.input_bucket)
    random = np.random.RandomState(42)
    linear = random.uniform(-2, 2, 4)
    drawn = random.uniform(-1, 1, (4, 4))
    assert problem["linear_coefficients"] == linear.tolist()
    assert problem["quadratic_matrix"] == ((drawn + drawn.T) / 2).tolist()
    assert (problem["problem_size"], problem["problem_type"]) == (4, "optimization")
    assert datetime.fromisoformat(problem["created_at"]).tzinfo is not None
    assert (problem["schema"], problem["version"]) == ("quantum-pipeline/problem", 1)


def test_the_seeded_instances_exact_minimum_is_the_best_sample(deployed: Deployed, recipe_run: Run) -> None:
    problem = deployed.document(recipe_run.prepared["data_key"], deployed.input_bucket)
    c, q = np.array(problem["linear_coefficients"]), np.array(problem["quadratic_matrix"])
    costs = {x: float(c @ x + x @ q @ x) for x in map(tuple, itertools.product((0, 1), repeat=4))}
    best = min(costs, key=lambda x: costs[x])
    sample = deployed.result(recipe_run)["samples"][0]
    assert sample["bitstring"] == "".join(map(str, best))
    assert sample["cost"] == pytest.approx(costs[best], abs=1e-9)
    reference = deployed.document(recipe_run.key("analysis_report.json"))["solution"]["reference"]
    assert reference["minimum"] == pytest.approx(costs[best], abs=1e-9)


def test_a_run_leaves_the_objects_of_the_key_layout(deployed: Deployed, recipe_run: Run) -> None:
    notes = {"metadata.json", "status.json", "completion_status.json"}
    assert deployed.names(recipe_run) == notes | REPORT | {
        "script/source.tar.gz",
        "output/model.tar.gz",
        "checkpoints/record.jsonl",
    }
    code = deployed.get("quantum-code/source.tar.gz", deployed.code_bucket)
    assert deployed.get(recipe_run.key("script/source.tar.gz")) == code


def test_metadata_says_what_was_run_and_how(deployed: Deployed, recipe_run: Run) -> None:
    metadata = deployed.document(recipe_run.key("metadata.json"))
    assert (metadata["schema"], metadata["version"]) == ("quantum-pipeline/run-metadata", 1)
    assert (metadata["job_name"], metadata["job_arn"]) == (recipe_run.name, recipe_run.arn)
    assert datetime.fromisoformat(metadata["created_at"]).tzinfo is not None
    assert metadata["problem_data"] == {
        "bucket": deployed.input_bucket,
        "key": recipe_run.prepared["data_key"],
        "problem_id": recipe_run.prepared["problem_id"],
    }
    assert metadata["device_config"]["device"] == "local:quantum_code/exact_qaoa"
    assert metadata["hyperparameters"] == deployed.job(recipe_run.arn)["hyperParameters"]
    assert metadata["hyperparameters"]["layers"] == "3"
    assert metadata["plan"] == recipe_run.submitted["plan"]
    assert metadata["quote"] == recipe_run.submitted["quote"]


def test_status_and_mark_say_how_it_ended(deployed: Deployed, recipe_run: Run) -> None:
    job = deployed.job(recipe_run.arn)
    status = deployed.document(recipe_run.key("status.json"))
    mark = deployed.document(recipe_run.key("completion_status.json"))
    for document in (status, mark):
        assert (document["schema"], document["version"]) == ("quantum-pipeline/run-status", 1)
        assert (document["job_name"], document["job_arn"]) == (recipe_run.name, recipe_run.arn)
        assert document["status"] == "COMPLETED"
        assert "failure_reason" not in document
    assert datetime.fromisoformat(mark["completed_at"]) == job["endedAt"]
    assert mark["duration_s"] == pytest.approx((job["endedAt"] - job["startedAt"]).total_seconds())


def test_the_analysis_report_has_the_recipes_names(deployed: Deployed, recipe_run: Run) -> None:
    report = deployed.document(recipe_run.key("analysis_report.json"))
    assert report["job_name"] == recipe_run.name
    assert report["visualizations"]["plot_format"] == "png"
    sections = {
        "quantum_results": "optimized_parameters final_cost cost_history convergence_achieved",
        "performance_analysis": "initial_cost final_cost cost_reduction cost_reduction_percent convergence_achieved "
        "convergence_rate stability_metric optimization_efficiency total_iterations convergence_iteration",
        "summary": "optimization_successful cost_improvement final_cost efficiency_rating",
    }
    for section, names in sections.items():
        assert set(names.split()) <= set(report[section]), section
    assert report["summary"]["efficiency_rating"] in ("Excellent", "Good", "Fair", "Poor")
    assert report["recommendations"]
    result = deployed.result(recipe_run)
    assert report["quantum_results"]["cost_history"] == result["cost_history"]
    assert report["quantum_results"]["final_cost"] == result["final_cost"]


def test_plot_and_page_are_what_their_types_say(deployed: Deployed, recipe_run: Run) -> None:
    assert deployed.get(recipe_run.key("convergence_plot.png")).startswith(PNG)
    page = deployed.get(recipe_run.key("report.html")).decode()
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert recipe_run.name in page
    types = {name: _content_type(deployed, recipe_run.key(name)) for name in REPORT}
    assert types == {
        "analysis_report.json": "application/json",
        "convergence_plot.png": "image/png",
        "report.html": "text/html; charset=utf-8",
    }


def test_the_six_node_graph_is_cut_as_well_as_it_can_be(deployed: Deployed, six_node_run: Run) -> None:
    edges = example("six_node_graph")[0]["edges"]
    solution = deployed.document(six_node_run.key("analysis_report.json"))["solution"]
    assert solution["measure"] == ["cut", 6.0]
    assert solution["is_optimal"] is True
    assert _cut(edges, solution["bitstring"]) == _best_cut(edges, 6) == 6


def test_the_florentine_families_are_cut_as_well_as_they_can_be(deployed: Deployed) -> None:
    problem, plan = example("florentine_families")
    run = deployed.solve(problem, **plan)
    names = problem["nodes"]
    edges = [[names.index(family) for family in edge] for edge in problem["edges"]]
    solution = deployed.document(run.key("analysis_report.json"))["solution"]
    assert solution["measure"] == ["cut", FAMILIES_BEST_CUT]
    assert _cut(edges, solution["bitstring"]) == _best_cut(edges, len(names)) == FAMILIES_BEST_CUT
    parts = [{name for name, x in zip(names, solution["bitstring"], strict=True) if x == side} for side in ("0", "1")]
    assert [set(part) for part in solution["groups"].values()] == parts


def test_the_jobs_log_holds_its_metrics(deployed: Deployed, recipe_run: Run) -> None:
    name, job_id, instance = deployed.log_stream(recipe_run).split("/")
    assert name == recipe_run.name
    assert recipe_run.arn.endswith(f":job/{job_id}")
    machine, epoch = instance.rsplit("-", 1)
    assert machine == "algo-1"
    assert abs(int(epoch) - deployed.job(recipe_run.arn)["createdAt"].timestamp()) < 60
    log = deployed.log(recipe_run)
    costs = deployed.result(recipe_run)["cost_history"]
    lines = [line for line in log.splitlines() if line.startswith("Metrics - ")]
    assert len(lines) == len(costs)
    assert f"cost={costs[-1]}" in lines[-1].replace(" ", "")


def test_braket_sdk_reads_the_job(deployed: Deployed, recipe_run: Run, tmp_path: Path) -> None:
    program = """
import json, sys
from braket.aws import AwsQuantumJob
job = AwsQuantumJob(sys.argv[1])
metadata = job.metadata()
print(json.dumps([job.name, job.state(), job.result(), metadata["jobArn"], metadata["events"][-1]["eventType"]]))
"""
    answer = _python(deployed, program, recipe_run.arn, folder=tmp_path)
    result = deployed.result(recipe_run)
    assert answer == [recipe_run.name, "COMPLETED", result, recipe_run.arn, "COMPLETED"]


def test_braket_sdk_reads_the_jobs_log_and_metrics(deployed: Deployed, recipe_run: Run, tmp_path: Path) -> None:
    program = """
import contextlib, io, json, sys
import boto3
from braket.aws import AwsQuantumJob, AwsSession
session = AwsSession(boto_session=boto3.Session(region_name="us-east-1"))
job = AwsQuantumJob(sys.argv[1], aws_session=session)
with contextlib.redirect_stdout(io.StringIO()) as log:
    job.logs()
print(json.dumps([job.metrics(), log.getvalue()]))
"""
    metrics, log = _python(deployed, program, recipe_run.arn, folder=tmp_path)
    costs = dict(zip(metrics["iteration_number"], metrics["cost"], strict=True))
    assert [costs[i] for i in range(len(costs))] == deployed.result(recipe_run)["cost_history"]
    assert deployed.log(recipe_run) in log


def test_post_processing_again_changes_no_byte_and_counts_nothing_twice(deployed: Deployed, six_node_run: Run) -> None:
    before = {name: deployed.get(six_node_run.key(name)) for name in REPORT}
    counted = _quality(deployed)
    deployed.answer("PostProcessing", {"job_name": six_node_run.name})
    assert {name: deployed.get(six_node_run.key(name)) for name in REPORT} == before
    assert _quality(deployed) == counted
    assert counted["FinalCost"].samples >= 1


def test_asking_again_how_a_finished_job_stands_counts_nothing_twice(deployed: Deployed, six_node_run: Run) -> None:
    before = deployed.metric("JobStatusUpdate"), deployed.metric("JobDuration")
    mark = deployed.get(six_node_run.key("completion_status.json"))
    for _ in range(2):
        deployed.answer("JobMonitoring", {"job_arn": six_node_run.arn})
    deployed.settle()
    assert (deployed.metric("JobStatusUpdate"), deployed.metric("JobDuration")) == before
    assert before[0].samples >= 1
    assert deployed.get(six_node_run.key("completion_status.json")) == mark


def test_the_same_problem_has_the_same_key(deployed: Deployed) -> None:
    problem = {"problem_type": "max_cut", "nodes": ["a", "b", "c"], "edges": [["a", "b"], ["b", "c", 2.5]]}
    reordered = {"problem_type": "max_cut", "nodes": ["a", "b", "c"], "edges": [["c", "b", 2.5], ["b", "a", 1]]}
    first = deployed.prepare(problem)["data_key"]
    stored = deployed.get(first, deployed.input_bucket)
    assert deployed.prepare(reordered)["data_key"] == first
    assert deployed.get(first, deployed.input_bucket) == stored


def test_every_form_of_the_same_numbers_has_its_own_key(deployed: Deployed) -> None:
    drawn = {"problem_type": "optimization", "problem_size": 4}
    keys = {deployed.answer("DataPreparation", drawn | {"seed": seed})["data_key"] for seed in (42, 43)}
    assert len(keys) == 2
    assert deployed.answer("DataPreparation", drawn)["data_key"] in keys


def test_a_retried_submission_is_one_job(deployed: Deployed, six_node_run: Run) -> None:
    submitted = deployed.metric("JobsSubmitted", DeviceType="simulator")
    jobs = deployed.jobs()
    first = deployed.submit(six_node_run.prepared, client_token="the-same-token", **QUICK)
    metadata = deployed.get(first.key("metadata.json"))
    second = deployed.submit(six_node_run.prepared, client_token="the-same-token", **QUICK)
    assert second == first
    assert first.name != six_node_run.name, "another token is another job, also for the same problem"
    assert first.name.rsplit("-", 1)[0] == six_node_run.name.rsplit("-", 1)[0]
    assert deployed.jobs() - jobs == {first.arn}
    assert deployed.get(first.key("metadata.json")) == metadata
    after = deployed.metric("JobsSubmitted", DeviceType="simulator")
    assert (after.samples - submitted.samples, after.sum - submitted.sum) == (1, 1)
    deployed.wait_for_end(first.arn)
    deployed.settle()


def test_reconcile_finds_a_run_whose_end_was_missed(deployed: Deployed, recipe_run: Run) -> None:
    for name in REPORT | {"completion_status.json"}:
        deployed.client("s3").delete_object(Bucket=deployed.output_bucket, Key=recipe_run.key(name))
    answer = deployed.answer("JobMonitoring", {"action": "reconcile"})
    deployed.settle()
    assert (answer["status"], answer["jobs"]) == ("RECONCILED", [recipe_run.name])
    assert REPORT | {"completion_status.json"} <= deployed.names(recipe_run)
    assert deployed.answer("JobMonitoring", {"action": "reconcile"})["jobs"] == []


def test_reconcile_finds_a_run_whose_report_was_missed(deployed: Deployed, recipe_run: Run) -> None:
    deployed.client("s3").delete_object(Bucket=deployed.output_bucket, Key=recipe_run.key("analysis_report.json"))
    assert deployed.answer("JobMonitoring", {"action": "reconcile"})["jobs"] == [recipe_run.name]
    deployed.settle()
    assert deployed.names(recipe_run) >= REPORT


def test_the_job_of_somebody_else_is_left_alone(deployed: Deployed) -> None:
    folder = f"s3://{deployed.output_bucket}/elsewhere/run"
    run = deployed.create_job({"program.py": "def main(): pass"}, outputDataConfig={"s3Path": folder})
    deployed.wait_for_end(run.arn)
    deployed.settle()
    event = {"source": "aws.braket", "detail": {"jobArn": run.arn, "status": "COMPLETED"}}
    assert deployed.answer("JobMonitoring", event)["message"] == "Not a job of this pipeline"
    assert deployed.names(run) == {"script/source.tar.gz", "metadata.json"}


def _content_type(deployed: Deployed, key: str) -> str:
    answer: dict[str, str] = deployed.client("s3").head_object(Bucket=deployed.output_bucket, Key=key)
    return answer["ContentType"]


def _quality(deployed: Deployed) -> Mapping[str, Statistics]:
    names = ("FinalCost", "ConvergenceRate", "OptimizationEfficiency", "ApproximationRatio", "JobStatusUpdate")
    return {name: deployed.metric(name) for name in names}


def _cut(edges: list[list[int]], bitstring: str) -> int:
    return sum(bitstring[i] != bitstring[j] for i, j in edges)


def _best_cut(edges: list[list[int]], size: int) -> int:
    x = np.arange(2**size)
    return int(sum(((x >> i) ^ (x >> j)) & 1 for i, j in edges).max())  # type: ignore[union-attr]  # an array


def _python(deployed: Deployed, program: str, *arguments: str, folder: Path) -> Any:
    """What a program prints as JSON, run in another process with the account's variables alone.

    In a folder of its own, as the SDK leaves the archive that it downloads where it runs.
    """
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **deployed.account.environment}
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
