"""What to change next in a run on a molecule, each piece of advice with the figures that call for it."""

import math

from contract.run_result import MoleculeResult
from lambdas.post_processing.molecule.performance import CHEMICAL_ACCURACY_MHA, MoleculePerformance
from lambdas.post_processing.molecule.solution import describe_sector
from lambdas.post_processing.optimizer_advice import MAX_SHOTS, advise_overlong, advise_unconverged, more_layers
from lambdas.post_processing.wording import counted, energy, millihartree, number, percent


def recommend(result: MoleculeResult, performance: MoleculePerformance) -> list[str]:
    """One sentence for each change that the figures call for, the most urgent first; never empty.

    The last one always says what the energy was or can be held against.
    """
    rules = (_unconverged, _other_sector, _inaccurate, _imprecise, _overlong, _yardstick)
    return [advice for rule in rules if (advice := rule(result, performance)) is not None]


def _unconverged(result: MoleculeResult, performance: MoleculePerformance) -> str | None:
    if performance.optimizer_outcome == "completed" and performance.chemical_accuracy:
        return None
    measured = result.plan.evaluation == "shots"
    other = "spsa" if measured and result.plan.optimizer != "spsa" else "adam" if measured else "l-bfgs-b"
    if other == result.plan.optimizer:
        other = "cobyla"
    return advise_unconverged(result, performance, otherwise=f"try the optimizer {other}")


def _overlong(result: MoleculeResult, performance: MoleculePerformance) -> str | None:
    return None if result.plan.ansatz == "adapt" else advise_overlong(result, performance)


def _other_sector(result: MoleculeResult, performance: MoleculePerformance) -> str | None:
    if performance.in_sector is not False:
        return None
    return (
        f"The state has {describe_sector(result)}: "
        "use the ansatz uccsd or adapt, which keep the electrons and the spin projection."
    )


def _inaccurate(result: MoleculeResult, performance: MoleculePerformance) -> str | None:
    """Only once the optimiser has converged: before that its limits come first."""
    if performance.chemical_accuracy is not False or not result.convergence_achieved or performance.error_mha is None:
        return None
    if performance.optimizer_outcome == "not_optimised":
        away = millihartree(performance.error_mha)
        return f"The energy at the start lies {away} from the exact one: let an optimizer improve the parameters."
    error = f"The optimised energy lies {millihartree(performance.error_mha)} from the exact one"
    match result.plan.ansatz:
        case "uccsd" if result.plan.evaluation == "exact":
            return (
                f"{error}, beyond what single and double excitations reach from Hartree-Fock: use the ansatz adapt, "
                "which may apply an excitation more than once."
            )
        case "adapt" if result.plan.evaluation == "exact":
            return f"{error} with {counted(len(result.operators), 'excitation')}: raise max_iterations, or use uccsd."
        case "hardware_efficient":
            return f"{error}: use the ansatz uccsd or adapt, or {more_layers(result.plan.layers)}."
    return f"{error}, more than shot noise explains: errors of the device or the optimiser's search are the cause."


def _imprecise(result: MoleculeResult, performance: MoleculePerformance) -> str | None:
    """An interval within the mark takes shots in proportion to the square of its width."""
    interval, shots = performance.error_mha_interval, result.plan.shots
    if interval is None:
        return None
    half = (interval.high - interval.low) / 2
    if half <= CHEMICAL_ACCURACY_MHA:
        return None
    needed = math.ceil(shots * (half / CHEMICAL_ACCURACY_MHA) ** 2)
    wide = f"The interval is \N{PLUS-MINUS SIGN}{number(float(f'{half:.2g}'))} mHa wide, chemical accuracy takes "
    wide += f"\N{PLUS-MINUS SIGN}{CHEMICAL_ACCURACY_MHA} mHa"
    if needed <= MAX_SHOTS:
        return f"{wide}: raise shots from {shots} to {needed}."
    return (
        f"{wide}, for which each circuit would need about {needed} shots, more than the {MAX_SHOTS} allowed: "
        "take exact energies, or a smaller active space."
    )


def _yardstick(result: MoleculeResult, performance: MoleculePerformance) -> str:
    exact = result.reference
    if exact is None:
        gain = millihartree(1000 * (result.hartree_fock_energy - result.final_cost))
        return (
            f"Nothing exact is known at {result.problem.problem_size} qubits: hold the energy, {gain} below "
            "Hartree-Fock, against coupled cluster (CCSD(T)) before relying on it."
        )
    size = counted(exact.determinants, "determinant")
    settled = f"A classical computer diagonalised the same Hamiltonian over {size}: {energy(exact.minimum)} is exact"
    if performance.chemical_accuracy and performance.in_sector is not False:
        return f"{settled}, and at this size a run tests the method rather than saves time."
    recovered = performance.correlation_recovered_percent
    if recovered is None or recovered <= 0 or performance.error_mha_interval is not None:
        return f"{settled}: use it rather than this run's energy."
    share = percent(min(1.0, recovered / 100))
    return f"{settled}: use it rather than this run's energy, which holds {share} of the correlation."
