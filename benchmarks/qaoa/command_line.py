"""The options of `make bench`, and the limit of threads that all contenders share."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.qaoa.contenders import CONTENDERS
from quantum_code.simulators.cores import available_cores

THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


@dataclass(frozen=True)
class Options:
    """What is timed, and how long that may take; the command line's help says what each is."""

    sizes: tuple[int, ...]
    layers: int
    depths: tuple[int, ...]
    depth_sizes: tuple[int, ...]
    weighted_sizes: tuple[int, ...]
    contenders: tuple[str, ...]
    threads: int
    budget_s: float
    longest_call_s: float
    job_size: int
    job_rounds: int
    output: Path


def main() -> None:
    """Runs the benchmark; exits with 1 if a contender fails or computes something else than the others."""
    options = parse()
    for name in THREAD_LIMITS:
        os.environ[name] = str(options.threads)
    from benchmarks.qaoa.session import run  # imports NumPy, which reads the limits

    run(options)


def parse(arguments: Sequence[str] | None = None) -> Options:
    """The options; exits with 2 and a message if one is wrong."""
    parser = argparse.ArgumentParser(prog="benchmarks.qaoa", description="Time exact QAOA, ours and the peers'.")
    add = parser.add_argument
    numbers: dict[str, Any] = {"type": _positive, "nargs": "*", "metavar": "N"}
    add("--sizes", **numbers, default=range(8, 25, 2), help="qubits, timed at --layers; even (default: 8 … 24)")
    add("--layers", type=_positive, metavar="P", default=4, help="of the sizes and of the whole job (default: 4)")
    add("--depths", **numbers, default=(1, 2, 8, 16), help="layers, timed at --depth-sizes (default: 1 2 8 16)")
    add("--depth-sizes", **numbers, default=(10, 16), help="(default: 10 16)")
    add("--weighted-sizes", **numbers, default=(10, 16, 20), help="with random fields (default: 10 16 20)")
    add("--contenders", nargs="+", choices=CONTENDERS, default=tuple(CONTENDERS), help="the first is the measure")
    add("--threads", type=_positive, metavar="N", default=available_cores(), help="of each (default: all cores)")
    add("--budget-s", type=float, metavar="S", default=4.0, help="for a contender's rounds in a cell (default: 4)")
    add("--longest-call-s", type=float, metavar="S", default=8.0, help="what takes longer is skipped (default: 8)")
    add("--job-size", type=_positive, metavar="N", default=16, help="qubits of the whole job (default: 16)")
    add("--job-rounds", type=int, metavar="N", default=3, help="0 leaves whole jobs out (default: 3)")
    add("--output", type=Path, default=Path(".benchmarks", "qaoa"), help="folder (default: .benchmarks/qaoa)")
    given: dict[str, Any] = vars(parser.parse_args(arguments))
    odd = [n for name in ("sizes", "depth_sizes", "weighted_sizes") for n in given[name] if n % 2 or n < 4]
    if odd or given["job_size"] % 2:
        parser.error(f"{', '.join(map(str, odd or [given['job_size']]))}: 3-regular graphs have 4, 6, 8, … nodes")
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list | range)}
    return Options(**given | lists)


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not 1 or more")
    return value
