"""Classical optimisers of the parameters, one a file, behind one signature and found by the name in a plan.

| name        | from      | uses                          | converged                                   |
|-------------|-----------|-------------------------------|---------------------------------------------|
| l-bfgs-b    | SciPy     | gradients, exact              | energy or gradient do not change any more   |
| cobyla      | SciPy     | energies, exact or with shots | trust region smaller than its last step     |
| nelder-mead | SciPy     | energies, exact or with shots | simplex small, and its energies alike       |
| adam        | PennyLane | gradients, exact or with shots| gradient small; never where it has noise    |
| spsa        | PennyLane | energies, exact or with shots | never: a schedule of max_iterations steps   |
| qn-spsa     | PennyLane | energies and overlaps         | never: takes max_iterations steps           |
| none        |           | the energy at the start       | nothing to converge                         |
"""

from contract.run_plan import OptimizerName
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Optimizer, limits_of

__all__ = ["Limits", "Minimum", "OnIteration", "Optimizer", "find_optimizer", "limits_of"]


def find_optimizer(name: OptimizerName) -> Optimizer:
    """The optimiser of that name; only its own module is imported, for PennyLane's take seconds."""
    match name:
        case "l-bfgs-b":
            from quantum_code.optimizers.lbfgsb import minimize_lbfgsb

            return minimize_lbfgsb
        case "cobyla":
            from quantum_code.optimizers.cobyla import minimize_cobyla

            return minimize_cobyla
        case "nelder-mead":
            from quantum_code.optimizers.nelder_mead import minimize_nelder_mead

            return minimize_nelder_mead
        case "adam":
            from quantum_code.optimizers.adam import minimize_adam

            return minimize_adam
        case "spsa":
            from quantum_code.optimizers.spsa import minimize_spsa

            return minimize_spsa
        case "qn-spsa":
            from quantum_code.optimizers.qn_spsa import minimize_qn_spsa

            return minimize_qn_spsa
        case "none":
            from quantum_code.optimizers.fixed import evaluate_start

            return evaluate_start
