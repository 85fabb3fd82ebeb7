"""The compiled inner loops of QAOA: sweeps over a state, block by block, each block small enough for a core's cache.

A state is a matrix of amplitudes: its rows are numbered by the first qubits, its columns by the last. A block holds
some columns (`by_columns`: all values of the first qubits) or some rows (of the last), in a buffer of its own in which
the block's qubits come first and `width` amplitudes of the others lie side by side, so that everything works on
vectors. One sweep mixes the block's qubits as the last act of a layer, applies the phases of the next layer, and
mixes the same qubits again: a layer of QAOA takes one pass over memory, because e^{-iβΣX} is a product over qubits
and may be taken in any order.

In a mirrored state the block also holds the columns of all complements, with rows and columns reversed: there an
amplitude and its complement's are as far apart as those of one qubit more, and are mixed like them.

Real and imaginary parts are apart. All sweeps work on the blocks `blocks[0]` to `blocks[1] - 1` only, in `buffers` of
shape (6, amplitudes of a block), and release the GIL.
"""

import math

from quantum_code.simulators.blocks import Angle, Series, Tile, compiled, flips, mix, move, phases, rotate
from quantum_code.simulators.engine import Real, Reals


@compiled
def advance(
    state: Reals,
    costs: Reals,
    buffers: Reals,
    blocks: tuple[int, int],
    tile: Tile,
    sums: Reals,
    fresh: bool,
    before: Angle,
    gamma: float,
    after: Angle,
    series: Series,
) -> None:
    """The end of a layer's mixer, the next layer's phases, and the beginning of its mixer; `fresh` starts at |+…+⟩."""
    x, y, c, s, width = buffers[0], buffers[1], buffers[4], buffers[5], tile.width
    equal, nothing = state.dtype.type(1 / math.sqrt(costs.size)), state.dtype.type(0)
    for block in range(blocks[0], blocks[1]):
        if fresh:
            for i in range(x.size):
                x[i], y[i] = equal, nothing
        else:
            move(state[0], x, block, tile, False)
            move(state[1], y, block, tile, False)
            mix(x, y, before.cosine, before.sine, width)
        move(costs, c, block, tile, False)
        phases(c, s, gamma, series)
        rotate(x, y, c, s)
        mix(x, y, after.cosine, after.sine, width)
        move(state[0], x, block, tile, True)
        move(state[1], y, block, tile, True)


@compiled
def finish(
    state: Reals,
    costs: Reals,
    buffers: Reals,
    blocks: tuple[int, int],
    tile: Tile,
    sums: Reals,
    before: Angle,
    keep: bool,
) -> None:
    """The end of the last mixer, and each block's part of ⟨C⟩ in sums[block, 0]; the state is stored to be kept."""
    x, y, c, width = buffers[0], buffers[1], buffers[4], tile.width
    for block in range(blocks[0], blocks[1]):
        move(state[0], x, block, tile, False)
        move(state[1], y, block, tile, False)
        mix(x, y, before.cosine, before.sine, width)
        move(costs, c, block, tile, False)
        total = x.dtype.type(0)
        for i in range(x.size):
            total += c[i] * (x[i] * x[i] + y[i] * y[i])
        sums[block, 0] = total
        if keep:
            move(state[0], x, block, tile, True)
            move(state[1], y, block, tile, True)


@compiled
def reverse(
    state: Reals,
    costs: Reals,
    buffers: Reals,
    blocks: tuple[int, int],
    tile: Tile,
    sums: Reals,
    left: Reals,
    before: Angle,
    quantile: Real,
    scale: Real,
) -> None:
    """The end of the last mixer, and back again: ⟨left| is ⟨state|V before it, for a diagonal V to differentiate.

    V is quantile + min(C - quantile, 0)·scale. `state` is left as it is, which is where the way back leads. Each
    block's part of ⟨V⟩ comes to sums[block, 0], of Im⟨left|ΣX|state⟩ to sums[block, 1].
    """
    x, y, u, v, c, width = buffers[0], buffers[1], buffers[2], buffers[3], buffers[4], tile.width
    for block in range(blocks[0], blocks[1]):
        move(state[0], x, block, tile, False)
        move(state[1], y, block, tile, False)
        mix(x, y, before.cosine, before.sine, width)
        move(costs, c, block, tile, False)
        total = x.dtype.type(0)
        for i in range(x.size):
            value = quantile + min(c[i] - quantile, x.dtype.type(0)) * scale
            u[i], v[i] = value * x[i], value * y[i]
            total += u[i] * x[i] + v[i] * y[i]
        sums[block, 0] = total
        sums[block, 1] = flips(u, v, x, y, width)
        mix(u, v, before.cosine, -before.sine, width)
        move(left[0], u, block, tile, True)
        move(left[1], v, block, tile, True)


@compiled
def retreat(
    state: Reals,
    costs: Reals,
    buffers: Reals,
    blocks: tuple[int, int],
    tile: Tile,
    sums: Reals,
    left: Reals,
    fresh: bool,
    before: Angle,
    gamma: float,
    after: Angle,
    series: Series,
) -> None:
    """`advance` the other way, for two states: the derivatives by β after, by γ and by β before are 2·sums[block]."""
    x, y, u, v, c, s, width = buffers[0], buffers[1], buffers[2], buffers[3], buffers[4], buffers[5], tile.width
    for block in range(blocks[0], blocks[1]):
        move(state[0], x, block, tile, False)
        move(state[1], y, block, tile, False)
        move(left[0], u, block, tile, False)
        move(left[1], v, block, tile, False)
        move(costs, c, block, tile, False)
        sums[block, 2] = flips(u, v, x, y, width)
        mix(x, y, after.cosine, -after.sine, width)
        mix(u, v, after.cosine, -after.sine, width)
        total = x.dtype.type(0)
        for i in range(x.size):
            total += c[i] * (u[i] * y[i] - v[i] * x[i])
        sums[block, 1] = total
        if fresh:
            continue
        phases(c, s, -gamma, series)
        rotate(x, y, c, s)
        rotate(u, v, c, s)
        sums[block, 0] = flips(u, v, x, y, width)
        mix(x, y, before.cosine, -before.sine, width)
        mix(u, v, before.cosine, -before.sine, width)
        move(state[0], x, block, tile, True)
        move(state[1], y, block, tile, True)
        move(left[0], u, block, tile, True)
        move(left[1], v, block, tile, True)
