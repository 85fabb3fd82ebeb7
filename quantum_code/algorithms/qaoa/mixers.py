"""The mixers of QAOA: the initial state of each, and its e^{-iβB}."""

from dataclasses import dataclass
from typing import Any, Protocol

import pennylane as qml

from quantum_code.algorithms.qaoa.dicke import dicke_state
from quantum_code.states import Operation


class Mixer(Protocol):
    """Moves amplitude between assignments."""

    def initial_state(self) -> list[Operation]:
        """The gates that prepare all assignments with equal amplitudes from |0…0⟩."""

    def layer(self, beta: Any) -> list[Operation]:
        """The gates of e^{-iβB}."""


@dataclass(frozen=True)
class XMixer:
    """B = Σ Xᵢ, which reaches all assignments from |+…+⟩."""

    num_qubits: int

    def initial_state(self) -> list[Operation]:
        return [qml.Hadamard(qubit) for qubit in range(self.num_qubits)]

    def layer(self, beta: Any) -> list[Operation]:
        return [qml.RX(2 * beta, wires=qubit) for qubit in range(self.num_qubits)]


@dataclass(frozen=True)
class RingXYMixer:
    """B = Σ (XᵢXⱼ + YᵢYⱼ)/2 over neighbours on a ring, which swaps their bits and so keeps the number of ones.

    The terms do not all commute; those at even positions do, and those at odd positions. e^{-iβB} is therefore taken
    as the product of passes of commuting terms, as in Wang, Rubin, Dominy and Rieffel, arXiv:1904.09314: each is exact
    in keeping the number of ones. A ring of odd length needs a third pass, for the edge that closes it.
    """

    num_qubits: int
    hamming_weight: int

    def initial_state(self) -> list[Operation]:
        """The Dicke state: all assignments with that number of ones, with equal amplitudes."""
        return dicke_state(self.num_qubits, self.hamming_weight)

    def layer(self, beta: Any) -> list[Operation]:
        # IsingXY(φ) is e^{iφ(XX + YY)/4}.
        return [qml.IsingXY(-2 * beta, wires=pair) for pair in self.pairs()]

    def pairs(self) -> list[tuple[int, int]]:
        """The neighbours on the ring, pass after pass."""
        n = self.num_qubits
        line = [(i, i + 1) for i in (*range(0, n - 1, 2), *range(1, n - 1, 2))]
        return line + ([(n - 1, 0)] if n > 2 else [])
