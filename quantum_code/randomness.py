"""Streams of random numbers, each of its own, that are the same whenever a run is repeated or resumed."""

from enum import IntEnum

import numpy as np


class Use(IntEnum):
    """What a stream is for; streams of different uses never share numbers."""

    ALGORITHM = 0  # numbered by purpose
    DEVICE = 1  # numbered by call


def stream(seed: int, use: Use, number: int) -> np.random.Generator:
    """The generator of one use and number; SeedSequence's spawn keys keep all of them independent."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(use, number)))
