"""The figures of a run on a molecule, as a table to read."""

from contract.run_result import Interval, MoleculeResult
from lambdas.post_processing.analysis import KeyNumber
from lambdas.post_processing.common_numbers import optimizer_numbers, spent_number
from lambdas.post_processing.molecule.performance import CHEMICAL_ACCURACY_MHA, MoleculePerformance
from lambdas.post_processing.molecule.solution import operator_count
from lambdas.post_processing.wording import confidence, energy, estimate, millihartree, number


def key_numbers(result: MoleculeResult, performance: MoleculePerformance) -> list[KeyNumber]:
    """The rows, the energy's first, then the state's, then the optimiser's; without those that are not known."""
    course = optimizer_numbers(
        result,
        performance,
        start=energy(performance.initial_cost),
        end=energy(performance.final_cost),
        meaning="Energy at the first and at the optimised parameters.",
    )
    return [*_of_the_energy(result, performance), *_of_the_state(result), *course, spent_number(result)]


def _of_the_energy(result: MoleculeResult, performance: MoleculePerformance) -> list[KeyNumber]:
    interval = result.final_cost_interval
    meaning = "Nuclear repulsion included" + (f"; measured, with {confidence(interval)}." if interval else ".")
    rows = [KeyNumber("Energy", energy(result.final_cost, interval), meaning)]
    if result.reference is not None:
        size = result.reference.determinants
        meaning = f"Exact energy of this basis set and active space (FCI), from {size} determinants."
        rows.append(KeyNumber("Exact energy", energy(result.reference.minimum), meaning))
    if performance.error_mha is not None:
        rows += [_error(performance, performance.error_mha), _accuracy(performance)]
    meaning = "Energy without correlation between electrons, where the run started from or is held against."
    rows.append(KeyNumber("Hartree-Fock energy", energy(result.hartree_fock_energy), meaning))
    if performance.correlation_recovered_percent is not None:
        meaning = "Share of the distance from Hartree-Fock (0%) to the exact energy (100%)."
        rows.append(KeyNumber("Correlation recovered", f"{_recovered(performance)}%", meaning))
    return rows


def _recovered(performance: MoleculePerformance) -> str:
    """The share of the correlation energy in percent, with the interval that the energy's own gives it."""
    share, interval = performance.correlation_recovered_percent or 0.0, performance.error_mha_interval
    if interval is None or performance.fci_energy is None:
        return number(round(share, 3))
    correlation_mha = 1000 * (performance.hartree_fock_energy - performance.fci_energy)
    low, high = (100 * (1 - error / correlation_mha) for error in (interval.high, interval.low))
    return estimate(share, Interval(low=low, high=high, confidence=interval.confidence))


def _error(performance: MoleculePerformance, error: float) -> KeyNumber:
    interval = performance.error_mha_interval
    figure = f"{estimate(error, interval)} mHa" if interval else millihartree(error)
    return KeyNumber("Error", figure, "Distance to the exact energy; positive is above it.")


def _accuracy(performance: MoleculePerformance) -> KeyNumber:
    words = {True: "reached", False: "not reached", None: "undecided"}
    meaning = f"An error of {CHEMICAL_ACCURACY_MHA} mHa (1 kcal/mol) at most"
    meaning += ", by the whole interval." if performance.error_mha_interval else "."
    return KeyNumber("Chemical accuracy", words[performance.chemical_accuracy], meaning)


def _of_the_state(result: MoleculeResult) -> list[KeyNumber]:
    space = result.problem.active_space
    optional = (
        ("Active electrons", result.particle_number, f"Mean over the state; the molecule has {space.electrons}."),
        ("Spin projection", result.spin_projection, "Mean S_z in units of ħ; the molecule has 0."),
        ("Total spin", result.total_spin, "Mean S² in units of ħ²; a singlet has 0, a triplet 2."),
    )
    rows = [
        KeyNumber(name, number(round(figure, 4)), meaning) for name, figure, meaning in optional if figure is not None
    ]
    meaning = f"Size of the ansatz on {result.problem.problem_size} qubits."
    rows.append(KeyNumber("Ansatz", operator_count(result), meaning))
    meaning = "Pauli words, and the circuits that one measured energy takes."
    rows.append(KeyNumber("Hamiltonian", f"{result.num_terms} terms in {result.num_bases} bases", meaning))
    return rows
