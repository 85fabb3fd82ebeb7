"""Directories, archives and environment of a job, as Braket's container has them."""

import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from local_aws.braket.clock import Clock
from local_aws.braket.jobs import HybridJob
from local_aws.job_files import job_environment, pack, prepare_directories, unpack

REQUEST: dict[str, Any] = {
    "jobName": "run-1",
    "algorithmSpecification": {
        "scriptModeConfig": {"entryPoint": "a.b:c", "s3Uri": "s3://out/x/source.tar.gz", "compressionType": "GZIP"}
    },
    "deviceConfig": {"device": "local:pennylane/lightning.qubit"},
    "outputDataConfig": {"s3Path": "s3://out/jobs/run-1/"},
}


def _environment(directory: Path, **changes: Any) -> dict[str, str]:
    job = HybridJob("123456789012", "us-east-1", REQUEST | changes, lambda job: None, Clock())
    return job_environment(job, directory, {"AWS_ACCESS_KEY_ID": "of the role"})


def test_the_containers_variables(tmp_path: Path) -> None:
    prepare_directories(tmp_path)
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
        "AWS_ACCESS_KEY_ID": "of the role",
    }
    assert expected.items() <= found.items()
    assert json.loads(Path(found["AMZN_BRAKET_HP_FILE"]).read_text()) == {"layers": "4"}
    for name in ("AMZN_BRAKET_INPUT_DIR", "AMZN_BRAKET_JOB_RESULTS_DIR", "AMZN_BRAKET_CHECKPOINT_DIR"):
        assert Path(found[name]).is_dir()


def test_without_hyperparameters_there_is_no_file(tmp_path: Path) -> None:
    prepare_directories(tmp_path)
    assert "AMZN_BRAKET_HP_FILE" not in _environment(tmp_path)
    assert list((tmp_path / "input" / "config").iterdir()) == []


def test_nothing_of_this_process_leaks_into_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare_directories(tmp_path)
    monkeypatch.setenv("SECRET_OF_THE_SHELL", "x")
    assert "SECRET_OF_THE_SHELL" not in _environment(tmp_path)


def _tree(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    directory = tmp_path / "source"
    (directory / "package" / "deep").mkdir(parents=True)
    (directory / "package" / "a.py").write_text("a = 1")
    (directory / "package" / "deep" / "b.py").write_text("b = 2")
    (directory / "results.json").write_text("{}")
    return directory


def test_what_is_packed_is_unpacked(source: Path, tmp_path: Path) -> None:
    archive = pack(source, tmp_path / "model.tar.gz")
    with tarfile.open(archive) as tar:
        assert {(member.uid, member.gid, member.uname) for member in tar} == {(0, 0, "root")}
        assert "results.json" in tar.getnames()
    target = tmp_path / "target"
    target.mkdir()
    unpack(archive, target, "GZIP")
    assert _tree(target) == _tree(source)


def test_a_zip_is_unpacked(source: Path, tmp_path: Path) -> None:
    archive = tmp_path / "source.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in _tree(source).items():
            file.writestr(name, content)
    target = tmp_path / "target"
    target.mkdir()
    unpack(archive, target, "gzip")
    assert _tree(target) == _tree(source)


def test_an_uncompressed_script_is_copied(tmp_path: Path) -> None:
    script, target = tmp_path / "job.py", tmp_path / "target"
    script.write_text("print(1)")
    target.mkdir()
    unpack(script, target, "NONE")
    assert _tree(target) == {"job.py": b"print(1)"}


def test_an_archive_cannot_write_outside(tmp_path: Path) -> None:
    archive, target = tmp_path / "evil.tar.gz", tmp_path / "target"
    target.mkdir()
    (tmp_path / "content").write_text("x")
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(tmp_path / "content", arcname="../escaped")
    with pytest.raises(tarfile.OutsideDestinationError):
        unpack(archive, target, "GZIP")
    assert not (tmp_path / "escaped").exists()
