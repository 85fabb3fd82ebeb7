"""Ours, in double precision."""

from quantum_code.problems.ising import Ising
from quantum_code.simulators.exact_qaoa import ExactQaoa


def prepare(ising: Ising, _layers: int) -> ExactQaoa:
    return ExactQaoa(ising)
