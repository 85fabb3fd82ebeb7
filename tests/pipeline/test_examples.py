"""Every example request through the pipeline: all algorithms, embedded, on SV1 and on an emulated QPU."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from contract.devices import DeviceKind, find_device
from contract.errors import InvalidPlan
from contract.run_plan import RunPlan
from tests.pipeline.deployed import ROOT, Deployed, Run, example

ELSEWHERE = {"florentine_families", "six_node_graph", "seeded_qubo"}
"""Examples that tests/pipeline/test_end_to_end.py and test_qpipe.py run."""

EXAMPLES = sorted(
    path.relative_to(ROOT / "examples").with_suffix("").as_posix()
    for path in (ROOT / "examples").rglob("*.json")
    if path.stem not in ELSEWHERE
)
ALGORITHMS = {"qaoa", "vqe", "sampling"}


@pytest.fixture(scope="module")
def runs(deployed: Deployed) -> Mapping[str, Run]:
    """The finished runs of all examples, which wait in the account's queue together."""
    submitted = {}
    for name in EXAMPLES:
        problem, plan = example(name)
        submitted[name] = deployed.submit(deployed.prepare(problem), **plan)
    for run in submitted.values():
        deployed.wait_for_end(run.arn, timeout_s=280)
    deployed.settle()
    return submitted


@pytest.fixture(scope="module", params=EXAMPLES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def run(runs: Mapping[str, Run], name: str) -> Run:
    return runs[name]


def test_every_algorithm_has_an_example_on_every_kind_of_device(runs: Mapping[str, Run]) -> None:
    plans = [run.submitted["plan"] for run in runs.values()]
    assert {plan["algorithm"] for plan in plans} == ALGORITHMS
    covered = {(plan["algorithm"], find_device(plan["device"]).kind) for plan in plans}
    assert covered >= {(algorithm, kind) for algorithm in ALGORITHMS - {"qaoa"} for kind in DeviceKind}
    assert covered >= {("qaoa", kind) for kind in (DeviceKind.MANAGED, DeviceKind.QPU)}  # embedded: ELSEWHERE


def test_it_completes_with_a_report(deployed: Deployed, run: Run) -> None:
    job = deployed.job(run.arn)
    assert job["status"] == "COMPLETED", job.get("failureReason")
    report = deployed.document(run.key("analysis_report.json"))
    assert report["solution"]["verdict"]
    assert deployed.get(run.key("convergence_plot.png")).startswith(b"\x89PNG")
    assert report["solution"]["verdict"].split(":")[0] in deployed.get(run.key("report.html")).decode()


def test_its_plan_leaves_nothing_open(deployed: Deployed, run: Run) -> None:
    plan = deployed.result(run)["plan"]
    settled = RunPlan.parse(run.submitted["plan"], InvalidPlan, "plan")
    assert RunPlan.parse(plan, InvalidPlan, "plan") == settled
    assert settled.algorithm is not None
    if settled.algorithm != "sampling":
        assert settled.optimizer is not None
        assert settled.evaluation is not None


def test_what_it_spent_is_what_braket_counted(deployed: Deployed, run: Run) -> None:
    spent, device = deployed.result(run)["spent"], find_device(run.submitted["plan"]["device"])
    tasks = _tasks(deployed, run)
    if device.kind is DeviceKind.EMBEDDED:
        assert not tasks
        return
    assert {task["status"] for task in tasks} == {"COMPLETED"}
    assert {task["deviceArn"] for task in tasks} == {device.arn}
    assert all(task["outputS3Directory"].startswith(run.key("tasks/")) for task in tasks)
    assert spent["tasks"] == len(tasks)
    assert spent["shots"] == sum(task["shots"] for task in tasks)
    assert spent["circuits"] <= run.submitted["plan"]["max_circuits"]
    cost = sum(device.usd_per_task + task["shots"] * device.usd_per_shot for task in tasks)
    assert cost <= Decimal(run.submitted["quote"]["device_usd"])


def test_tasks_are_batched(deployed: Deployed, runs: Mapping[str, Run]) -> None:
    bell, vqe = (deployed.result(runs[f"devices/{algorithm}_qpu"])["spent"] for algorithm in ("sampling", "vqe"))
    assert (bell["circuits"], bell["tasks"]) == (5, 1)  # one program set
    assert vqe["tasks"] * 10 < vqe["circuits"]  # all bases of all points of a step in one


@pytest.mark.parametrize("name", ["h2", "devices/vqe_sv1", "devices/adapt_sv1"])
def test_hydrogen_is_exact(deployed: Deployed, runs: Mapping[str, Run], name: str) -> None:
    energy = deployed.document(runs[name].key("analysis_report.json"))["quantum_results"]["final_cost"]
    assert energy == pytest.approx(-1.13728383, abs=1e-6)  # FCI in STO-3G at 0.74 Å


@pytest.mark.parametrize("name", ["bell", "devices/sampling_sv1", "devices/sampling_qpu"])
def test_bell_pairs_agree(deployed: Deployed, runs: Mapping[str, Run], name: str) -> None:
    counts = deployed.result(runs[name])["measurement_counts"]
    assert len(counts) == 5
    assert all(sum(run.values()) == 100 for run in counts)
    agreeing = sum(run.get("00", 0) + run.get("11", 0) for run in counts) / 500
    assert agreeing == 1 if "qpu" not in name else agreeing > 0.9  # Forte's two-qubit error is about 1 %


@pytest.mark.parametrize("name", ["spin_glass", "portfolio", "devices/qaoa_sv1", "devices/qaoa_qpu"])
def test_the_optimum_is_sampled(deployed: Deployed, runs: Mapping[str, Run], name: str) -> None:
    result = deployed.result(runs[name])
    assert result["samples"][0]["cost"] == pytest.approx(result["reference"]["minimum"])


def test_a_constraint_is_kept(deployed: Deployed, runs: Mapping[str, Run]) -> None:
    result = deployed.result(runs["portfolio"])
    assert result.get("infeasible_shots", 0) == 0
    assert all(sample["bitstring"].count("1") == 3 for sample in result["samples"])


def _tasks(deployed: Deployed, run: Run) -> list[dict[str, Any]]:
    pages = (
        deployed.client("braket")
        .get_paginator("search_quantum_tasks")
        .paginate(filters=[{"name": "jobArn", "operator": "EQUAL", "values": [run.arn]}])
    )
    return [task for page in pages for task in page["quantumTasks"]]


def test_examples_say_no_more_than_they_must() -> None:
    """A field at its default is noise to a reader who learns from the example."""
    for name in EXAMPLES:
        text = json.loads((ROOT / "examples" / f"{name}.json").read_text())
        repeated = {
            key
            for key, field in RunPlan.model_fields.items()
            if field.default is not None and text.get(key) == field.default
        }
        assert repeated <= {"layers", "shots"}, name
