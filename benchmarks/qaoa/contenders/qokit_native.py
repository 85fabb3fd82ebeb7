"""QOKit's C simulator, compiled for this processor with all optimisation."""

from benchmarks.qaoa.contenders import qokit
from quantum_code.problems.ising import Ising


def prepare(ising: Ising, layers: int) -> qokit.Qokit:
    return qokit.prepare(ising, layers, "native")
