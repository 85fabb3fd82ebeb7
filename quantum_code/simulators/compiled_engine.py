"""The engine for states that are worth compiling for: sweeps of Numba over blocks, shared out between threads."""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from quantum_code.simulators import sweeps
from quantum_code.simulators.engine import Reals, State, Tail
from quantum_code.simulators.layout import Angle, Layer, Share, Tile, taylor_series
from quantum_code.states import FloatArray

BLOCK = 2**15
"""Amplitudes of a block: four such arrays, of two states in double precision, take 1 MiB of a core's own cache."""

NARROWEST, WIDEST = 8, 32
"""Amplitudes side by side in a block: at least a cache line, at most what helps vectors."""

FEWEST = 6
"""Qubits of which half make a block of the narrowest width."""

SHARE = 2**14
"""Amplitudes for which it is worth waking another thread."""


class CompiledEngine:
    """QAOA on FEWEST qubits or more (see `Engine`), compiled for this processor when it is first needed.

    Sweeps over columns and over rows of the state (see `sweeps`) take turns. Sums are taken block by block, so that
    no result depends on the number of threads. Between calls it keeps costs and state, after a gradient two states.
    """

    def __init__(self, costs: Reals, *, mirrored: bool, threads: int) -> None:
        """costs: the diagonal, shape (2ᵐ,), float64 or float32, which is the precision of all that follows."""
        assert costs.size >= 2**FEWEST, "smaller states have no blocks"
        self._precision = costs.dtype.type
        self._series = taylor_series(self._precision)
        rows = 2 ** ((costs.size.bit_length() - 1) // 2)
        columns = costs.size // rows
        width = min(max(BLOCK // columns, NARROWEST), WIDEST, rows, columns // (1 + mirrored))
        self._tiles = Tile(True, mirrored, rows, width), Tile(False, False, rows, width)
        self._blocks = (columns // (width * (1 + mirrored)), rows // width)
        self._costs = _by_columns(costs, rows, width)
        self._highest = float(costs.max())
        self._state, self._left = np.empty((2, 2, 0), costs.dtype)  # until they are asked for
        self._threads = max(1, min(threads, *self._blocks, costs.size // SHARE))
        self._buffers = np.empty((self._threads, 6 * costs.size // min(self._blocks)), costs.dtype)
        self._others = ThreadPoolExecutor(max(1, self._threads - 1))  # beside the caller's thread

    @property
    def costs(self) -> Reals:
        return self._costs

    def in_order(self, values: FloatArray) -> FloatArray:
        tile, _ = self._tiles
        return values.reshape(-1, tile.rows, tile.width).swapaxes(0, 1).ravel()

    def energy(self, gammas: FloatArray, betas: FloatArray) -> float:
        return self._finish(gammas, betas, keep=False)

    def state(self, gammas: FloatArray, betas: FloatArray) -> State:
        self._finish(gammas, betas, keep=True)
        return self._state

    def energy_with_gradient(
        self, gammas: FloatArray, betas: FloatArray, tail: Tail | None = None
    ) -> tuple[float, FloatArray, FloatArray]:
        if not self._left.size:
            self._left = np.empty((2, self._costs.size), self._costs.dtype)
        tail = tail or Tail(self._highest, 1.0)
        weights = self._precision(tail.quantile), self._precision(1 / tail.share)
        angles, depth = self._advance(gammas, betas), len(gammas)
        by_gamma, by_beta = np.zeros(depth), np.zeros(depth + 1)
        value, by_beta[depth], _ = self._sweep(depth, sweeps.reverse, self._left, angles[depth], *weights)
        for layer in reversed(range(depth)):
            here = Layer(angles[layer], float(gammas[layer]), angles[layer + 1], self._series)
            before, by_gamma[layer], after = self._sweep(layer, sweeps.retreat, self._left, here, layer == 0)
            by_beta[layer] += before
            by_beta[layer + 1] += after
        return value, 2 * by_gamma, 2 * by_beta[1:]

    def _finish(self, gammas: FloatArray, betas: FloatArray, *, keep: bool) -> float:
        angles, depth = self._advance(gammas, betas), len(gammas)
        energy, _, _ = self._sweep(depth, sweeps.finish, angles[depth], keep)
        return energy

    def _advance(self, gammas: FloatArray, betas: FloatArray) -> list[Angle]:
        """Leaves half of the last layer's mixer to be done; the angles of β₁…βₚ, with one of 0 before them."""
        if not self._state.size:
            self._state = np.empty((2, self._costs.size), self._costs.dtype)
        angles = [Angle(self._precision(math.cos(beta)), self._precision(math.sin(beta))) for beta in (0.0, *betas)]
        for layer, gamma in enumerate(gammas):
            here = Layer(angles[layer], float(gamma), angles[layer + 1], self._series)
            self._sweep(layer, sweeps.advance, here, layer == 0)
        return angles

    def _sweep(self, layer: int, sweep: Callable[..., None], *arguments: Any) -> tuple[float, float, float]:
        """Sweeps over all blocks of a layer's tile; the sums that were found on the way."""
        tile, blocks = self._tiles[layer % 2], self._blocks[layer % 2]
        sums, length = np.zeros((blocks, 3)), self._costs.size // blocks

        def work(thread: int) -> None:
            first, last = blocks * thread // self._threads, blocks * (thread + 1) // self._threads
            buffers = self._buffers[thread, : 6 * length].reshape(6, length)
            sweep(Share(self._state, self._costs, sums, buffers, tile, first, last), *arguments)

        others = [self._others.submit(work, thread) for thread in range(1, self._threads)]
        work(0)
        for other in others:
            other.result()
        first, second, third = sums.sum(axis=0).tolist()
        return first, second, third


def _by_columns(values: Reals, rows: int, width: int) -> Reals:
    """The same values block of columns after block of columns, and row after row in each."""
    return values.reshape(rows, -1, width).swapaxes(0, 1).ravel()
