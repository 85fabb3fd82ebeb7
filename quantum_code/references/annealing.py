"""A strong classical heuristic where assignments are too many to try: simulated annealing.

Kirkpatrick, Gelatt and Vecchi, doi:10.1126/science.220.4598.671. Free bits are annealed by D-Wave's sampler, which is
well kept and fast. It flips single bits, so a fixed number of ones takes the swaps of `swap_annealing`.
"""

from importlib.metadata import version

import numpy as np

from contract.errors import RunFailed
from contract.problems import BinaryProblem, QuadraticForm
from contract.run_result import Heuristic
from quantum_code.references.swap_annealing import SETTINGS as SWAP_SETTINGS
from quantum_code.references.swap_annealing import anneal_swaps
from quantum_code.states import BitArray

PACKAGE = "dwave-samplers"

READS = 200
SWEEPS = 2000
"""How often it starts anew, and how often each start visits every bit.

On rings, paths, grids, 3-regular graphs and dense Gaussian instances of 30 to 107 variables, half of the reads or more
end in the known or best minimum, and 107 variables take a second.
"""

ACCEPTANCE = "Gibbs"
"""How a flip is accepted.

Not by Metropolis' rule, the sampler's default: visiting the bits in turn, it accepts every flip that changes nothing,
so that the walls between the domains of a ring all wander at one pace and never meet; 22 was its best cut of a ring of
30 nodes.
"""

SEEDS = 2**31
"""The sampler refuses larger seeds, whatever its message says."""

LISTED = 8
"""How many of the best bitstrings a reference names."""


def anneal(problem: BinaryProblem, seed: int) -> Heuristic:
    """The lowest cost found, with the same seed the same.

    Raises:
        RunFailed: dwave-samplers is not installed.
    """
    form = problem.quadratic_form()
    if problem.hamming_weight is None:
        bits, software = _anneal_flips(form, seed)
    else:
        bits, software = anneal_swaps(form, problem.hamming_weight, seed), f"{SWAP_SETTINGS}, seed {seed}"
    rows = [tuple(row) for row in np.unique(bits, axis=0).tolist()]
    costs = {row: form.cost(row) for row in rows}
    lowest = min(costs.values())
    best = [row for row in rows if costs[row] <= lowest + form.resolution]
    return Heuristic(
        minimum=lowest,
        optimal_bitstrings=tuple("".join(map(str, row)) for row in best[:LISTED]),
        software=software,
    )


def _anneal_flips(form: QuadraticForm, seed: int) -> tuple[BitArray, str]:
    """The ends of all reads, shape (reads, n), and what found them."""
    try:
        import dimod  # here, because only large problems need it
        import dwave.samplers
    except ImportError as fault:
        raise RunFailed(
            f"the reference of {len(form.linear)} variables needs the package {PACKAGE}, which is not installed here "
            f"({fault}); install it: pip install {PACKAGE}"
        ) from fault
    model = dimod.BinaryQuadraticModel(dict(enumerate(form.linear)), dict(form.couplings), form.constant, "BINARY")
    sampler = dwave.samplers.SimulatedAnnealingSampler()  # type: ignore[no-untyped-call]
    answer = sampler.sample(
        model, num_reads=READS, num_sweeps=SWEEPS, seed=seed % SEEDS, proposal_acceptance_criteria=ACCEPTANCE
    )
    order = [answer.variables.index(i) for i in range(len(form.linear))]
    settings = f"simulated annealing ({ACCEPTANCE}), {READS} reads of {SWEEPS} sweeps, seed {seed}"
    return np.asarray(answer.record.sample[:, order], dtype=np.uint8), f"dwave-samplers {version(PACKAGE)}, {settings}"
