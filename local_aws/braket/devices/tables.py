"""Reads the calibration tables; calibration/README.md says where they come from and what they hold."""

import csv
from collections.abc import Iterable
from pathlib import Path

TABLES = Path(__file__).with_name("calibration")
Row = dict[str, float]


def read(name: str) -> dict[str, Row]:
    """A table's lines by what stands in their first column (a qubit, or two as in `1-2`).

    A value that was not published is absent from its line.
    """
    with (TABLES / f"{name}.csv").open(newline="") as lines:
        reader = csv.reader(lines)
        _, *columns = next(reader)
        return {
            label: {column: float(cell) for column, cell in zip(columns, cells, strict=True) if cell}
            for label, *cells in reader
        }


def connectivity(qubits: Iterable[str], edges: Iterable[str]) -> dict[str, list[str]]:
    """Each qubit's neighbours, in the order of their labels."""
    pairs = [edge.split("-") for edge in edges]
    both_ways = [*pairs, *(reversed(pair) for pair in pairs)]
    neighbours: dict[str, list[str]] = {qubit: [] for qubit in qubits}
    for one, other in both_ways:
        neighbours[one].append(other)
    return {qubit: sorted(found, key=int) for qubit, found in neighbours.items()}
