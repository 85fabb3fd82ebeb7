"""S3 prefixes as a job's directories."""

from pathlib import Path
from typing import Any

import pytest
from boto3.exceptions import S3UploadFailedError

from local_aws.jobs.storage import Storage


class Bucket:
    """An S3 client of one bucket, with these keys."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys
        self.uploads: list[str] = []

    def get_paginator(self, _: str) -> "Bucket":
        return self

    def paginate(self, **request: Any) -> list[dict[str, Any]]:
        return [{"Contents": [{"Key": key}]} for key in self.keys if key.startswith(request["Prefix"])] + [{}]

    def download_file(self, _: str, key: str, target: str) -> None:
        Path(target).write_text(key)

    def upload_file(self, _: str, __: str, key: str) -> None:
        self.uploads.append(key)


def _files(directory: Path) -> dict[str, str]:
    return {p.relative_to(directory).as_posix(): p.read_text() for p in directory.rglob("*") if p.is_file()}


KEYS = ("data/", "data/one", "data/deep/two", "data-2/three", "data.json")


@pytest.mark.parametrize(
    ("uri", "files"),
    [
        (
            "s3://b/data",
            {"one": "data/one", "deep/two": "data/deep/two", "data-2/three": "data-2/three", "data.json": "data.json"},
        ),
        ("s3://b/data/", {"one": "data/one", "deep/two": "data/deep/two"}),
        ("s3://b/data/one", {"one": "data/one"}),
        ("s3://b/data/on", {"one": "data/one"}),
        ("s3://b/data/on/", {}),
        ("s3://b/data/none", {}),
        ("s3://b", {key: key for key in KEYS if not key.endswith("/")}),
    ],
)
def test_what_a_prefix_means(tmp_path: Path, uri: str, files: dict[str, str]) -> None:
    found = Storage(Bucket(*KEYS)).download_prefix(uri, tmp_path, lambda: False)
    assert _files(tmp_path) == files
    assert len(found) == len(files)


def test_a_key_cannot_lead_outside(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(OSError, match="outside its directory"):
        Storage(Bucket("data/../../out")).download_prefix("s3://b/data", tmp_path / "in", lambda: False)
    assert _files(tmp_path) == {}


def test_a_download_can_be_stopped(tmp_path: Path) -> None:
    assert Storage(Bucket(*KEYS)).download_prefix("s3://b/data", tmp_path, lambda: True) == {}


@pytest.mark.parametrize(("uri", "key"), [("s3://b/a/", "a/x/y"), ("s3://b/a", "a/x/y"), ("s3://b", "x/y")])
def test_uploads_go_below_the_uri(tmp_path: Path, uri: str, key: str) -> None:
    bucket = Bucket()
    Storage(bucket).upload(tmp_path / "x", uri, "x/y")
    assert bucket.uploads == [key]


def test_a_failed_upload_does_not_tell_where_the_file_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(bucket: Bucket, file: str, name: str, key: str) -> None:
        raise S3UploadFailedError(f"Failed to upload {file} to {name}/{key}: no")

    monkeypatch.setattr(Bucket, "upload_file", refuse)
    with pytest.raises(S3UploadFailedError, match=r"^Failed to upload x/y to b/a/x/y: no$"):
        Storage(Bucket()).upload(tmp_path / "x", "s3://b/a", "x/y")
