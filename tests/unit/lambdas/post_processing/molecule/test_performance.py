"""Every figure of a molecule against a calculation by hand."""

from collections.abc import Callable

import pytest

from contract.run_plan import RunPlan
from contract.run_result import Interval, MoleculeResult
from lambdas.post_processing.molecule.performance import measure, rate_molecule
from lambdas.post_processing.molecule.solution import figures

Make = Callable[..., MoleculeResult]

MEASURED = RunPlan(algorithm="vqe", ansatz="uccsd", optimizer="spsa", evaluation="shots", shots=100)


def measured(make: Make, low_mha: float, high_mha: float) -> MoleculeResult:
    """A run whose interval lies so far above the exact energy of -1.12."""
    low, high = -1.12 + low_mha / 1000, -1.12 + high_mha / 1000
    middle = (low + high) / 2
    return make(
        plan=MEASURED, final_cost=middle, final_cost_stderr=0.001, final_cost_interval=Interval(low=low, high=high)
    )


def test_every_figure_of_a_run_is_as_calculated_by_hand(make_molecule: Make) -> None:
    assert figures(measure(make_molecule())) == {
        "initial_cost": -1.10,
        "final_cost": -1.119,
        "cost_reduction": pytest.approx(0.019),
        "cost_reduction_percent": pytest.approx(1.9 / 1.1),
        "convergence_achieved": True,
        "optimizer_outcome": "converged",
        "convergence_rate": pytest.approx(0.019 / (0.019 + 0.009)),
        "stability_metric": pytest.approx(1 - 2 * 0.0045 / 0.019),  # the last two of three
        "optimization_efficiency": pytest.approx(0.019 / 0.020),
        "total_iterations": 2,
        "convergence_iteration": 2,
        "efficiency_reference": "exact",
        "energy": -1.119,
        "hartree_fock_energy": -1.10,
        "fci_energy": -1.12,
        "error_mha": pytest.approx(1),
        "error_mha_interval": None,
        "correlation_recovered_percent": pytest.approx(95),
        "chemical_accuracy": True,
        "in_sector": True,
    }


@pytest.mark.parametrize(
    ("energy", "efficiency", "recovered", "accurate", "rating"),
    [
        (-1.12, 1, 100, True, "Excellent"),
        (-1.1185, 0.925, 92.5, True, "Excellent"),
        (-1.118, 0.9, 90, False, "Good"),
        (-1.110, 0.5, 50, False, "Fair"),
        (-1.10, 0, 0, False, "Poor"),
        (-1.05, 0, -250, False, "Poor"),
        (-1.121, 1, 105, True, "Excellent"),
        (-1.130, 1, 150, False, "Good"),
    ],
)
def test_figures_from_hartree_fock_to_exact_and_beyond(
    make_molecule: Make, energy: float, efficiency: float, recovered: float, accurate: bool, rating: str
) -> None:
    performance = measure(make_molecule(final_cost=energy))
    assert performance.optimization_efficiency == pytest.approx(efficiency, abs=1e-9)
    assert performance.correlation_recovered_percent == pytest.approx(recovered, abs=1e-9)
    assert performance.chemical_accuracy is accurate
    assert rate_molecule(performance) == rating


@pytest.mark.parametrize(
    ("low", "high", "accurate"),
    [(-1, 1.5, True), (1.7, 3, False), (-5, -1.7, False), (1, 2, None), (-3, 3, None)],
)
def test_with_shots_the_whole_interval_decides(
    make_molecule: Make, low: float, high: float, accurate: bool | None
) -> None:
    performance = measure(measured(make_molecule, low, high))
    assert performance.chemical_accuracy is accurate
    assert performance.error_mha_interval is not None
    assert performance.error_mha_interval.low == pytest.approx(low)
    assert performance.error_mha_interval.high == pytest.approx(high)


def test_without_an_exact_energy_nothing_is_rated(make_molecule: Make) -> None:
    performance = measure(make_molecule(reference=None))
    unknown = (
        "optimization_efficiency",
        "efficiency_reference",
        "fci_energy",
        "error_mha",
        "correlation_recovered_percent",
        "chemical_accuracy",
    )
    assert [getattr(performance, name) for name in unknown] == [None] * 6
    assert rate_molecule(performance) is None


def test_without_correlation_there_is_no_share_of_it(make_molecule: Make) -> None:
    performance = measure(make_molecule(hartree_fock_energy=-1.12, final_cost=-1.12))
    assert performance.optimization_efficiency is None
    assert (performance.error_mha, performance.chemical_accuracy) == (0, True)


@pytest.mark.parametrize(
    ("particles", "projection", "total", "kept"),
    [
        (2.0, 0.0, 0.0, True),
        (2.0, 0.0, 2.0, True),
        (2.0005, 0.0, 0.0, True),
        (2.8, 0.0, 0.0, False),
        (2.0, 0.5, 0.75, False),
        (None, 0.0, None, True),
        (None, None, None, None),
    ],
)
def test_the_sector_is_that_of_electrons_and_spin_projection(
    make_molecule: Make, particles: float | None, projection: float | None, total: float | None, kept: bool | None
) -> None:
    result = make_molecule(particle_number=particles, spin_projection=projection, total_spin=total)
    assert measure(result).in_sector is kept


def test_another_ions_energy_is_never_excellent(make_molecule: Make) -> None:
    assert rate_molecule(measure(make_molecule(final_cost=-1.12, particle_number=3.0))) == "Good"
