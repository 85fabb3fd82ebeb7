"""Runs that are killed at any moment and resumed end in the same answer, to the last bit, and pay for nothing twice."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contract.devices import LIGHTNING
from contract.errors import InvalidPlan
from contract.problems import parse_problem
from contract.run_plan import RunPlan
from contract.run_result import RunResult, VariationalResult, read_result
from quantum_code.checkpoints.record import WRITING_PAUSE_S
from quantum_code.run import run

ROOT = Path(__file__).parents[4]
MOMENTS = 10
QUBO = {"problem_type": "optimization", "problem_size": 4}
LARGER_QUBO = {"problem_type": "optimization", "problem_size": 6}
GRAPH = {"problem_type": "max_cut", "edges": [[0, 1], [1, 2], [2, 3], [0, 3], [0, 2]], "hamming_weight": 2}
H2 = {"problem_type": "chemistry", "molecule": "H2"}
BELL = {"problem_type": "circuit", "program": "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"}
SHOTS = {"evaluation": "shots", "shots": 50}

RUNS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "qaoa l-bfgs-b": (QUBO, {"optimizer": "l-bfgs-b"}),
    "qaoa cobyla": (QUBO, {"optimizer": "cobyla", **SHOTS}),
    "qaoa nelder-mead": (QUBO, {"optimizer": "nelder-mead", **SHOTS}),
    "qaoa adam": (QUBO, {"optimizer": "adam"}),
    "qaoa adam, shots": (QUBO, {"optimizer": "adam", "gradient": "spsa", **SHOTS}),
    "qaoa spsa": (QUBO, {"optimizer": "spsa", **SHOTS}),
    "qaoa qn-spsa": (QUBO, {"optimizer": "qn-spsa", **SHOTS}),
    "qaoa none": (QUBO, {"optimizer": "none", **SHOTS}),
    "qaoa interpolation": (QUBO, {"start": "interpolation", "layers": 3}),
    "qaoa cvar": (QUBO, {"objective": "cvar"}),
    "qaoa lightning": (QUBO, {"device": LIGHTNING.arn}),
    "qaoa ring_xy": (GRAPH, {"layers": 1}),
    "qaoa circuits": (QUBO, {"optimizer": "cobyla", "max_circuits": 6, **SHOTS}),
    "vqe uccsd": (H2, {}),
    "vqe uccsd, spsa": (H2, {"optimizer": "spsa", **SHOTS}),
    "vqe adapt": (H2, {"ansatz": "adapt"}),
    "vqe hardware_efficient": (QUBO, {"algorithm": "vqe", "layers": 1, "optimizer": "cobyla", **SHOTS}),
    "sampling": (BELL, {"repetitions": 5, "shots": 100}),
}


def attempt(problem: dict[str, Any], fields: dict[str, Any], checkpoint: Path | None = None) -> RunResult:
    plan = RunPlan.parse({"layers": 2, "max_iterations": 8} | fields, InvalidPlan, "plan")
    return run(parse_problem(problem), plan, job_name="local", on_iteration=lambda *_: None, checkpoint=checkpoint)


def answer(result: RunResult) -> dict[str, Any]:
    """All of a result but the time it took: what must be the same."""
    return result.model_dump(exclude={"duration_s"})


@pytest.mark.parametrize("name", RUNS)
def test_a_run_that_is_resumed_from_any_torn_checkpoint_ends_in_the_same_answer(name: str, tmp_path: Path) -> None:
    problem, fields = RUNS[name]
    checkpoint = tmp_path / "record.jsonl"
    uninterrupted = answer(attempt(problem, fields))
    assert answer(attempt(problem, fields, checkpoint)) == uninterrupted

    content = checkpoint.read_bytes()
    for moment in random.Random(name).sample(range(len(content)), MOMENTS):
        checkpoint.write_bytes(content[:moment])
        assert answer(attempt(problem, fields, checkpoint)) == uninterrupted
        assert checkpoint.read_bytes() == content


@pytest.mark.parametrize("fields", [{}, {"optimizer": "cobyla", **SHOTS}, {"optimizer": "qn-spsa", **SHOTS}], ids=str)
def test_a_run_that_goes_further_than_before_does_as_if_it_had_never_stopped(
    fields: dict[str, Any], tmp_path: Path
) -> None:
    checkpoint = tmp_path / "record.jsonl"
    attempt(QUBO, fields | {"max_iterations": 3}, checkpoint)

    further = attempt(QUBO, fields, checkpoint)

    whole = attempt(QUBO, fields)
    assert answer(further) | {"spent": None} == answer(whole) | {"spent": None}
    assert further.spent.shots == whole.spent.shots + further.plan.shots  # the first final measurement is counted too


KILLED = """
import os, signal, sys
from quantum_code.checkpoints import record
from quantum_code.command_line import run_command
import quantum_code.algorithms.vqe, quantum_code.devices.circuit_states, quantum_code.optimizers.spsa, quantum_code.run
record.WRITING_PAUSE_S = 0.0
*arguments, moments = sys.argv[1:]
for moment in eval(moments):
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(write, sys.stderr.fileno())
        os._exit(run_command(arguments))
    os.close(write)
    with os.fdopen(read) as progress:
        for line in progress:
            if line.startswith(f"iteration {moment},"):
                os.kill(child, signal.SIGKILL)
                break
    status = os.waitpid(child, 0)[1]
    assert moment is None or os.WIFSIGNALED(status), (moment, status)
assert os.waitstatus_to_exitcode(status) == 0, status
"""
"""Runs the command in processes of its own, kills each when it reports an iteration, and lets the last one end."""

ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


@pytest.mark.parametrize(
    ("problem", "fields"),
    [
        (LARGER_QUBO, {"max_iterations": 20}),
        (H2, {"optimizer": "adam", "max_iterations": 40}),
        (LARGER_QUBO, {"optimizer": "spsa", "evaluation": "shots", "max_iterations": 40}),
    ],
    ids=["qaoa", "uccsd", "spsa with shots"],
)
def test_a_process_that_is_killed_ten_times_ends_in_the_same_answer(
    problem: dict[str, Any], fields: dict[str, Any], tmp_path: Path
) -> None:
    request, output, checkpoint = (tmp_path / name for name in ("request.json", "result.json", "record.jsonl"))
    request.write_text(json.dumps({"problem": problem, "layers": 2, **fields}))
    uninterrupted = attempt(problem, fields)
    assert isinstance(uninterrupted, VariationalResult)
    last = len(uninterrupted.cost_history) - 1
    moments = sorted(random.Random(1).choices(range(last), k=MOMENTS))
    arguments = ["--problem", request, "--checkpoint", checkpoint, "--output", output]

    subprocess.run(
        [sys.executable, "-c", KILLED, *map(str, arguments), repr([*moments, None])],
        env=ENVIRONMENT,
        check=True,
        timeout=120,
    )

    assert answer(read_result(output.read_text())) == answer(uninterrupted)


def test_the_command_itself_is_killed_and_resumed(tmp_path: Path) -> None:
    """Without any help: what was written when it was killed, every two seconds, is not computed again."""
    fields = {"device": LIGHTNING.arn, "optimizer": "nelder-mead", "max_iterations": 10_000}
    request, output, checkpoint = (tmp_path / name for name in ("request.json", "result.json", "record.jsonl"))
    request.write_text(json.dumps({"problem": LARGER_QUBO, **fields, "layers": 8}))
    files = ["--problem", str(request), "--checkpoint", str(checkpoint)]
    command = [sys.executable, "-m", "quantum_code.main", *files]
    assert WRITING_PAUSE_S == 2

    with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while not checkpoint.exists():
            assert process.stderr.readline()
        process.send_signal(signal.SIGKILL)
    recorded = checkpoint.read_bytes()
    assert len(recorded.splitlines()) > 10

    limited = ["--max-iterations", "200", "--output", str(output)]
    subprocess.run([*command, *limited], env=ENVIRONMENT, check=True, capture_output=True, timeout=120)

    whole = attempt(LARGER_QUBO, fields | {"layers": 8, "max_iterations": 200})
    result = read_result(output.read_text())
    assert answer(result) | {"spent": None} == answer(whole) | {"spent": None}
    assert result.spent.circuits >= whole.spent.circuits  # the killed attempt may have been further already
    assert checkpoint.read_bytes().startswith(recorded)
