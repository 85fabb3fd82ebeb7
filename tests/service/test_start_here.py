"""The start-here program of the Hybrid Jobs announcement, unchanged, as a job on a simulator and on emulated QPUs."""

import json
from pathlib import Path

import pytest
from braket.aws import AwsQuantumJob

from local_aws.account import LocalAccount
from tests.service.braket_calls import GARNET, SV1, TERMINAL
from tests.waiting import until

SOURCE = Path(__file__).resolve().parents[2] / "examples" / "start_here" / "algorithm_script.py"


@pytest.mark.parametrize("device", [SV1, GARNET])
def test_start_here(account: LocalAccount, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, device: str) -> None:
    for name, value in account.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)  # where the SDK unpacks results
    job = AwsQuantumJob.create(
        device=device,
        source_module=str(SOURCE),
        entry_point="algorithm_script:start_here",
    )
    until(lambda: job.state() in TERMINAL, 120, "the job")
    assert job.state() == "COMPLETED"
    result = job.result()
    assert list(result) == ["measurement_counts"]
    assert [sum(counts.values()) for counts in result["measurement_counts"]] == [100] * 5
    allowed = {"00", "11"} if device == SV1 else {"00", "01", "10", "11"}
    assert all(set(counts) <= allowed for counts in result["measurement_counts"])
    job.download_result()
    document = json.loads((tmp_path / job.name / "results.json").read_text())
    assert document["braketSchemaHeader"] == {"name": "braket.jobs_data.persisted_job_data", "version": "1"}
    assert document["dataFormat"] == "plaintext"
    assert document["dataDictionary"] == result
    tasks = account.clients.service("braket", job.arn.split(":")[3]).search_quantum_tasks(
        filters=[{"name": "jobArn", "operator": "EQUAL", "values": [job.arn]}]
    )["quantumTasks"]
    assert [task["status"] for task in tasks] == ["COMPLETED"] * 5
    assert all(f"jobs/{job.name}/tasks/" in task["outputS3Directory"] for task in tasks)
