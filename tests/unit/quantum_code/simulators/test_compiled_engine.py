"""The compiled engine by itself: every shape of its blocks, any number of threads, no trace of an earlier call."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from quantum_code.simulators import compiled_engine
from quantum_code.simulators.compiled_engine import CompiledEngine
from quantum_code.simulators.engine import Reals, Tail
from quantum_code.states import FloatArray
from tests.unit.quantum_code.simulators.plain_qaoa import PlainQaoa, angles, most_bytes

DOUBLE, SINGLE = np.dtype(np.float64), np.dtype(np.float32)
CLOSE = {DOUBLE: 1e-12, SINGLE: 2e-5}
"""For amplitudes, and for sums of costs of about 1, of which a million add up their rounding."""

both_kinds = pytest.mark.parametrize("mirrored", [False, True], ids=["all", "mirrored"])
both_precisions = pytest.mark.parametrize("precision", [DOUBLE, SINGLE], ids=str)


def costs_of(num_qubits: int, precision: np.dtype[Any] = DOUBLE) -> FloatArray:
    """Costs without any structure, the same in both precisions."""
    drawn = np.random.default_rng(num_qubits).normal(0.3, 1, 2**num_qubits)
    return np.asarray(drawn, dtype=np.float32).astype(precision)


def halves(parameters: FloatArray) -> tuple[FloatArray, FloatArray]:
    gammas, betas = np.split(parameters, 2)
    return gammas, betas


def value_and_slopes(engine: CompiledEngine, parameters: FloatArray, tail: Tail | None = None) -> FloatArray:
    value, by_gamma, by_beta = engine.energy_with_gradient(*halves(parameters), tail)
    return np.array([value, *by_gamma, *by_beta])


def everything(engine: CompiledEngine, parameters: FloatArray) -> list[Reals]:
    """All that an engine can be asked."""
    return [
        np.array(engine.energy(*halves(parameters))),
        value_and_slopes(engine, parameters),
        value_and_slopes(engine, parameters, Tail(0.1, 0.3)),
        engine.state(*halves(parameters)).copy(),
    ]


@both_precisions
@both_kinds
@pytest.mark.parametrize("m", range(6, 19))
def test_every_shape_of_its_blocks(m: int, mirrored: bool, precision: np.dtype[Any]) -> None:
    costs, parameters = costs_of(m), angles(2 + m % 2, seed=m)  # the sweeps of odd and of even layers differ
    engine = CompiledEngine(costs_of(m, precision), mirrored=mirrored, threads=1)
    reference, close = PlainQaoa(costs, mirrored), CLOSE[precision]
    value, slopes = reference.value_and_gradient(parameters)

    assert engine.energy(*halves(parameters)) == pytest.approx(value, abs=close)
    np.testing.assert_allclose(value_and_slopes(engine, parameters), [value, *slopes], rtol=0, atol=10 * close)
    state = engine.state(*halves(parameters))
    assert state.dtype == precision
    real, imag = (engine.in_order(part.astype(np.float64)) for part in state)
    np.testing.assert_allclose(real + 1j * imag, reference.state(parameters), rtol=0, atol=close)
    assert np.array_equal(engine.in_order(engine.costs.astype(np.float64)), costs)


@both_kinds
@pytest.mark.parametrize("m", [6, 9, 13])
def test_the_expectation_of_a_tail(m: int, mirrored: bool) -> None:
    costs, parameters, tail = costs_of(m), angles(2), Tail(quantile=-0.2, share=0.15)
    values = tail.quantile + np.minimum(costs - tail.quantile, 0) / tail.share

    found = value_and_slopes(CompiledEngine(costs, mirrored=mirrored, threads=1), parameters, tail)

    value, slopes = PlainQaoa(costs, mirrored).value_and_gradient(parameters, values)
    np.testing.assert_allclose(found, [value, *slopes], rtol=0, atol=1e-11)


@both_precisions
@both_kinds
@pytest.mark.parametrize("m", range(14, 19))
def test_threads_change_no_bit(
    m: int, mirrored: bool, precision: np.dtype[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_engine, "SHARE", 1)
    costs, parameters, pools = costs_of(m, precision), angles(2), list[int]()

    class Counted(ThreadPoolExecutor):
        def __init__(self, threads: int) -> None:
            pools.append(threads)
            super().__init__(threads)

    monkeypatch.setattr(compiled_engine, "ThreadPoolExecutor", Counted)
    alone, *together = (
        everything(CompiledEngine(costs, mirrored=mirrored, threads=threads), parameters) for threads in (1, 2, 3, 5)
    )

    for found in together:
        for one, other in zip(alone, found, strict=True):
            assert np.array_equal(one, other)
    assert pools[:2] == [1, 1], "beside the thread that asks, as many as were given, as far as there are blocks"
    assert m < 16 or pools[2] == 2
    assert m < 17 or pools[3] == 4


def test_threads_are_woken_for_what_is_worth_it() -> None:
    """No more than there are, and none for a state that a core's own cache holds."""
    assert CompiledEngine(costs_of(14), mirrored=False, threads=4)._threads == 1
    assert CompiledEngine(costs_of(15), mirrored=False, threads=4)._threads == 2
    assert CompiledEngine(costs_of(18), mirrored=False, threads=4)._threads == 4
    assert CompiledEngine(costs_of(18), mirrored=False, threads=1)._threads == 1


@both_precisions
@both_kinds
def test_calls_leave_no_trace(mirrored: bool, precision: np.dtype[Any]) -> None:
    """In any order, to the last bit, for angles and depths that differ."""
    costs = costs_of(12, precision)
    asked = {layers: angles(layers) for layers in (1, 2, 5)}
    fresh = {
        layers: everything(CompiledEngine(costs, mirrored=mirrored, threads=1), parameters)
        for layers, parameters in asked.items()
    }
    used = CompiledEngine(costs, mirrored=mirrored, threads=1)
    for layers in itertools.chain.from_iterable(itertools.permutations(asked)):
        for one, other in zip(everything(used, asked[layers]), fresh[layers], strict=True):
            assert np.array_equal(one, other)


def test_several_at_once() -> None:
    """Engines share nothing: as many as threads of a program, each with threads of its own."""
    sizes = [(m, mirrored) for m in (12, 15, 16) for mirrored in (False, True)]

    def ask(size: tuple[int, bool]) -> list[Reals]:
        m, mirrored = size
        return everything(CompiledEngine(costs_of(m), mirrored=mirrored, threads=2), angles(3, seed=m))

    one_by_one = [ask(size) for size in sizes]
    with ThreadPoolExecutor(len(sizes)) as pool:
        for _ in range(3):
            for expected, found in zip(one_by_one, pool.map(ask, sizes), strict=True):
                for one, other in zip(expected, found, strict=True):
                    assert np.array_equal(one, other)


@pytest.mark.parametrize(("m", "threads"), [(18, 1), (20, 2)])
@both_precisions
@both_kinds
def test_memory(mirrored: bool, precision: np.dtype[Any], m: int, threads: int) -> None:
    """Two states for the value and three for the gradient, with the engine's own costs and each thread's buffers."""
    costs, point = costs_of(m, precision), halves(angles(1))
    state = 2 * costs.nbytes
    everything(CompiledEngine(costs, mirrored=mirrored, threads=threads), angles(1))  # compiles

    def value() -> None:
        engine = CompiledEngine(costs, mirrored=mirrored, threads=threads)
        engine.energy(*point)
        engine.state(*point)

    def gradient() -> None:
        engine = CompiledEngine(costs, mirrored=mirrored, threads=threads)
        engine.energy(*point)
        engine.energy_with_gradient(*point, Tail(0.1, 0.3))
        engine.energy(*point)

    assert most_bytes(value) <= 2 * state
    assert most_bytes(gradient) <= 3 * state
