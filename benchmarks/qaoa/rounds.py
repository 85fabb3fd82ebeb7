"""One cell of the benchmark: who takes part, that all agree, and rounds in which they take turns."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.qaoa.contenders import Operation
from benchmarks.qaoa.instances import Kind, ising, points
from benchmarks.qaoa.workers import Answer, Worker

TOLERANCE = 1e-10
"""By how much energies and derivatives may differ, relative to the largest of them or 1."""

POINTS = 7
SHORTEST_ROUND_S = 0.005
PAUSE_S = 0.005
"""Before a job, in which the threads of the last one stop spinning; OpenMP's do for a while after their work."""

MOST_ROUNDS, FEWEST_ROUNDS = 25, 5

Job = tuple[str, Operation]
"""A contender's name, and what it is asked for."""


class WrongResult(Exception):
    """Contenders disagree: their times mean nothing."""


@dataclass(frozen=True, order=True)
class Cell:
    """A problem and a depth that are timed together."""

    kind: Kind
    num_qubits: int
    layers: int


@dataclass
class Measured:
    """A cell's rounds; `seconds` has for each job one mean time a round, None where it was left out."""

    cell: Cell
    seconds: dict[Job, list[float | None]] = field(default_factory=dict)
    preparation_s: dict[str, float] = field(default_factory=dict)
    calls: dict[Job, int] = field(default_factory=dict)


def measure(cell: Cell, jobs: Sequence[Job], workers: Mapping[str, Worker], budget_s: float) -> Measured:
    """Times the jobs in turns; the first one's contender takes part in every round.

    Every job gets about `budget_s` seconds, but no fewer than five rounds. A round asks short jobs many times.

    Raises:
        WrongResult: two contenders differ by more than rounding.
        ContenderFailed: one has ended.
    """
    found, parameters = Measured(cell), points(cell.layers, POINTS)
    problem = ising(cell.kind, cell.num_qubits)
    for name in dict.fromkeys(name for name, _ in jobs):
        found.preparation_s[name] = workers[name].prepare(problem, cell.layers)
    check({job: workers[job[0]].evaluate(job[1], parameters[0]) for job in jobs})
    cost = {job: workers[job[0]].seconds(job[1], parameters, 1) for job in jobs}
    found.calls = {job: max(1, math.ceil(SHORTEST_ROUND_S / seconds)) for job, seconds in cost.items()}
    own = {job: _rounds(budget_s, cost[job] * found.calls[job]) for job in jobs}
    rounds = min(count for (name, _), count in own.items() if name == jobs[0][0])
    found.seconds = {job: [] for job in jobs}
    for turn in range(rounds):
        for job in jobs if turn % 2 == 0 else reversed(jobs):
            if not takes_part(turn, min(own[job], rounds), rounds):
                found.seconds[job].append(None)
                continue
            time.sleep(PAUSE_S)
            found.seconds[job].append(workers[job[0]].seconds(job[1], parameters, found.calls[job]))
    for name in found.preparation_s:
        workers[name].release()
    return found


def check(answers: Mapping[Job, Answer]) -> None:
    """Raises WrongResult unless all energies are the same, and all gradients."""
    energies = {job: np.array([answer.value]) for job, answer in answers.items()}
    gradients = {job: answer.gradient for job, answer in answers.items() if answer.gradient is not None}
    for what, found in ("energy", energies), ("gradient", gradients):
        for job, numbers in found.items():
            first = next(iter(found))
            difference = float(np.abs(numbers - found[first]).max())
            if not difference <= TOLERANCE * max(1.0, float(np.abs(found[first]).max())):
                raise WrongResult(f"{what}: {job[0]} and {first[0]} differ by {difference:.3g}")


def takes_part(turn: int, own: int, rounds: int) -> bool:
    """Whether a job of `own` rounds is timed in this one: as evenly spread as can be."""
    return turn * own // rounds != (turn + 1) * own // rounds


def _rounds(budget_s: float, round_s: float) -> int:
    return min(MOST_ROUNDS, max(FEWEST_ROUNDS, int(budget_s / round_s)))
