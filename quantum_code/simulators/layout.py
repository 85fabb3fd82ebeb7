"""What the compiled sweeps are told: how a state is cut into blocks, a layer's angles, and a thread's share."""

import math
from typing import NamedTuple

from quantum_code.simulators.engine import Real, Reals

Series = tuple[tuple[Real, ...], tuple[Real, ...]]


class Tile(NamedTuple):
    """How a state is cut into blocks."""

    by_columns: bool  # else by rows
    mirrored: bool
    rows: int  # of the state
    width: int  # amplitudes side by side in a block


class Angle(NamedTuple):
    """A layer's β, in the precision of the state."""

    cosine: Real
    sine: Real


class Layer(NamedTuple):
    """What lies between the beginning of one mixer and the end of the next."""

    before: Angle
    gamma: float
    after: Angle
    series: Series


class Share(NamedTuple):
    """A thread's part of a sweep."""

    state: Reals
    costs: Reals
    sums: Reals  # of each block, where the sweep puts what it finds
    buffers: Reals  # (6, amplitudes of a block)
    tile: Tile
    first: int  # block
    last: int  # block, which is the next thread's


def taylor_series(precision: type[Real]) -> Series:
    """Nine coefficients of sin(x)/x and of cos(x) in x², which suffice for double precision up to π/4."""
    sine = tuple(precision((-1) ** k / math.factorial(2 * k + 1)) for k in range(9))
    return sine, tuple(precision((-1) ** k / math.factorial(2 * k)) for k in range(9))
