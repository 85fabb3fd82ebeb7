"""The two engines of the exact simulator, each made to serve where it would not be chosen."""

import sys
from collections.abc import Callable

import numpy as np
import pytest

from quantum_code import simulators
from quantum_code.problems.ising import Ising
from quantum_code.simulators import exact_qaoa
from quantum_code.simulators.exact_qaoa import ExactQaoa
from quantum_code.states import FloatArray

Choice = Callable[[pytest.MonkeyPatch], None]

SIZE = 8
"""Qubits of which both engines are tried, with the symmetry of flips and without."""


def without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulator as it is where Numba is not installed."""
    monkeypatch.setattr(exact_qaoa, "SMALL", 0)
    monkeypatch.setitem(sys.modules, "numba", None)
    for module in ("compiled_engine", "sweeps"):  # imported anew, not taken from the package that remembers them
        monkeypatch.delitem(sys.modules, f"quantum_code.simulators.{module}", raising=False)
        monkeypatch.delattr(simulators, module, raising=False)


def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled engine for the smallest states that it takes."""
    monkeypatch.setattr(exact_qaoa, "SMALL", 5)


CHOICES = (without_numba, compiled)


def simulator_on(choose: Choice, ising: Ising, *, single_precision: bool = False) -> ExactQaoa:
    """The simulator of a cost on one of the engines; below 6 stored qubits there is one only."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        choose(monkeypatch)
        return ExactQaoa(ising, single_precision=single_precision)


def error_of(simulator: ExactQaoa, parameters: FloatArray, value: float, slopes: FloatArray) -> float:
    """The furthest that the energy, alone or with its gradient, or a component of that is off."""
    found, gradient = simulator.energy_with_gradient(parameters)
    away = np.abs([simulator.energy(parameters) - value, found - value, *(gradient - slopes)])
    return float(away.max())
