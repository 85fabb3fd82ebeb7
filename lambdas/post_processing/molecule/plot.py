"""The plot of a run on a molecule: the energy by iteration, and beside it its error on a logarithmic scale."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import ScalarFormatter

from contract.run_result import Interval, MoleculeResult
from lambdas.post_processing.drawing import (
    BLUE,
    FEW_POINTS,
    GREEN,
    GREY,
    INK,
    draw_course,
    draw_interval,
    draw_legend,
    new_figure,
    png,
    set_iteration_axis,
    style,
)
from lambdas.post_processing.molecule.performance import CHEMICAL_ACCURACY_MHA
from lambdas.post_processing.page_rows import ANSATZ_NAMES
from lambdas.post_processing.wording import energy, estimate, millihartree

ROUNDING_MHA = 1e-6
"""A smaller error is rounding; on the logarithmic scale it is drawn here."""

BAND = "#DDF0EA"


def draw_plot(result: MoleculeResult) -> bytes:
    """The plot as a PNG; without an exact energy the left panel alone."""
    figure = new_figure(f"{result.problem.title}: {ANSATZ_NAMES[result.plan.ansatz or 'uccsd']}")
    panels = [figure.add_subplot(1, 1 if result.reference is None else 2, 1)]
    _draw_energy(panels[0], result)
    if result.reference is not None:
        panels.append(figure.add_subplot(1, 2, 2))
        _draw_error(panels[1], result, result.reference.minimum)
    draw_legend(figure, *panels)
    return png(figure)


def _draw_energy(axes: Axes, result: MoleculeResult) -> None:
    interval = result.final_cost_interval
    final = f"final {energy(result.final_cost, interval)}"
    draw_course(axes, result.cost_history, result.final_cost, label="energy", final_label=final)
    if interval is not None:
        draw_interval(axes, len(result.cost_history) - 1, interval)
    label = f"Hartree-Fock {energy(result.hartree_fock_energy)}"
    axes.axhline(
        result.hartree_fock_energy, color=GREY, linestyle=(0, (1, 1.5)), linewidth=1.6, label=label, zorder=1.5
    )
    if result.reference is not None:
        exact, mark = result.reference.minimum, CHEMICAL_ACCURACY_MHA / 1000
        axes.axhspan(exact - mark, exact + mark, color=BAND, zorder=0)
        axes.axhline(exact, color=GREEN, linewidth=1.6, label=f"exact (FCI) {energy(exact)}", zorder=1.5)
    _set_energy_axis(axes, result)
    style(axes, "While optimising: energy")


def _set_energy_axis(axes: Axes, result: MoleculeResult) -> None:
    """Room for everything that is drawn, and for a millihartree where all energies are the same."""
    energies = [*result.cost_history, result.final_cost, result.hartree_fock_energy]
    energies += [result.reference.minimum] if result.reference else []
    interval = result.final_cost_interval
    energies += [interval.low, interval.high] if interval else []
    low, high = min(energies), max(energies)
    margin = max(0.06 * (high - low), 0.001)
    axes.set_ylim(low - margin, high + margin)
    axes.yaxis.set_major_formatter(ScalarFormatter(useOffset=False))
    axes.set_ylabel("energy in hartree (lower is better)", color=INK)


def _draw_error(axes: Axes, result: MoleculeResult, exact: float) -> None:
    """The distance to the exact energy, on either side; the mark of chemical accuracy and what is below it in green."""
    errors = [_drawn(1000 * (cost - exact)) for cost in result.cost_history]
    last, final = len(errors) - 1, 1000 * (result.final_cost - exact)
    dots: dict[str, Any] = {"marker": "o", "markersize": 3.5} if last <= FEW_POINTS else {}
    axes.set_yscale("log")
    axes.plot(range(last + 1), errors, color=BLUE, linewidth=2, zorder=3, **dots)
    shown = f"{estimate(final, _in_mha(result, exact))} mHa" if result.final_cost_interval else millihartree(final)
    axes.plot(last, _drawn(final), "o", color=BLUE, markersize=9, markeredgecolor="white", zorder=5)
    if result.final_cost_interval is not None:
        _draw_error_interval(axes, last, _in_mha(result, exact))
    low = min(*errors, _drawn(final), CHEMICAL_ACCURACY_MHA) / 2
    high = max(*errors, _drawn(final), CHEMICAL_ACCURACY_MHA) * 2
    axes.set_ylim(low, high)
    axes.axhspan(low, CHEMICAL_ACCURACY_MHA, color=BAND, zorder=0, label="within chemical accuracy")
    label = f"chemical accuracy, {CHEMICAL_ACCURACY_MHA} mHa"
    axes.axhline(CHEMICAL_ACCURACY_MHA, color=GREEN, linestyle=(0, (6, 2)), linewidth=1.6, label=label, zorder=1.5)
    set_iteration_axis(axes, last)
    axes.set_ylabel("distance to the exact energy in mHa", color=INK)
    style(axes, f"Error: {shown} at the end")


def _drawn(error_mha: float) -> float:
    return max(abs(error_mha), ROUNDING_MHA)


def _in_mha(result: MoleculeResult, exact: float) -> Interval | None:
    interval = result.final_cost_interval
    if interval is None:
        return None
    return Interval(low=1000 * (interval.low - exact), high=1000 * (interval.high - exact))


def _draw_error_interval(axes: Axes, at: float, interval: Interval | None) -> None:
    """The distances that the interval allows; they reach to 0 when it holds the exact energy."""
    if interval is None:
        return
    ends = sorted((_drawn(interval.low), _drawn(interval.high)))
    low = ROUNDING_MHA if interval.low <= 0 <= interval.high else ends[0]
    axes.vlines(at, low, ends[1], color=BLUE, linewidth=2, zorder=4)
