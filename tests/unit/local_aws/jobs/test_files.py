"""Directories and archives of a job, as Braket's container has them."""

import tarfile
import zipfile
from pathlib import Path

import pytest

from local_aws.jobs.files import Directories, pack, unpack


def test_directories(tmp_path: Path) -> None:
    directories = Directories(tmp_path / "algo-1")
    directories.make()
    assert directories.extracted.is_relative_to(directories.code)
    assert all(d.is_dir() for d in (directories.data, directories.config, directories.model, directories.checkpoints))
    assert not directories.failure.exists()


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
    archive = pack([source], tmp_path / "model.tar.gz")
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


def test_of_two_files_with_one_name_the_first_is_packed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.txt").write_text(name)
        (tmp_path / name / f"{name}.txt").write_text(name)
    archive = pack([tmp_path / "one", tmp_path / "two"], tmp_path / "model.tar.gz")
    target = tmp_path / "target"
    target.mkdir()
    unpack(archive, target, "GZIP")
    assert _tree(target) == {"same.txt": b"one", "one.txt": b"one", "two.txt": b"two"}
