"""A process for each contender, which holds it between rounds: their threads, memory and libraries do not mix."""

import itertools
import multiprocessing
import time
import timeit
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.qaoa.contenders import Operation, Prepared, prepare
from quantum_code.problems.ising import Ising
from quantum_code.states import FloatArray


@dataclass(frozen=True)
class Answer:
    """What one evaluation found; the gradient is None if it was not asked for."""

    value: float
    gradient: FloatArray | None


class ContenderFailed(Exception):
    """A contender's process has ended; it left its traceback on stderr, or was killed for its memory."""


class Worker:
    """The parent's end of a contender's process. A worker that nobody asks anything takes no processor."""

    def __init__(self, name: str) -> None:
        self.name = name
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, name), daemon=True)
        self._process.start()
        theirs.close()  # so that the end of the process is the end of the connection

    def prepare(self, ising: Ising, layers: int) -> float:
        """Readies it for a problem, in place of the last one; returns the seconds that it took."""
        return float(self._ask("prepare", ising, layers))

    def evaluate(self, operation: Operation, parameters: FloatArray) -> Answer:
        """One evaluation; the first one also loads and compiles what it needs."""
        answer: Answer = self._ask("evaluate", operation, parameters)
        return answer

    def seconds(self, operation: Operation, points: Sequence[FloatArray], calls: int) -> float:
        """The mean time of an evaluation over so many, at one point after the other."""
        return float(self._ask("seconds", operation, points, calls))

    def release(self) -> None:
        """Gives back the memory of the last problem."""
        self._ask("release")

    def close(self) -> None:
        """Ends the process."""
        self._connection.close()
        self._process.join()

    def _ask(self, request: str, *arguments: Any) -> Any:
        try:
            self._connection.send((request, arguments))
            return self._connection.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as fault:
            self._process.join()
            raise ContenderFailed(f"{self.name}: its process ended with {self._process.exitcode}") from fault


class _Stand:
    """The child's side: the contender and what it has prepared."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._prepared: Prepared | None = None

    def prepare(self, ising: Ising, layers: int) -> float:
        self._prepared = None
        started = time.perf_counter()
        self._prepared = prepare(self._name, ising, layers)
        return time.perf_counter() - started

    def evaluate(self, operation: Operation, parameters: FloatArray) -> Answer:
        assert self._prepared is not None, "a worker is readied first"
        if operation == "value":
            return Answer(self._prepared.energy(parameters), None)
        return Answer(*self._prepared.energy_with_gradient(parameters))

    def seconds(self, operation: Operation, points: Sequence[FloatArray], calls: int) -> float:
        prepared, turns = self._prepared, itertools.cycle(points)
        assert prepared is not None, "a worker is readied first"
        evaluate = prepared.energy if operation == "value" else prepared.energy_with_gradient
        if calls > 1:  # short calls find caches warm and threads awake, as in an optimiser's loop
            evaluate(next(turns))
        return timeit.timeit(lambda: evaluate(next(turns)), number=calls) / calls

    def release(self) -> None:
        self._prepared = None


def _serve(connection: Connection, name: str) -> None:
    """Answers until the other end is closed; an error ends the process with its traceback."""
    stand = _Stand(name)
    while True:
        try:
            request, arguments = connection.recv()
        except EOFError:
            return
        connection.send(getattr(stand, request)(*arguments))
