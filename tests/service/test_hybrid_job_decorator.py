"""A function becomes a hybrid job by the SDK's decorator."""

from pathlib import Path
from typing import Any

import pytest
from braket.jobs import hybrid_job

from local_aws.account import LocalAccount
from tests.service.braket_calls import SV1, TERMINAL
from tests.waiting import until


def test_a_decorated_function_runs_as_a_job(
    account: LocalAccount, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in account.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)  # where the SDK unpacks results
    (tmp_path / "numbers.txt").write_text("1 2 3")

    @hybrid_job(device=SV1, input_data="numbers")  # type: ignore[untyped-decorator]
    def count_bell_states(shots: int, *, label: str) -> Any:
        import os

        from braket.aws import AwsDevice
        from braket.circuits import Circuit
        from braket.jobs import get_input_data_dir, get_job_device_arn

        counts = AwsDevice(get_job_device_arn()).run(Circuit().h(0).cnot(0, 1), shots=shots).result().measurement_counts
        return {"label": label, "counts": dict(counts), "files": os.listdir(get_input_data_dir())}

    job = count_bell_states(30, label="bell")
    until(lambda: job.state() in TERMINAL, 120, "the job")
    assert job.state() == "COMPLETED", job.metadata().get("failureReason")
    result = job.result(allow_pickle=True)  # which is what the decorator stores
    assert result["label"] == "bell"
    assert sum(result["counts"].values()) == 30
    assert result["files"] == ["numbers.txt"]
