"""A binary problem's cost as a device minimises it: an observable without units, and the way back to the problem's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from contract.problems import BinaryProblem, QuadraticForm
from quantum_code.problems.ising import Ising
from quantum_code.states import BitArray, FloatArray, MeasurementBasis, Observable, Operation, Word


@dataclass(frozen=True)
class ScaledCost:
    """The cost offset + unit · energy: the energy of a guess is 0 on average, and it has strength 1.

    So angles, steps and stopping criteria suit every problem, whatever its units. For a fixed number of ones only what
    differs between the assignments counts: neither mean nor strength see terms that are the same for all of them.
    """

    form: QuadraticForm
    ising: Ising  # the energy
    offset: float
    unit: float  # in the problem's own units, positive
    hamming_weight: int | None = None

    @classmethod
    def of(cls, problem: BinaryProblem) -> Self:
        """The cost of a problem over bits."""
        form, ones = problem.quadratic_form(), problem.hamming_weight
        varying = Ising.from_quadratic(form if ones is None else form.at_weight(ones))
        offset, unit = problem.mean_cost, varying.strength
        return cls(form, Ising.from_quadratic(form).scaled(offset, unit), offset, unit, ones)

    def of_energy(self, energy: float) -> float:
        """An energy in the problem's own units."""
        return self.offset + self.unit * energy

    def of_energies(self, energies: FloatArray) -> FloatArray:
        """Energies, an array of any shape, in the problem's own units."""
        return self.offset + self.unit * energies

    @property
    def spread(self) -> float:
        """No two costs differ by more than this; in the problem's own units."""
        return self.unit * self.ising.spread

    @property
    def observable(self) -> Observable:
        """The energy, with the problem's rule for measured bits that break its constraint."""
        return self.ising if self.hamming_weight is None else FixedWeightEnergy(self.ising, self.hamming_weight)


@dataclass(frozen=True)
class FixedWeightEnergy:
    """The energy of spins with a fixed number of ones, for circuits that keep that number.

    Noise may flip a bit. Such a shot is no assignment, and its cost could be anything, also lower than the optimum;
    so it counts as much as a guess does, which is 0. Without noise nothing differs.
    """

    ising: Ising
    hamming_weight: int

    @property
    def num_qubits(self) -> int:
        return self.ising.num_qubits

    @property
    def constant(self) -> float:
        return self.ising.constant

    @property
    def terms(self) -> Mapping[Word, float]:
        """The energy without its constant; it differs from the measured values where noise does."""
        return self.ising.terms

    def bases(self) -> tuple[MeasurementBasis]:
        return (self,)

    def rotations(self) -> list[Operation]:
        return []

    @property
    def spread(self) -> float:
        """No two energies differ by more; a guess costs their mean, so it lies between them."""
        return self.ising.spread

    def values(self, bits: BitArray) -> FloatArray:
        """The energy without its constant of each row of `bits`, shape (k, n); the result has shape (k,)."""
        feasible = bits.sum(axis=1) == self.hamming_weight
        return np.asarray(np.where(feasible, self.ising.values(bits), -self.ising.constant), dtype=np.float64)
