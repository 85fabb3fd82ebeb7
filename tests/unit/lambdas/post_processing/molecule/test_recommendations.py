"""Each piece of advice is given when the figures call for it, with the figures in it, and not otherwise."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.run_plan import RunPlan
from contract.run_result import Interval, MoleculeResult
from lambdas.post_processing.molecule.performance import measure
from lambdas.post_processing.molecule.recommendations import recommend

Make = Callable[..., MoleculeResult]

MINUS, PLUS_MINUS = "\N{MINUS SIGN}", "\N{PLUS-MINUS SIGN}"


def plan(**changes: Any) -> RunPlan:
    fields = {"algorithm": "vqe", "ansatz": "uccsd", "optimizer": "l-bfgs-b", "evaluation": "exact", "shots": 100}
    return RunPlan(**(fields | changes))


def advice(result: MoleculeResult) -> list[str]:
    return recommend(result, measure(result))


def test_a_good_run_is_left_alone_but_for_the_classical_yardstick(make_molecule: Make) -> None:
    assert advice(make_molecule()) == [
        f"A classical computer diagonalised the same Hamiltonian over 4 determinants: {MINUS}1.120000 Ha is exact, and "
        "at this size a run tests the method rather than saves time."
    ]


@pytest.mark.parametrize(
    ("ansatz", "action"),
    [
        ("uccsd", "use the ansatz adapt, which may apply an excitation more than once"),
        ("adapt", "with 3 excitations: raise max_iterations, or use uccsd"),
        ("hardware_efficient", "use the ansatz uccsd or adapt, or raise layers from 4 to 8"),
    ],
)
def test_an_inaccurate_energy_calls_for_another_ansatz(make_molecule: Make, ansatz: str, action: str) -> None:
    first = advice(make_molecule(plan=plan(ansatz=ansatz), final_cost=-1.11))[0]
    assert first.startswith("The optimised energy lies 10 mHa from the exact one")
    assert action in first


def test_the_ansatz_waits_for_convergence(make_molecule: Make) -> None:
    result = make_molecule(final_cost=-1.11, convergence_achieved=False, termination="lost precision")
    assert advice(result)[0] == (
        "The optimiser stopped after 2 of 200 iterations without converging (lost precision): try the optimizer cobyla."
    )
    assert not any("ansatz" in sentence for sentence in advice(result))


def test_an_optimizer_without_a_criterion_is_given_more_iterations_until_the_energy_is_right(
    make_molecule: Make,
) -> None:
    fields: dict[str, Any] = {"plan": plan(optimizer="spsa", max_iterations=2), "convergence_achieved": False}
    assert advice(make_molecule(**fields, final_cost=-1.11))[0] == (
        "The optimizer spsa has no criterion of convergence, so that more iterations may end lower: "
        "raise max_iterations from 2 to 4."
    )
    assert not any("iterations" in sentence for sentence in advice(make_molecule(**fields, final_cost=-1.119)))


def test_parameters_that_were_not_optimised_say_nothing_of_the_ansatz(make_molecule: Make) -> None:
    given = make_molecule(plan=plan(optimizer="none"), cost_history=(-1.11,), final_cost=-1.11)
    assert advice(given)[0] == (
        "The energy at the start lies 10 mHa from the exact one: let an optimizer improve the parameters."
    )


def test_a_wide_interval_calls_for_shots_by_the_square(make_molecule: Make) -> None:
    interval = Interval(low=-1.119 - 0.0032, high=-1.119 + 0.0032)
    measured = plan(evaluation="shots", optimizer="spsa")
    first = advice(make_molecule(plan=measured, final_cost_stderr=0.0016, final_cost_interval=interval))[0]
    assert first.startswith(f"The interval is {PLUS_MINUS}3.2 mHa wide, chemical accuracy takes {PLUS_MINUS}1.6 mHa:")
    assert first.split()[-1] in ("400.", "401.")  # four times as many halve it


def test_an_interval_out_of_reach_calls_for_exact_energies(make_molecule: Make) -> None:
    interval = Interval(low=-1.219, high=-1.019)
    measured = plan(evaluation="shots", optimizer="spsa")
    first = advice(make_molecule(plan=measured, final_cost_stderr=0.05, final_cost_interval=interval))[0]
    assert "more than the 100000 allowed: take exact energies, or a smaller active space" in first


def test_another_ion_calls_for_an_ansatz_that_keeps_the_electrons(make_molecule: Make) -> None:
    first = advice(make_molecule(plan=plan(ansatz="hardware_efficient"), final_cost=-1.2, particle_number=2.8))[0]
    assert "2.8 active electrons on average instead of 2" in first
    assert first.endswith("use the ansatz uccsd or adapt, which keep the electrons and the spin projection.")


def test_without_an_exact_energy_coupled_cluster_is_the_yardstick(make_molecule: Make) -> None:
    assert advice(make_molecule(reference=None)) == [
        "Nothing exact is known at 4 qubits: hold the energy, 19 mHa below Hartree-Fock, against coupled cluster "
        "(CCSD(T)) before relying on it."
    ]


@pytest.mark.parametrize(
    ("energy", "end"), [(-1.11, "which holds 50% of the correlation."), (-1.09, "this run's energy.")]
)
def test_a_run_beaten_by_diagonalisation_defers_to_it(make_molecule: Make, energy: float, end: str) -> None:
    assert advice(make_molecule(final_cost=energy))[-1].endswith(end)


def test_adapt_is_not_told_to_stop_sooner(make_molecule: Make) -> None:
    history = (-1.10, *[-1.119] * 60)
    assert not any(
        "sooner" in sentence for sentence in advice(make_molecule(plan=plan(ansatz="adapt"), cost_history=history))
    )
    assert any("sooner" in sentence for sentence in advice(make_molecule(cost_history=history)))
