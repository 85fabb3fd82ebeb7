"""What all plots share: size, colours, axes, and the way to a PNG.

Drawn with matplotlib's objects alone, no pyplot and no global state; the same run gives the same bytes.
"""

import io
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from contract.run_result import Interval

SIZE_INCHES, DOTS_PER_INCH = (10.0, 5.4), 150

BLUE, SKY, GREEN, VERMILION = "#0072B2", "#56B4E9", "#00795A", "#D55E00"
INK, GREY, PALE = "#222222", "#777777", "#F1F1F1"
"""After Okabe and Ito: told apart by readers with any colour vision; lines differ in their dashes as well."""

FEW_POINTS = 60
"""Up to so many iterations each one gets a dot."""


def new_figure(heading: str) -> Figure:
    """An empty figure on white, under its heading."""
    figure = Figure(figsize=SIZE_INCHES, dpi=DOTS_PER_INCH, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)  # attaches itself, so that no backend is looked up in the environment
    figure.suptitle(heading, fontsize=12.5, color=INK, parse_math=False)
    return figure


def png(figure: Figure) -> bytes:
    """The figure as a PNG of 1500 by 810 pixels, without a name or a time in it."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()


def draw_course(axes: Axes, costs: tuple[float, ...], final: float, *, label: str, final_label: str) -> None:
    """The recorded costs by iteration, and the final one at their end."""
    last = len(costs) - 1
    dots: dict[str, Any] = {"marker": "o", "markersize": 3.5} if last <= FEW_POINTS else {}
    axes.plot(range(last + 1), costs, color=BLUE, linewidth=2, label=label, zorder=3, **dots)
    axes.plot(last, final, "o", color=BLUE, markersize=9, markeredgecolor="white", label=final_label, zorder=5)
    set_iteration_axis(axes, last)


def set_iteration_axis(axes: Axes, last: int) -> None:
    """Whole iterations from 0 to the last."""
    axes.set_xlim(-0.02 * last - 0.4, 1.02 * last + 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, min_n_ticks=1))
    axes.set_xlabel("iteration", color=INK)


def draw_interval(axes: Axes, at: float, interval: Interval, *, colour: str = BLUE) -> None:
    """An error bar from the interval's lower to its upper bound."""
    middle, half = (interval.low + interval.high) / 2, (interval.high - interval.low) / 2
    axes.errorbar(at, middle, yerr=half, fmt="none", ecolor=colour, elinewidth=2, capsize=7, zorder=4)


def style(axes: Axes, title: str, *, grid: Literal["x", "y"] = "y") -> None:
    """The axes' frame, grid and title, alike in all plots."""
    axes.set_title(title, loc="left", fontsize=10.5, color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.tick_params(colors=INK, labelsize=9.5)
    axes.grid(axis=grid, color="#E2E2E2", linewidth=0.8)
    axes.set_axisbelow(True)


def draw_legend(figure: Figure, *panels: Axes) -> None:
    """One legend below all panels, so that it covers no data; what several of them show is named once."""
    entries: dict[str, Artist] = {}
    for axes in panels:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            entries.setdefault(label, handle)
    place = {"ncols": 4, "frameon": False, "fontsize": 9.5, "labelcolor": INK}
    figure.legend(list(entries.values()), list(entries), loc="outside lower center", **place)
