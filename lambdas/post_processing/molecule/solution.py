"""The energy of a molecule in words, with what is known about how good it is."""

from dataclasses import asdict
from typing import Any

from contract.run_result import MoleculeResult
from lambdas.post_processing.molecule.performance import CHEMICAL_ACCURACY_MHA, SECTOR, MoleculePerformance
from lambdas.post_processing.wording import confidence, counted, energy, millihartree, number, percent


def describe_solution(result: MoleculeResult, performance: MoleculePerformance) -> dict[str, Any]:
    """The `solution` section of the analysis report, as JSON values; energies in hartree, lengths in ångström."""
    problem, reference = result.problem, result.reference
    return {
        "title": problem.title,
        "measure": ["energy", result.final_cost],
        "unit": "hartree",
        "description": {
            "molecule": problem.molecule,
            "geometry": [[symbol, list(position)] for symbol, position in problem.geometry],
            "basis_set": problem.basis_set,
            "charge": problem.charge,
            "active_electrons": problem.active_space.electrons,
            "active_orbitals": problem.active_space.orbitals,
        },
        "reference": reference.to_dict() if reference else None,
        "hartree_fock_energy": result.hartree_fock_energy,
        "error_mha": performance.error_mha,
        "chemical_accuracy": performance.chemical_accuracy,
        "particle_number": result.particle_number,
        "spin_projection": result.spin_projection,
        "total_spin": result.total_spin,
        "num_terms": result.num_terms,
        "num_bases": result.num_bases,
        "operators": list(result.operators),
        "verdict": verdict(result, performance),
    }


def figures(performance: MoleculePerformance) -> dict[str, Any]:
    """Section performance_analysis, as JSON values."""
    interval = performance.error_mha_interval
    return asdict(performance) | {"error_mha_interval": interval.to_dict() if interval else None}


def verdict(result: MoleculeResult, performance: MoleculePerformance) -> str:
    """What the energy is worth, in two or three sentences without praise."""
    found = f"the energy of {energy(result.final_cost, result.final_cost_interval)}"
    if performance.in_sector is False:
        return f"Not a state of the molecule: {found} belongs to a state with {describe_sector(result)}."
    if performance.error_mha is None:
        gain = millihartree(1000 * (result.hartree_fock_energy - result.final_cost))
        return (
            f"Unproven: {found} lies {gain} below Hartree-Fock. The exact energy is not known at "
            f"{result.problem.problem_size} qubits, and so the error is not known either."
        )
    distance = f"{found} lies {_side(performance.error_mha)} the exact one of this basis set and active space (FCI)"
    return f"{_accuracy(performance)}: {distance}{_mark(performance)}. {_recovered(performance)}".rstrip()


def describe_sector(result: MoleculeResult) -> str:
    """What of the state's electrons and spin is not the molecule's."""
    electrons = result.problem.active_space.electrons
    parts = []
    if result.particle_number is not None and abs(result.particle_number - electrons) > SECTOR:
        parts.append(f"{number(round(result.particle_number, 4))} active electrons on average instead of {electrons}")
    if result.spin_projection is not None and abs(result.spin_projection) > SECTOR:
        parts.append(f"a spin projection of {number(round(result.spin_projection, 4))} instead of 0")
    return " and ".join(parts)


def _accuracy(performance: MoleculePerformance) -> str:
    match performance.chemical_accuracy:
        case True:
            return "Within chemical accuracy"
        case False:
            return "Not within chemical accuracy"
    return "Undecided"


def _side(error_mha: float) -> str:
    return f"{millihartree(abs(error_mha))} {'above' if error_mha >= 0 else 'below'}"


def _mark(performance: MoleculePerformance) -> str:
    """The mark that the error is held against, and how sure that is."""
    interval = performance.error_mha_interval
    mark = f", where {CHEMICAL_ACCURACY_MHA} mHa is the mark"
    if interval is None:
        return mark
    low, high = number(float(f"{interval.low:.3g}")), number(float(f"{interval.high:.3g}"))
    return f"{mark}, and between {low} and {high} mHa above it with {confidence(interval)}"


def _recovered(performance: MoleculePerformance) -> str:
    """Only of an exact energy: a share of an estimate would say more than it knows."""
    recovered = performance.correlation_recovered_percent
    if recovered is None or performance.error_mha_interval is not None:
        return ""
    if recovered <= 0:
        return "It recovers no correlation energy: Hartree-Fock is as good."
    return f"It recovers {percent(min(1.0, recovered / 100))} of the correlation energy."


def operator_count(result: MoleculeResult) -> str:
    """How large the ansatz is."""
    if result.operators:
        return counted(len(result.operators), "excitation")
    return counted(len(result.optimized_parameters), "parameter")
