"""The directories of a job's instance, and the archives that go into and out of them."""

import shutil
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Directories:
    """What lies under /opt/ml, alias /opt/braket, in the container; here each instance has a root of its own."""

    root: Path

    @property
    def code(self) -> Path:
        """Where the container starts."""
        return self.root / "code"

    @property
    def original(self) -> Path:
        return self.code / "customer_code" / "original"

    @property
    def extracted(self) -> Path:
        return self.code / "customer_code" / "extracted"

    @property
    def data(self) -> Path:
        return self.root / "input" / "data"

    @property
    def config(self) -> Path:
        return self.root / "input" / "config"

    @property
    def model(self) -> Path:
        return self.root / "model"

    @property
    def has_model(self) -> bool:
        """Whether that is a directory still: the program may have removed it, or put something else in its place."""
        return self.model.is_dir() and not self.model.is_symlink()

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def checkpoints(self) -> Path:
        """In the container wherever checkpointConfig.localPath says; programs find it by AMZN_BRAKET_CHECKPOINT_DIR."""
        return self.root / "checkpoints"

    @property
    def failure(self) -> Path:
        """What went wrong, for the service to read."""
        return self.output / "failure"

    @property
    def uncaught(self) -> Path:
        """The error that ended the container before or beside the customer's function; not in the container."""
        return self.root / "uncaught"

    def make(self) -> None:
        for directory in (self.original, self.extracted, self.data, self.config, self.model, self.checkpoints):
            directory.mkdir(parents=True)
        (self.output / "data").mkdir(parents=True)


def unpack(archive: Path, target: Path, compression: str) -> None:
    """Unpacks by the file's extension, as the container does; an uncompressed script is copied."""
    if compression.strip().lower() not in ("gzip", "zip"):
        shutil.copy(archive, target)
    elif archive.name.endswith(".zip"):
        shutil.unpack_archive(archive, target)
    else:
        shutil.unpack_archive(archive, target, filter="data")


def pack(directories: Sequence[Path], archive: Path) -> Path:
    """A .tar.gz with the directories' files at its root; of two with the same name, the first directory's."""
    packed: set[Path] = set()
    with tarfile.open(archive, "w:gz") as tar:
        for directory in directories:
            for path in sorted(directory.rglob("*")):
                name = path.relative_to(directory)
                if name not in packed:
                    packed.add(name)
                    tar.add(path, arcname=name.as_posix(), recursive=False, filter=_root_owned)
    return archive


def _root_owned(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
