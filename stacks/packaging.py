"""What goes into each asset, and how it is built: no Docker, the same bytes from the same input."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from contract import keys

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"


@dataclass(frozen=True)
class Bundle:
    """Modules (paths below the repository root) and the PyPI packages beside them, pinned by constraints.txt."""

    modules: tuple[str, ...]
    requirements: tuple[str, ...] = ()


SHARED_MODULES = (
    "contract",
    "lambdas/__init__.py",
    "lambdas/observability.py",
    "lambdas/responses.py",
    "lambdas/settings.py",
    "lambdas/storage.py",
)
SHARED_REQUIREMENTS = ("pydantic", "aws-lambda-powertools")  # boto3 comes with Lambda's own runtime

FUNCTIONS = {
    "data_preparation": Bundle((*SHARED_MODULES, "lambdas/data_preparation"), SHARED_REQUIREMENTS),
    "job_submission": Bundle((*SHARED_MODULES, "lambdas/job_submission"), SHARED_REQUIREMENTS),
    "job_monitoring": Bundle((*SHARED_MODULES, "lambdas/job_monitoring"), SHARED_REQUIREMENTS),
    "post_processing": Bundle(
        (*SHARED_MODULES, "lambdas/post_processing"), (*SHARED_REQUIREMENTS, "numpy", "matplotlib", "jinja2")
    ),
}
JOB_PROGRAM = Bundle(("contract", "quantum_code"))  # the container brings the packages, or reads requirements.txt

UNNEEDED = shutil.ignore_patterns(
    "__pycache__", "*.pyc", "*.pyi", "*.pxd", "*.h", "*.a", "tests", "testing", "sample_data", "bin", ".lock"
)
"""Left out of the assets; nothing imports it in a function."""


def function_asset(name: str, *, python: str, platform: str) -> Path:
    """The directory with everything the function's zip holds, made for Lambda's platform.

    Args:
        name: key in FUNCTIONS.
        python: minor version of the runtime, such as "3.12".
        platform: uv's name of the platform the function runs on, such as "x86_64-manylinux_2_28".
    """
    bundle = FUNCTIONS[name]
    dependencies = _dependencies(bundle.requirements, python, platform)

    def make(asset: Path) -> None:
        shutil.copytree(dependencies, asset, copy_function=os.link, dirs_exist_ok=True)
        for module in bundle.modules:
            _copy_module(ROOT / module, asset / module)

    return _kept(BUILD / "functions" / f"{name}-{_digest(dependencies.name, *_contents(bundle))}", make)


def job_archive() -> Path:
    """The directory that holds only source.tar.gz: the hybrid-job program, with fixed times and owners inside."""

    def make(directory: Path) -> None:
        with (
            (directory / keys.CODE_ARCHIVE_NAME).open("wb") as file,
            gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as zipped,
            tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for module in JOB_PROGRAM.modules:
                for path in sorted(path for suffix in ("*.py", "*.txt") for path in (ROOT / module).rglob(suffix)):
                    archive.add(path, arcname=path.relative_to(ROOT).as_posix(), filter=_anonymous)

    return _kept(BUILD / "job_program" / _digest(*_contents(JOB_PROGRAM)), make)


def _dependencies(requirements: tuple[str, ...], python: str, platform: str) -> Path:
    """A directory with the packages installed, kept until the requirements or their pins change."""
    constraints = ROOT / "constraints.txt"

    def make(directory: Path) -> None:
        with tempfile.TemporaryDirectory(dir=directory.parent) as scratch:
            command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", scratch]
            command += ["--python-version", python, "--python-platform", platform]
            command += ["--only-binary", ":all:", "--link-mode", "copy", "--constraints", str(constraints)]
            subprocess.run([*command, *requirements], check=True)
            shutil.copytree(scratch, directory, ignore=UNNEEDED, dirs_exist_ok=True)

    return _kept(BUILD / "dependencies" / _digest(*requirements, python, platform, constraints.read_text()), make)


def _kept(target: Path, make: Callable[[Path], None]) -> Path:
    """A directory named by what it is made from: made once, aside, and moved into its place when it is whole.

    So synths that run at once do not disturb each other, and none is left with half an asset.
    """
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix="partial-"))
        try:
            make(aside)
            aside.chmod(0o755)
            with suppress(OSError):  # another process was faster
                aside.rename(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return target


def _contents(bundle: Bundle) -> Iterator[str]:
    """The names and contents of a bundle's own files."""
    for module in bundle.modules:
        path = ROOT / module
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                yield file.relative_to(ROOT).as_posix()
                yield hashlib.sha256(file.read_bytes()).hexdigest()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _copy_module(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=UNNEEDED)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The member without who made it and when, so that the same sources give the same archive."""
    member.mtime, member.uid, member.gid, member.uname, member.gname, member.mode = 0, 0, 0, "", "", 0o644
    return member
