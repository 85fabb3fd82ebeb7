"""The algorithms, and the registry that finds one by the name in a plan."""

from collections.abc import Callable

from contract.run_result import RunResult
from quantum_code.algorithms.qaoa import run_qaoa
from quantum_code.algorithms.sampling import run_sampling
from quantum_code.algorithms.vqe import run_vqe
from quantum_code.run_context import RunContext

Algorithm = Callable[[RunContext], RunResult]
"""Runs as planned and returns the whole result."""

ALGORITHMS: dict[str, Algorithm] = {"qaoa": run_qaoa, "vqe": run_vqe, "sampling": run_sampling}
