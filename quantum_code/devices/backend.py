"""What differs between the kinds of device: how circuits are executed, and how that is paid for."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from quantum_code.devices.circuit_template import CircuitTemplate
from quantum_code.states import BitArray, FloatArray, Operation

Circuit = list[Operation]
"""Gates on qubits 0 to n - 1, which start from |0…0⟩."""


class Backend(Protocol):
    """Executes batches of circuits on n qubits; each call checks the run's allowance first and adds what it spent."""

    @property
    def takes_matrices(self) -> bool:
        """Whether an operator may be a sparse matrix, and not a sum of Pauli words only."""

    def compile(self, gates: Circuit) -> Circuit:
        """The same circuit in gates that the device takes, up to a global phase."""

    def expectations(self, circuits: Sequence[Circuit], operator: Operation) -> list[float]:
        """The exact expectation of a Hermitian operator at the end of each circuit."""

    def adjoint(
        self, template: CircuitTemplate, parameters: FloatArray, operator: Operation
    ) -> tuple[float, FloatArray]:
        """The exact expectation and its derivatives by the template's angles, by the adjoint method."""

    def measure(
        self, circuits: Sequence[Circuit], bases: Sequence[Circuit], shots: int, rng: np.random.Generator
    ) -> list[list[BitArray]]:
        """The bits of `shots` measurements of each circuit in each basis: result[circuit][basis], shape (shots, n).

        A basis is the gates that follow the circuit. All of them are one batch.
        """

    def probabilities(self, circuits: Sequence[Circuit], *, counted: bool = True) -> list[FloatArray] | None:
        """The 2ⁿ outcome probabilities of each circuit; None where the device keeps them.

        What has been executed already may be read out of a simulator again without being counted.
        """
