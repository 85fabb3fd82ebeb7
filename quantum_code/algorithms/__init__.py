"""The algorithms, found by the name in a plan; each brings its own libraries when it is asked for."""

from collections.abc import Callable

from contract.run_plan import AlgorithmName
from contract.run_result import RunResult
from quantum_code.run_context import RunContext

Algorithm = Callable[[RunContext], RunResult]
"""Runs as planned and returns the whole result."""


def find_algorithm(name: AlgorithmName) -> Algorithm:
    """The algorithm of that name; only its own module is imported, for some take seconds."""
    match name:
        case "qaoa":
            from quantum_code.algorithms.qaoa import run_qaoa

            return run_qaoa
        case "vqe":
            from quantum_code.algorithms.vqe import run_vqe

            return run_vqe
        case "sampling":
            from quantum_code.algorithms.sampling import run_sampling

            return run_sampling
