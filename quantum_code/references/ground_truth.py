"""The reference of a problem over bits: proven where all assignments can be tried, the best that is found beyond."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contract.problems import BinaryProblem
from contract.run_result import Enumeration, Heuristic
from quantum_code.references.annealing import anneal
from quantum_code.references.enumeration import MAX_VARIABLES, enumerate_optima


@dataclass(frozen=True)
class GroundTruth:
    """The reference for a result, and where all optima stand in the cost vector if that is known (ascending)."""

    reference: Enumeration | Heuristic
    optimal_indices: NDArray[np.intp] | None = None


def ground_truth(problem: BinaryProblem, seed: int) -> GroundTruth:
    """The reference by enumeration up to MAX_VARIABLES variables, by simulated annealing with that seed beyond.

    Raises:
        RunFailed: the package for simulated annealing is not installed.
    """
    if problem.problem_size > MAX_VARIABLES:
        return GroundTruth(anneal(problem, seed))
    return GroundTruth(*enumerate_optima(problem))
