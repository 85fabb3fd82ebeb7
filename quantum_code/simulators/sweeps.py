"""The compiled inner loops of QAOA: sweeps over a state, block by block, each block small enough for a core's cache.

A state is a matrix of amplitudes: its rows are numbered by the first qubits, its columns by the last. A block holds
some columns (`by_columns`: all values of the first qubits) or some rows (of the last), in a buffer of its own in which
the block's qubits come first and `width` amplitudes of the others lie side by side, so that everything works on
vectors. One sweep mixes the block's qubits as the last act of a layer, applies the phases of the next layer, and
mixes the same qubits again: a layer of QAOA takes one pass over memory, because e^{-iβΣX} is a product over qubits
and may be taken in any order.

In a mirrored state the block also holds the columns of all complements, with rows and columns reversed: there an
amplitude and its complement's are as far apart as those of one qubit more, and are mixed like them.

Real and imaginary parts are apart, loops are written out over four amplitudes (two qubits), and everything releases
the GIL. It is one file because Numba's cache notices a change in the file of a function, and in none that it calls.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from quantum_code.simulators.engine import Real, Reals
from quantum_code.simulators.layout import Angle, Layer, Series, Share, Tile

Function = TypeVar("Function", bound=Callable[..., Any])

NEAR = 64
"""Times the width of a block: amplitudes that stay next to the core while six of their qubits are mixed."""


def compiled(function: Function) -> Function:
    """Compiles a function when it is first called, or reads what an earlier process has compiled."""
    # Sums may be taken in any order, which vectors need; infinities and NaN keep their meaning.
    options: dict[str, Any] = {
        "nogil": True,
        "error_model": "numpy",
        "fastmath": {"contract", "reassoc", "nsz", "arcp"},
    }
    try:
        return cast(Function, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # there is no directory to keep it in
        return cast(Function, numba.njit(**options)(function))


@compiled
def move(state: Reals, buffer: Reals, block: int, tile: Tile, store: bool) -> None:
    """Loads a block into a buffer, or stores it."""
    rows, width = tile.rows, tile.width
    if tile.by_columns:
        length = rows * width
        there, here = state[block * length : (block + 1) * length], buffer[:length]
        for i in range(length):
            if store:
                there[i] = here[i]
            else:
                here[i] = there[i]
        if tile.mirrored:
            end = state.size - block * length
            there, here = state[end - length : end], buffer[length:]
            for i in range(length):
                if store:
                    there[length - 1 - i] = here[i]
                else:
                    here[i] = there[length - 1 - i]
        return
    for group in range(buffer.size // width**2):
        start = (group * rows + block * width) * width
        there, here = state[start : start + width**2], buffer[group * width**2 : (group + 1) * width**2]
        for row in range(0, width, 4):  # compilers transpose four rows at a time well
            r0, r1 = there[row * width : (row + 1) * width], there[(row + 1) * width : (row + 2) * width]
            r2, r3 = there[(row + 2) * width : (row + 3) * width], there[(row + 3) * width : (row + 4) * width]
            for i in range(width):
                at = i * width + row
                if store:
                    r0[i], r1[i], r2[i], r3[i] = here[at], here[at + 1], here[at + 2], here[at + 3]
                else:
                    here[at], here[at + 1], here[at + 2], here[at + 3] = r0[i], r1[i], r2[i], r3[i]


@compiled
def mix_pairs(real: Reals, imag: Reals, angle: Angle, stride: int) -> int:
    """Applies e^{-iβX} to two qubits at a time, from that stride up; the stride of the one that is left, if any."""
    cosine, sine = angle.cosine, angle.sine
    none, one, both = cosine * cosine, cosine * sine, sine * sine  # magnitudes for so many flips of two qubits
    while 4 * stride <= real.size:
        for s0 in range(0, real.size, 4 * stride):
            s1, s2, s3, s4 = s0 + stride, s0 + 2 * stride, s0 + 3 * stride, s0 + 4 * stride
            x0, x1, x2, x3 = real[s0:s1], real[s1:s2], real[s2:s3], real[s3:s4]
            y0, y1, y2, y3 = imag[s0:s1], imag[s1:s2], imag[s2:s3], imag[s3:s4]
            for i in range(stride):
                a0, a1, a2, a3 = x0[i], x1[i], x2[i], x3[i]
                b0, b1, b2, b3 = y0[i], y1[i], y2[i], y3[i]
                a12, a03, b12, b03 = one * (a1 + a2), one * (a0 + a3), one * (b1 + b2), one * (b0 + b3)
                x0[i], x3[i] = none * a0 - both * a3 + b12, none * a3 - both * a0 + b12
                x1[i], x2[i] = none * a1 - both * a2 + b03, none * a2 - both * a1 + b03
                y0[i], y3[i] = none * b0 - both * b3 - a12, none * b3 - both * b0 - a12
                y1[i], y2[i] = none * b1 - both * b2 - a03, none * b2 - both * b1 - a03
        stride *= 4
    return stride


@compiled
def mix(real: Reals, imag: Reals, angle: Angle, width: int) -> None:
    """Applies e^{-iβX} to every qubit of a block: first to those whose amplitudes lie near to each other."""
    stride, near = width, min(NEAR * width, real.size)
    for start in range(0, real.size, near):
        stride = mix_pairs(real[start : start + near], imag[start : start + near], angle, width)
    stride = mix_pairs(real, imag, angle, stride)
    if stride < real.size:
        cosine, sine = angle.cosine, angle.sine
        x0, x1, y0, y1 = real[:stride], real[stride:], imag[:stride], imag[stride:]
        for i in range(stride):
            a0, a1, b0, b1 = x0[i], x1[i], y0[i], y1[i]
            x0[i], x1[i] = cosine * a0 + sine * b1, cosine * a1 + sine * b0
            y0[i], y1[i] = cosine * b0 - sine * a1, cosine * b1 - sine * a0


@compiled
def flips(left_real: Reals, left_imag: Reals, real: Reals, imag: Reals, width: int) -> float:
    """Im⟨left|ΣX|state⟩ over the qubits of a block."""
    stride, zero = width, real.dtype.type(0)
    total = 0.0
    while 4 * stride <= real.size:
        groups = real.size // (4 * stride)
        reals, imags = real.reshape(groups, 4, stride), imag.reshape(groups, 4, stride)
        left_reals, left_imags = left_real.reshape(groups, 4, stride), left_imag.reshape(groups, 4, stride)
        for group in range(groups):
            x, y, u, v = reals[group], imags[group], left_reals[group], left_imags[group]
            part = zero
            for i in range(stride):  # one flip leads from 00 and 11 to 01 and 10, and back
                part += (u[0, i] + u[3, i]) * (y[1, i] + y[2, i]) - (v[0, i] + v[3, i]) * (x[1, i] + x[2, i])
                part += (u[1, i] + u[2, i]) * (y[0, i] + y[3, i]) - (v[1, i] + v[2, i]) * (x[0, i] + x[3, i])
            total += float(part)
        stride *= 4
    if stride < real.size:
        part = zero
        for i in range(stride):
            j = i + stride
            part += left_real[i] * imag[j] - left_imag[i] * real[j] + left_real[j] * imag[i] - left_imag[j] * real[i]
        total += float(part)
    return total


@compiled
def phases(costs: Reals, sines: Reals, gamma: float, series: Series) -> None:
    """Replaces costs by cos γC, and fills sin γC in beside.

    The angle in turns, without whole ones, is taken a quarter at a time, and doubled twice: no branches, which vectors
    need. What is lost is the rounding of γC itself, and a few units in the last place.
    """
    s0, s1, s2, s3, s4, s5, s6, s7, _ = series[0]
    c0, c1, c2, c3, c4, c5, c6, c7, c8 = series[1]
    turns, quarter = costs.dtype.type(gamma / (2 * math.pi)), costs.dtype.type(math.pi / 2)
    for i in range(costs.size):
        angle = turns * costs[i]
        angle = quarter * (angle - np.rint(angle))
        x = angle * angle
        sine = angle * (s0 + x * (s1 + x * (s2 + x * (s3 + x * (s4 + x * (s5 + x * (s6 + x * s7)))))))
        cosine = c0 + x * (c1 + x * (c2 + x * (c3 + x * (c4 + x * (c5 + x * (c6 + x * (c7 + x * c8)))))))
        sine, cosine = sine * cosine + sine * cosine, c0 - (sine * sine + sine * sine)
        sines[i], costs[i] = sine * cosine + sine * cosine, c0 - (sine * sine + sine * sine)


@compiled
def rotate(real: Reals, imag: Reals, cosines: Reals, sines: Reals) -> None:
    """Multiplies amplitudes by the conjugates of phases."""
    for i in range(real.size):
        a, b, cosine, sine = real[i], imag[i], cosines[i], sines[i]
        real[i], imag[i] = a * cosine + b * sine, b * cosine - a * sine


@compiled
def advance(share: Share, layer: Layer, fresh: bool) -> None:
    """The end of a layer's mixer, the next layer's phases, and the beginning of its mixer; `fresh` starts at |+…+⟩."""
    tile, width, (real, imag) = share.tile, share.tile.width, (share.state[0], share.state[1])
    x, y, c, s = share.buffers[0], share.buffers[1], share.buffers[4], share.buffers[5]
    equal, nothing = x.dtype.type(1 / math.sqrt(share.costs.size)), x.dtype.type(0)
    for block in range(share.first, share.last):
        if fresh:
            for i in range(x.size):
                x[i], y[i] = equal, nothing
        else:
            move(real, x, block, tile, False)
            move(imag, y, block, tile, False)
            mix(x, y, layer.before, width)
        move(share.costs, c, block, tile, False)
        phases(c, s, layer.gamma, layer.series)
        rotate(x, y, c, s)
        mix(x, y, layer.after, width)
        move(real, x, block, tile, True)
        move(imag, y, block, tile, True)


@compiled
def finish(share: Share, before: Angle, keep: bool) -> None:
    """The end of the last mixer, and each block's part of ⟨C⟩ in sums[block, 0]; the state is stored to be kept."""
    tile, (real, imag) = share.tile, (share.state[0], share.state[1])
    x, y, c = share.buffers[0], share.buffers[1], share.buffers[4]
    for block in range(share.first, share.last):
        move(real, x, block, tile, False)
        move(imag, y, block, tile, False)
        mix(x, y, before, tile.width)
        move(share.costs, c, block, tile, False)
        total = x.dtype.type(0)
        for i in range(x.size):
            total += c[i] * (x[i] * x[i] + y[i] * y[i])
        share.sums[block, 0] = total
        if keep:
            move(real, x, block, tile, True)
            move(imag, y, block, tile, True)


@compiled
def reverse(share: Share, left: Reals, before: Angle, quantile: Real, scale: Real) -> None:
    """The end of the last mixer, and back again: ⟨left| is ⟨state|V before it, for a diagonal V to differentiate.

    V is quantile + min(C - quantile, 0)·scale. The state is left as it is, which is where the way back leads. Each
    block's part of ⟨V⟩ comes to sums[block, 0], of Im⟨left|ΣX|state⟩ to sums[block, 1].
    """
    tile, width = share.tile, share.tile.width
    x, y, u, v, c = share.buffers[0], share.buffers[1], share.buffers[2], share.buffers[3], share.buffers[4]
    for block in range(share.first, share.last):
        move(share.state[0], x, block, tile, False)
        move(share.state[1], y, block, tile, False)
        mix(x, y, before, width)
        move(share.costs, c, block, tile, False)
        total = x.dtype.type(0)
        for i in range(x.size):
            value = quantile + min(c[i] - quantile, x.dtype.type(0)) * scale
            u[i], v[i] = value * x[i], value * y[i]
            total += u[i] * x[i] + v[i] * y[i]
        share.sums[block, 0] = total
        share.sums[block, 1] = flips(u, v, x, y, width)
        mix(u, v, Angle(before.cosine, -before.sine), width)
        move(left[0], u, block, tile, True)
        move(left[1], v, block, tile, True)


@compiled
def retreat(share: Share, left: Reals, layer: Layer, fresh: bool) -> None:
    """`advance` the other way, for two states: the derivatives by β before, by γ and by β after are 2·sums[block]."""
    tile, width, (real, imag) = share.tile, share.tile.width, (share.state[0], share.state[1])
    x, y, u, v, c, s = (
        share.buffers[0],
        share.buffers[1],
        share.buffers[2],
        share.buffers[3],
        share.buffers[4],
        share.buffers[5],
    )
    after, before = Angle(layer.after.cosine, -layer.after.sine), Angle(layer.before.cosine, -layer.before.sine)
    for block in range(share.first, share.last):
        move(real, x, block, tile, False)
        move(imag, y, block, tile, False)
        move(left[0], u, block, tile, False)
        move(left[1], v, block, tile, False)
        move(share.costs, c, block, tile, False)
        share.sums[block, 2] = flips(u, v, x, y, width)
        mix(x, y, after, width)
        mix(u, v, after, width)
        total = x.dtype.type(0)
        for i in range(x.size):
            total += c[i] * (u[i] * y[i] - v[i] * x[i])
        share.sums[block, 1] = total
        if fresh:
            continue
        phases(c, s, -layer.gamma, layer.series)
        rotate(x, y, c, s)
        rotate(u, v, c, s)
        share.sums[block, 0] = flips(u, v, x, y, width)
        mix(x, y, before, width)
        mix(u, v, before, width)
        move(real, x, block, tile, True)
        move(imag, y, block, tile, True)
        move(left[0], u, block, tile, True)
        move(left[1], v, block, tile, True)
