"""Which cells are timed, and who is left out of one because it would take too long or too much memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.qaoa.command_line import Options
from benchmarks.qaoa.contenders import CONTENDERS, OURS
from benchmarks.qaoa.rounds import Cell, Job, Measured
from benchmarks.qaoa.spread import Spread

AMPLITUDE_BYTES = 16
STATES = 5
"""Memory of a contender at its peak, in states: the adjoint method's three, and the cost in one form or another."""

PILOT = 14
"""Qubits that everyone evaluates in a fraction of a second, but long enough to foresee larger problems by."""


def cells(options: Options) -> list[Cell]:
    """All cells by growing work, so that each can be foreseen from smaller ones."""
    wanted = {Cell("max_cut", n, options.layers) for n in options.sizes}
    wanted |= {Cell("max_cut", n, depth) for n in options.depth_sizes for depth in options.depths}
    wanted |= {Cell("weighted", n, options.layers) for n in options.weighted_sizes}
    return sorted(wanted)


def pilot(options: Options) -> Cell | None:
    """A cell to foresee the others by, which is not reported; None if the smallest one does."""
    wanted = cells(options)
    large = bool(wanted) and min(cell.num_qubits for cell in wanted) > PILOT
    return Cell("max_cut", PILOT, options.layers) if large else None


@dataclass
class Forecast:
    """How long calls will take, from those that were measured."""

    known: dict[Job, list[tuple[int, int, float]]] = field(default_factory=dict)

    def learn(self, measured: Measured) -> None:
        """Remembers a cell's shortest rounds, which other processes disturbed least."""
        for job, seconds in measured.seconds.items():
            cell = measured.cell
            self.known.setdefault(job, []).append((cell.num_qubits, cell.layers, Spread.of(seconds).min))

    def seconds(self, job: Job, cell: Cell) -> float:
        """Of one call: in proportion to its gates and amplitudes; 0 for what was never measured on fewer qubits."""
        smaller = [known for known in self.known.get(job, ()) if known[0] <= cell.num_qubits]
        if not smaller:
            return 0.0
        qubits, layers, seconds = max(smaller)
        growth = 2.0 ** (cell.num_qubits - qubits) * cell.num_qubits / qubits
        return seconds * growth * cell.layers / layers


def jobs(cell: Cell, options: Options, forecast: Forecast, free_bytes: int) -> tuple[list[Job], list[str]]:
    """Who takes part in a cell, the measure first; and for each who does not, why.

    The second problem is for us and the peer that we are held against: it is there to show what symmetry gains.
    """
    asked = [name for name in options.contenders if CONTENDERS[name].missing is None]
    if cell.kind == "weighted":
        asked = [name for name in asked if name in (OURS, "lightning")]
    asked = [name for name in asked if cell.num_qubits <= CONTENDERS[name].largest]
    needed = len(asked) * STATES * AMPLITUDE_BYTES * 2**cell.num_qubits
    if needed > free_bytes:
        return [], [f"all: {len(asked)} contenders take up to {needed:.3g} bytes, and {free_bytes:.3g} are free"]
    taken: list[Job] = []
    skipped = []
    for name in asked:
        for operation in CONTENDERS[name].operations:
            seconds = forecast.seconds((name, operation), cell)
            if seconds <= options.longest_call_s:
                taken.append((name, operation))
            else:
                skipped.append(f"{name}, {operation}: a call would take about {seconds:.0f} s")
    return (taken, skipped) if _has_measure(taken, asked) else ([], skipped)


def _has_measure(taken: Sequence[Job], asked: Sequence[str]) -> bool:
    return bool(taken) and taken[0][0] == asked[0]
