"""The S3 key layout, and that nothing else forms a key."""

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contract import keys

ROOT = Path(__file__).resolve().parents[3]

LAYOUT: dict[Callable[[str], str], str] = {
    keys.problem: "problems/x-1.json",
    keys.job_prefix: "jobs/x-1",
    keys.metadata: "jobs/x-1/metadata.json",
    keys.status: "jobs/x-1/status.json",
    keys.completion_status: "jobs/x-1/completion_status.json",
    keys.failure_status: "jobs/x-1/failure_status.json",
    keys.cancellation_status: "jobs/x-1/cancellation_status.json",
    keys.script: "jobs/x-1/script/source.tar.gz",
    keys.model: "jobs/x-1/output/model.tar.gz",
    keys.checkpoints: "jobs/x-1/checkpoints",
    keys.analysis_report: "jobs/x-1/analysis_report.json",
    keys.convergence_plot: "jobs/x-1/convergence_plot.png",
    keys.report: "jobs/x-1/report.html",
}

ALLOWED = {
    "lambdas/job_submission/job_request.py": "/opt/jobs/checkpoints is a path in the job's container, not a key",
    "local_aws/jobs/environment.py": "plays Braket, which puts tasks below jobs/<name>/tasks by its own rule",
}
"""Files that may spell a prefix, and why."""


@pytest.mark.parametrize(("key", "expected"), LAYOUT.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_layout(key: Callable[[str], str], expected: str) -> None:
    assert key("x-1") == expected


def test_every_key_function_is_in_the_table() -> None:
    public = {name for name, _ in inspect.getmembers(keys, inspect.isfunction) if not name.startswith("_")}
    assert public == {*(key.__name__ for key in LAYOUT), "uri"}


def test_code_and_uris() -> None:
    assert keys.CODE_ARCHIVE == "quantum-code/source.tar.gz"
    assert keys.RESULTS_DOCUMENT == "results.json"
    assert keys.uri("bucket", keys.metadata("x")) == "s3://bucket/jobs/x/metadata.json"


def test_keys_of_different_runs_and_documents_differ() -> None:
    made = [key(name) for key in LAYOUT for name in ("run-1", "run-10")]
    assert len(set(made)) == len(made)


def _spelled_keys(path: Path) -> Iterator[str]:
    """The string literals of a file, docstrings apart, that hold a prefix of the layout."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            prefixes = ("jobs/", "problems/", "quantum-code/")
            if any(prefix in node.value for prefix in prefixes) and "http" not in node.value:
                yield node.value


@pytest.mark.parametrize("package", ["lambdas", "quantum_code", "cli", "local_aws"])
def test_nobody_else_forms_a_key(package: str) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): spelled
        for path in sorted((ROOT / package).rglob("*.py"))
        if (spelled := list(_spelled_keys(path)))
    }
    assert {name: spelled for name, spelled in found.items() if name not in ALLOWED} == {}


@pytest.mark.parametrize("name", ALLOWED)
def test_the_exceptions_are_still_needed(name: str) -> None:
    assert list(_spelled_keys(ROOT / name))
