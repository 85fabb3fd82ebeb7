"""The job container's view: inputs in directories, the entry point in a process of its own, results in a file."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from braket import jobs
from braket.jobs.metrics import log_metric

from contract.devices import EXACT_QAOA
from contract.errors import InvalidPlan, InvalidProblem, ProblemNotFound
from contract.keys import CHECKPOINT_RECORD
from contract.planning import settle
from contract.problems import Problem
from contract.run_plan import RunPlan
from contract.run_result import BinaryResult, Sample, parse_result
from quantum_code import job_io
from quantum_code.checkpoints.identity import OPENING, header
from quantum_code.checkpoints.journal import Journal

ROOT = Path(__file__).parents[3]
PLAN = RunPlan(layers=2, shots=300, max_iterations=5, seed=3)


@pytest.fixture
def container(tmp_path: Path) -> dict[str, str]:
    """The environment that Braket gives to a job, in a folder of this test; its problem channel is empty."""
    for folder in ("input/problem", "model", "checkpoints"):
        (tmp_path / folder).mkdir(parents=True)
    hyperparameters = tmp_path / "hyperparameters.json"
    hyperparameters.write_text(json.dumps(PLAN.to_hyperparameters()))
    return {
        "AMZN_BRAKET_INPUT_DIR": str(tmp_path / "input"),
        "AMZN_BRAKET_JOB_RESULTS_DIR": str(tmp_path / "model"),
        "AMZN_BRAKET_CHECKPOINT_DIR": str(tmp_path / "checkpoints"),
        "AMZN_BRAKET_HP_FILE": str(hyperparameters),
        "AMZN_BRAKET_JOB_NAME": "a-job",
        "AMZN_BRAKET_DEVICE_ARN": EXACT_QAOA.arn,
    }


@pytest.fixture
def inside(container: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """This process, as if it ran in the container."""
    for name, value in container.items():
        monkeypatch.setenv(name, value)
    return container


def run_entry_point(container: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Calls the entry point as the container does, from a folder that holds what the job's archive holds."""
    for package in ("contract", "quantum_code"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored, dirs_exist_ok=True)
    environment = container | {"PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-c", "from quantum_code.main import main; main()"],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def channel(container: dict[str, str]) -> Path:
    return Path(container["AMZN_BRAKET_INPUT_DIR"], "problem")


def test_a_job_reads_its_problem_and_writes_a_result(
    container: dict[str, str], six_nodes: Problem, tmp_path: Path
) -> None:
    (channel(container) / f"{six_nodes.problem_id}.json").write_text(six_nodes.to_json())

    finished = run_entry_point(container, tmp_path)

    assert finished.returncode == 0, finished.stderr
    document = json.loads((tmp_path / "model" / "results.json").read_text())
    assert document["dataFormat"] == "plaintext"
    result = parse_result(document["dataDictionary"])
    assert isinstance(result, BinaryResult)
    assert result.to_dict() == document["dataDictionary"]
    assert (result.job_name, result.problem) == ("a-job", six_nodes)
    assert result.plan == settle(PLAN, six_nodes)
    assert result.best.cost == -6

    metrics = re.findall(
        r"^Metrics - timestamp=[\d.]+; cost=([-\d.]+); iteration_number=(\d+);$", finished.stdout, re.M
    )
    assert [(int(iteration), float(cost)) for cost, iteration in metrics] == list(enumerate(result.cost_history))


def test_a_job_whose_checkpoint_is_there_goes_on_from_it(
    container: dict[str, str], six_nodes: Problem, tmp_path: Path
) -> None:
    (channel(container) / "problem.json").write_text(six_nodes.to_json())
    record = tmp_path / "checkpoints" / CHECKPOINT_RECORD
    first = run_entry_point(container, tmp_path)
    assert first.returncode == 0, first.stderr
    answer, written = _answer(tmp_path), record.read_bytes()
    calls = written.splitlines(keepends=True)
    record.write_bytes(b"".join(calls[:4]))

    again = run_entry_point(container, tmp_path)

    assert again.returncode == 0, again.stderr
    assert _answer(tmp_path) == answer
    assert record.read_bytes() == written


def _answer(folder: Path) -> dict[str, Any]:
    """The result in the folder, but for the time it took."""
    data: dict[str, Any] = json.loads((folder / "model" / "results.json").read_text())["dataDictionary"]
    return data | {"duration_s": None}


def test_a_job_on_another_plans_checkpoint_fails_with_the_reason(
    container: dict[str, str], six_nodes: Problem, tmp_path: Path
) -> None:
    (channel(container) / "problem.json").write_text(six_nodes.to_json())
    settled = settle(PLAN.model_copy(update={"seed": 4}), six_nodes)
    journal = Journal(tmp_path / "checkpoints" / CHECKPOINT_RECORD, opening=OPENING, pause_s=0)
    journal.add(header(six_nodes, settled))

    finished = run_entry_point(container, tmp_path)

    assert finished.returncode != 0
    assert "InvalidPlan: seed: is 3, the checkpoint's run had 4" in finished.stderr.splitlines()[-1]


def test_a_job_without_its_problem_fails_with_the_reason(container: dict[str, str], tmp_path: Path) -> None:
    finished = run_entry_point(container, tmp_path)

    assert finished.returncode != 0
    assert "ProblemNotFound: no problem in" in finished.stderr.splitlines()[-1]
    assert not list((tmp_path / "model").iterdir())


def test_the_device_that_braket_gave_is_the_one_that_counts(
    inside: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMZN_BRAKET_DEVICE_ARN", "arn:aws:braket:::device/quantum-simulator/amazon/sv1")

    plan = job_io.read_job_plan()

    assert plan.device == "arn:aws:braket:::device/quantum-simulator/amazon/sv1"
    assert plan.model_copy(update={"device": None}) == PLAN


def test_wrong_hyperparameters_are_refused(inside: dict[str, str]) -> None:
    Path(inside["AMZN_BRAKET_HP_FILE"]).write_text('{"layers": "many"}')

    with pytest.raises(InvalidPlan, match="layers"):
        job_io.read_job_plan()


def test_a_missing_channel_is_reported(inside: dict[str, str]) -> None:
    channel(inside).rmdir()

    with pytest.raises(ProblemNotFound, match="input channel named 'problem'"):
        job_io.read_job_problem()


def test_several_problems_in_the_channel_are_refused(inside: dict[str, str], six_nodes: Problem) -> None:
    for name in ("a.json", "b.json"):
        (channel(inside) / name).write_text(six_nodes.to_json())

    with pytest.raises(InvalidProblem, match=r"several files \(a.json, b.json\)"):
        job_io.read_job_problem()


def test_a_job_without_hyperparameters_runs_the_default_plan(
    inside: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AMZN_BRAKET_HP_FILE")

    assert job_io.read_job_plan() == RunPlan(device=EXACT_QAOA.arn)


def test_the_container_is_read_as_the_sdk_reads_it(inside: dict[str, str]) -> None:
    """The places that `job_io` knows by their names are those of `braket.jobs`, whose import a job does without."""
    assert job_io.job_name() == jobs.get_job_name()
    assert job_io.checkpoint_record().parent == Path(jobs.get_checkpoint_dir())
    assert channel(inside) == Path(jobs.get_input_data_dir("problem"))
    assert job_io.read_job_plan().device == jobs.get_job_device_arn()
    assert job_io.read_job_plan() == RunPlan.from_hyperparameters(
        jobs.get_hyperparameters() | {"device": EXACT_QAOA.arn}
    )


def test_the_metric_is_that_of_the_sdk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1795233100.25)
    job_io.log_iteration(3, -16.125)
    log_metric("cost", -16.125, iteration_number=3)

    ours, theirs = capsys.readouterr().out.splitlines()
    assert ours == theirs


def test_a_second_result_replaces_the_first(inside: dict[str, str], six_nodes: Problem) -> None:
    result = BinaryResult(
        job_name="a-job",
        problem=six_nodes,
        plan=PLAN,
        cost_history=(-4.0,),
        optimized_parameters=(0.1, 0.2),
        final_cost=-4.0,
        expectation=-4.0,
        convergence_achieved=True,
        termination="done",
        evaluations=1,
        samples=(Sample(bitstring="010011", count=1, cost=-6.0),),
        distinct_samples=1,
        duration_s=0.0,
    )
    job_io.save_result(result.model_copy(update={"optimum_probability": 0.5}))

    job_io.save_result(result)

    document = json.loads(Path(inside["AMZN_BRAKET_JOB_RESULTS_DIR"], "results.json").read_text())
    assert document["dataDictionary"] == result.to_dict() == jobs.load_job_result()
    assert "optimum_probability" not in document["dataDictionary"]
