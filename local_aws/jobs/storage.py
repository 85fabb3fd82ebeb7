"""S3, as jobs use it: copies objects into directories."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error

from local_aws.s3_uri import parse_uri


class Storage:
    """S3 under a job's role.

    A URI is a key prefix, as for SageMaker: `s3://bucket/data/a` is the object `data/a`, everything below `data/a/`,
    and `data/abc`; with a slash at its end it is what is below alone. Names of files, for which SageMaker documents
    no rule, begin after the folder that the URI names, or in which it ends.
    """

    def __init__(self, s3: Any) -> None:
        self._s3 = s3

    def download_file(self, uri: str, directory: Path) -> Path:
        """Copies one object; the file it is in."""
        bucket, key = parse_uri(uri)
        target = directory / Path(key).name
        self._s3.download_file(bucket, key, str(target))
        return target

    def download_prefix(self, uri: str, directory: Path, stopped: Callable[[], bool]) -> dict[str, Path]:
        """Copies every object under a URI until `stopped`; the files by their keys."""
        bucket, prefix = parse_uri(uri)
        files: dict[str, Path] = {}
        for key, name in self._names(bucket, prefix, folder_only=uri.endswith("/")):
            target = directory / name
            if not target.resolve().is_relative_to(directory.resolve()):
                raise OSError(f"the object {key} has a name outside its directory")
            if stopped():
                break
            target.parent.mkdir(parents=True, exist_ok=True)
            self._s3.download_file(bucket, key, str(target))
            files[key] = target
        return files

    def upload(self, file: Path, uri: str, name: str) -> None:
        """Stores a file as an object below a URI."""
        bucket, prefix = parse_uri(uri)
        try:
            self._s3.upload_file(str(file), bucket, f"{prefix}/{name}" if prefix else name)
        except Boto3Error as fault:
            raise type(fault)(str(fault).replace(str(file), name)) from fault  # where it lies here says nothing

    def _names(self, bucket: str, prefix: str, *, folder_only: bool) -> Iterator[tuple[str, str]]:
        """The keys under a prefix, each with its file's name."""
        folder = f"{prefix}/" if prefix else ""
        parent = prefix[: prefix.rfind("/") + 1]
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for key in (item["Key"] for item in page.get("Contents", [])):
                if key.endswith("/"):
                    continue  # which is how consoles mark a folder
                if key.startswith(folder):
                    yield key, key.removeprefix(folder)
                elif not folder_only:
                    yield key, key.removeprefix(parent)
