"""The assets: everything a function or a job needs, nothing more, and the same bytes each time."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local_aws.deployment import context
from local_aws.lambda_runner import RUNTIME_PACKAGES
from stacks import packaging
from stacks.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
HERE = Settings.from_context(context().get)
"""Settings that make an asset for this interpreter and machine, so that it can be imported here."""

MACHINES = {"x86_64": 0x3E, "arm64": 0xB7}
"""ELF's numbers of the processors."""


def _python_files(*modules: str) -> set[str]:
    found = set()
    for module in modules:
        path = ROOT / module
        files = [path] if path.is_file() else path.rglob("*.py")
        found |= {file.relative_to(ROOT).as_posix() for file in files}
    return found


def test_the_job_archive_is_the_same_twice() -> None:
    first = (packaging.job_archive() / "source.tar.gz").read_bytes()
    path = packaging.job_archive() / "source.tar.gz"
    assert path.read_bytes() == first
    assert [file.name for file in path.parent.iterdir()] == ["source.tar.gz"]


def test_the_job_archive_does_not_depend_on_when_a_file_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    first = (packaging.job_archive() / "source.tar.gz").read_bytes()
    file = ROOT / "quantum_code" / "__init__.py"
    before = file.stat()
    os.utime(file, (1_000_000_000, 1_000_000_000))
    try:
        assert (packaging.job_archive() / "source.tar.gz").read_bytes() == first
    finally:
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_the_job_archive_holds_the_program_and_nothing_else() -> None:
    with tarfile.open(packaging.job_archive() / "source.tar.gz") as archive:
        members = archive.getmembers()
    names = {member.name for member in members}
    requirements = "quantum_code/requirements.txt"
    assert names == _python_files("contract", "quantum_code") | {requirements}
    assert {name.split("/")[0] for name in names} == {"contract", "quantum_code"}
    assert "quantum_code/main.py" in names
    ours = {line.split()[0] for line in (ROOT / "constraints.txt").read_text().splitlines() if line.strip()}
    pinned = (ROOT / requirements).read_text().splitlines()
    assert {
        line.split()[0] for line in pinned if not line.startswith("#")
    } <= ours  # what is tested is what is installed
    assert {(member.uid, member.gid, member.uname, member.mtime) for member in members} == {(0, 0, "", 0)}


@pytest.mark.parametrize(
    ("name", "architecture"), [*((name, "x86_64") for name in packaging.FUNCTIONS), ("job_submission", "arm64")]
)
def test_a_function_asset_is_made_for_lambdas_platform(name: str, architecture: str) -> None:
    settings = Settings(lambda_architecture=architecture)
    asset = packaging.function_asset(name, python=settings.lambda_python, platform=settings.wheel_platform)
    version = settings.lambda_python.replace(".", "")
    libraries = list(asset.rglob("*.so"))
    assert any("pydantic_core" in str(library) for library in libraries)
    for library in libraries:
        header = library.read_bytes()[:20]
        assert header[:4] == b"\x7fELF"
        assert int.from_bytes(header[18:20], "little") == MACHINES[architecture], library
        assert "cpython" not in library.name or f"cpython-{version}-" in library.name


@pytest.mark.parametrize("name", packaging.FUNCTIONS)
def test_a_function_asset_holds_its_table_and_nothing_of_the_rest(name: str) -> None:
    settings = Settings()
    asset = packaging.function_asset(name, python=settings.lambda_python, platform=settings.wheel_platform)
    bundle = packaging.FUNCTIONS[name]
    ours = {
        path.relative_to(asset).as_posix() for top in ("contract", "lambdas") for path in (asset / top).rglob("*.py")
    }
    assert ours == _python_files(*bundle.modules)
    top = {path.name for path in asset.iterdir()}
    assert not top & {"tests", "stacks", "cli", "local_aws", "quantum_code", "boto3", "botocore", "scipy", "pennylane"}
    assert {"contract", "lambdas", "pydantic", "aws_lambda_powertools"} <= top
    assert ("matplotlib" in top) == (name == "post_processing")
    left_over = [path for path in asset.rglob("*") if path.name in ("tests", "__pycache__") or path.suffix == ".pyc"]
    assert left_over == []


@pytest.mark.parametrize("name", packaging.FUNCTIONS)
def test_assets_fit_in_a_lambda(name: str) -> None:
    settings = Settings()
    asset = packaging.function_asset(name, python=settings.lambda_python, platform=settings.wheel_platform)
    size = sum(path.stat().st_size for path in asset.rglob("*") if path.is_file())
    assert size < 250 * 2**20  # unzipped, as Lambda counts


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Lambda's own runtime brings: boto3 and what it needs."""
    directory = tmp_path_factory.mktemp("runtime")
    for name in RUNTIME_PACKAGES:
        (directory / name).symlink_to(Path(sysconfig.get_path("purelib"), name))
    return directory


Import = Callable[[Path, str], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def import_handler(runtime: Path, tmp_path: Path) -> Import:
    """Imports a handler from an asset in a bare interpreter."""

    def run(asset: Path, package: str) -> "subprocess.CompletedProcess[str]":
        code = f"import sys; sys.path[:0] = [{str(asset)!r}]; sys.path.append({str(runtime)!r})"
        code += f"; from lambdas.{package}.handler import handler; print(handler.__module__)"
        environment = {"MPLCONFIGDIR": str(tmp_path), "AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-I", "-S", "-B", "-c", code]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("name", packaging.FUNCTIONS)
def test_a_handler_can_be_imported_from_its_asset_alone(name: str, import_handler: Import) -> None:
    asset = packaging.function_asset(name, python=HERE.lambda_python, platform=HERE.wheel_platform)
    done = import_handler(asset, name)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"lambdas.{name}.handler"


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[packaging.Bundle], Path]]:
    """Makes an asset of another table, beside the real ones."""
    made: list[Path] = []

    def make(bundle: packaging.Bundle) -> Path:
        monkeypatch.setitem(packaging.FUNCTIONS, "trial", bundle)
        made.append(packaging.function_asset("trial", python=HERE.lambda_python, platform=HERE.wheel_platform))
        return made[-1]

    yield make
    for asset in made:
        shutil.rmtree(asset)


@pytest.mark.parametrize("left_out", packaging.FUNCTIONS["data_preparation"].modules)
def test_a_module_left_out_of_the_table_is_missed(
    left_out: str, trial: Callable[[packaging.Bundle], Path], import_handler: Import
) -> None:
    bundle = packaging.FUNCTIONS["data_preparation"]
    modules = tuple(module for module in bundle.modules if module != left_out)
    asset = trial(packaging.Bundle(modules, bundle.requirements))
    if left_out == "lambdas/__init__.py":  # without it, lambdas is a namespace package: it still works
        assert not (asset / left_out).exists()
        return
    done = import_handler(asset, "data_preparation")
    assert done.returncode != 0
    assert "ImportError" in done.stderr or "ModuleNotFoundError" in done.stderr
    assert left_out.removesuffix(".py").rpartition("/")[2] in done.stderr


def test_another_source_gives_another_asset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no file that is gone is left behind, and no synth disturbs another's asset."""
    (tmp_path / "constraints.txt").write_text((packaging.ROOT / "constraints.txt").read_text())
    (tmp_path / "one.py").write_text("")
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "two.py").write_text("")
    monkeypatch.setattr(packaging, "ROOT", tmp_path)
    monkeypatch.setattr(packaging, "BUILD", tmp_path / ".build")
    monkeypatch.setitem(packaging.FUNCTIONS, "small", packaging.Bundle(("one.py", "gone"), ("pydantic",)))

    def build() -> Path:
        return packaging.function_asset("small", python=HERE.lambda_python, platform=HERE.wheel_platform)

    first = build()
    assert build() == first
    (tmp_path / "gone" / "two.py").unlink()
    second = build()
    assert second != first
    assert (first / "gone" / "two.py").exists()
    assert not (second / "gone" / "two.py").exists()
    assert not list((tmp_path / ".build" / "functions").glob("partial-*"))
