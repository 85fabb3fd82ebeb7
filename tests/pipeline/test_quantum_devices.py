"""A run on a managed simulator and on an emulated QPU: the same pipeline, with quantum tasks."""

import pytest

from contract.devices import SV1, find_device
from tests.pipeline.deployed import Deployed, example

FORTE = "arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1"


@pytest.mark.parametrize(
    ("device", "fields"),
    [
        (SV1.arn, {"layers": 2, "max_iterations": 4, "shots": 200}),
        (FORTE, {"layers": 1, "max_iterations": 3, "shots": 100, "allow_qpu": True}),
    ],
)
def test_a_run_with_quantum_tasks(deployed: Deployed, device: str, fields: dict[str, int | bool]) -> None:
    problem, _ = example("six_node_graph")
    run = deployed.solve(problem, device=device, max_cost_usd=1000, **fields)
    report = deployed.document(run.key("analysis_report.json"))
    assert report["quantum_results"]["final_cost"] < 0
    tasks = deployed.client("braket").search_quantum_tasks(
        filters=[{"name": "jobArn", "operator": "EQUAL", "values": [run.arn]}]
    )["quantumTasks"]
    assert {task["status"] for task in tasks} == {"COMPLETED"}
    assert {task["deviceArn"] for task in tasks} == {device}
    assert all(task["outputS3Directory"].startswith(run.key("tasks/")) for task in tasks)
    spent = sum(float(find_device(device).usd_per_task) + task["shots"] * float(find_device(device).usd_per_shot)
                for task in tasks)  # fmt: skip
    assert spent <= float(deployed.document(run.key("metadata.json"))["quote"]["device_usd"])
