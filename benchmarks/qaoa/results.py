"""All that a benchmark found, and its document, results.json."""

from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.qaoa.contenders import Operation
from benchmarks.qaoa.floor import Floor
from benchmarks.qaoa.rounds import Cell, Job, Measured
from benchmarks.qaoa.spread import Spread
from benchmarks.qaoa.whole_jobs import WholeJob


@dataclass
class Results:
    """Cells in the order in which they were timed; `skipped` says in words who was left out where and why."""

    machine: dict[str, Any]
    operations_per_s: float
    bytes_per_s: dict[int, float] = field(default_factory=dict)  # by the state's qubits
    cells: dict[Cell, Measured] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    whole_job: WholeJob | None = None

    def floor(self, cell: Cell, operation: Operation) -> Floor:
        """The least time of an evaluation, by what was measured for states of this size."""
        rate = self.bytes_per_s[cell.num_qubits]
        gradient = operation == "gradient"
        return Floor.of((cell.num_qubits, cell.layers), rate, self.operations_per_s, gradient=gradient)

    def time(self, cell: Cell, job: Job) -> Spread | None:
        """Seconds of a call; None if it was not timed."""
        measured = self.cells.get(cell)
        return Spread.of(measured.seconds[job]) if measured and job in measured.seconds else None

    def ratio(self, cell: Cell, job: Job, measure: Job) -> Spread | None:
        """How many times as long as `measure` a job took; None if one of them was not timed."""
        seconds = self.cells[cell].seconds if cell in self.cells else {}
        return Spread.of_ratios(seconds[job], seconds[measure]) if job in seconds and measure in seconds else None

    def document(self) -> dict[str, Any]:
        """For results.json: times in seconds, a number for each round, null where a contender was left out of it."""
        return {
            "machine": self.machine,
            "operations_per_s": self.operations_per_s,
            "bytes_per_s": self.bytes_per_s,
            "cells": [self._cell(measured) for measured in self.cells.values()],
            "skipped": self.skipped,
            "whole_job": None if self.whole_job is None else asdict(self.whole_job),
        }

    def _cell(self, measured: Measured) -> dict[str, Any]:
        cell = measured.cell
        rows = [
            {"contender": name, "operation": operation, "calls": measured.calls[name, operation], "seconds": seconds}
            for (name, operation), seconds in measured.seconds.items()
        ]
        floors = {operation: asdict(self.floor(cell, operation)) for operation in ("value", "gradient")}
        return {**asdict(cell), "floor": floors, "preparation_s": measured.preparation_s, "times": rows}
