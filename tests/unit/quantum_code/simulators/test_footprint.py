"""The memory that the simulator asks for before it takes any, and what it takes."""

import numpy as np
import pytest

from contract.errors import InsufficientMemory
from quantum_code import measurements
from quantum_code.problems.ising import Ising
from quantum_code.simulators import exact_qaoa, memory, quantile
from quantum_code.simulators.exact_qaoa import ExactQaoa
from tests.unit.quantum_code.simulators.engines import CHOICES, Choice, simulator_on
from tests.unit.quantum_code.simulators.plain_qaoa import angles, cost, most_bytes

WORKSPACE = 2**21
"""Bytes for blocks, the same for every number of qubits."""


def test_a_size_that_never_fits_is_refused_at_once() -> None:
    ising = Ising(0.0, (1.0,) * 40, {})

    def refused() -> None:
        with pytest.raises(InsufficientMemory, match=f"40 qubits takes {68 * 2**40} bytes"):
            ExactQaoa(ising)

    assert most_bytes(refused) < 2**20


@pytest.mark.parametrize(
    ("single_precision", "field", "needed"),
    [(False, 0.1, 68 * 2**16), (True, 0.1, 48 * 2**16), (False, 0.0, 68 * 2**15), (True, 0.0, 48 * 2**15)],
)
def test_what_is_asked_of_the_memory(
    single_precision: bool, field: float, needed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """68 bytes an amplitude, 48 in single precision; half as many amplitudes without linear terms."""
    ising = Ising(0.0, (field,) * 16, {(0, 1): 1.0})
    monkeypatch.setattr(memory, "available_bytes", lambda: needed)
    ExactQaoa(ising, single_precision=single_precision)
    monkeypatch.setattr(memory, "available_bytes", lambda: needed - 1)
    with pytest.raises(InsufficientMemory):
        ExactQaoa(ising, single_precision=single_precision)


@pytest.mark.parametrize("choose", CHOICES)
@pytest.mark.parametrize("single_precision", [False, True])
@pytest.mark.parametrize("family", ["weighted", "weighted with fields"])
def test_a_run_takes_no_more_memory_than_was_asked_for(
    family: str, single_precision: bool, choose: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Optimised by gradients, of the mean and of a CVaR, then measured: all on one simulator."""
    ising, parameters, asked = cost(20, family), angles(1), list[int]()
    monkeypatch.setattr(exact_qaoa, "require", lambda needed, what: asked.append(needed))
    for module in (exact_qaoa, measurements, quantile):
        monkeypatch.setattr(module, "CHUNK", 2**14)  # of which the memory is the same for every number of qubits
    simulator_on(choose, ising, single_precision=single_precision).energy_with_gradient(parameters)  # compiles

    def run() -> None:
        simulator = simulator_on(choose, ising, single_precision=single_precision)
        simulator.energy_with_gradient(parameters)
        simulator.energy_with_gradient(parameters, tail=0.2)
        simulator.sample(parameters, 1000, np.random.default_rng(0))
        simulator.overlap(parameters, 0.9 * parameters)
        simulator.most_probable(parameters, 10)

    assert most_bytes(run) <= asked[0] + WORKSPACE
