"""The energy in words, and the verdict on it."""

import json
from collections.abc import Callable

import pytest

from contract.run_plan import RunPlan
from contract.run_result import Interval, MoleculeResult
from lambdas.post_processing.molecule.caveats import list_caveats
from lambdas.post_processing.molecule.key_numbers import key_numbers
from lambdas.post_processing.molecule.performance import measure
from lambdas.post_processing.molecule.solution import describe_solution, verdict

Make = Callable[..., MoleculeResult]

MINUS, PLUS_MINUS = "\N{MINUS SIGN}", "\N{PLUS-MINUS SIGN}"


def test_the_molecule_and_its_state_are_described(make_molecule: Make) -> None:
    result = make_molecule()
    solution = describe_solution(result, measure(result))
    assert solution["measure"] == ["energy", -1.119]
    assert solution["description"] == {
        "molecule": "H2",
        "geometry": [["H", [0, 0, 0]], ["H", [0, 0, 0.74]]],
        "basis_set": "sto-3g",
        "charge": 0,
        "active_electrons": 2,
        "active_orbitals": 2,
    }
    assert solution["reference"] == {"method": "fci", "minimum": -1.12, "determinants": 4}
    assert (solution["num_terms"], solution["num_bases"], len(solution["operators"])) == (15, 5, 3)
    assert (solution["particle_number"], solution["spin_projection"], solution["total_spin"]) == (2, 0, 0)
    assert json.loads(json.dumps(solution, allow_nan=False)) == solution


@pytest.mark.parametrize(
    ("energy", "text"),
    [
        (
            -1.119,
            f"Within chemical accuracy: the energy of {MINUS}1.119000 Ha lies 1 mHa above the exact one of this basis "
            "set and active space (FCI), where 1.6 mHa is the mark. It recovers 95% of the correlation energy.",
        ),
        (
            -1.110,
            f"Not within chemical accuracy: the energy of {MINUS}1.110000 Ha lies 10 mHa above the exact one of this "
            "basis set and active space (FCI), where 1.6 mHa is the mark. It recovers 50% of the correlation energy.",
        ),
        (
            -1.09,
            f"Not within chemical accuracy: the energy of {MINUS}1.090000 Ha lies 30 mHa above the exact one of this "
            "basis set and active space (FCI), where 1.6 mHa is the mark. "
            "It recovers no correlation energy: Hartree-Fock is as good.",
        ),
    ],
)
def test_the_verdict_on_an_exact_energy(make_molecule: Make, energy: float, text: str) -> None:
    result = make_molecule(final_cost=energy)
    assert verdict(result, measure(result)) == text


@pytest.mark.parametrize(
    ("half", "start", "share"),
    [
        (0.0005, "Within chemical accuracy", f"95.0 {PLUS_MINUS} 2.5%"),
        (0.004, "Undecided", f"95 {PLUS_MINUS} 20%"),
    ],
    ids=["precise", "imprecise"],
)
def test_the_verdict_on_a_measured_energy_holds_its_interval(
    make_molecule: Make, half: float, start: str, share: str
) -> None:
    plan = RunPlan(algorithm="vqe", ansatz="uccsd", optimizer="spsa", evaluation="shots", shots=100)
    interval = Interval(low=-1.119 - half, high=-1.119 + half)
    result = make_molecule(plan=plan, final_cost_stderr=half / 2, final_cost_interval=interval)
    text = verdict(result, measure(result))
    low, high = f"{1 - 1000 * half:.3g}".replace("-", MINUS), f"{1 + 1000 * half:.3g}"
    assert text.startswith(f"{start}: the energy of {MINUS}1.119")
    assert f"and between {low} and {high} mHa above it with 95% confidence." in text
    assert PLUS_MINUS in text
    assert "recovers" not in text
    shares = {row.name: row.figure for row in key_numbers(result, measure(result))}
    assert shares["Correlation recovered"] == share


def test_another_ions_energy_is_not_compared(make_molecule: Make) -> None:
    result = make_molecule(final_cost=-1.3, particle_number=2.8123)
    assert verdict(result, measure(result)) == (
        f"Not a state of the molecule: the energy of {MINUS}1.300000 Ha belongs to a state with 2.8123 active "
        "electrons on average instead of 2."
    )


def test_without_an_exact_energy_nothing_is_claimed(make_molecule: Make) -> None:
    result = make_molecule(reference=None)
    assert verdict(result, measure(result)) == (
        f"Unproven: the energy of {MINUS}1.119000 Ha lies 19 mHa below Hartree-Fock. The exact energy is not known at "
        "4 qubits, and so the error is not known either."
    )


def test_an_active_space_is_a_caveat(make_molecule: Make, lithium_hydride: MoleculeResult) -> None:
    text = " ".join(list_caveats(lithium_hydride, measure(lithium_hydride)))
    assert "Only 2 electrons in 2 orbitals are correlated: the other 2 electrons and 3 empty orbitals are left" in text
    whole = make_molecule()
    assert "All electrons and orbitals" in " ".join(list_caveats(whole, measure(whole)))


def test_a_hardware_efficient_ansatz_is_a_caveat(make_molecule: Make) -> None:
    plan = RunPlan(algorithm="vqe", ansatz="hardware_efficient", optimizer="l-bfgs-b", evaluation="exact")
    result = make_molecule(plan=plan)
    assert any("keeps neither the number of electrons" in caveat for caveat in list_caveats(result, measure(result)))
