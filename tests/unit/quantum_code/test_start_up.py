"""What a job imports, which it pays for: QAOA without gates does without the libraries of gates."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PROBLEM = {"problem_type": "optimization", "problem_size": 4}
OUR_OWN = {"contract", "quantum_code"}
NEEDED = {"annotated_types", "numpy", "pydantic", "pydantic_core", "scipy", "typing_extensions", "typing_inspection"}
WITH_NUMPY = {"charset_normalizer", "psutil", "yaml"}
"""What numpy.f2py and numpy.testing, which SciPy imports, take where they find it."""

PROBE = """
import json, sys, {entry}
{call}
print(json.dumps(sorted(sys.modules)))
"""


def loaded(entry: str, call: str, environment: dict[str, str], folder: Path) -> set[str]:
    """The modules that a process holds after a call."""
    finished = subprocess.run(
        [sys.executable, "-c", PROBE.format(entry=entry, call=call)],
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return set(json.loads(finished.stdout.splitlines()[-1]))


def packages(modules: set[str]) -> set[str]:
    """Those that are neither Python's own nor made by an installation or a compiler."""
    roots = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names
    return {name for name in roots if not name.startswith("_")} - {"cython_runtime", "sitecustomize"}


def run_job(folder: Path, problem: dict[str, Any], plan: dict[str, str]) -> set[str]:
    """The modules that a hybrid job holds at its end."""
    for name in ("input/problem", "model", "checkpoints"):
        (folder / name).mkdir(parents=True)
    (folder / "input/problem/problem.json").write_text(json.dumps(problem))
    (folder / "hyperparameters.json").write_text(json.dumps(plan))
    environment = {
        "AMZN_BRAKET_INPUT_DIR": str(folder / "input"),
        "AMZN_BRAKET_JOB_RESULTS_DIR": str(folder / "model"),
        "AMZN_BRAKET_CHECKPOINT_DIR": str(folder / "checkpoints"),
        "AMZN_BRAKET_HP_FILE": str(folder / "hyperparameters.json"),
        "AMZN_BRAKET_JOB_NAME": "a-job",
        "AMZN_BRAKET_DEVICE_ARN": "local:quantum_code/exact_qaoa",
    }
    return loaded("quantum_code.main", "quantum_code.main.main()", environment, folder)


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"evaluation": "shots"},
        {"objective": "cvar", "optimizer": "nelder-mead"},
        {"start": "interpolation", "layers": "2"},
    ],
    ids=str,
)
def test_a_job_of_qaoa_imports_what_it_needs_and_no_more(plan: dict[str, str], tmp_path: Path) -> None:
    modules = run_job(tmp_path, PROBLEM, {"max_iterations": "20"} | plan)

    assert NEEDED <= packages(modules) <= OUR_OWN | NEEDED | WITH_NUMPY
    assert "scipy.stats" not in modules


def test_a_larger_one_imports_the_compiler_besides(tmp_path: Path) -> None:
    modules = run_job(tmp_path, PROBLEM | {"problem_size": 13}, {"layers": "1", "optimizer": "none"})

    assert packages(modules).isdisjoint({"autograd", "boto3", "braket", "matplotlib", "networkx", "pennylane"})


def test_the_command_line_does_without_them_too(tmp_path: Path) -> None:
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(PROBLEM))

    call = f"assert not quantum_code.command_line.run_command(['--problem', {str(problem)!r}])"
    modules = loaded("quantum_code.command_line", call, {}, tmp_path)

    assert packages(modules) <= OUR_OWN | NEEDED | WITH_NUMPY
