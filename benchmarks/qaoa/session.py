"""One run of the benchmark from its options to its documents."""

import sys
from collections.abc import Iterable

from benchmarks.qaoa import documents, floor, machine, whole_jobs
from benchmarks.qaoa.command_line import Options
from benchmarks.qaoa.contenders import CONTENDERS
from benchmarks.qaoa.grid import Forecast, cells, jobs, pilot
from benchmarks.qaoa.plot import draw
from benchmarks.qaoa.report import cell_lines, machine_lines, summary_lines
from benchmarks.qaoa.results import Results
from benchmarks.qaoa.rounds import WrongResult, measure
from benchmarks.qaoa.workers import ContenderFailed, Worker
from quantum_code.simulators.memory import available_bytes


def run(options: Options) -> None:
    """Prints as it goes; exits with 1 if a contender fails or computes something else than the others."""
    results = Results(machine.describe(options.contenders, options.threads), floor.operations_per_s())
    _print(machine_lines(results))
    if results.machine["load"] > machine.BUSY:
        _print([machine.WARNING])
    _tell_missing(options, results)
    workers = {name: Worker(name) for name in options.contenders if CONTENDERS[name].missing is None}
    try:
        _time_cells(options, results, workers)
        if options.job_rounds:
            results.whole_job = whole_jobs.measure(options.job_size, options.layers, options.job_rounds)
    except (ContenderFailed, WrongResult) as fault:
        sys.exit(f"{type(fault).__name__}: {fault}")
    finally:
        for worker in workers.values():
            worker.close()
        documents.write(results, options.output)
    _print(summary_lines(results, options.layers))
    draw(results, options.layers, options.output / "times.png")
    print(f"\nwritten to {options.output}: results.json, pyperf.json, times.png")


def _time_cells(options: Options, results: Results, workers: dict[str, Worker]) -> None:
    forecast, first = Forecast(), pilot(options)
    if first is not None:
        taken, _ = jobs(first, options, forecast, available_bytes())
        forecast.learn(measure(first, taken, workers, budget_s=0))
    for cell in cells(options):
        taken, skipped = jobs(cell, options, forecast, available_bytes())
        left_out = [f"skipped: {cell.kind}, n={cell.num_qubits}, p={cell.layers}: {reason}" for reason in skipped]
        results.skipped += left_out
        if taken:
            n = cell.num_qubits
            if n not in results.bytes_per_s:
                results.bytes_per_s[n] = floor.bytes_per_s(n, options.threads)
            results.cells[cell] = measure(cell, taken, workers, options.budget_s)
            forecast.learn(results.cells[cell])
            _print(cell_lines(results, cell))
        _print(left_out)


def _tell_missing(options: Options, results: Results) -> None:
    for name in options.contenders:
        reason = CONTENDERS[name].missing
        if reason is not None:
            results.skipped.append(f"skipped: {name}: {reason}")
            _print(results.skipped[-1:])


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)
