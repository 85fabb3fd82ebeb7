"""The plot of a run on a binary problem: the cost while optimising, and beside it, on the same axis, the shots."""

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, ScalarFormatter

from contract.run_result import BinaryResult, Enumeration, Interval
from lambdas.post_processing.binary.histogram import draw_measured
from lambdas.post_processing.binary.performance import BinaryPerformance
from lambdas.post_processing.binary.solution import method_name
from lambdas.post_processing.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    VERMILION,
    draw_course,
    draw_interval,
    draw_legend,
    new_figure,
    png,
    style,
)
from lambdas.post_processing.wording import counted, estimate, number, percent


def draw_plot(result: BinaryResult, performance: BinaryPerformance) -> bytes:
    """The plot as a PNG.

    Left, what was minimised by iteration; right, the share of shots by cost; both against the same cost axis with lines
    at the reference, if there is one, at the best sample and at the mean of uniform guessing.
    """
    layers = counted(result.plan.layers, "layer")
    figure = new_figure(f"{result.problem.title}: {(result.plan.algorithm or '').upper()}, {layers}")
    history, measured = figure.subplots(1, 2, sharey=True, width_ratios=(5, 3))
    _set_cost_axis(history, result, performance)
    _draw_history(history, result)
    draw_measured(measured, result, performance)
    for axes in (history, measured):
        _draw_levels(axes, result, performance)
    draw_legend(figure, history, measured)
    return png(figure)


def _intervals(result: BinaryResult) -> list[Interval]:
    return [interval for interval in (result.final_cost_interval, result.expectation_interval) if interval]


def _set_cost_axis(axes: Axes, result: BinaryResult, performance: BinaryPerformance) -> None:
    """Room for everything that is drawn, also when all costs are the same; a large power of ten goes to the label."""
    costs = [*result.cost_history, result.final_cost, result.expectation, performance.random_guess_cost]
    costs += [sample.cost for sample in result.samples]
    costs += [result.reference.minimum] if result.reference else []
    costs += [bound for interval in _intervals(result) for bound in (interval.low, interval.high)]
    low, high = min(costs), max(costs)
    largest = max(abs(low), abs(high))
    margin = max(0.06 * (high - low), 0.001 * largest)
    axes.set_ylim(low - margin, high + margin)
    axes.set_ylabel("cost (lower is better)", color=INK)
    exponent = math.floor(math.log10(largest)) if largest else 0
    if -3 <= exponent < 5:
        axes.yaxis.set_major_formatter(ScalarFormatter(useOffset=False))
        return
    axes.yaxis.set_major_formatter(FuncFormatter(lambda cost, _: number(cost / 10.0**exponent)))
    axes.set_ylabel(rf"cost in units of $10^{{{exponent}}}$ (lower is better)", color=INK)


def _draw_history(axes: Axes, result: BinaryResult) -> None:
    """What was minimised; where that is the CVaR, the expectation at the end as a ring of its own."""
    last, cvar = len(result.cost_history) - 1, result.plan.objective == "cvar"
    what = f"CVaR, best {percent(result.plan.cvar_alpha)}" if cvar else "expectation"
    final = f"final {estimate(result.final_cost, result.final_cost_interval)}"
    draw_course(axes, result.cost_history, result.final_cost, label=what, final_label=final)
    if cvar:
        ring: dict[str, Any] = {"markersize": 9, "markerfacecolor": "white", "markeredgecolor": BLUE, "zorder": 5}
        label = f"final expectation {estimate(result.expectation, result.expectation_interval)}"
        axes.plot(last, result.expectation, "o", label=label, **ring)
    for interval in _intervals(result):
        draw_interval(axes, last, interval)
    minimised = "CVaR" if cvar else "expectation"
    style(axes, f"While optimising: {minimised} of the cost")


def _draw_levels(axes: Axes, result: BinaryResult, performance: BinaryPerformance) -> None:
    """Lines across both panels: the reference, the best sample, and the mean of guessing."""
    best, mean = f"best sample {number(performance.best_cost)}", number(performance.random_guess_cost)
    levels: list[tuple[float, str, Any, str]] = [
        (performance.random_guess_cost, GREY, (0, (1, 1.5)), f"mean of guessing {mean}")
    ]
    reference, reached = result.reference, 0 in (performance.gap_to_optimum, performance.gap_to_best_known)
    if reference is not None:
        proven = isinstance(reference, Enumeration)
        name = "exact minimum" if proven else f"best of {method_name(reference)}"
        together = " = best sample" if reached else ""
        label = f"{name} {number(reference.minimum)}{together}"
        levels.append((reference.minimum, GREEN if proven else INK, "solid" if proven else (0, (4, 1, 1, 1)), label))
    if not reached:
        levels.append((performance.best_cost, VERMILION, (0, (6, 2)), best))
    for cost, colour, dashes, label in levels:
        axes.axhline(cost, color=colour, linestyle=dashes, linewidth=1.6, label=label, zorder=1.5)
