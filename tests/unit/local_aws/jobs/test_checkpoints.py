"""The synchronisation of checkpoints: what is stored, when, and what is not."""

import os
import shutil
import time
from pathlib import Path

import pytest
from boto3.exceptions import S3UploadFailedError

from local_aws.jobs import checkpoints
from local_aws.jobs.checkpoints import CheckpointSync
from local_aws.jobs.open_files import PROCESSES, files_being_written

needs_proc = pytest.mark.skipif(not os.path.exists(PROCESSES), reason="open files are not known on this machine")


class Store:
    """Takes files as S3 would."""

    def __init__(self) -> None:
        self.uploads: list[tuple[str, str]] = []

    def upload(self, file: Path, uri: str, name: str) -> None:
        self.uploads.append((name, file.read_text()))


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "checkpoints").mkdir()
    return tmp_path / "checkpoints"


@pytest.fixture
def sync(store: Store, directory: Path, monkeypatch: pytest.MonkeyPatch) -> CheckpointSync:
    monkeypatch.setattr(checkpoints, "SETTLED_S", 0.02)
    return CheckpointSync(store, "s3://bucket/prefix", directory)  # type: ignore[arg-type]


def _settle() -> None:
    time.sleep(0.05)


def test_each_version_is_stored_once(sync: CheckpointSync, store: Store, directory: Path) -> None:
    (directory / "deep").mkdir()
    (directory / "deep" / "a").write_text("1")
    _settle()
    sync.upload()
    sync.upload()
    (directory / "deep" / "a").write_text("2")
    _settle()
    sync.upload()
    sync.upload_rest()
    assert store.uploads == [("deep/a", "1"), ("deep/a", "2")]


@needs_proc
def test_a_file_that_is_being_written_is_left_for_later(sync: CheckpointSync, store: Store, directory: Path) -> None:
    with (directory / "a").open("w") as file, (directory / "b").open("w") as other:
        file.write("half")
        file.flush()
        _settle()
        assert files_being_written(directory) == {directory / "a", directory / "b"}
        sync.upload()
        assert store.uploads == []
        other.close()
        sync.upload()
        assert store.uploads == [("b", "")]
    sync.upload_rest()
    assert store.uploads[1:] == [("a", "half")]


@needs_proc
def test_what_was_unfinished_at_the_kill_is_left_out(sync: CheckpointSync, store: Store, directory: Path) -> None:
    (directory / "whole").write_text("1")
    with (directory / "torn").open("w") as file:
        file.write("ha")
        file.flush()
        sync.leave_out_unfinished()
    sync.upload_rest()
    assert store.uploads == [("whole", "1")]


def test_a_file_that_changes_while_it_is_copied_is_not_stored(
    sync: CheckpointSync, store: Store, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (directory / "a").write_text("old")
    copy = shutil.copyfile

    def copy_late(source: Path, target: Path) -> None:
        copy(source, target)
        source.write_text("newer")

    monkeypatch.setattr(shutil, "copyfile", copy_late)
    sync.upload_rest()
    assert store.uploads == []


def test_a_removed_file_is_no_concern(sync: CheckpointSync, store: Store, directory: Path) -> None:
    (directory / "a").write_text("1")
    _settle()
    sync.upload()
    (directory / "a").unlink()
    sync.upload()
    sync.upload_rest()
    assert store.uploads == [("a", "1")]


def test_a_file_that_cannot_be_stored_does_not_keep_others_from_it(
    sync: CheckpointSync, store: Store, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c\nd", os.fsdecode(b"e\xff")):
        (directory / name).write_text(name[0])
    upload = store.upload

    def refuse(file: Path, uri: str, name: str) -> None:
        if name == "a":
            raise S3UploadFailedError("no")
        upload(file, uri, name)

    monkeypatch.setattr(store, "upload", refuse)
    with pytest.raises(S3UploadFailedError, match="no"):
        sync.upload_rest()
    assert store.uploads == [("b", "b")]
    assert sync.left_out == {"'c\\nd'": "its name has a line feed", "'e\\xff'": "its name is not UTF-8"}
    assert [path.name for path in directory.parent.iterdir()] == ["checkpoints"]
