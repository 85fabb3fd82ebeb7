"""`python -m quantum_code.main`: any kind of file in, a summary out, and one line when something is wrong."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contract.problems import BinaryProblem, Problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, CircuitResult, MoleculeResult, parse_result, read_result
from quantum_code.command_line import NAMES, NUMBERS, run_command
from quantum_code.summary import summarise

ROOT = Path(__file__).parents[3]
SQUARE = {"problem_type": "max_cut", "nodes": ["a", "b", "c", "d"], "edges": [[0, 1], [1, 2], [2, 3], [0, 3]]}
RUDY = "4 4\n1 2 1\n2 3 1\n3 4 1\n1 4 1\n"


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(content: object) -> str:
        path = tmp_path / "file"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


def test_a_problem_document_is_solved_and_summarised(
    write: Any, six_nodes: Problem, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_command(["--problem", write(six_nodes.to_dict()), "--layers", "2", "--shots", "200"])

    printed = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert code == 0
    assert printed["run"] == "qaoa, 2 layers, l-bfgs-b, 200 shots on local:quantum_code/exact_qaoa"
    assert printed["cut"] == "6"
    assert " | " in printed["partition"]
    assert printed["exact"] == "optimum       -6, by 10 of 64 assignments"
    assert printed["approximation"].startswith("ratio 0.9")
    assert "iterations" in printed["optimiser"]
    assert printed["stopped"].startswith("CONVERGENCE")


def test_the_whole_result_goes_to_a_file(write: Any, tmp_path: Path) -> None:
    output = tmp_path / "result.json"

    code = run_command(["--problem", write(RUDY), "--max-iterations", "1", "--seed", "5", "--output", str(output)])

    result = read_result(output.read_text())
    assert code == 0
    assert isinstance(result, BinaryResult)
    assert isinstance(result.problem, BinaryProblem)
    assert (result.plan.max_iterations, result.plan.seed, result.plan.layers) == (1, 5, 4)
    assert result.problem.describe([0, 1, 0, 1]) == {"cut": 4, "partition": [["1", "3"], ["2", "4"]]}


def test_the_summary_of_a_seeded_request_names_the_chosen_variables(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    request = {"problem_type": "optimization", "problem_size": 4, "layers": 1, "max_iterations": 2}

    code = run_command(["--problem", write(request)])

    out = capsys.readouterr().out
    assert code == 0
    assert "best cost           -1.5685, in" in out
    assert "chosen variables    0, 2, 3" in out


def test_a_molecule_is_summarised_against_the_exact_energy(
    write: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "result.json"

    code = run_command(["--problem", write({"problem_type": "chemistry", "molecule": "H2"}), "--output", str(output)])

    printed = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert code == 0
    assert printed["run"].startswith("vqe, uccsd, l-bfgs-b, ")
    assert printed["energy"].startswith("-1.13728")
    assert printed["exact"].startswith("(FCI)         -1.13728")
    assert "mHa, within chemical accuracy" in printed["error"]
    assert isinstance(read_result(output.read_text()), MoleculeResult)


def test_a_measured_molecule_is_summarised_with_its_interval(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--evaluation", "shots", "--optimizer", "none", "--shots", "100"]

    assert run_command(["--problem", write({"problem_type": "chemistry", "molecule": "H2"}), *flags]) == 0

    printed = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert " at 95%) hartree" in printed["energy"]
    assert "no optimisation was asked for" in printed["stopped"]


def test_a_circuit_is_summarised_by_its_outcomes(
    write: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = "OPENQASM 3.0; qubit[2] q; h q[0]; cnot q[0], q[1];"
    output = tmp_path / "result.json"
    flags = ["--repetitions", "5", "--shots", "100", "--output", str(output)]

    assert run_command(["--problem", write({"problem_type": "circuit", "program": program}), *flags]) == 0

    printed = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert printed["measured"] == "500 shots in 5 runs, 2 different outcomes"
    assert {item.split()[0] for item in printed["most"].removeprefix("frequent").split(",")} == {"00", "11"}
    assert printed["Hellinger"].startswith("fidelity  0.9") or printed["Hellinger"].startswith("fidelity  1.0")
    result = read_result(output.read_text())
    assert isinstance(result, CircuitResult)
    assert [sum(counts.values()) for counts in result.measurement_counts] == [100] * 5


@pytest.mark.parametrize(
    ("energy", "half", "said"),
    [
        (-1.1370, None, "0.2838 mHa, within chemical accuracy (1.6 mHa)"),
        (-1.1370, 0.0010, "0.2838 mHa, within chemical accuracy (1.6 mHa)"),
        (
            -1.1370,
            0.0100,
            "0.2838 mHa, between -9.7 and 10.3: too wide an interval to tell of chemical accuracy (1.6 mHa)",
        ),
        (-1.1300, 0.0010, "7.2838 mHa, not within chemical accuracy (1.6 mHa)"),
        (-1.1400, None, "-2.7162 mHa, not within chemical accuracy (1.6 mHa)"),
    ],
)
def test_a_measured_energy_is_judged_by_its_interval(energy: float, half: float | None, said: str) -> None:
    interval = None if half is None else {"low": energy - half, "high": energy + half}
    result = parse_result(
        {
            "job_name": "local",
            "problem": {"problem_type": "chemistry", "molecule": "H2"},
            "plan": {"algorithm": "vqe", "ansatz": "uccsd", "optimizer": "spsa"},
            "spent": {"circuits": 5, "shots": 5000 if half else 0},
            "duration_s": 1.0,
            "cost_history": [energy],
            "optimized_parameters": [0.0],
            "final_cost": energy,
            "final_cost_interval": interval,
            "convergence_achieved": False,
            "termination": "done",
            "evaluations": 1,
            "hartree_fock_energy": -1.1168,
            "reference": {"minimum": -1.1372838, "determinants": 4},
            "num_terms": 15,
            "num_bases": 5,
        }
    )

    printed = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in summarise(result).splitlines())
    assert printed["error"] == said
    assert printed["optimiser"] == "0 iterations, 1 evaluation"
    assert ("1000 shots on" in printed["run"]) == bool(half)
    assert ("exact energies on" in printed["run"]) == (not half)


def test_a_checkpoint_is_written_and_gone_on_from(
    write: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checkpoint = tmp_path / "record.jsonl"
    command = ["--problem", write(RUDY), "--layers", "1", "--checkpoint", str(checkpoint)]

    assert run_command([*command, "--max-iterations", "1"]) == 0
    started = checkpoint.read_text()
    assert run_command(command) == 0

    assert checkpoint.read_text().startswith(started)
    capsys.readouterr()
    assert run_command([*command, "--seed", "7"]) == 2
    assert "InvalidPlan: seed: is 7, the checkpoint's run had 42" in capsys.readouterr().err


def test_flags_are_fields_of_a_plan_and_override_the_file(write: Any, tmp_path: Path) -> None:
    assert {*NUMBERS, *NAMES, "device"} < set(RunPlan.model_fields)
    output = tmp_path / "result.json"
    request = {"problem": SQUARE, "layers": 5, "optimizer": "adam", "objective": "cvar", "max_iterations": 2}
    flags = [
        "--layers",
        "1",
        "--optimizer",
        "cobyla",
        "--cvar-alpha",
        "0.5",
        "--device",
        "local:pennylane/default.qubit",
    ]

    assert run_command(["--problem", write(request), "--output", str(output), *flags]) == 0

    plan = read_result(output.read_text()).plan
    assert (plan.layers, plan.optimizer, plan.objective, plan.cvar_alpha) == (1, "cobyla", "cvar", 0.5)
    assert plan.device == "local:pennylane/default.qubit"


@pytest.mark.parametrize("arguments", [["--optimizer", "magic"], ["--layers", "two"], ["--sead", "1"]])
def test_a_flag_that_cannot_be_is_noticed_before_the_run(write: Any, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        run_command(["--problem", write(RUDY), *arguments])

    assert exit_.value.code == 2


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        ('{"problem_type": "riddle"}', [], "InvalidProblem: problem: problem_type is 'riddle'"),
        (RUDY, ["--layers", "0"], "InvalidPlan: plan: layers: "),
        (RUDY, ["--ansatz", "uccsd"], "InvalidPlan: ansatz: is an option of vqe, the algorithm is qaoa"),
        (RUDY, ["--device", "abacus"], "UnknownDevice: device 'abacus' is not known here"),
        (RUDY, ["--max-circuits", "1", "--evaluation", "shots"], "InvalidPlan: max_circuits: is too small"),
        ({"resume_from": "run-1"}, [], "InvalidPlan: resume_from: is for runs of the pipeline (qpipe run); here, "),
        ({"problem": SQUARE, "resume_from": "run-1"}, [], "give the problem, and --checkpoint with the file that"),
        ({"problem": SQUARE, "layer": 3}, [], "InvalidRequest: request file: layer: "),
        ({"problem": SQUARE, "device": "arn:aws:braket:::device/quantum-simulator/amazon/sv1"}, [], "runs in AWS"),
        ({"problem": SQUARE, "device": "abacus"}, [], "UnknownDevice: device 'abacus' is not known here"),
        ("26.5 30", [], "InvalidProblem: rudy graph: "),
    ],
)
def test_a_wrong_input_gives_one_line_and_exit_code_2(
    write: Any, content: object, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_command(["--problem", write(content), *arguments])

    captured = capsys.readouterr()
    assert code == 2
    assert message in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_an_unreadable_file_gives_one_line_and_exit_code_2(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file"
    if content:
        path.write_bytes(content)

    assert run_command(["--problem", str(path)]) == 2
    assert str(path) in capsys.readouterr().err


@pytest.mark.parametrize("flag", ["--output", "--checkpoint"])
def test_a_missing_folder_is_noticed_before_the_run(write: Any, tmp_path: Path, flag: str) -> None:
    with pytest.raises(SystemExit) as exit_:
        run_command(["--problem", write(RUDY), flag, str(tmp_path / "missing" / "result.json")])

    assert exit_.value.code == 2


def test_the_module_is_a_command_with_an_exit_code(tmp_path: Path) -> None:
    """A wrong input, which also shows that it is reported without waiting for the quantum libraries."""
    probe = "import sys, runpy; sys.argv = ['main', '--problem', 'missing']\n"
    probe += "try: runpy.run_module('quantum_code.main', run_name='__main__')\n"
    probe += "finally: print('pennylane' in sys.modules, 'numpy' in sys.modules)"

    finished = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 2
    assert finished.stderr == "ProblemNotFound: cannot read missing: No such file or directory\n"
    assert finished.stdout == "False False\n"
