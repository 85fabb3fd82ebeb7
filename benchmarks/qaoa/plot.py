"""The picture: time against qubits for each contender, and ratios to the first."""

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.qaoa.contenders import CONTENDERS, OURS, Operation
from benchmarks.qaoa.results import Results
from benchmarks.qaoa.rounds import Cell
from benchmarks.qaoa.spread import Spread

COLOURS = dict(
    zip(CONTENDERS, ("#000000", "#0072b2", "#56b4e9", "#009e73", "#cc79a7", "#e69f00", "#d55e00"), strict=True)
)
"""Told apart by readers with any colour vision (M. Okabe, K. Ito)."""

MARKERS = dict(zip(CONTENDERS, "os^vDP*", strict=True))
TITLES: dict[Operation, str] = {"value": "energy", "gradient": "energy and gradient"}


def draw(results: Results, layers: int, file: Path) -> None:
    """Times above, ratios below; MaxCut at one depth. Bars reach from the shortest round to the longest."""
    figure = Figure(figsize=(11, 8), layout="constrained")
    axes = figure.subplots(2, 2, sharex=True, sharey="row")
    threads = results.machine["threads"]
    figure.suptitle(f"Exact QAOA, MaxCut on 3-regular graphs, p={layers}; {threads} threads, double precision")
    for column, operation in enumerate(TITLES):
        _draw_times(axes[0, column], results, layers, operation)
        _draw_ratios(axes[1, column], results, layers, operation)
    axes[0, 0].set_xticks([cell.num_qubits for cell in _cells(results, layers)])
    axes[0, 0].set_ylabel("time of one evaluation, s")
    axes[1, 0].set_ylabel("times as long as ours")
    figure.savefig(file, dpi=150)


def _draw_times(axes: Axes, results: Results, layers: int, operation: Operation) -> None:
    axes.set_title(TITLES[operation])
    for name in CONTENDERS:
        cells = _cells(results, layers)
        _draw_line(axes, name, {c.num_qubits: results.time(c, (name, operation)) for c in cells})
    floors = {cell.num_qubits: results.floor(cell, operation).seconds for cell in _cells(results, layers)}
    axes.plot(list(floors), list(floors.values()), color="#888888", linestyle="--", label="floor of this machine")
    axes.set_yscale("log")
    axes.grid(which="major", alpha=0.3)
    axes.legend(fontsize="small")


def _draw_ratios(axes: Axes, results: Results, layers: int, operation: Operation) -> None:
    for name in CONTENDERS:
        cells = _cells(results, layers)
        ratios = {c.num_qubits: results.ratio(c, (name, operation), (OURS, operation)) for c in cells}
        if name != OURS:
            _draw_line(axes, name, ratios)
    axes.axhline(1, color=COLOURS[OURS])
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_xlabel("qubits")
    axes.grid(which="both", axis="y", alpha=0.3)
    axes.grid(which="major", axis="x", alpha=0.3)


def _draw_line(axes: Axes, name: str, spreads: dict[int, Spread | None]) -> None:
    found = {n: spread for n, spread in spreads.items() if spread is not None}
    if not found:
        return
    medians = [spread.median for spread in found.values()]
    below = [spread.median - spread.min for spread in found.values()]
    above = [spread.max - spread.median for spread in found.values()]
    label = "exact_qaoa (ours)" if name == OURS else name
    style: dict[str, Any] = {"color": COLOURS[name], "marker": MARKERS[name], "linewidth": 2.5 if name == OURS else 1.2}
    axes.errorbar(list(found), medians, yerr=[below, above], label=label, capsize=2, markersize=5, **style)


def _cells(results: Results, layers: int) -> list[Cell]:
    return [cell for cell in results.cells if (cell.kind, cell.layers) == ("max_cut", layers)]
