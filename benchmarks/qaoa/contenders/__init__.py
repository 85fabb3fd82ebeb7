"""Who is timed, each in the fastest form of its own public interface that we found.

A contender's module has `prepare(ising, layers)`, which is what a user does once for a problem and is not timed. What
it returns is asked at one set of parameters after the other, as an optimiser does, and that is timed: also what
has to be built anew for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal, Protocol

from benchmarks.qaoa import qokit_build

if TYPE_CHECKING:  # NumPy reads the limit of its threads when it is imported, and that is not set yet
    from quantum_code.problems.ising import Ising
    from quantum_code.states import FloatArray

Operation = Literal["value", "gradient"]
"""What is timed: the energy, or the energy and its gradient."""

OURS = "exact_qaoa"


class Prepared(Protocol):
    """QAOA with mixer ΣX of one problem and depth; parameters γ₁…γₚ, β₁…βₚ in radians, shape (2p,)."""

    def energy(self, parameters: "FloatArray") -> float:
        """The expectation of the cost, with its offset."""

    def energy_with_gradient(self, parameters: "FloatArray") -> "tuple[float, FloatArray]":
        """The same, and its derivatives by the parameters; contenders without them are never asked."""


@dataclass(frozen=True)
class Contender:
    """Where a contender is found, and what it can do."""

    module: str
    distribution: str
    operations: tuple[Operation, ...] = ("value", "gradient")
    largest: int = 64  # qubits; beyond, another form of the same simulator takes just as long

    @property
    def missing(self) -> str | None:
        """Why it cannot be timed here, and what to do; None if it can."""
        if self.distribution == "qokit":
            return qokit_build.missing()
        try:
            version(self.distribution)
        except PackageNotFoundError:
            return f"{self.distribution} is not installed; requirements-bench.txt has it"
        return None

    @property
    def release(self) -> str:
        """The version that is timed."""
        return qokit_build.RELEASE if self.distribution == "qokit" else version(self.distribution)


CONTENDERS: Mapping[str, Contender] = {
    OURS: Contender("exact_qaoa", "quantum-pipeline"),
    "lightning": Contender("lightning", "pennylane-lightning"),
    "lightning-qnode": Contender("lightning_qnode", "pennylane-lightning", ("gradient",), largest=14),
    "qulacs": Contender("qulacs_circuit", "qulacs"),
    "aer": Contender("aer", "qiskit-aer", ("value",)),
    "qokit": Contender("qokit", "qokit", ("value",)),
    "qokit-native": Contender("qokit_native", "qokit", ("value",)),
}


def prepare(name: str, ising: "Ising", layers: int) -> Prepared:
    """A contender, ready for a problem."""
    prepared: Prepared = import_module(f"{__name__}.{CONTENDERS[name].module}").prepare(ising, layers)
    return prepared
