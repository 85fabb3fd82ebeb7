"""The variables and configuration files of a job's container."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from local_aws.braket.clock import Clock
from local_aws.braket.jobs import HybridJob
from local_aws.jobs.environment import check_variables, container_environment
from local_aws.jobs.files import Directories

REQUEST: dict[str, Any] = {
    "jobName": "run-1",
    "algorithmSpecification": {
        "scriptModeConfig": {"entryPoint": "a.b:c", "s3Uri": "s3://out/x/source.tar.gz", "compressionType": "GZIP"}
    },
    "deviceConfig": {"device": "local:pennylane/lightning.qubit"},
    "instanceConfig": {"instanceType": "ml.m5.large", "volumeSizeInGb": 30, "instanceCount": 2},
    "outputDataConfig": {"s3Path": "s3://out/jobs/run-1/"},
}
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "of the role", "AWS_ENDPOINT_URL": "http://localhost:1"}


def _environment(directory: Path, cores: int = os.cpu_count() or 1, **changes: Any) -> dict[str, str]:
    job = HybridJob("123456789012", "us-east-1", REQUEST | changes, lambda job: None, Clock())
    directories = Directories(directory)
    directories.make()
    return container_environment(job, directories, "algo-2", ["algo-1", "algo-2"], CREDENTIALS, cores)


def test_the_containers_variables(tmp_path: Path) -> None:
    found = _environment(tmp_path, hyperParameters={"layers": "4"})
    expected = {
        "AMZN_BRAKET_INPUT_DIR": str(tmp_path / "input" / "data"),
        "AMZN_BRAKET_JOB_RESULTS_DIR": str(tmp_path / "model"),
        "AMZN_BRAKET_CHECKPOINT_DIR": str(tmp_path / "checkpoints"),
        "AMZN_BRAKET_DEVICE_ARN": "local:pennylane/lightning.qubit",
        "AMZN_BRAKET_JOB_NAME": "run-1",
        "AMZN_BRAKET_OUT_S3_BUCKET": "out",
        "AMZN_BRAKET_SCRIPT_ENTRY_POINT": "a.b:c",
        "AMZN_BRAKET_SCRIPT_S3_URI": "s3://out/x/source.tar.gz",
        "AMZN_BRAKET_SCRIPT_COMPRESSION_TYPE": "GZIP",
        "AMZN_BRAKET_JOB_RESULTS_S3_PATH": "jobs/run-1/output",
        "AMZN_BRAKET_TASK_RESULTS_S3_URI": "s3://out/jobs/run-1/tasks",
        "AMZN_BRAKET_HP_FILE": str(tmp_path / "input" / "config" / "hyperparameters.json"),
        "BRAKET_ENDPOINT": "http://localhost:1",
        "SM_CURRENT_HOST": "algo-2",
        "SM_HOSTS": '["algo-1","algo-2"]',
        **CREDENTIALS,
    }
    assert expected.items() <= found.items()
    assert json.loads(Path(found["AMZN_BRAKET_HP_FILE"]).read_text()) == {"layers": "4"}
    for name in ("AMZN_BRAKET_INPUT_DIR", "AMZN_BRAKET_JOB_RESULTS_DIR", "AMZN_BRAKET_CHECKPOINT_DIR"):
        assert Path(found[name]).is_dir()


def test_a_job_beside_others_has_its_share_of_the_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)

    alone, shared = _environment(tmp_path / "1", cores=8), _environment(tmp_path / "2", cores=3)

    assert alone["SM_NUM_CPUS"] == "8"
    assert "OMP_NUM_THREADS" not in alone
    assert (shared["SM_NUM_CPUS"], shared["OMP_NUM_THREADS"]) == ("3", "3")


def test_without_hyperparameters_no_file_is_named(tmp_path: Path) -> None:
    found = _environment(tmp_path)
    assert "AMZN_BRAKET_HP_FILE" not in found
    assert (found["SM_HPS"], found["SM_USER_ARGS"]) == ("{}", "[]")


def test_hyperparameters_as_sagemaker_gives_them(tmp_path: Path) -> None:
    values = {"layers": "4", "on": "true", "name": "x y", "p": "0.5", "map": '{"b":1,"a":2}', "sagemaker_x": "1"}
    found = _environment(tmp_path, hyperParameters=values)
    assert json.loads(found["SM_HPS"]) == {"layers": 4, "on": True, "name": "x y", "p": 0.5, "map": {"a": 2, "b": 1}}
    arguments = ["--layers", "4", "--map", "a=2,b=1", "--name", "x y", "--on", "True", "-p", "0.5"]
    assert json.loads(found["SM_USER_ARGS"]) == arguments
    assert (found["SM_HP_ON"], found["SM_HP_MAP"]) == ("true", '{"a":2,"b":1}')
    assert json.loads(found["SM_FRAMEWORK_PARAMS"]) == {"sagemaker_x": 1}


def test_configuration_files(tmp_path: Path) -> None:
    source = {"s3DataSource": {"s3Uri": "s3://out/data"}}
    found = _environment(tmp_path, inputDataConfig=[{"channelName": "train", "dataSource": source}])
    config = Path(found["SM_INPUT_CONFIG_DIR"])
    resources = json.loads((config / "resourceconfig.json").read_text())
    assert (resources["current_host"], resources["hosts"]) == ("algo-2", ["algo-1", "algo-2"])
    assert list(json.loads((config / "inputdataconfig.json").read_text())) == ["train"]
    assert found["SM_CHANNEL_TRAIN"] == str(tmp_path / "input" / "data" / "train")


def test_nothing_of_this_process_leaks_into_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_SHELL", "x")
    assert "SECRET_OF_THE_SHELL" not in _environment(tmp_path)


@pytest.mark.parametrize(
    ("variable", "reason"),
    [
        ({"a\0b": "x"}, "the environment variable 'a\\x00b' has a null byte"),
        ({"A": "x\0"}, "the environment variable 'A' has a null byte"),
        ({"A": "\ud800"}, "the environment variable 'A' is no text: surrogates not allowed"),
    ],
)
def test_what_no_environment_can_hold_is_named(variable: dict[str, str], reason: str) -> None:
    check_variables({"PATH": "/bin"})
    with pytest.raises(ValueError) as raised:
        check_variables(variable)
    assert str(raised.value) == reason
