"""What the figures of a run on a molecule do not say."""

from contract.run_result import MoleculeResult
from lambdas.post_processing.caveats import device_caveat, seed_caveat
from lambdas.post_processing.molecule.performance import MoleculePerformance
from lambdas.post_processing.wording import confidence, counted, estimate

RANDOM_OPTIMIZERS = ("spsa", "qn-spsa")


def list_caveats(result: MoleculeResult, performance: MoleculePerformance) -> list[str]:
    """One sentence or two for each limit that applies to this run."""
    caveats = [device_caveat(result), _basis(result), _space(result)]
    if performance.error_mha is None:
        caveats.append("The exact energy is not known: Hartree-Fock is the only yardstick, and an upper bound at that.")
    if result.final_cost_interval is not None:
        shown = f"{estimate(result.final_cost, result.final_cost_interval)} Ha"
        caveats.append(
            f"The energy is an estimate ({shown}, {confidence(result.final_cost_interval)}) of the state's energy on "
            "this device; noise of the hardware shifts it, and the interval does not hold that shift."
        )
    if result.plan.ansatz == "hardware_efficient":
        caveats.append(
            "The hardware-efficient ansatz keeps neither the number of electrons nor the spin: "
            "its energy can belong to another ion, and then lie below the exact one."
        )
    if result.plan.evaluation == "shots" or result.plan.optimizer in RANDOM_OPTIMIZERS:
        caveats.append(seed_caveat(result, "takes another way and may end at another energy"))
    return caveats


def _basis(result: MoleculeResult) -> str:
    return (
        f"Exact means exact in {result.problem.basis_set.upper()}: the molecule's own energy lies lower, "
        "by far more than chemical accuracy in a small basis set. Differences between geometries are worth more."
    )


def _space(result: MoleculeResult) -> str:
    space, problem = result.problem.active_space, result.problem
    frozen = problem.num_electrons - space.electrons
    if not frozen and problem.num_orbitals == space.orbitals:
        return "All electrons and orbitals of the basis set are in the active space; the nuclei are fixed."
    return (
        f"Only {counted(space.electrons, 'electron')} in {counted(space.orbitals, 'orbital')} are correlated: "
        f"the other {counted(frozen, 'electron')} and "
        f"{counted(problem.num_orbitals - space.orbitals - frozen // 2, 'empty orbital')} are left as Hartree-Fock "
        "has them, and the exact energy is exact within that."
    )
