"""Exact probabilities and density matrices in the order of their targets.

The SDK's simulator permutes them by the inverse of the permutation that is meant, which differs from three targets on
(probability of q[1], q[2], q[0]). With an SDK that does not, nothing is changed here.
"""

from itertools import product
from typing import Any

import numpy as np
from braket.default_simulator.linalg_utils import _get_target_permutation
from numpy.typing import NDArray

ORDERED = ("probability", "densitymatrix")


def in_target_order(result: Any) -> Any:
    """The result type with its value in the order that its targets say, the first most significant."""
    targets = getattr(result.type, "targets", None)
    if result.type.type not in ORDERED or not targets or len(targets) < 3:
        return result
    ascending = np.argsort(_get_target_permutation(targets))
    wanted = _permutation(list(targets))
    value = np.asarray(result.value)
    for axis in range(value.ndim):
        value = np.take(np.take(value, ascending, axis=axis), wanted, axis=axis)
    result.value = value
    return result


def _permutation(targets: list[int]) -> NDArray[np.intp]:
    """For each outcome in the order of the targets, where it stands in the order of ascending qubits."""
    outcomes = np.array(list(product([0, 1], repeat=len(targets))))
    ascending: NDArray[np.intp] = outcomes[:, np.argsort(targets)] @ (2 ** np.arange(len(targets))[::-1])
    return ascending
