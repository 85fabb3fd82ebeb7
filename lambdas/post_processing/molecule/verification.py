"""Whether a molecule's result agrees with itself and with the variational principle."""

from contract.run_result import MoleculeResult
from lambdas.post_processing.contradictions import check_interval, check_precision, contradiction

ROUNDING = 1e-6
"""Hartree: far above what eigensolvers and state vectors leave, far below chemical accuracy."""

SECTOR_KEEPING = ("uccsd", "adapt")
"""Ansätze whose states all have the molecule's electrons and spin projection."""


def verify_molecule(result: MoleculeResult) -> None:
    """Returns when no energy lies where none can.

    Raises:
        ResultsUnreadable: with the first contradiction found.
    """
    check_precision(result)
    check_interval("the energy", result.final_cost, result.final_cost_interval, rounding=ROUNDING)
    electrons, particles = result.problem.active_space.electrons, result.particle_number
    if result.plan.ansatz in SECTOR_KEEPING and particles is not None and abs(particles - electrons) > ROUNDING:
        raise contradiction(
            f"the {result.plan.ansatz} ansatz keeps the {electrons} active electrons, but the state has {particles:.9g}"
        )
    _check_variational_principle(result)


def _check_variational_principle(result: MoleculeResult) -> None:
    """No state of the molecule lies below the exact ground state; Hartree-Fock's is one of them."""
    exact = result.reference
    if exact is None:
        return
    if result.hartree_fock_energy < exact.minimum - ROUNDING:
        raise contradiction(
            f"the Hartree-Fock energy {result.hartree_fock_energy:.9g} lies below the exact {exact.minimum:.9g}"
        )
    bound = result.plan.evaluation == "exact" and result.plan.ansatz in SECTOR_KEEPING
    if bound and result.final_cost < exact.minimum - ROUNDING:
        raise contradiction(
            f"the exactly computed energy {result.final_cost:.9g} lies below the exact {exact.minimum:.9g}"
        )
