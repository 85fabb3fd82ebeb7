"""What an energy is and how it comes from a device: exact or measured, a mean or a CVaR."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from quantum_code.devices.backend import Backend, Circuit
from quantum_code.devices.circuit_template import CircuitTemplate
from quantum_code.devices.operators import OperatorCache, diagonal_operator, diagonal_values, is_diagonal, sum_of_words
from quantum_code.states import Energy, FloatArray, Observable, Operation
from quantum_code.statistics import cvar_estimate, sum_estimate


class EnergyFunction(Protocol):
    """The energies of circuits on one device."""

    def of(self, circuits: Sequence[Circuit], rng: np.random.Generator) -> list[Energy]:
        """The energy of each circuit, without gradients; all circuits are one batch."""

    def adjoint(self, template: CircuitTemplate, parameters: FloatArray) -> Energy:
        """The energy and its gradient by the adjoint method."""


class Expectation:
    """The exact expectation of an observable."""

    def __init__(self, backend: Backend, observable: Observable, operator: Operation) -> None:
        self._backend, self._constant, self._operator = backend, observable.constant, operator

    def of(self, circuits: Sequence[Circuit], rng: np.random.Generator) -> list[Energy]:
        return [Energy(self._constant + value) for value in self._backend.expectations(circuits, self._operator)]

    def adjoint(self, template: CircuitTemplate, parameters: FloatArray) -> Energy:
        value, slopes = self._backend.adjoint(template, parameters, self._operator)
        return Energy(self._constant + value, gradient=template.pull_back(slopes))


class ConditionalValueAtRisk:
    """The exact mean of the best outcomes that have the probability `tail` together, of a diagonal observable.

    CVaR = min over q of q - E[(q - value)₊]/tail, negated as lower is better here (Rockafellar and Uryasev, J. Risk 2
    (2000) 21). At the q that attains it, q does not matter to first order, so that the gradient is that of the
    expectation of the fixed diagonal q + min(value - q, 0)/tail.
    """

    def __init__(self, backend: Backend, observable: Observable, tail: float) -> None:
        self._backend, self._tail = backend, tail
        self._values = observable.constant + diagonal_values(observable)
        self._order = np.argsort(self._values, kind="stable")

    def of(self, circuits: Sequence[Circuit], rng: np.random.Generator) -> list[Energy]:
        found = self._backend.probabilities(circuits)
        assert found is not None, "a settled plan measures where the device keeps its probabilities"
        return [Energy(float(probabilities @ self._tail_values(probabilities))) for probabilities in found]

    def adjoint(self, template: CircuitTemplate, parameters: FloatArray) -> Energy:
        found = self._backend.probabilities([template.bind(parameters)])
        assert found is not None, "a settled plan measures where the device keeps its probabilities"
        value, slopes = self._backend.adjoint(template, parameters, diagonal_operator(self._tail_values(found[0])))
        return Energy(value, gradient=template.pull_back(slopes))

    def _tail_values(self, probabilities: FloatArray) -> FloatArray:
        """q + min(value - q, 0)/tail for each bitstring, with q the quantile of these probabilities."""
        cumulative = np.cumsum(probabilities[self._order])
        place = np.searchsorted(cumulative, self._tail * cumulative[-1])
        quantile = self._values[self._order[min(place, len(cumulative) - 1)]]
        return np.asarray(quantile + np.minimum(self._values - quantile, 0) / self._tail, dtype=np.float64)


class MeasuredEnergy:
    """The mean, or the CVaR of a diagonal observable, of so many shots in each of the observable's bases."""

    def __init__(self, backend: Backend, observable: Observable, shots: int, tail: float) -> None:
        self._backend, self._shots, self._tail = backend, shots, tail
        self._constant, self._bases = observable.constant, observable.bases()
        self._rotations = [basis.rotations() for basis in self._bases]

    def of(self, circuits: Sequence[Circuit], rng: np.random.Generator) -> list[Energy]:
        measured = self._backend.measure(circuits, self._rotations, self._shots, rng)
        energies = []
        for parts in measured:
            estimates = [
                cvar_estimate(basis.values(bits), self._tail, basis.spread)
                for basis, bits in zip(self._bases, parts, strict=True)
            ]
            total = sum_estimate(estimates, self._constant)
            energies.append(Energy(total.value, total.stderr))
        return energies

    def adjoint(self, template: CircuitTemplate, parameters: FloatArray) -> Energy:
        raise AssertionError("a settled plan takes no adjoint gradient from shots")


def energy_function(
    backend: Backend, observable: Observable, operators: OperatorCache, *, shots: int | None, tail: float
) -> EnergyFunction:
    """The energy that a run minimises; `shots` is None where it is exact.

    Raises:
        ValueError: a CVaR is asked for, and the observable is not diagonal.
    """
    if tail < 1 and not is_diagonal(observable):
        raise ValueError("the CVaR is defined for observables that one measurement tells, in the computational basis")
    if shots is not None:
        return MeasuredEnergy(backend, observable, shots, tail)
    if tail < 1:
        return ConditionalValueAtRisk(backend, observable, tail)
    operator = operators.operator(observable) if backend.takes_matrices else sum_of_words(observable)
    return Expectation(backend, observable, operator)
