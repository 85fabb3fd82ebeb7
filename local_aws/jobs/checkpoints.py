"""Checkpoints, kept in S3 while a job runs: what is written below the checkpoint directory appears there by itself.

SageMaker's promise (https://docs.aws.amazon.com/sagemaker/latest/dg/model-checkpoints.html), on which Braket's stands:
what lies at the URI is there when the job starts, and what the job writes is copied while it runs. Files that the job
removes stay in S3. The period is not documented; here it is half a second.

An object is always a whole file: one that is open to be written is left for later, and what is uploaded is a copy of
what it was before that was known. A file that was still being written when the job was killed is left out, so that it
cannot replace a whole one.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from local_aws.jobs.open_files import PROCESSES, files_being_written
from local_aws.jobs.storage import Storage

PERIOD_S = 0.5
FAULTS = (Boto3Error, BotoCoreError, ClientError, OSError)
"""How a file cannot be stored."""

TRIES = 3
"""How often in a period a file is looked at that is being written."""

SETTLED_S = 0.02 if os.path.exists(PROCESSES) else 1.0
"""How long a file must not have changed: longer than a tick of its clock; where open files are not known, longer."""


class Version(NamedTuple):
    """What tells one content of a file from another."""

    inode: int
    size: int
    changed_ns: int

    def age_s(self, now_ns: int) -> float:
        """For how long it has been so; the file's clock may be set to anything."""
        return abs(now_ns - self.changed_ns) / 1e9


class CheckpointSync:
    """Copies one instance's checkpoints, each version of a file once."""

    def __init__(self, storage: Storage, uri: str, directory: Path) -> None:
        self._storage, self._uri, self._directory = storage, uri, directory
        self._stored: dict[Path, Version] = {}
        self._torn: set[Path] = set()
        self.left_out: dict[str, str] = {}
        """The names of files that cannot be stored, and why."""

    def download(self, stopped: Callable[[], bool]) -> None:
        """Fetches what is there from before."""
        for path in self._storage.download_prefix(f"{self._uri}/", self._directory, stopped).values():
            self._stored[path] = _version(path)

    def upload(self) -> None:
        """Stores what has changed and is whole, while the job runs."""
        for _ in range(TRIES):
            changed = self._changed()
            if not changed:
                return
            now = time.time_ns()
            written = files_being_written(self._directory)
            settled = {path: version for path, version in changed.items() if version.age_s(now) > SETTLED_S}
            self._store({path: version for path, version in settled.items() if path.resolve() not in written})
            time.sleep(SETTLED_S)

    def leave_out_unfinished(self) -> None:
        """To be called when the job's processes stand still and are about to be killed."""
        self._torn |= files_being_written(self._directory)

    def upload_rest(self) -> None:
        """Stores what has changed, when no process of the job is left."""
        self._store(self._changed())

    def _changed(self) -> dict[Path, Version]:
        changed = {}
        for path in sorted(self._directory.rglob("*")):
            with suppress(FileNotFoundError):  # it was there a moment ago
                if path.is_file() and self._stored.get(path) != (version := _version(path)):
                    changed[path] = version
        return changed

    def _store(self, versions: dict[Path, Version]) -> None:
        """Stores files that still are these versions; one that cannot be stored does not keep the others from it.

        Raises:
            Boto3Error, BotoCoreError, ClientError, OSError: the first file's fault, when the others are stored.
        """
        faults = []
        for path, version in versions.items():
            try:
                self._store_one(path, version)
            except FileNotFoundError:
                pass  # it was there a moment ago
            except FAULTS as fault:
                faults.append(fault)
        if faults:
            raise faults[0]

    def _store_one(self, path: Path, version: Version) -> None:
        name = path.relative_to(self._directory).as_posix()
        if reason := _why_no_key(name):
            self.left_out[repr(os.fsencode(name)).removeprefix("b")] = reason
            return
        copy = self._directory.with_name("checkpoint-copy")
        try:
            shutil.copyfile(path, copy)
            if _version(path) == version and path.resolve() not in self._torn:
                self._storage.upload(copy, self._uri, name)
                self._stored[path] = version
        finally:
            copy.unlink(missing_ok=True)


@contextmanager
def kept_in_sync(syncs: list[CheckpointSync]) -> Iterator[None]:
    """Uploads all of them in the background, over and over, inside this context."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(PERIOD_S):
            for sync in syncs:
                with suppress(*FAULTS):  # the next time, or the last, will tell
                    sync.upload()

    thread = threading.Thread(target=work, name="checkpoints", daemon=True)
    if syncs:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        if syncs:
            thread.join()


def _why_no_key(name: str) -> str:
    """Why a file's name cannot be an object's key; empty when it can.

    Keys are UTF-8 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html); a line feed, which S3 would
    take, is more than moto's routes can.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    return "its name has a line feed" if "\n" in name else ""


def _version(path: Path) -> Version:
    state = path.stat()
    return Version(state.st_ino, state.st_size, state.st_mtime_ns)
