"""The Ising form of a quadratic cost, which is the observable that a quantum device minimises.

Qubit i is variable i. A measured 0 is the spin z = +1 and a measured 1 is z = -1, so x = (1 - z)/2 and the Pauli
operator Z on qubit i reads off the spin.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from contract.problems import QuadraticForm
from quantum_code.states import BitArray, FloatArray, MeasurementBasis, Operation, Word

NEGLIGIBLE = 1e-12
"""Terms below this fraction of the largest are rounding, as when the fields of a weighted MaxCut cancel to 0."""


@dataclass(frozen=True)
class Ising:
    """The cost offset + Σ fields[i]·z[i] + Σ couplings[i, j]·z[i]·z[j] over spins z = ±1, with i < j."""

    offset: float
    fields: tuple[float, ...]
    couplings: Mapping[tuple[int, int], float]

    @classmethod
    def from_quadratic(cls, form: QuadraticForm) -> Self:
        """The same cost over spins: what each assignment costs does not change.

        From x = (1 - z)/2: hᵢ = -cᵢ/2 - Σⱼ qᵢⱼ/4, Jᵢⱼ = qᵢⱼ/4, and the mean cost as the offset (A. Lucas,
        arXiv:1302.5843).
        """
        fields = [-c / 2 for c in form.linear]
        for (i, j), q in form.couplings.items():
            fields[i] -= q / 4
            fields[j] -= q / 4
        couplings = {pair: q / 4 for pair, q in sorted(form.couplings.items())}
        threshold = NEGLIGIBLE * max(map(abs, [*fields, *couplings.values()]))
        return cls(
            form.mean,
            tuple(h if abs(h) > threshold else 0.0 for h in fields),
            {pair: j for pair, j in couplings.items() if abs(j) > threshold},
        )

    @property
    def num_qubits(self) -> int:
        return len(self.fields)

    @property
    def constant(self) -> float:
        """The offset, as an observable's part that needs no measurement."""
        return self.offset

    @property
    def strength(self) -> float:
        """The local field that a qubit typically sees: the root mean square over qubits of √(hᵢ² + Σⱼ Jᵢⱼ²).

        Qubits without any term do not count. In the cost's own units.
        """
        touched = {i for i, h in enumerate(self.fields) if h} | {i for pair in self.couplings for i in pair}
        each_pair_twice = [math.sqrt(2) * j for j in self.couplings.values()]
        return math.hypot(*self.fields, *each_pair_twice) / math.sqrt(len(touched))

    def scaled(self, offset: float, unit: float) -> Self:
        """The energies (self - offset)/unit."""
        couplings = {pair: j / unit for pair, j in self.couplings.items()}
        return type(self)((self.offset - offset) / unit, tuple(h / unit for h in self.fields), couplings)

    def energies(self, bits: BitArray) -> FloatArray:
        """The energy of each row of `bits`, an array of shape (k, n); the result has shape (k,)."""
        return self.offset + self.values(bits)

    @property
    def terms(self) -> Mapping[Word, float]:
        """The energy without its offset as words of Z, diagonal in the computational basis."""
        fields = {((i, "Z"),): h for i, h in enumerate(self.fields) if h}
        return fields | {((i, "Z"), (j, "Z")): coupling for (i, j), coupling in self.couplings.items()}

    def bases(self) -> tuple[MeasurementBasis]:
        """The computational basis alone, where all terms are measured together."""
        return (self,)

    def rotations(self) -> list[Operation]:
        """None: the energy is diagonal already."""
        return []

    @property
    def spread(self) -> float:
        """No two energies differ by more."""
        return 2 * math.fsum(map(abs, (*self.fields, *self.couplings.values())))

    def values(self, bits: BitArray) -> FloatArray:
        """The energy without its offset of each row of `bits`, shape (k, n); the result has shape (k,)."""
        spins = 1.0 - 2.0 * bits
        interactions = np.zeros((self.num_qubits, self.num_qubits))
        for pair, j in self.couplings.items():
            interactions[pair] = j
        values: FloatArray = spins @ np.array(self.fields)
        values += np.einsum("ki,ki->k", spins @ interactions, spins)
        return values
