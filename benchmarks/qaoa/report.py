"""What is printed: a table for each cell as it is done, and a summary at the end."""

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.qaoa.contenders import OURS, Operation
from benchmarks.qaoa.results import Results
from benchmarks.qaoa.rounds import Cell, Job
from benchmarks.qaoa.spread import Spread

SMALL, LARGE = 16, 24
"""Qubits between which growth is told."""


def machine_lines(results: Results) -> Iterator[str]:
    """The machine, what it can do at best, and what is compared."""
    machine = results.machine
    yield f"{machine['processor']}, {machine['cores']} cores; every contender has {machine['threads']} threads"
    yield ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    yield f"arithmetic {results.operations_per_s / 1e9:.1f} Gflop/s; load before {machine['load']:.2f}"


def cell_lines(results: Results, cell: Cell) -> Iterator[str]:
    """A cell's times in milliseconds, their ratios to the first contender's, and how far that is from the floor."""
    measured = results.cells[cell]
    rate = results.bytes_per_s[cell.num_qubits] / 1e9
    yield ""
    yield f"{cell.kind}, n={cell.num_qubits}, p={cell.layers}; memory {rate:.1f} GB/s, the state in and out"
    yield f"{'':<27}{'rounds':>7}  {'ms: median (min … max)':<34}times as long: median (min … max)"
    first = next(iter(measured.seconds))[0]
    for name, operation in measured.seconds:
        yield _row(results, cell, (name, operation), (first, operation))
    for operation in ("value", "gradient"):
        floor, time = results.floor(cell, operation), results.time(cell, (first, operation))
        if time is not None:
            yield (
                f"  floor     {operation:<17}{1e3 * floor.seconds:>9.3f} ms; {first} takes "
                f"{time.median / floor.seconds:.2f} of it, and {time.median / floor.one_pass_s:.2f} of one pass a layer"
            )


def _row(results: Results, cell: Cell, job: Job, measure: Job) -> str:
    time, ratio = results.time(cell, job), results.ratio(cell, job, measure)
    assert time is not None, "its row stands in the cell"
    milliseconds = Spread(1e3 * time.min, 1e3 * time.median, 1e3 * time.max)
    rounds = sum(seconds is not None for seconds in results.cells[cell].seconds[job])
    told = "" if ratio is None or job == measure else ratio.written(".2f")
    return f"  {job[1]:<10}{job[0]:<15}{rounds:>7}  {milliseconds.written('.4g'):<34}{told}"


def summary_lines(results: Results, layers: int) -> Iterator[str]:
    """The ratios that matter most, as far as their cells were timed."""
    yield ""
    yield f"Summary (MaxCut, p={layers}; times as long as ours: median (min … max) over rounds)"
    yield from _ratios(results, layers)
    yield from _growth(results, layers)
    for n in (20, 22, LARGE):
        cell = Cell("max_cut", n, layers)
        for operation in ("value", "gradient"):
            time = results.time(cell, (OURS, operation))
            if time is not None:
                floor = results.floor(cell, operation)
                one_pass = f"{time.median / floor.one_pass_s:.2f} of one pass a layer"
                yield f"  {f'n={n}, {operation}, ours':<58}{time.median / floor.seconds:.2f} of the floor, {one_pass}"
    job = results.whole_job
    if job is not None:
        ratio = Spread.of_ratios(job.seconds["lightning"], job.seconds[OURS])
        yield f"  {f'whole job, n={job.num_qubits}, on lightning':<58}{ratio.written('.2f')}"
        for name, seconds in job.seconds.items():
            spread = Spread.of(seconds).written(".2f")
            yield f"    {name:<56}{spread} s, {job.evaluations[name]} evaluations; first {job.first_s[name]:.2f} s"


def _ratios(results: Results, layers: int) -> Iterator[str]:
    wanted: list[tuple[int, Job, Operation]] = [
        (20, ("lightning", "gradient"), "gradient"),
        (20, ("qokit", "value"), "gradient"),
        (20, ("qokit", "value"), "value"),
        (20, ("qokit-native", "value"), "value"),
        (10, ("lightning", "gradient"), "gradient"),
        (10, ("lightning-qnode", "gradient"), "gradient"),
    ]
    for n, (name, operation), ours in wanted:
        ratio = results.ratio(Cell("max_cut", n, layers), (name, operation), (OURS, ours))
        if ratio is not None:
            yield f"  {f'n={n}, {name}, {operation}, to our {ours}':<58}{ratio.written('.2f')}"


def _growth(results: Results, layers: int) -> Iterator[str]:
    """How many times as long each qubit more makes it: on the whole, and at worst between neighbouring sizes."""
    sizes = sorted(c.num_qubits for c in results.cells if (c.kind, c.layers) == ("max_cut", layers))
    sizes = [n for n in sizes if SMALL <= n <= LARGE]
    for operation in ("value", "gradient"):
        times = {n: results.time(Cell("max_cut", n, layers), (OURS, operation)) for n in sizes}
        medians = [(n, time.median) for n, time in times.items() if time is not None]
        if len(medians) < 2:
            continue
        steps = [(b / a) ** (1 / (m - n)) for (n, a), (m, b) in pairwise(medians)]
        (n, a), (m, b) = medians[0], medians[-1]
        label = f"growth a qubit, n={n} to {m}, {operation}, ours"
        yield f"  {label:<58}{(b / a) ** (1 / (m - n)):.2f} on the whole, {max(steps):.2f} at worst"
