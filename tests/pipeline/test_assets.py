"""What runs is the asset, not the working tree: a module left out of the packaging table is missing at run time."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pipeline.deployed import ROOT, Deployed


@dataclass(frozen=True)
class Omission:
    """A line of the packaging table, the same without a module, and what the run then says."""

    line: str
    without: str
    faults: tuple[str, ...]


OMISSIONS = {
    "functions": Omission(
        'SHARED_MODULES = (\n    "contract",\n',
        "SHARED_MODULES = (\n",
        ("Runtime.ImportModuleError", "No module named 'contract'"),
    ),
    "job program": Omission(
        'JOB_PROGRAM = Bundle(("contract", "quantum_code"))',
        'JOB_PROGRAM = Bundle(("contract",))',
        ("FAILED: AlgorithmError: ", "\"ModuleNotFoundError: No module named 'quantum_code'\"", ", exit code: 1"),
    ),
}


@pytest.fixture(scope="module")
def outputs(deployed: Deployed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `qpipe run` prints in a copy of the repository with each of the omissions, both at once."""
    copies = {name: _working_copy(tmp_path_factory.mktemp("omission") / "repository") for name in OMISSIONS}
    for name, omission in OMISSIONS.items():
        table = copies[name] / "stacks" / "packaging.py"
        text = table.read_text()
        assert text.count(omission.line) == 1
        table.write_text(text.replace(omission.line, omission.without))
    with ThreadPoolExecutor(len(copies)) as pool:
        return dict(zip(copies, pool.map(_run, copies.values()), strict=True))


@pytest.mark.parametrize("name", OMISSIONS)
def test_a_module_left_out_of_the_packaging_table_is_missing(name: str, outputs: dict[str, str]) -> None:
    for fault in OMISSIONS[name].faults:
        assert fault in outputs[name]
    assert "Traceback" not in outputs[name]


def _run(copy: Path) -> str:
    """What a run prints that must fail."""
    command = [sys.executable, "-m", "cli.main", "run", "examples/six_node_graph.json", "--local"]
    environment = {**os.environ, "COLUMNS": "1000"}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert not (copy / "runs").exists()
    return done.stdout + done.stderr


def _working_copy(copy: Path) -> Path:
    """The repository's files; packages, Node and the bundled dependencies are those that are there already."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    for name in (".venv", "node_modules"):
        (copy / name).symlink_to(ROOT / name)
    _link_tree(ROOT / ".build" / "dependencies", copy / ".build" / "dependencies")
    return copy


def _link_tree(source: Path, target: Path) -> None:
    """Copies a tree, without its bytes where the file system allows it."""

    def link(from_: str, to: str) -> str:
        try:
            os.link(from_, to)
        except OSError:  # another file system
            shutil.copy2(from_, to)
        return to

    shutil.copytree(source, target, copy_function=link)
