"""A sum of Pauli words with real coefficients: the form in which devices evaluate and measure a molecule."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import pennylane as qml
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

from quantum_code.states import BitArray, FloatArray, Operation, Word

Places = NDArray[np.intp]
"""Positions of basis states in a list of them."""

NEGLIGIBLE = 1e-10
"""Coefficients below this, in hartree, are rounding: ten thousand of them change no energy that is shown."""


@dataclass(frozen=True)
class PauliObservable:
    """The Hermitian operator constant + Σ coefficient · word; an `Observable` for any device."""

    num_qubits: int
    constant: float
    terms: Mapping[Word, float]  # without the identity
    sector: NDArray[np.int64] | None = None  # basis states, ascending, that its circuits stay in; None: all of them

    @classmethod
    def of(cls, operator: Operation, num_qubits: int) -> Self:
        """From a PennyLane operator that is a sum of Pauli words."""
        terms: dict[Word, float] = {}
        for word, coefficient in qml.pauli.pauli_sentence(operator).items():
            value = complex(coefficient)
            assert abs(value.imag) < NEGLIGIBLE, "Hermitian operators have real coefficients"
            if not len(word) or abs(value) > NEGLIGIBLE:
                terms[tuple(sorted(word.items()))] = value.real
        constant = terms.pop((), 0.0)
        return cls(num_qubits, constant, dict(sorted(terms.items(), key=lambda term: (len(term[0]), term[0]))))

    @property
    def sector_operator(self) -> Operation:
        """The operator without its constant as a sparse matrix, in the sector only: the same for states in there.

        That is a small part of the matrix: of 10 electrons in 14 spin orbitals, 441 rows of 16384.
        """
        assert self.sector is not None, "an observable of circuits that stay in no sector has no such operator"
        block = replace(self, constant=0.0).matrix(self.sector).tocoo()
        size = 1 << self.num_qubits
        places = self.sector[block.row], self.sector[block.col]
        return qml.SparseHamiltonian(csr_matrix((block.data, places), shape=(size, size)), wires=range(self.num_qubits))

    def bases(self) -> list["PauliBasis"]:
        """One basis for each group of qubit-wise commuting words, by PennyLane's largest-first colouring."""
        return self._bases

    @cached_property
    def _bases(self) -> list["PauliBasis"]:
        words = list(self.terms)
        operations = [qml.pauli.PauliWord(dict(word)).operation() for word in words]
        groups = qml.pauli.compute_partition_indices(operations, grouping_type="qwc", method="lf")
        return [PauliBasis.of({words[i]: self.terms[words[i]] for i in group}, self.num_qubits) for group in groups]

    @cached_property
    def masks(self) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]:
        """Each word as (flips, signs, factor), so that word|b⟩ = factor·(-1)^|b & signs| |b ^ flips⟩.

        Arrays of shape (number of words,); qubit 0 is the most significant bit of b. Factors include the coefficients.
        They are real when every word has an even number of Y, as in any Hamiltonian that is a real matrix.
        """
        flips, signs, factors = [], [], []
        for word, coefficient in self.terms.items():
            bits = {letter: sum(1 << (self.num_qubits - 1 - q) for q, p in word if p == letter) for letter in "XYZ"}
            count = bits["Y"].bit_count()
            assert count % 2 == 0, "a real matrix has an even number of Y in each word"
            flips.append(bits["X"] | bits["Y"])
            signs.append(bits["Z"] | bits["Y"])
            factors.append(coefficient * (-1) ** (count // 2))
        return np.array(flips, dtype=np.int64), np.array(signs, dtype=np.int64), np.array(factors)

    def matrix(self, states: NDArray[np.int64]) -> csr_matrix:
        """The block over some basis states (integers, ascending), constant included; shape (k, k), real and sparse.

        Words that flip the same qubits share their entries. What leads out of the block is left out.
        """
        flips, signs, factors = self.masks
        diagonal = np.arange(len(states))
        parts: list[tuple[FloatArray, Places, Places]] = [(np.full(len(states), self.constant), diagonal, diagonal)]
        for flip in np.unique(flips):
            targets = states ^ flip
            places = np.minimum(np.searchsorted(states, targets), len(states) - 1)
            inside = np.flatnonzero(states[places] == targets)
            values = np.zeros(len(inside))
            for word in np.flatnonzero(flips == flip):
                values += factors[word] * (1.0 - 2.0 * (np.bitwise_count(states[inside] & signs[word]) & 1))
            kept = np.abs(values) > NEGLIGIBLE
            parts.append((values[kept], places[inside][kept], inside[kept]))
        entries, rows, columns = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        return coo_matrix((entries, (rows, columns)), shape=(len(states), len(states))).tocsr()


@dataclass(frozen=True)
class PauliBasis:
    """A letter for each qubit; measuring all of them so gives the values of all words that have no other letters."""

    letters: tuple[str, ...]  # one for each qubit; Z where no word asks for another
    supports: BitArray  # (words, n): the qubits each word acts on
    coefficients: FloatArray  # (words,)

    @classmethod
    def of(cls, terms: Mapping[Word, float], num_qubits: int) -> Self:
        """The basis of words that commute qubit by qubit."""
        letters = dict.fromkeys(range(num_qubits), "Z") | {q: letter for word in terms for q, letter in word}
        supports = np.zeros((len(terms), num_qubits), dtype=np.uint8)
        for row, word in enumerate(terms):
            supports[row, [qubit for qubit, _ in word]] = 1
        return cls(tuple(letters[q] for q in range(num_qubits)), supports, np.array(list(terms.values())))

    def rotations(self) -> list[Operation]:
        """The gates that turn X and Y into Z."""
        gates: list[Operation] = []
        for qubit, letter in enumerate(self.letters):
            if letter == "Y":
                gates.append(qml.adjoint(qml.S(qubit)))
            if letter != "Z":
                gates.append(qml.Hadamard(qubit))
        return gates

    @property
    def spread(self) -> float:
        """No two values differ by more, as each word is ±1."""
        return float(2 * np.abs(self.coefficients).sum())

    def values(self, bits: BitArray) -> FloatArray:
        """The sum of the words' values in each row; a word is the product of its qubits' ±1."""
        parities = (bits.astype(np.float64) @ self.supports.T) % 2
        return np.asarray((1 - 2 * parities) @ self.coefficients, dtype=np.float64)
