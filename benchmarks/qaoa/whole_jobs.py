"""Wall time of whole runs of QAOA, from the start of Python to the written result, on ours and on lightning.qubit."""

import json
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.qaoa.contenders import OURS
from benchmarks.qaoa.instances import request
from benchmarks.qaoa.rounds import WrongResult
from benchmarks.qaoa.workers import ContenderFailed

DEVICES: Mapping[str, str] = {
    OURS: "local:quantum_code/exact_qaoa",
    "lightning": "local:pennylane/lightning.qubit",
}
REPOSITORY = Path(__file__).resolve().parents[2]

SAME = 1e-5
"""Optimisers that are led by energies equal but for rounding end this close to each other, in units of the cost."""


@dataclass(frozen=True)
class WholeJob:
    """One problem on both devices; seconds of a round each."""

    num_qubits: int
    layers: int
    first_s: Mapping[str, float]  # of the first run, which may compile and is not among the rounds
    seconds: Mapping[str, list[float]]
    final_cost: float
    evaluations: Mapping[str, int]


def measure(num_qubits: int, layers: int, rounds: int) -> WholeJob:
    """Runs the job `rounds` times on each device, in turns.

    Raises:
        WrongResult: a run did not converge, or the devices end at different costs.
        ContenderFailed: a run failed; with its messages.
    """
    with tempfile.TemporaryDirectory() as folder:
        problem = Path(folder, "request.json")
        problem.write_text(json.dumps(request(num_qubits, layers)), encoding="utf-8")
        runs = {name: _Run(problem, device, Path(folder, f"{name}.json")) for name, device in DEVICES.items()}
        first = {name: run.seconds() for name, run in runs.items()}
        results = {name: run.result() for name, run in runs.items()}
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(rounds):
            for name in runs if turn % 2 == 0 else reversed(runs):
                seconds[name].append(runs[name].seconds())
    costs = {name: float(result["final_cost"]) for name, result in results.items()}
    if abs(costs[OURS] - costs["lightning"]) > SAME or not all(r["convergence_achieved"] for r in results.values()):
        raise WrongResult(f"whole jobs: not converged, or to different costs: {costs}")
    evaluations = {name: int(result["evaluations"]) for name, result in results.items()}
    return WholeJob(num_qubits, layers, first, seconds, costs[OURS], evaluations)


@dataclass(frozen=True)
class _Run:
    problem: Path
    device: str
    output: Path

    def seconds(self) -> float:
        command = [sys.executable, "-m", "quantum_code.main", "--problem", str(self.problem)]
        command += ["--device", self.device, "--output", str(self.output)]

        def job() -> None:
            done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
            if done.returncode:
                raise ContenderFailed(f"whole job on {self.device}: {done.stderr}")

        return timeit.timeit(job, number=1)

    def result(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.output.read_text(encoding="utf-8"))
        return document
