"""What a benchmark leaves behind: results.json, and pyperf.json for comparing it with another one."""

import json
from pathlib import Path

import pyperf

from benchmarks.qaoa.results import Results
from benchmarks.qaoa.rounds import Cell, Job


def write(results: Results, folder: Path) -> None:
    """Both documents, into a folder that is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results.document(), indent=1)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    cells = results.cells.items()
    benchmarks = [_benchmark(cell, job, rounds) for cell, found in cells for job, rounds in found.seconds.items()]
    if benchmarks:
        pyperf.BenchmarkSuite(benchmarks).dump(str(folder / "pyperf.json"), replace=True)


def _benchmark(cell: Cell, job: Job, rounds: list[float | None]) -> pyperf.Benchmark:
    """A job's rounds, under a name that is the same in every run of the benchmark."""
    name, operation = job
    metadata = {"name": f"{cell.kind} n={cell.num_qubits} p={cell.layers} {operation} {name}", "unit": "second"}
    values = [seconds for seconds in rounds if seconds is not None]
    return pyperf.Benchmark([pyperf.Run(values, metadata=metadata, collect_metadata=False)])
