"""The shots of a run by cost, over the outline of what uniform guessing gives."""

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from contract.run_result import BinaryResult
from lambdas.post_processing.binary.guessing import all_costs
from lambdas.post_processing.binary.performance import EQUAL, BinaryPerformance
from lambdas.post_processing.drawing import GREEN, GREY, INK, PALE, SKY, style
from lambdas.post_processing.wording import counted, percent

MAX_BINS = 30


def draw_measured(axes: Axes, result: BinaryResult, performance: BinaryPerformance) -> None:
    """Shots by cost, the optimal ones in green; the axes' cost limits are set, and only widened if need be."""
    guesses = all_costs(result.problem)
    costs = np.array([sample.cost for sample in result.samples])
    shares = np.array([sample.count for sample in result.samples]) * 100 / result.plan.shots
    edges = _bin_edges(costs, guesses, axes.get_ylim())
    centres, width = (edges[:-1] + edges[1:]) / 2, float(edges[1] - edges[0])
    bottom, top = axes.get_ylim()
    axes.set_ylim(min(bottom, edges[0] - 0.2 * width), max(top, float(costs.max()) + 0.5 * width))
    optimal = (costs - costs[0] <= EQUAL * np.ptp(axes.get_ylim())) & bool(performance.optimum_found)
    for chosen, colour, label in ((costs < np.inf, SKY, "measured"), (optimal, GREEN, "measured and optimal")):
        if chosen.any():
            heights = np.histogram(costs[chosen], edges, weights=shares[chosen])[0]
            axes.barh(centres, heights, height=0.84 * width, color=colour, label=label, zorder=2.5)
    if guesses is not None:
        expected = 100 * np.histogram(guesses, edges)[0] / len(guesses)
        outline: dict[str, Any] = {"color": INK, "linewidth": 1.3, "label": "uniform guessing", "zorder": 2.7}
        axes.stairs(expected, edges, orientation="horizontal", **outline)
    if len(result.samples) < result.distinct_samples:
        _mark_unrecorded(axes, result.samples[-1].cost)
    axes.set_xlim(left=0)
    axes.set_xlabel("share of shots (%)", color=INK)
    style(axes, _coverage(result))


def _mark_unrecorded(axes: Axes, worst: float) -> None:
    """Shades the costs of which not all is known, because only the best assignments are recorded."""
    top = axes.get_ylim()[1]
    axes.axhspan(worst, top, color=PALE, zorder=0)
    place: dict[str, Any] = {"transform": axes.transAxes, "ha": "right", "va": "top", "fontsize": 9, "color": GREY}
    axes.text(0.99, 0.98, "not all recorded", bbox={"color": PALE, "pad": 2}, zorder=3, **place)


def _bin_edges(
    costs: NDArray[np.float64], guesses: NDArray[np.float64] | None, limits: tuple[float, float]
) -> NDArray[np.float64]:
    """Edges of equal bins from the lowest cost, which lies in the middle of its bin, to the upper limit.

    A bin is as wide as the smallest step between costs, so that whole-numbered costs get a bar each, but never so
    narrow that there are more than about MAX_BINS.
    """
    low, high = limits
    known = costs if guesses is None else np.concatenate([costs, guesses])
    steps = np.diff(np.unique(known))
    steps = steps[steps > EQUAL * (high - low)]
    width = max(float(steps.min()) if len(steps) else 0.0, (high - low) / MAX_BINS)
    start = float(known.min()) - width / 2
    return np.array([start + width * k for k in range(math.ceil((high - start) / width) + 1)])


def _coverage(result: BinaryResult) -> str:
    """What the bars stand for."""
    shots, listed, distinct = result.plan.shots, len(result.samples), result.distinct_samples
    if listed == distinct:
        return f"Measured: {counted(shots, 'shot')}"
    share = sum(sample.count for sample in result.samples) / shots
    return f"Measured: best {listed} of {distinct} outcomes,\n{percent(share)} of {counted(shots, 'shot')}"
