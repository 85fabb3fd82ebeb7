"""How good the energy of a molecule is; notation as in `post_processing.performance`, energies in hartree."""

from dataclasses import dataclass
from typing import Literal

from contract.run_result import Interval, MoleculeResult
from lambdas.post_processing.performance import Course, course_of, rate, share

CHEMICAL_ACCURACY_MHA = 1.6
"""1 kcal/mol, the error below which computed reaction energies agree with measured ones (J. A. Pople, Rev. Mod. Phys.
71, 1267 (1999)), in millihartree."""

NO_CORRELATION = 1e-8
"""Hartree: a correlation energy below this is what the solvers' own convergence leaves."""

SECTOR = 1e-3
"""Electrons, or units of spin: a state off by so much can be off by about a millihartree, as electrons are bound by
fractions of a hartree; less does not matter beside chemical accuracy."""


@dataclass(frozen=True, kw_only=True)
class MoleculePerformance(Course):
    """The figures of one run; None where there is nothing to measure against.

    Attributes:
        optimization_efficiency: (E_HF - f) / (E_HF - E_FCI), the share of the correlation energy that was recovered,
            clipped to [0, 1]; 0 is no better than Hartree-Fock, 1 is exact.
        efficiency_reference: "exact" where that is known.
        energy: f.
        hartree_fock_energy: E_HF, what a molecule costs without a quantum computer or correlated electrons.
        fci_energy: E_FCI, the exact energy in the basis set and active space.
        error_mha: f - E_FCI in millihartree; positive is above it.
        error_mha_interval: its interval; None where f is exact.
        correlation_recovered_percent: 100 times the share of optimization_efficiency, not clipped.
        chemical_accuracy: whether |f - E_FCI| is 1.6 mHa at most; with shots True when the whole interval is within,
            False when none of it is, and None when shots leave that open.
        in_sector: whether the state has the molecule's electrons, half of them with spin up; None where that was not
            computed. Its total spin is free, as that of the exact ground state is.
    """

    efficiency_reference: Literal["exact"] | None
    energy: float
    hartree_fock_energy: float
    fci_energy: float | None
    error_mha: float | None
    error_mha_interval: Interval | None
    correlation_recovered_percent: float | None
    chemical_accuracy: bool | None
    in_sector: bool | None


def measure(result: MoleculeResult) -> MoleculePerformance:
    """The figures of a run."""
    energy, hartree_fock, exact = result.final_cost, result.hartree_fock_energy, result.reference
    correlation = hartree_fock - exact.minimum if exact else 0.0
    known = correlation > NO_CORRELATION
    return MoleculePerformance(
        **course_of(result),
        optimization_efficiency=share(hartree_fock - energy, correlation) if known else None,
        efficiency_reference="exact" if known else None,
        energy=energy,
        hartree_fock_energy=hartree_fock,
        fci_energy=exact.minimum if exact else None,
        error_mha=result.error_mha,
        error_mha_interval=_error_interval(result),
        correlation_recovered_percent=100 * (hartree_fock - energy) / correlation if known else None,
        chemical_accuracy=_chemical_accuracy(result),
        in_sector=_in_sector(result),
    )


def rate_molecule(performance: MoleculePerformance) -> str | None:
    """The rating of the efficiency, but Excellent with chemical accuracy only; None where nothing is known."""
    if performance.optimization_efficiency is None:
        return None
    if performance.chemical_accuracy and performance.in_sector is not False:
        return "Excellent"
    rating = rate(performance.optimization_efficiency)
    return "Good" if rating == "Excellent" else rating


def _error_interval(result: MoleculeResult) -> Interval | None:
    interval, exact = result.final_cost_interval, result.reference
    if interval is None or exact is None:
        return None
    low, high = (1000 * (bound - exact.minimum) for bound in (interval.low, interval.high))
    return Interval(low=low, high=high, confidence=interval.confidence)


def _chemical_accuracy(result: MoleculeResult) -> bool | None:
    error, interval = result.error_mha, _error_interval(result)
    if error is None:
        return None
    if interval is None:
        return abs(error) <= CHEMICAL_ACCURACY_MHA
    if interval.low >= -CHEMICAL_ACCURACY_MHA and interval.high <= CHEMICAL_ACCURACY_MHA:
        return True
    outside = interval.low > CHEMICAL_ACCURACY_MHA or interval.high < -CHEMICAL_ACCURACY_MHA
    return False if outside else None


def _in_sector(result: MoleculeResult) -> bool | None:
    electrons = result.problem.active_space.electrons
    known = [
        abs(figure - expected) <= SECTOR
        for figure, expected in (
            (result.particle_number, electrons),
            (result.spin_projection, 0.0),
        )
        if figure is not None
    ]
    return all(known) if known else None
