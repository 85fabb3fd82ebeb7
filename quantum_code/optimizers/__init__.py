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

from quantum_code.optimizers.adam import minimize_adam
from quantum_code.optimizers.cobyla import minimize_cobyla
from quantum_code.optimizers.fixed import evaluate_start
from quantum_code.optimizers.lbfgsb import minimize_lbfgsb
from quantum_code.optimizers.nelder_mead import minimize_nelder_mead
from quantum_code.optimizers.qn_spsa import minimize_qn_spsa
from quantum_code.optimizers.spsa import minimize_spsa
from quantum_code.optimizers.trace import Limits, Minimum, OnIteration, Optimizer, limits_of

__all__ = ["OPTIMIZERS", "Limits", "Minimum", "OnIteration", "Optimizer", "limits_of"]

OPTIMIZERS: dict[str, Optimizer] = {
    "l-bfgs-b": minimize_lbfgsb,
    "cobyla": minimize_cobyla,
    "nelder-mead": minimize_nelder_mead,
    "adam": minimize_adam,
    "spsa": minimize_spsa,
    "qn-spsa": minimize_qn_spsa,
    "none": evaluate_start,
}
