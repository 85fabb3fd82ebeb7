"""The plot of a circuit's counts: the most frequent outcomes, their spread over repetitions, and the ideal."""

import math
from statistics import NormalDist
from typing import Any

from matplotlib.axes import Axes

from contract.run_result import CircuitResult
from lambdas.post_processing.circuit.outcomes import CONFIDENCE, Outcome, most_frequent
from lambdas.post_processing.circuit.performance import CircuitPerformance
from lambdas.post_processing.drawing import GREEN, INK, SKY, draw_legend, new_figure, png, style
from lambdas.post_processing.page_rows import device_name
from lambdas.post_processing.wording import counted, percent, shortened

SHOWN = 20
"""Outcomes that fit under each other."""


def draw_plot(result: CircuitResult, performance: CircuitPerformance) -> bytes:
    """The plot as a PNG: a bar for each outcome, the most frequent on top."""
    shots = counted(performance.shots, "shot")
    figure = new_figure(f"{result.problem.title}: {shots} on {device_name(result.plan)}")
    axes = figure.add_subplot()
    outcomes = most_frequent(result, SHOWN)
    _draw_bars(axes, outcomes, len(result.measurement_counts))
    _draw_ideal(axes, outcomes, performance.shots)
    axes.set_yticks(range(len(outcomes)), [shortened(outcome.bitstring) for outcome in outcomes], family="monospace")
    axes.set_ylim(max(len(outcomes), 3) - 0.4, -0.6)  # downwards, and no bar thicker than a third of the panel
    axes.set_xlim(left=0)
    axes.set_xlabel("share of shots (%)", color=INK)
    axes.set_ylabel("outcome, qubit 0 leftmost", color=INK)
    style(axes, _coverage(result, outcomes, performance), grid="x")
    draw_legend(figure, axes)
    return png(figure)


def _draw_bars(axes: Axes, outcomes: list[Outcome], repetitions: int) -> None:
    places = range(len(outcomes))
    axes.barh(places, [100 * outcome.share for outcome in outcomes], height=0.7, color=SKY, label="measured", zorder=2)
    if repetitions > 1:
        label = f"lowest to highest of {repetitions} repetitions"
        lows, highs = [100 * outcome.lowest for outcome in outcomes], [100 * outcome.highest for outcome in outcomes]
        axes.hlines([place + 0.2 for place in places], lows, highs, color=INK, linewidth=2, label=label, zorder=3)


def _draw_ideal(axes: Axes, outcomes: list[Outcome], shots: int) -> None:
    """Exact probabilities, each with the range that 95% of ideal runs of as many shots would fall in."""
    known = [(place - 0.15, outcome.ideal) for place, outcome in enumerate(outcomes) if outcome.ideal is not None]
    if not known:
        return
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    noise = [z * math.sqrt(max(0.0, p * (1 - p)) / shots) for _, p in known]
    low = [100 * min(width, p) for width, (_, p) in zip(noise, known, strict=True)]
    high = [100 * min(width, 1 - p) for width, (_, p) in zip(noise, known, strict=True)]
    marks: dict[str, Any] = {"fmt": "D", "color": GREEN, "markersize": 6, "markeredgecolor": "white", "capsize": 4}
    label = f"ideal, with the shot noise of {counted(shots, 'shot')} ({percent(CONFIDENCE)})"
    at, places = [100 * p for _, p in known], [place for place, _ in known]
    axes.errorbar(at, places, xerr=[low, high], label=label, zorder=4, clip_on=False, **marks)


def _coverage(result: CircuitResult, outcomes: list[Outcome], performance: CircuitPerformance) -> str:
    """What the bars stand for."""
    fidelity = performance.hellinger_fidelity
    end = "" if fidelity is None else f"; Hellinger fidelity {percent(fidelity)}"
    seen = sum(outcome.count > 0 for outcome in outcomes)
    if seen == performance.distinct_outcomes:
        return f"All {counted(seen, 'outcome')}{end}" if seen > 1 else f"The only outcome{end}"
    share = sum(outcome.share for outcome in outcomes)
    return f"{seen} of {performance.distinct_outcomes} outcomes, {percent(share)} of the shots{end}"
